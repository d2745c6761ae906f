"""In: regular expressions of XSD. Out: a text that some match and others do not, or that none is.

The automata of all of them are run side by side over one alphabet, in which one character stands
for all those that no expression tells apart.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from typing import Final, NamedTuple

from tei_tools.model.characters import NAME_STARTS

from .regex import CharSet, PatternError, compile_pattern

#: Comparisons that meet more sets of places than this are given up.
LIMIT: Final = 20_000
#: The characters of XML (XML 1.0 §2.2).
_XML: Final = ((0x9, 0xA), (0xD, 0xD), (0x20, 0xD7FF), (0xE000, 0xFFFD), (0x10000, 0x10FFFF))
_XML_RUNS: Final = tuple((first, last, "") for first, last in _XML)
#: What the escapes of patterns tell apart, beside the categories of Unicode.
_BORDERS: Final = {
    *range(0x81),
    *(ord(c) for pair in NAME_STARTS for c in pair),
    *(ord(last) + 1 for _, last in NAME_STARTS),
    *(0xB7, 0xB8, 0x300, 0x370, 0x203F, 0x2041),
}


class TooLargeError(Exception):
    """Languages that cannot be compared within `LIMIT`, or at all."""


class Language(NamedTuple):
    """The texts that match all patterns, and belong to none of the languages excepted."""

    patterns: tuple[str, ...]
    excepted: tuple[Language, ...] = ()

    def all_patterns(self) -> Iterator[str]:
        """Its patterns, and those of what is excepted."""
        yield from self.patterns
        for each in self.excepted:
            yield from each.all_patterns()

    def accepts(self, matched: frozenset[str]) -> bool:
        """Whether a text that matches just these patterns belongs to it."""
        return matched.issuperset(self.patterns) and not any(
            each.accepts(matched) for each in self.excepted
        )


@cache
def separate(one: Language, others: tuple[Language, ...]) -> str | None:
    """The shortest text that belongs to a language, and to none of the others; None: there is none.

    Raises:
        TooLargeError: it cannot be told.
    """
    texts = tuple(dict.fromkeys(chain(*(each.all_patterns() for each in (one, *others)))))
    try:
        automata = [compile_pattern(text) for text in texts]
    except PatternError as error:
        raise TooLargeError from error
    needed = [texts.index(text) for text in one.patterns]
    alphabet = _alphabet(texts)
    start = tuple([automaton.begin() for automaton in automata])
    seen, waiting = {start}, deque([(start, "")])
    while waiting:
        places, text = waiting.popleft()
        matched = frozenset(t for t, at in zip(texts, places, strict=True) if 0 in at)
        if one.accepts(matched) and not any(other.accepts(matched) for other in others):
            return text
        for char in alphabet:
            after = tuple([a.read(at, char) for a, at in zip(automata, places, strict=True)])
            if after not in seen and all(after[at] for at in needed):
                seen.add(after)
                waiting.append((after, text + char))
        if len(seen) > LIMIT:
            raise TooLargeError
    return None


def _alphabet(texts: Sequence[str]) -> tuple[str, ...]:
    """A character for each set of those that the patterns do not tell apart, plain ones first."""
    if any(r"\p{Is" in text or r"\P{Is" in text for text in texts):
        raise TooLargeError  # blocks of Unicode are not looked into
    return _letters(frozenset().union(*(compile_pattern(text).sets() for text in texts)))


@cache
def _letters(sets: frozenset[CharSet]) -> tuple[str, ...]:
    borders = sorted(_BORDERS.union(*map(_borders, sets)))
    found: dict[tuple[bool, ...], str] = {}
    for char in sorted(_characters(borders, are_plain=not any(map(_tests, sets))), key=_plainness):
        found.setdefault(tuple([chars.has(char) for chars in sets]), char)
    return tuple(found.values())


def _borders(chars: CharSet) -> set[int]:
    found = {ord(first) for first, _ in chars.ranges} | {ord(last) + 1 for _, last in chars.ranges}
    return found | _borders(chars.without) if chars.without else found


def _tests(chars: CharSet) -> bool:
    """Whether a set looks at more than the places of characters in Unicode."""
    return bool(chars.tests) or (chars.without is not None and _tests(chars.without))


def _plainness(char: str) -> tuple[bool, bool, bool, int]:
    return (not char.isascii(), not char.isalnum(), not char.islower(), ord(char))


def _characters(borders: Sequence[int], *, are_plain: bool) -> Iterator[str]:
    """One character between two borders; unless these are plain ranges, one of each category."""
    seen = set()
    for first, last, category in _XML_RUNS if are_plain else _runs():
        at = bisect_right(borders, first)
        points = [first, *borders[at : bisect_right(borders, last)]]
        for offset, point in enumerate(points):
            if (at + offset, category) not in seen:
                seen.add((at + offset, category))
                yield chr(point)


@cache
def _runs() -> list[tuple[int, int, str]]:
    """Stretches of characters of one category: the first, the last, the category."""
    runs: list[tuple[int, int, str]] = []
    for first, last in _XML:
        start = first
        category = unicodedata.category(chr(first))
        for point in range(first + 1, last + 1):
            other = unicodedata.category(chr(point))
            if other != category:
                runs.append((start, point - 1, category))
                start, category = point, other
        runs.append((start, last, category))
    return runs


def literal(text: str) -> str:
    """The pattern that a text alone matches."""
    return "".join(f"\\{char}" if char in r"\|.-^?*+{}()[]" else char for char in text)
