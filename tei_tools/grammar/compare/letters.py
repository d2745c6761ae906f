"""In: the contents of an element in two grammars. Out: the kinds of children that they tell apart.

In TEI hundreds of elements may stand where one may: what no choice tells apart is one letter.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from ..patterns import Kind, Pattern, bits
from .side import Names, Side


class Member(NamedTuple):
    """A child element: its name, its label in the one grammar, its labels in the other."""

    name: str
    label: int
    labels: int


@dataclass(frozen=True, slots=True)
class Letter:
    """Children that the contents do not tell apart; the first member stands for all."""

    members: tuple[Member, ...]

    @property
    def label(self) -> int:
        """The label of the first in the one grammar."""
        return self.members[0].label

    @property
    def labels(self) -> int:
        """The labels of the first in the other grammar."""
        return self.members[0].labels


def letters(
    one: Side, pattern: Pattern, other: Side, candidates: Iterable[Pattern], names: Names
) -> list[Letter]:
    """The letters of a content, as the contents that it is compared with tell them apart."""
    mine, theirs = places([pattern]), places(candidates)
    allowed = sum(1 << label for label in theirs) & other.elements
    found: dict[Hashable, list[Member]] = {}
    for label in bits(pattern.labels & one.elements):
        for name in names.of_element(one, label):
            labels = other.elements_named(name) & allowed
            is_single = labels & (labels - 1) == 0
            there = tuple(theirs[labels.bit_length() - 1]) if labels and is_single else labels
            is_known = bool(labels or other.elements_named(name))
            key = tuple(mine[label]), there, is_known
            found.setdefault(key, []).append(Member(name, label, labels))
    return [Letter(tuple(members)) for members in found.values()]


def places(patterns: Iterable[Pattern]) -> dict[int, list[int]]:
    """For each leaf the places where it stands; leaves of one choice stand in one place."""
    found: dict[int, list[int]] = {}
    waiting = list(dict.fromkeys(patterns))
    seen = set(waiting)
    count = 0
    for number, pattern in enumerate(waiting):
        if pattern.kind is Kind.LEAF:
            found.setdefault(_label(pattern), []).append(-1)
        for part in pattern.parts:
            if part.kind is Kind.LEAF:
                count += 1
                place = -number - 2 if pattern.kind is Kind.CHOICE else count
                found.setdefault(_label(part), []).append(place)
            elif part not in seen:
                seen.add(part)
                waiting.append(part)
    return found


def _label(leaf: Pattern) -> int:
    return leaf.labels.bit_length() - 1
