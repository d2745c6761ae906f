"""In: a regular expression of XPath (functions 3.1, 5.6), and its flags. Out: where it matches.

Patterns come from schemas that nobody has checked. Python's own matcher is quick, but tries one way
after the other; where these could be too many, a slower machine takes all ways at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from itertools import groupby
from typing import Any, Final, TypeAlias

from tei_tools.xpath.errors import XPathError
from tei_tools.xpath.tokens import NCNAME

#: A part of a pattern: ``("char", what Python writes for it)``, ``("at", the same)``,
#: ``("ref", group)``, ``("group", number or 0, choices)``, or
#: ``("repeat", part, least, most or None, is lazy)``.
Part: TypeAlias = tuple[Any, ...]
#: Alternatives, each of parts one after the other.
Choices: TypeAlias = list[list[Part]]
#: Where a match begins and ends, and each of its groups; (-1, -1) for one that is not in it.
Spans: TypeAlias = tuple[tuple[int, int], ...]

_START: Final = NCNAME[1:].partition("]")[0] + ":"
_NAME: Final = NCNAME.rpartition("[")[2].rpartition("]")[0] + ":"
_SPACE: Final = r" \t\n\r"
_QUANTIFIER: Final = re.compile(r"(?:([*+?])|\{([0-9]+)(?:(,)([0-9]*))?\})(\??)")
_PLAIN: Final = frozenset("\\|.?*+(){}-[]^$")
_CONTROLS: Final = {"n": r"\n", "r": r"\r", "t": r"\t"}
#: How many ways through a text Python's matcher may try, at most.
WAYS: Final = 10**7
LONGEST: Final = 10_000
#: How often the most something may be repeated that is counted.
MOST: Final = 1_000


class Regex:
    """A regular expression.

    Attributes:
        groups: how many there are.
        choices: what it is made of.
        python: the same for Python.
    """

    def __init__(self, pattern: str, flags: str) -> None:
        self.pattern = pattern
        self._flags = re.I if "i" in flags else re.NOFLAG
        if "q" in flags:
            self.groups = 0
            self.choices: Choices = [[("char", re.escape(character)) for character in pattern]]
        else:
            reader = _Reader(pattern, flags)
            self.choices = reader.choices(0)
            self.groups = reader.groups
        try:
            self.python = re.compile(_python(self.choices), self._flags)
        except (re.error, OverflowError, RecursionError) as error:
            raise _wrong(pattern) from error
        self._machine: Any = None

    def spans(self, text: str, spend: Callable[[int], None]) -> Iterator[Spans]:
        """The matches, one after the other; ``spend`` is told the steps they take."""
        if _python_may(self.choices, text, self._flags, spend):
            return (match.regs for match in self.python.finditer(text))
        if self._machine is None:
            from tei_tools.xpath.machine import Machine

            self._machine = Machine(self.choices, self.groups, self._flags, self.pattern)
        found: Iterator[Spans] = self._machine.spans(text, spend)
        return found


@lru_cache(maxsize=512)
def compiled(pattern: str, flags: str) -> Regex:
    """The pattern, compiled; XPathError (FORX0001, FORX0002) where it is none."""
    if unknown := set(flags) - set("smixq"):
        raise XPathError("FORX0001", f"`{min(unknown)}` is no flag of regular expressions")
    if len(pattern) > LONGEST:
        raise XPathError("TEIX0001", f"a regular expression has {LONGEST:,} characters at most")
    try:
        return Regex(pattern, flags)
    except RecursionError:
        raise XPathError("TEIX0001", "a regular expression nests too deeply") from None


def _python_may(choices: Choices, text: str, flags: int, spend: Callable[[int], None]) -> bool:
    """Are the ways that Python's matcher may try few enough?"""
    length = len(text) + 1
    work = _ways(choices, length, None) * length
    if work > WAYS:
        seen = _Text(text, flags)
        ways = _ways(choices, length, seen)
        work = (ways + sum(seen.runs.values())) * length
    if work > WAYS:
        return False
    spend((work >> 10) + (length >> 4))
    return True


class _Text:
    """What is known of a text: which of its characters a part stands for, and in what runs."""

    def __init__(self, text: str, flags: int) -> None:
        self._text = text
        self._letters = "".join(set(text))
        self._flags = flags
        self._members: dict[str, frozenset[str]] = {}
        self.runs: dict[str, int] = {}

    def members(self, part: Part) -> frozenset[str]:
        """The characters of the text that a part stands for."""
        found = self._members.get(part[1])
        if found is None:
            found = frozenset(re.findall(part[1], self._letters, self._flags))
            self._members[part[1]] = found
        return found

    def run(self, part: Part) -> int:
        """The length of the longest run of them."""
        if part[1] not in self.runs:
            found = re.finditer(f"(?:{part[1]})+", self._text, self._flags)
            self.runs[part[1]] = max((match.end() - match.start() for match in found), default=0)
        return self.runs[part[1]]


def _ways(choices: Choices, length: int, text: _Text | None) -> int:
    """In how many ways a text of this length can be gone through from a place, at most."""
    total = 0
    for parts in choices:
        ways = 1
        for place, part in enumerate(parts):
            if text is None or not _is_forced(part, parts[place + 1 :], text):
                ways *= _ways_of(part, length, text)
        total += ways
    return total


def _ways_of(part: Part, length: int, text: _Text | None) -> int:
    match part:
        case ("group", _, choices):
            return _ways(choices, length, text)
        case ("repeat", inner, least, most, _):
            if inner[0] == "char":
                longest = length if text is None else text.run(inner)
                times: int = min(longest, longest if most is None else most) - least + 1
                return max(times, 1)
            if least == most == 1:
                return _ways_of(inner, length, text)
            if most == 1:
                return 1 + _ways_of(inner, length, text)
            return WAYS + 1  # the text can be shared out among the rounds
    return 1


def _is_forced(part: Part, following: list[Part], text: _Text) -> bool:
    """Is a repetition of one character followed, in any case, by one that it does not stand for?"""
    if part[0] != "repeat" or part[1][0] != "char":
        return False
    own = text.members(part[1])
    text.run(part[1])
    for other in following:
        if other[0] == "at" and other[1] == r"\Z":
            return True
        is_repeat = other[0] == "repeat"
        inner = other[1] if is_repeat else other
        if inner[0] != "char" or own & text.members(inner):
            return False
        if not is_repeat or other[2] > 0:
            return True
    return False


def _python(choices: Choices) -> str:
    """The pattern as Python writes it."""
    return "|".join("".join(map(_python_part, parts)) for parts in choices)


def _python_part(part: Part) -> str:
    match part:
        case ("char" | "at", str(text)):
            return text
        case ("ref", number):
            return f"(?:\\{number})"
        case ("group", 0, choices):
            return f"(?:{_python(choices)})"
        case ("group", _, choices):
            return f"({_python(choices)})"
    _, inner, least, most, is_lazy = part
    times = f"{{{least},{'' if most is None else most}}}"
    return f"{_python_part(inner)}{times}{'?' if is_lazy else ''}"


def _wrong(pattern: str) -> XPathError:
    return XPathError("FORX0002", f"`{pattern[:60]}` is no regular expression of XPath")


class _Reader:
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
            raise _wrong(self.pattern)
        return found

    def _repeat(self, parts: list[Part], quantifier: re.Match[str]) -> None:
        if not parts or parts[-1][0] in ("repeat", "at"):
            raise _wrong(self.pattern)
        self.place = quantifier.end()
        sign, least, comma, most, lazy = quantifier.groups()
        if sign:
            bounds = {"*": (0, None), "+": (1, None), "?": (0, 1)}[sign]
        else:
            bounds = (int(least), int(most) if most else None if comma else int(least))
        if any(bound is not None and bound > MOST for bound in bounds):
            raise XPathError("TEIX0001", f"a repetition is of {MOST:,} rounds at most")
        if bounds[1] is not None and bounds[0] > bounds[1]:
            raise _wrong(self.pattern)
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
                raise _wrong(self.pattern)
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
            raise _wrong(self.pattern)
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
                raise _wrong(self.pattern)
            return ("ref", number)
        is_positive, inner = self._set()
        return ("char", _brackets(is_positive, inner))

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
