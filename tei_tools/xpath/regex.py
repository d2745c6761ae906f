"""In: a regular expression of XPath (functions 3.1, 5.6), and its flags. Out: where it matches.

Patterns come from schemas that nobody has checked. Python's own matcher is quick, but tries one way
after the other; where these could be too many, a slower machine takes all ways at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache
from typing import Any, Final, TypeAlias

from tei_tools.xpath.errors import XPathError
from tei_tools.xpath.regex_reader import Choices, Part, Reader, no_regex

#: Where a match begins and ends, and each of its groups; (-1, -1) for one that is not in it.
Spans: TypeAlias = tuple[tuple[int, int], ...]

#: How many ways through a text Python's matcher may try, at most.
WAYS: Final = 10**7
LONGEST: Final = 10_000
#: For texts of which lengths it is remembered how much work they may be.
SHORT: Final = 1_000


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
            reader = Reader(pattern, flags)
            self.choices = reader.choices(0)
            self.groups = reader.groups
        try:
            self.python = re.compile(_python(self.choices), self._flags)
        except (re.error, OverflowError, RecursionError) as error:
            raise no_regex(pattern) from error
        self._machine: Any = None
        #: How much work a text of a length may be for Python's matcher, whatever it says.
        self._work: dict[int, int] = {}

    @cached_property
    def matches_nothing(self) -> bool:
        """Does it match the empty string?"""
        return self.python.search("") is not None

    def spans(self, text: str, spend: Callable[[int], None]) -> Iterator[Spans]:
        """The matches, one after the other; ``spend`` is told the steps they take."""
        if self._python_may(text, spend):
            return (match.regs for match in self.python.finditer(text))
        if self._machine is None:
            from tei_tools.xpath.machine import Machine

            self._machine = Machine(self.choices, self.groups, self._flags, self.pattern)
        found: Iterator[Spans] = self._machine.spans(text, spend)
        return found

    def _python_may(self, text: str, spend: Callable[[int], None]) -> bool:
        """Are the ways that Python's matcher may try few enough?"""
        length = len(text) + 1
        work = self._work.get(length)
        if work is None:
            work = _ways(self.choices, length, None) * length
            if length < SHORT:
                self._work[length] = work
        if work > WAYS:
            seen = _Text(text, self._flags)
            ways = _ways(self.choices, length, seen)
            work = (ways + sum(seen.runs.values())) * length
        if work > WAYS:
            return False
        spend((work >> 10) + (length >> 4))
        return True


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


@lru_cache(maxsize=1024)
def _one(text: str, flags: int) -> re.Pattern[str]:
    return re.compile(text, flags)


@lru_cache(maxsize=1024)
def _run(text: str, flags: int) -> re.Pattern[str]:
    return re.compile(f"(?:{text})+", flags)


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
            found = frozenset(_one(part[1], self._flags).findall(self._letters))
            self._members[part[1]] = found
        return found

    def run(self, part: Part) -> int:
        """The length of the longest run of them."""
        if part[1] not in self.runs:
            found = _run(part[1], self._flags).findall(self._text)
            self.runs[part[1]] = max(map(len, found), default=0)
        return self.runs[part[1]]


def _ways(choices: Choices, length: int, text: _Text | None) -> int:
    """In how many ways a text of this length can be gone through from a place, at most."""
    total = 0
    for parts in choices:
        ways = 1
        for place, part in enumerate(parts):
            if text is None or not _is_forced(part, parts[place + 1 :], text):
                ways = min(ways * _ways_of(part, length, text), WAYS + 1)
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
