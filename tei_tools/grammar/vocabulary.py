"""In: a compiled schema. Out: its vocabulary: elements, their attributes, and lists of values.

Names are as editors write them. What a name class with a wildcard allows has no names, and is not
in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from tei_tools.model.names import display

from .grammar import Grammar
from .leaves import AttributeLeaf, DataLeaf, ElementLeaf, ListLeaf, ValueLeaf
from .patterns import TEXT_LABEL, Pattern, bits

#: For each element its attributes, each with its values where the schema lists them all.
Vocabulary: TypeAlias = Mapping[str, Mapping[str, frozenset[str] | None]]


def vocabulary(grammar: Grammar) -> Vocabulary:
    """The vocabulary of a schema."""
    found: dict[str, dict[str, frozenset[str] | None]] = {}
    for label, content in grammar.contents.items():
        leaf = grammar.leaves[label]
        if isinstance(leaf, ElementLeaf) and isinstance(leaf.names, str):
            attributes = found.setdefault(display(leaf.names), {})
            for name, values in _attributes(grammar, content):
                known = attributes.get(name, frozenset())
                attributes[name] = None if values is None or known is None else values | known
    return found


def _attributes(grammar: Grammar, content: Pattern) -> Iterator[tuple[str, frozenset[str] | None]]:
    for label in bits(content.labels & grammar.patterns.attributes):
        leaf = grammar.leaves[label]
        if isinstance(leaf, AttributeLeaf) and isinstance(leaf.names, str):
            yield display(leaf.names), _values(grammar, leaf.content)


def _values(grammar: Grammar, pattern: Pattern) -> frozenset[str] | None:
    """The values that a pattern lists; None where it allows others."""
    if pattern.labels & TEXT_LABEL:
        return None
    values: set[str] = set()
    for label in bits(pattern.labels):
        match grammar.leaves[label]:
            case ValueLeaf(text=text):
                values.add(text)
            case ListLeaf(content):
                inner = _values(grammar, content)
                if inner is None:
                    return None
                values |= inner
            case DataLeaf():
                return None
    return frozenset(values) or None
