"""In: a document, piece by piece. Out: how often it uses which elements, attributes and values.

What is seldom is kept with its places, so that an outlier can be told where it stands. Counts of
several files are put together with `Usage.add`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from tei_tools.model.names import XML_BASE, display, name_of
from tei_tools.model.walkable import Walkable, Wanted

#: How often something may occur so that its places are kept.
SELDOM: Final = 5
#: How many different values of an attribute are counted; with more they are no vocabulary.
MOST_VALUES: Final = 50

#: A file and a line (from 1).
Place: TypeAlias = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Seen:
    """How often something occurs, and where, as long as that is seldom."""

    count: int = 0
    places: tuple[Place, ...] = ()

    def plus(self, other: Seen) -> Seen:
        """Both together."""
        count = self.count + other.count
        return Seen(count, self.places + other.places if count <= SELDOM else ())


@dataclass(slots=True)
class ElementUse:
    """How an element is used.

    Attributes:
        files: in how many files.
        shapes: the sets of attributes that it has, each with how often.
        values: for each attribute its values, each with how often; None where they are too many.
    """

    files: int = 0
    shapes: dict[frozenset[str], Seen] = field(default_factory=dict)
    values: dict[str, dict[str, Seen] | None] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How often it occurs."""
        return sum(seen.count for seen in self.shapes.values())

    def attributes(self) -> dict[str, int]:
        """How often it has which attribute, the most frequent first."""
        counts: dict[str, int] = {}
        for shape, seen in self.shapes.items():
            for name in shape:
                counts[name] = counts.get(name, 0) + seen.count
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    def without(self, attribute: str) -> Seen:
        """How often it does not have an attribute, and where."""
        total = Seen()
        for shape, seen in self.shapes.items():
            if attribute not in shape:
                total = total.plus(seen)
        return total

    def add(self, other: ElementUse) -> None:
        """Count what another counted."""
        self.files += other.files
        for shape, seen in other.shapes.items():
            self.shapes[shape] = self.shapes.get(shape, Seen()).plus(seen)
        for name, values in other.values.items():
            mine = self.values.setdefault(name, {})
            if mine is None or values is None:
                self.values[name] = None
                continue
            for value, seen in values.items():
                mine[value] = mine.get(value, Seen()).plus(seen)
            if len(mine) > MOST_VALUES:
                self.values[name] = None


@dataclass(slots=True)
class Usage:
    """How files use elements and attributes; names are as editors write them."""

    files: int = 0
    elements: dict[str, ElementUse] = field(default_factory=dict)

    def add(self, other: Usage) -> None:
        """Count what another counted."""
        self.files += other.files
        for name, use in other.elements.items():
            self.elements.setdefault(name, ElementUse()).add(use)


def usage_of(document: Walkable) -> dict[str, Usage]:
    """What each file of a document uses, by its path.

    The document is gone through once, and once more where something is seldom.
    """
    files: dict[str, _File] = {}
    for number, element in document.elements():
        path = document.file_of(element)
        parent = element.getparent()
        is_included = parent is not None and document.file_of(parent) != path
        attributes = [
            (display(str(name)), str(value))
            for name, value in element.attrib.items()
            if not (is_included and name == XML_BASE)  # which the author did not write
        ]
        file = files.setdefault(path, _File())
        file.count(number, display(name_of(element)), attributes)
    places = _places(document, frozenset().union(*(file.seldom() for file in files.values())))
    return {path: file.usage(places) for path, file in files.items()}


def _places(document: Walkable, numbers: frozenset[int]) -> Mapping[int, Place]:
    """Where the elements of these numbers are."""
    if not numbers:
        return {}
    tree, elements = document.tree(Wanted(numbers))
    return {n: (tree.file_of(each), tree.line(each)) for n, each in elements.items()}


class _Tally:
    """The numbers of elements, as long as they are few, and how many they are."""

    __slots__ = ("count", "numbers")

    def __init__(self) -> None:
        self.count = 0
        self.numbers: list[int] = []

    def add(self, number: int) -> None:
        self.count += 1
        if self.count <= SELDOM + 1:
            self.numbers.append(number)

    def seldom(self) -> Iterable[int]:
        return self.numbers if self.count <= SELDOM else ()

    def seen(self, places: Mapping[int, Place]) -> Seen:
        return Seen(self.count, tuple(places[number] for number in self.seldom()))


class _Element:
    """What one document does with one element."""

    __slots__ = ("shapes", "values")

    def __init__(self) -> None:
        self.shapes: dict[frozenset[str], _Tally] = {}
        self.values: dict[str, dict[str, _Tally] | None] = {}

    def use(self, places: Mapping[int, Place]) -> ElementUse:
        shapes = {shape: tally.seen(places) for shape, tally in self.shapes.items()}
        values = {
            name: None if tallies is None else {v: t.seen(places) for v, t in tallies.items()}
            for name, tallies in self.values.items()
        }
        return ElementUse(1, shapes, values)

    def tallies(self) -> Iterator[_Tally]:
        yield from self.shapes.values()
        for tallies in self.values.values():
            yield from (tallies or {}).values()


class _File:
    """What one file uses, by the numbers of elements."""

    def __init__(self) -> None:
        self.elements: dict[str, _Element] = {}

    def count(self, number: int, name: str, attributes: list[tuple[str, str]]) -> None:
        element = self.elements.setdefault(name, _Element())
        shape = frozenset(name for name, _ in attributes)
        element.shapes.setdefault(shape, _Tally()).add(number)
        for attribute, value in attributes:
            values = element.values.setdefault(attribute, {})
            if values is None:
                continue
            if value not in values and len(values) == MOST_VALUES:
                element.values[attribute] = None
                continue
            values.setdefault(value, _Tally()).add(number)

    def seldom(self) -> frozenset[int]:
        """The numbers of the elements whose places are to be told."""
        return frozenset(
            number
            for element in self.elements.values()
            for tally in element.tallies()
            for number in tally.seldom()
        )

    def usage(self, places: Mapping[int, Place]) -> Usage:
        return Usage(1, {name: each.use(places) for name, each in self.elements.items()})
