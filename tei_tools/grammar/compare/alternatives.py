"""In: a pattern of an attribute, or of an element without children. Out: what it may hold."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import NamedTuple

from ..datatypes.containment import SPACES
from ..leaves import DataLeaf, ListLeaf, ValueLeaf
from ..patterns import TEXT_LABEL, Pattern, bits
from .side import Side


class Alternative(NamedTuple):
    """One of the things that a pattern allows.

    Attributes:
        leaf: data, a value or a list; a bool: any text (True), or nothing but white space.
        pattern: that of the leaf alone.
    """

    leaf: DataLeaf | ValueLeaf | ListLeaf | bool
    pattern: Pattern


def alternatives(side: Side, pattern: Pattern | None) -> Iterator[Alternative]:
    """What a pattern of data allows; it is a choice (RELAX NG 7.2)."""
    if pattern is None:
        return
    make = side.make
    if make.derive(pattern, TEXT_LABEL).nullable:
        yield Alternative(True, make.text)
    elif pattern.nullable:
        yield Alternative(False, make.empty)
    for label in bits(pattern.labels & side.data):
        if make.derive(pattern, 1 << label).nullable:
            leaf = side.grammar.leaves[label]
            assert isinstance(leaf, DataLeaf | ValueLeaf | ListLeaf)
            yield Alternative(leaf, make.leaf(label))


def spaces_of(side: Side, alternative: Alternative) -> frozenset[str]:
    """The ways in which an alternative, and what it excepts, treat white space."""
    match alternative.leaf:
        case ValueLeaf(datatype, _, _, _):
            return frozenset([datatype.space])
        case DataLeaf(datatype, excepted):
            inside = [spaces_of(side, each) for each in alternatives(side, excepted)]
            return frozenset([datatype.space]).union(*inside)
        case True:
            return frozenset(["preserve"])
    return frozenset(["collapse"])


def rank(space: str) -> int:
    """Ways to treat white space in order, the strictest first."""
    return tuple(SPACES).index(space)


def signature(side: Side, alternative: Alternative) -> Hashable:
    """What data or a value are, whichever grammar they stand in."""
    match alternative.leaf:
        case ValueLeaf(datatype, value, _, _):
            return datatype, value
        case DataLeaf(datatype, excepted):
            inside = [signature(side, each) for each in alternatives(side, excepted)]
            return datatype, frozenset(inside)
    return alternative
