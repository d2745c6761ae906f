"""In: a pattern of an attribute, or of an element without children. Out: what it may hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

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


def space_of(alternative: Alternative) -> str:
    """How an alternative treats white space."""
    match alternative.leaf:
        case DataLeaf(datatype, _) | ValueLeaf(datatype, _, _, _):
            return datatype.space
        case True:
            return "preserve"
    return "collapse"
