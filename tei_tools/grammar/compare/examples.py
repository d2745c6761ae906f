"""In: what an element holds, as a comparison found it. Out: the smallest document that has it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import count

from lxml import etree

from ..names import NOWHERE, contains, samples
from ..patterns import Kind, Pattern, bits
from .alternatives import alternatives
from .parts import interleaved
from .path import Child, Given, Path, Step, Text
from .side import Names, Side
from .values import Values

#: The namespace of names that no schema mentions.
ANYWHERE = "http://example.org/any"


class NoExampleError(Exception):
    """No text was found for a datatype, or no id for a reference."""


class Examples:
    """Makes documents of the one of two grammars."""

    def __init__(self, one: Side, other: Side, names: Names, values: Values) -> None:
        self.one = one
        self.sides = (one, other)
        self.names = names
        self.values = values
        self.sizes = self._sizes()

    def document(self, steps: Iterable[Step]) -> etree._Element:
        """The document with these steps around its root: one child.

        Raises:
            NoExampleError: none was found.
        """
        holder = etree.Element("document")
        self._fill(holder, steps)
        root = holder[0]
        holder.remove(root)
        self._make_ids_right(root)
        return root

    def whole(self, content: Pattern, part: Pattern, path: Path) -> list[Step]:
        """The steps of a whole element, of which only a part was looked at."""
        mine = interleaved(part)
        rest = [each for each in interleaved(content) if each not in mine]
        steps = [*path.steps(), *self._shortest(path.pattern)]
        for each in rest:
            steps += self._shortest(each)
        return steps

    # --- the shortest contents -----

    def _sizes(self) -> dict[int, int]:
        """For each element the number of elements, attributes and texts that it has at least."""
        sizes: dict[int, int] = {}
        while True:
            self.costs: dict[Pattern, int | None] = {}
            before, self.sizes = sizes, sizes
            sizes = {}
            for label, content in self.one.contents.items():
                cost = self._cost(content)
                if cost is not None:
                    sizes[label] = cost + 1
            if sizes == before:
                return sizes

    def _cost(self, pattern: Pattern) -> int | None:
        """How much a pattern adds at least; None where this is not known yet."""
        if pattern not in self.costs:
            self.costs[pattern] = self._new_cost(pattern)
        return self.costs[pattern]

    def _new_cost(self, pattern: Pattern) -> int | None:
        match pattern.kind:
            case Kind.EMPTY | Kind.TEXT:
                return 0
            case Kind.LEAF if pattern.labels & self.one.elements:
                return self.sizes.get(next(bits(pattern.labels)))
            case Kind.LEAF:
                return 1
        costs = [self._cost(part) for part in pattern.parts]
        known = [cost for cost in costs if cost is not None]
        if pattern.kind is Kind.CHOICE:
            return min(known, default=None)
        return sum(known) if costs and len(known) == len(costs) else None

    def _shortest(self, pattern: Pattern) -> Iterator[Step]:
        """The fewest steps through a pattern."""
        match pattern.kind:
            case Kind.LEAF:
                yield self._leaf(pattern)
            case Kind.CHOICE:
                costs = [(self._cost(part), at) for at, part in enumerate(pattern.parts)]
                _, at = min((cost, at) for cost, at in costs if cost is not None)
                yield from self._shortest(pattern.parts[at])
            case Kind.GROUP | Kind.INTERLEAVE | Kind.ONE_OR_MORE:
                for part in pattern.parts:
                    yield from self._shortest(part)

    def _leaf(self, leaf: Pattern) -> Step:
        label = next(bits(leaf.labels))
        if leaf.labels & self.one.elements:
            return Child(self.names.of_element(self.one, label)[0], label)
        if leaf.labels & self.one.make.attributes:
            names, content, *_ = self.one.attribute(label)
            return Given(min(n for n in samples(names) if contains(names, n)), content)
        return Text(self._text(leaf))

    def _text(self, pattern: Pattern) -> str:
        for each in alternatives(self.one, pattern):
            for text in self.values.samples(each, []):
                return text
        raise NoExampleError

    # --- elements -----

    def _fill(self, element: etree._Element, steps: Iterable[Step]) -> None:
        for step in steps:
            match step:
                case Given(name, content, text):
                    name = self._name(name, Side.attributes_named, element)
                    element.set(name, self._text(content) if text is None else text)
                case Child(name, label, inside):
                    child = etree.SubElement(element, self._name(name, Side.elements_named))
                    content = self.one.contents[label]
                    self._fill(child, self._shortest(content) if inside is None else inside)
                case Text(text):
                    if len(element):
                        element[-1].tail = text
                    else:
                        element.text = text

    def _name(
        self, name: str, labels: Callable[[Side, str], int], element: etree._Element | None = None
    ) -> str:
        """A name of XML for one that stands for all others; one that an element has not yet."""
        if NOWHERE not in name:
            return name
        for number in count():
            local = f"any{number or ''}"
            found = name.replace("{" + NOWHERE, "{" + ANYWHERE).replace(NOWHERE, local)
            is_taken = element is not None and found in element.attrib
            if not is_taken and all(labels(s, found) == labels(s, name) for s in self.sides):
                return found
        raise AssertionError

    # --- ids (RELAX NG DTD Compatibility, 5) -----

    def _make_ids_right(self, root: etree._Element) -> None:
        """Make ids differ, and references point to them."""
        ids: set[str] = set()
        references = []
        for element in root.iter(etree.Element):
            for name, kind in self.one.grammar.ids.get(str(element.tag), {}).items():
                value = element.get(name)
                if value is None:
                    continue
                if kind != "ID":
                    references.append((element, name))
                    continue
                value = next(v for n in count() if (v := f"{value}{n or ''}") not in ids)
                element.set(name, value)
                ids.add(value)
        for element, name in references:
            if not ids.issuperset(element.get(name, "").split()):
                if not ids:
                    raise NoExampleError
                element.set(name, min(ids))
