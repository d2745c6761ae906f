"""In: the contents of one element in two grammars. Out: the parts of them that are independent.

What is interleaved has no name in common (RELAX NG 7.3, 7.4). So an element with sixty attributes
is allowed when each of them is, and each is compared by itself. Parts stay together where they
share a name, in one grammar or across both.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ..names import NameClass, overlap
from ..patterns import TEXT_LABEL, Kind, Pattern, bits
from .side import Side


class Part(NamedTuple):
    """What is compared by itself: a pattern of each grammar."""

    one: Pattern
    other: Pattern


class _Unit(NamedTuple):
    """One of the patterns that are interleaved; the attributes and children in it."""

    is_one: bool
    pattern: Pattern
    attributes: frozenset[NameClass]
    children: frozenset[NameClass]
    has_text: bool
    has_data: bool


class Parts:
    """Takes contents apart."""

    def __init__(self, one: Side, other: Side) -> None:
        self.one = one
        self.other = other
        self._units: dict[tuple[bool, Pattern], _Unit] = {}

    def of(self, one: Pattern, other: Pattern) -> list[Part]:
        """The independent parts of two contents."""
        if Kind.NOT_ALLOWED in (one.kind, other.kind):
            return [Part(one, other)]
        units = [self._unit(True, each) for each in interleaved(one)]
        units += [self._unit(False, each) for each in interleaved(other)]
        return [
            Part(
                self.one.make.interleave([unit.pattern for unit in group if unit.is_one]),
                self.other.make.interleave([unit.pattern for unit in group if not unit.is_one]),
            )
            for group in _groups(units)
        ]

    def _unit(self, is_one: bool, pattern: Pattern) -> _Unit:
        key = is_one, pattern
        if key not in self._units:
            side = self.one if is_one else self.other
            attributes = bits(pattern.labels & side.make.attributes)
            children = bits(pattern.labels & side.elements)
            self._units[key] = _Unit(
                is_one,
                pattern,
                frozenset(side.attribute(label).names for label in attributes),
                frozenset(side.element(label).names for label in children),
                bool(pattern.labels & TEXT_LABEL),
                bool(pattern.labels & side.data),
            )
        return self._units[key]


def interleaved(pattern: Pattern) -> tuple[Pattern, ...]:
    """What is interleaved in a pattern."""
    if pattern.kind is Kind.EMPTY:
        return ()
    return pattern.parts if pattern.kind is Kind.INTERLEAVE else (pattern,)


def _groups(units: list[_Unit]) -> Iterable[list[_Unit]]:
    """The units, those together that have something in common."""
    group_of = list(range(len(units)))

    def find(at: int) -> int:
        while group_of[at] != at:
            group_of[at] = group_of[group_of[at]]
            at = group_of[at]
        return at

    has_data = any(unit.has_data for unit in units)
    first: dict[tuple[str, NameClass], int] = {}
    wild: list[tuple[str, NameClass, int]] = []
    for at, unit in enumerate(units):
        marks = [("attribute", names) for names in unit.attributes]
        marks += [("child", names) for names in unit.children]
        if unit.has_text:
            marks.append(("text", ""))
        if has_data and (unit.has_data or unit.has_text or unit.children):
            marks.append(("data", ""))  # either data or children
        for mark in marks:
            group_of[find(at)] = find(first.setdefault(mark, at))
            if not isinstance(mark[1], str):
                wild.append((*mark, at))
    for kind, names, at in wild:
        for (other_kind, other_names), there in first.items():
            if kind == other_kind and overlap(names, other_names):
                group_of[find(at)] = find(there)
    groups: dict[int, list[_Unit]] = {}
    for at, unit in enumerate(units):
        groups.setdefault(find(at), []).append(unit)
    return groups.values()
