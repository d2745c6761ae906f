"""In: a grammar. Out: what is left of it without the parts that no document can have."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final

from lxml import etree

from ..automaton import DOCUMENT, Automaton
from ..grammar import Grammar
from ..leaves import AttributeLeaf, DataLeaf, ElementLeaf, ListLeaf, ValueLeaf
from ..names import NOWHERE, NameClass, contains, samples
from ..patterns import TEXT_LABEL, Kind, Pattern, bits

_NO_PREFIXES: Final = etree.Element("none")


class Side:
    """One of two grammars that are compared.

    An element that needs what is not allowed, or itself, has no end and is in no document: it is
    taken out of all contents. Elements that nothing leads to are forgotten.

    Attributes:
        grammar: the grammar.
        make: what makes its patterns.
        contents: the content of each element that documents may have, by its label; that of
            `DOCUMENT` is the start.
        elements: the labels of all elements; ``data`` those of all data, values and lists.
    """

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self.make = grammar.patterns
        self._automaton = Automaton(lambda: grammar)
        self._attributes_named: dict[str, int] = {}
        self._by_names: dict[NameClass, int] = {}
        for label in bits(self.make.attributes):
            names = self.attribute(label).names
            self._by_names[names] = self._by_names.get(names, 0) | 1 << label
        self._forbidden: dict[tuple[Pattern, int], Pattern] = {}
        self.elements = sum(1 << label for label in grammar.contents)
        self.data = sum(
            1 << label
            for label, leaf in enumerate(grammar.leaves)
            if isinstance(leaf, DataLeaf | ValueLeaf | ListLeaf)
        )
        dead = self._dead()
        self.contents = {DOCUMENT: self.forbid(grammar.start, dead)}
        waiting = [DOCUMENT]
        for label in waiting:
            for child in bits(self.contents[label].labels & self.elements):
                if child not in self.contents:
                    self.contents[child] = self.forbid(grammar.contents[child], dead)
                    waiting.append(child)
        self.elements = sum(1 << label for label in waiting) & ~TEXT_LABEL

    def _dead(self) -> int:
        """The elements that can never be completed."""
        dead = self.elements
        while True:
            alive = sum(
                1 << label
                for label in bits(dead)
                if self.forbid(self.grammar.contents[label], dead).kind is not Kind.NOT_ALLOWED
            )
            if not alive:
                return dead
            dead &= ~alive

    def forbid(self, pattern: Pattern, labels: int) -> Pattern:
        """A pattern without the leaves of these labels."""
        if not pattern.labels & labels:
            return pattern
        if pattern.kind is Kind.LEAF:
            return self.make.not_allowed
        key = pattern, pattern.labels & labels
        if key not in self._forbidden:
            parts = [self.forbid(part, labels) for part in pattern.parts]
            self._forbidden[key] = self.make.rebuild(pattern.kind, parts)
        return self._forbidden[key]

    # --- names -----

    def element(self, label: int) -> ElementLeaf:
        """What is known of an element."""
        leaf = self.grammar.leaves[label]
        assert isinstance(leaf, ElementLeaf)
        return leaf

    def attribute(self, label: int) -> AttributeLeaf:
        """What is known of an attribute."""
        leaf = self.grammar.leaves[label]
        assert isinstance(leaf, AttributeLeaf)
        return leaf

    def elements_named(self, name: str) -> int:
        """The labels of the elements that may have a name."""
        return self._automaton.labels_of(name) & self.elements

    def attributes_named(self, name: str) -> int:
        """The labels of the attributes that may have a name."""
        if name not in self._attributes_named:
            self._attributes_named[name] = self._by_names.get(name, 0) | sum(
                labels
                for names, labels in self._by_names.items()
                if not isinstance(names, str) and contains(names, name)
            )
        return self._attributes_named[name]

    def attributes_only(self, name: str) -> int:
        """The labels of the attributes that have a name, and may have no other."""
        return self._by_names.get(name, 0)

    # --- text -----

    def accepts(self, pattern: Pattern, text: str) -> bool:
        """Whether an attribute, or an element without children, may hold a text."""
        return self._automaton.matches(pattern, text, _NO_PREFIXES)


class Names:
    """The names that stand for all: each that is mentioned, and some for all others.

    Attributes:
        elements: those of elements, those for all others first.
    """

    def __init__(self, sides: Iterable[Side]) -> None:
        self.elements: list[str] = []
        leaves = [leaf for side in sides for leaf in side.grammar.leaves]
        mentioned = [samples(leaf.names) for leaf in leaves if isinstance(leaf, ElementLeaf)]
        self.elements = sorted(set().union(*mentioned), key=lambda n: (NOWHERE not in n, n))
        self._wild = cache(self._contained)

    def of_element(self, side: Side, label: int) -> tuple[str, ...]:
        """The names that an element may have."""
        names = side.element(label).names
        return (names,) if isinstance(names, str) else self._wild(names)

    def _contained(self, names: NameClass) -> tuple[str, ...]:
        return tuple([name for name in self.elements if contains(names, name)])


def attribute_names(patterns: Iterable[tuple[Side, Pattern]]) -> tuple[list[str], list[str]]:
    """The names that the attributes in some patterns may have: those mentioned, those of the rest.

    Each of the rest stands for as many names as one likes.
    """
    found: set[str] = set()
    for side, pattern in patterns:
        for label in bits(pattern.labels & side.make.attributes):
            found |= samples(side.attribute(label).names)
    mentioned = sorted(name for name in found if NOWHERE not in name)
    return mentioned, sorted(found.difference(mentioned))
