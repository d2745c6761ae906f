"""In: nothing. Out: what is known while an element is read by two grammars, and at its end."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

from ..patterns import Pattern
from .path import Path


class Lost(IntEnum):
    """Why an element of the one grammar is none of the other; the gravest reason counts."""

    NOT = 0
    CONTENT = 1
    """Children that may not be there, or be missing, together."""
    CHILD = 2
    """A child, or text, that the element never has in the other grammar."""
    ELEMENT = 3
    """A child that the other grammar does not know at all."""
    ATTRIBUTES = 4
    """Attributes that may not be given, or be missing, together."""
    ATTRIBUTE = 5
    """An attribute that the element never has in the other grammar."""


class Pair(NamedTuple):
    """An element of the one grammar, and the elements of the other that it may be (a bit each)."""

    label: int
    labels: int


#: For each definition that an element may have, its label and what may still come.
Candidates = tuple[tuple[int, Pattern], ...]


class State(NamedTuple):
    """What may still come.

    Attributes:
        pattern: in the one grammar.
        candidates: in the other, for each label that the element may have.
        lost: why there are no candidates.
        is_certain: whether the way to this state is known to exist.
        may_end: whether the element may end here; not where its text alone is compared apart.
    """

    pattern: Pattern
    candidates: Candidates
    lost: Lost = Lost.NOT
    is_certain: bool = True
    may_end: bool = True


class End(NamedTuple):
    """An element of the one grammar that is complete: which elements of the other it is."""

    labels: int
    lost: Lost
    is_certain: bool


@dataclass(slots=True)
class Walk:
    """What was found on the way.

    Attributes:
        ends: for each kind of end the shortest way to it.
        names: the names of attributes and children with which it is lost.
        values: contents of an attribute in both grammars, with the way there; the empty name is
            that of the element's own text. They are taken to agree.
        refused: attributes with texts that no definition allows; None: perhaps there are such.
        pairs: the child elements, with the ways to them. They are taken to agree.
            In the keys of these three: whether the way is known to exist.
        is_settled: whether no profile was asked for.
        is_complete: whether all states have been looked at.
    """

    ends: dict[End, Path] = field(default_factory=dict)
    names: dict[Lost, dict[str, None]] = field(default_factory=dict)
    values: dict[tuple[str, Pattern, Pattern, bool], Path] = field(default_factory=dict)
    refused: dict[tuple[str, bool], tuple[str | None, Path]] = field(default_factory=dict)
    pairs: dict[tuple[Pair, bool], Path] = field(default_factory=dict)
    is_settled: bool = True
    is_complete: bool = True
