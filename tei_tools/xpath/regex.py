"""In: a regular expression of XPath (functions 3.1, 5.6), and its flags. Out: Python's.

Patterns come from schemas that nobody has checked: those that could run away are refused.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import groupby
from typing import Final

from tei_tools.model.patterns import is_safe_pattern
from tei_tools.xpath.errors import XPathError
from tei_tools.xpath.tokens import NCNAME

_START: Final = NCNAME[1:].partition("]")[0] + ":"
_NAME: Final = NCNAME.rpartition("[")[2].rpartition("]")[0] + ":"
_SPACE: Final = r" \t\n\r"
_QUANTIFIER: Final = re.compile(r"(?:[*+?]|\{[0-9]+(?:,[0-9]*)?\})\??")
_PLAIN: Final = frozenset("\\|.?*+(){}-[]^$")
_CONTROLS: Final = {"n": r"\n", "r": r"\r", "t": r"\t"}
#: How much work a match may be: the length of the text to the power of the repetitions.
WORK: Final = 10**9
LONGEST: Final = 10_000


@lru_cache(maxsize=512)
def compiled(pattern: str, flags: str) -> re.Pattern[str]:
    """The pattern, compiled; XPathError (FORX0001, FORX0002) where it is none."""
    if unknown := set(flags) - set("smixq"):
        raise XPathError("FORX0001", f"`{min(unknown)}` is no flag of regular expressions")
    if len(pattern) > LONGEST:
        raise XPathError("TEIX0001", f"a regular expression has {LONGEST:,} characters at most")
    python = re.I if "i" in flags else re.NOFLAG
    if "q" in flags:
        return re.compile(re.escape(pattern), python)
    try:
        found = re.compile(_Translator(pattern, flags).translate(), python)
    except (re.error, OverflowError, RecursionError) as error:
        raise _wrong(pattern) from error
    if not is_safe_pattern(pattern):
        raise XPathError("TEIX0001", f"the regular expression `{pattern[:60]}` could take too long")
    return found


def check_work(pattern: str, flags: str, text: str) -> None:
    """An XPathError where a pattern of many repetitions meets a long text."""
    if "q" in flags or len(text) < 100:
        return
    if len(text) ** (repetitions(pattern) + 1) > WORK and len(text) > 20_000:
        raise XPathError(
            "TEIX0001", f"the regular expression `{pattern[:60]}` could take too long here"
        )


@cache
def repetitions(pattern: str) -> int:
    """How many repetitions without bound a pattern has."""
    return len(re.findall(r"(?<!\\)(?:[*+]|\{\d+,\})", pattern))


def _wrong(pattern: str) -> XPathError:
    return XPathError("FORX0002", f"`{pattern[:60]}` is no regular expression of XPath")


class _Translator:
    """One pass over a pattern."""

    def __init__(self, pattern: str, flags: str) -> None:
        self.pattern = pattern
        self.flags = flags
        self.place = 0
        self.groups = 0
        self.closed: set[int] = set()

    def translate(self) -> str:
        parts: list[str] = []
        opened: list[int] = []
        can_repeat = False
        while self.place < len(self.pattern):
            character = self.pattern[self.place]
            if "x" in self.flags and character in " \t\n\r":
                self.place += 1
                continue
            if quantifier := _QUANTIFIER.match(self.pattern, self.place):
                if not can_repeat:
                    raise _wrong(self.pattern)
                parts.append(quantifier[0])
                self.place = quantifier.end()
                can_repeat = False
                continue
            parts.append(self._piece(character, opened))
            can_repeat = character not in "(|^$"
        if opened:
            raise _wrong(self.pattern)
        return "".join(parts)

    def _piece(self, character: str, opened: list[int]) -> str:
        self.place += 1
        match character:
            case "(":
                if self.pattern.startswith("?:", self.place):
                    self.place += 2
                    opened.append(0)
                    return "(?:"
                self.groups += 1
                opened.append(self.groups)
                return "("
            case ")":
                if not opened:
                    raise _wrong(self.pattern)
                self.closed.add(opened.pop())
                return ")"
            case "|":
                return "|"
            case ".":
                return r"[\s\S]" if "s" in self.flags else r"[^\n\r]"
            case "^":
                return "(?m:^)" if "m" in self.flags else r"\A"
            case "$":
                return "(?m:$)" if "m" in self.flags else r"\Z"
            case "[":
                return self._class()
            case "\\":
                return self._escape()
            case "{" | "}" | "]" | "?" | "*" | "+":
                raise _wrong(self.pattern)
        return re.escape(character)

    def _next(self) -> str:
        if self.place >= len(self.pattern):
            raise _wrong(self.pattern)
        self.place += 1
        return self.pattern[self.place - 1]

    def _escape(self) -> str:
        """An escape outside of brackets."""
        if self.pattern[self.place : self.place + 1].isdigit():
            number = int(self._next())
            while self.pattern[self.place : self.place + 1].isdigit():
                longer = number * 10 + int(self.pattern[self.place])
                if longer > self.groups:
                    break
                number = longer
                self.place += 1
            if number not in self.closed or number == 0:
                raise _wrong(self.pattern)
            return f"(?:\\{number})"
        is_positive, inner = self._set()
        return _brackets(is_positive, inner)

    def _set(self) -> tuple[bool, str]:
        """What an escape stands for: inside of brackets, or (False) all but these."""
        character = self._next()
        if character in _PLAIN:
            return True, "\\" + character
        if character in _CONTROLS:
            return True, _CONTROLS[character]
        if character in "sS":
            return character == "s", _SPACE
        if character in "dD":
            return character == "d", r"\d"
        if character in "wW":
            return character == "W", "".join(_category(name) for name in "PZC")
        if character in "iI":
            return character == "i", _START
        if character in "cC":
            return character == "c", _NAME
        if character in "pP" and self._next() == "{":
            end = self.pattern.find("}", self.place)
            name = self.pattern[self.place : end]
            self.place = end + 1
            if end > 0:
                return character == "p", self._property(name)
        raise _wrong(self.pattern)

    def _property(self, name: str) -> str:
        if name.startswith("Is"):
            return _block(name)
        if not re.fullmatch("[LMNPZSC][a-z]?", name) or not _category(name):
            raise _wrong(self.pattern)
        return _category(name)

    def _class(self) -> str:
        """``[…]``: pieces, ranges, and what is taken away (``-[…]``)."""
        is_negative = self.pattern.startswith("^", self.place)
        self.place += is_negative
        inner: list[str] = []
        others: list[str] = []
        taken = ""
        first = True
        while True:
            character = self._next()
            if character == "]" and not first:
                break
            if character == "-" and self.pattern.startswith("[", self.place) and not first:
                self.place += 1
                taken = self._class()
                if self._next() != "]":
                    raise _wrong(self.pattern)
                break
            first = False
            if "x" in self.flags and character in " \t\n\r":
                continue
            self._member(character, inner, others)
        return _class(is_negative, "".join(inner), others, taken)

    def _member(self, character: str, inner: list[str], others: list[str]) -> None:
        if character in "[]":
            raise _wrong(self.pattern)
        if character == "\\":
            is_positive, found = self._set()
            if not is_positive:
                others.append(found)
                return
            is_single = len(found) == 2 and found != r"\d"
        else:
            found, is_single = re.escape(character), True
            at_end = self.pattern[self.place : self.place + 1] == "]"
            if character == "-" and inner and not at_end:
                following = self.pattern[self.place : self.place + 1]
                if following != "[":
                    raise _wrong(self.pattern)
        rest = self.pattern[self.place : self.place + 2]
        if is_single and rest[:1] == "-" and rest[1:] not in ("]", "["):
            self.place += 1
            end = self._next()
            if end == "\\":
                is_positive, end = self._set()
                if not is_positive or len(end) != 2 or end == r"\d":
                    raise _wrong(self.pattern)
            else:
                end = re.escape(end)
            found = f"{found}-{end}"
        inner.append(found)


def _brackets(is_positive: bool, inner: str) -> str:
    return f"[{inner}]" if is_positive else f"[^{inner}]"


def _class(is_negative: bool, inner: str, others: list[str], taken: str) -> str:
    if not others:
        found = _brackets(not is_negative, inner)
    else:
        pieces = [f"[{inner}]"] if inner else []
        found = f"(?:{'|'.join([*pieces, *(f'[^{other}]' for other in others)])})"
        if is_negative:
            found = rf"(?:(?!{found})[\s\S])"
    return f"(?:(?!{taken}){found})" if taken else found


# Characters by category and block


@cache
def _categories() -> dict[str, str]:
    """What to write in brackets for each general category."""
    import unicodedata

    found: dict[str, list[str]] = {}
    numbers = range(0x110000)
    for name, group in groupby(numbers, lambda number: unicodedata.category(chr(number))):
        members = list(group)
        found.setdefault(name, []).append(_range(members[0], members[-1]))
    return {name: "".join(ranges) for name, ranges in found.items()}


def _range(first: int, last: int) -> str:
    return f"\\U{first:08x}" if first == last else f"\\U{first:08x}-\\U{last:08x}"


@cache
def _category(name: str) -> str:
    return "".join(ranges for full, ranges in _categories().items() if full.startswith(name))


@cache
def _block(name: str) -> str:
    from elementpath.regex import RegexError, unicode_block

    try:
        codes = unicode_block(name[2:])
    except (RegexError, KeyError, ValueError) as error:
        raise XPathError("FORX0002", f"there is no block of characters `{name}`") from error
    return "".join(
        _range(part, part) if isinstance(part, int) else _range(part[0], part[1] - 1)
        for part in codes.codepoints
    )
