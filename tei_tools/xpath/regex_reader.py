"""In: a regular expression of XPath (functions 3.1, 5.6). Out: what it is made of.

Its characters and classes are written as Python writes them.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby
from typing import Any, Final, TypeAlias

from tei_tools.model.characters import CHARACTER, START
from tei_tools.xpath.errors import XPathError

#: A part of a pattern: ``("char", what Python writes for it)``, ``("at", the same)``,
#: ``("ref", group)``, ``("group", number or 0, choices)``, or
#: ``("repeat", part, least, most or None, is lazy)``.
Part: TypeAlias = tuple[Any, ...]
#: Alternatives, each of parts one after the other.
Choices: TypeAlias = list[list[Part]]

_SPACE: Final = r" \t\n\r"
_QUANTIFIER: Final = re.compile(r"(?:([*+?])|\{([0-9]+)(?:(,)([0-9]*))?\})(\??)")
_RANGE: Final = re.compile(r"\\U[0-9a-f]{8}(?:-\\U[0-9a-f]{8})?")
_FAR: Final = r"\U00010000-\U0010ffff"
_PLAIN: Final = frozenset("\\|.?*+(){}-[]^$")
_CONTROLS: Final = {"n": r"\n", "r": r"\r", "t": r"\t"}
#: How often the most something may be repeated that is counted.
MOST: Final = 1_000


def no_regex(pattern: str) -> XPathError:
    """What is said of a pattern that is none."""
    return XPathError("FORX0002", f"`{pattern[:60]}` is no regular expression of XPath")


class Reader:
    """Reads a pattern, once from its first character to its last."""

    def __init__(self, pattern: str, flags: str) -> None:
        self.pattern = pattern
        self.flags = flags
        self.place = 0
        self.groups = 0
        self.closed: set[int] = set()

    def choices(self, depth: int) -> Choices:
        """Alternatives, up to the end or a closing parenthesis."""
        found: Choices = [[]]
        while self.place < len(self.pattern):
            character = self.pattern[self.place]
            if character == ")" and depth:
                return found
            if character == "|":
                self.place += 1
                found.append([])
            elif "x" in self.flags and character in " \t\n\r":
                self.place += 1
            elif quantifier := _QUANTIFIER.match(self.pattern, self.place):
                self._repeat(found[-1], quantifier)
            else:
                found[-1].append(self._part(character, depth))
        if depth:
            raise no_regex(self.pattern)
        return found

    def _repeat(self, parts: list[Part], quantifier: re.Match[str]) -> None:
        if not parts or parts[-1][0] in ("repeat", "at"):
            raise no_regex(self.pattern)
        self.place = quantifier.end()
        sign, least, comma, most, lazy = quantifier.groups()
        if sign:
            bounds = {"*": (0, None), "+": (1, None), "?": (0, 1)}[sign]
        else:
            bounds = (int(least), int(most) if most else None if comma else int(least))
        if any(bound is not None and bound > MOST for bound in bounds):
            raise XPathError("TEIX0001", f"a repetition is of {MOST:,} rounds at most")
        if bounds[1] is not None and bounds[0] > bounds[1]:
            raise no_regex(self.pattern)
        parts[-1] = ("repeat", parts[-1], *bounds, bool(lazy))

    def _part(self, character: str, depth: int) -> Part:
        self.place += 1
        match character:
            case "(":
                return self._group(depth)
            case "^":
                return ("at", "(?m:^)" if "m" in self.flags else r"\A")
            case "$":
                return ("at", "(?m:$)" if "m" in self.flags else r"\Z")
            case ".":
                return ("char", r"[\s\S]" if "s" in self.flags else r"[^\n\r]")
            case "[":
                return ("char", self._class())
            case "\\":
                return self._escape()
            case "{" | "}" | "]" | "?" | "*" | "+" | ")":
                raise no_regex(self.pattern)
        return ("char", re.escape(character))

    def _group(self, depth: int) -> Part:
        number = 0
        if self.pattern.startswith("?:", self.place):
            self.place += 2
        else:
            self.groups += 1
            number = self.groups
        inner = self.choices(depth + 1)
        self.place += 1
        self.closed.add(number)
        return ("group", number, inner)

    def _next(self) -> str:
        if self.place >= len(self.pattern):
            raise no_regex(self.pattern)
        self.place += 1
        return self.pattern[self.place - 1]

    def _escape(self) -> Part:
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
                raise no_regex(self.pattern)
            return ("ref", number)
        is_positive, inner = self._set()
        return ("char", _quick(is_positive, inner))

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
            return character == "i", f"{START}:"
        if character in "cC":
            return character == "c", f"{CHARACTER}:"
        if character in "pP" and self._next() == "{":
            end = self.pattern.find("}", self.place)
            name = self.pattern[self.place : end]
            self.place = end + 1
            if end > 0:
                return character == "p", self._property(name)
        raise no_regex(self.pattern)

    def _property(self, name: str) -> str:
        if name.startswith("Is"):
            return _block(name)
        if not re.fullmatch("[LMNPZSC][a-z]?", name) or not _category(name):
            raise no_regex(self.pattern)
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
                    raise no_regex(self.pattern)
                break
            first = False
            if "x" in self.flags and character in " \t\n\r":
                continue
            self._member(character, inner, others)
        return _class(is_negative, "".join(inner), others, taken)

    def _member(self, character: str, inner: list[str], others: list[str]) -> None:
        if character in "[]":
            raise no_regex(self.pattern)
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
                    raise no_regex(self.pattern)
        rest = self.pattern[self.place : self.place + 2]
        if is_single and rest[:1] == "-" and rest[1:] not in ("]", "["):
            self.place += 1
            end = self._next()
            if end == "\\":
                is_positive, end = self._set()
                if not is_positive or len(end) != 2 or end == r"\d":
                    raise no_regex(self.pattern)
            else:
                end = re.escape(end)
            found = f"{found}-{end}"
        inner.append(found)


def _brackets(is_positive: bool, inner: str) -> str:
    return f"[{inner}]" if is_positive else f"[^{inner}]"


def _quick(is_positive: bool, inner: str) -> str:
    """The same as ``_brackets``: Python goes through ranges beyond U+FFFF one by one."""
    ranges = _RANGE.findall(inner)
    far = "".join(part for part in ranges if int(part[2:10], 16) > 0xFFFF)
    if not far or "".join(ranges) != inner:
        return _brackets(is_positive, inner)
    near = "".join(part for part in ranges if int(part[2:10], 16) <= 0xFFFF)
    near = _brackets(is_positive, near if is_positive else near + _FAR)
    return f"(?:{near}|(?=[{_FAR}]){_brackets(is_positive, far)})"


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

#: Where Unicode has characters, and where it has none or private ones: most of it is so.
_PARTS: Final = ((0, 0x40000), (0xE0000, 0xE1000), (0xFFF00, 0x100000), (0x10FF00, 0x110000))
_EMPTY: Final = (
    ("Cn", 0x40000, 0xE0000),
    ("Cn", 0xE1000, 0xF0000),
    ("Co", 0xF0000, 0xFFF00),
    ("Co", 0x100000, 0x10FF00),
)


@cache
def _categories() -> dict[str, str]:
    """What to write in brackets for each general category."""
    from unicodedata import category

    found: dict[str, list[str]] = {}
    for start, end in _PARTS:
        first = start
        for name, group in groupby(map(category, map(chr, range(start, end)))):
            last = first + sum(1 for _ in group) - 1
            found.setdefault(name, []).append(_range(first, last))
            first = last + 1
    for name, start, end in _EMPTY:
        found[name].append(_range(start, end - 1))
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
