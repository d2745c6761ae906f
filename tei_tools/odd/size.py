"""In: a FLAT ODD whose macros and datatypes lead to no rings.
Out: an error for what would be too large, or too deep, when it is written out.

RELAX NG has no counters and XML Schema no macros, so that counts in counts and macros in macros
multiply. All that comes after works on content within these bounds.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tei_tools.odd.errors import Place, error
from tei_tools.odd.flat import FlatClass, FlatElement, FlatMacro, FlatOdd
from tei_tools.odd.merge import attribute_definitions
from tei_tools.odd.specs import (
    Alternate,
    AnyElement,
    ClassRef,
    Content,
    DataRef,
    ElementRef,
    Embedded,
    MacroRef,
    Occurs,
    Sequence,
    ValList,
)

#: How many patterns more than it says one spec may become, and all together.
MOST, MOST_IN_ALL = 20_000, 500_000
#: How deep patterns may be nested: beyond 256, libxml2 does not read the schema any more.
DEEPEST = 200
#: How many elements all references to classes may stand for together.
MOST_MEMBERS = 5_000_000

FEWER = "; ask for less, or take maxOccurs=`unbounded`"
SIMPLER = "; put it into elements or classes of its own"


class Size(NamedTuple):
    """How many patterns the ODD `says`, as how many they are written, and how deep."""

    says: int = 1
    written: int = 1
    depth: int = 1

    @property
    def more(self) -> int:
        """How many patterns more than the ODD says are written."""
        return max(self.written - self.says, 0)

    @property
    def is_too_much(self) -> bool:
        """Whether it is beyond what one spec may be."""
        return self.more > MOST or self.depth > DEEPEST


def check_sizes(flat: FlatOdd, order: Iterable[str]) -> None:
    """Measure all content; `order` has macros and datatypes after those that they refer to.

    Raises OddError for the first that is too much.
    """
    measure = _Measure(flat)
    for key in order:
        measure.name(key)
    specs: list[FlatElement | FlatClass] = [*flat.elements.values(), *flat.classes.values()]
    for spec in specs:
        measure.spec(spec)


class _Measure:
    """Measures specs one after the other, and remembers what references stand for."""

    def __init__(self, flat: FlatOdd) -> None:
        self.flat = flat
        self.more = 0
        self.members = 0
        self._named: dict[str, Size] = {}
        self._values: dict[str, Size] = {}
        self._classes: dict[tuple[str, bool], int] = {}

    def name(self, key: str) -> None:
        """Measure a macro or datatype, for the references to it."""
        for spec in (self.flat.macros.get(key), self.flat.data.get(key)):
            if spec is not None:
                self._values[key] = self.size(spec.content, is_narrowed=True)
                self._named[key] = self._check(spec, spec.content)

    def spec(self, spec: FlatElement | FlatClass) -> None:
        """Measure an element or a class: its content, and the datatypes of its attributes."""
        if isinstance(spec, FlatElement):
            self._check(spec, spec.content)
        for att in attribute_definitions(spec.attributes.own):
            if att.datatype is not None:
                whole = Sequence((att.datatype.content,), att.datatype.occurs, True, att.place)
                self._check(spec, whole)

    def _check(self, spec: FlatElement | FlatClass | FlatMacro, content: Content) -> Size:
        size = self.size(content)
        place = (self._place(content) if size.is_too_much else None) or spec.place
        self.more += size.more
        if size.more > MOST:
            count = f"{size.written:,}" if size.written < 10**12 else "more than 10¹²"
            message = f"`{spec.ident}`: written out, its counts and macros are {count} patterns"
            raise error(place, message + FEWER, "limit")
        if size.depth > DEEPEST:
            message = f"`{spec.ident}`: written out, its patterns are nested {size.depth} deep"
            raise error(place, message + FEWER, "limit")
        if self.more > MOST_IN_ALL:
            message = f"`{spec.ident}`: with it, counts and macros are written out as too much"
            raise error(place, f"{message}: {self.more:,} patterns{FEWER}", "limit")
        if self.members > MOST_MEMBERS:
            message = f"`{spec.ident}`: with it, references to classes stand for too many elements"
            raise error(place, f"{message}: {self.members:,}{SIMPLER}", "limit")
        return size

    def _place(self, content: Content) -> Place | None:
        """Where the innermost part of content stands that is too much."""
        if not self.size(content).is_too_much:
            return None
        match content:
            case Sequence(items=items, place=place) | Alternate(items=items, place=place):
                return next((found for each in items if (found := self._place(each))), place)
            case ClassRef(place=place) | MacroRef(place=place) | DataRef(place=place):
                return place
            case _:
                return None

    def size(self, content: Content, *, is_narrowed: bool = False) -> Size:
        """The size of content; a datatype that is narrowed by facets is written out."""
        match content:
            case ElementRef(occurs=occurs) | AnyElement(occurs=occurs) | Embedded(occurs=occurs):
                return _repeated(Size(), occurs)
            case ClassRef(key=key, occurs=occurs, expand=expand):
                return _repeated(Size(1, self._of_class(key, expand != "alternate")), occurs)
            case MacroRef(key=key, occurs=occurs):
                named = self._values if is_narrowed else self._named
                return _repeated(named.get(key, Size())._replace(says=1), occurs)
            case DataRef(key=key, facets=facets) if key and (facets or is_narrowed):
                return self._values.get(key, Size())._replace(says=1)
            case Sequence(items=items, occurs=occurs) | Alternate(items=items, occurs=occurs):
                sizes = [self.size(each, is_narrowed=is_narrowed) for each in items]
                says = sum(each.says for each in sizes)
                written = sum(each.written for each in sizes)
                depth = 1 + max((each.depth for each in sizes), default=0)
                return _repeated(Size(says, written, depth), occurs)
            case ValList(items=items):
                return Size(len(items), len(items))
            case _:
                return Size()

    def _of_class(self, key: str, is_expanded: bool) -> int:
        """How many patterns stand for a class: one, or where it is expanded those of its members.

        Classes lead to one another only so many times (`graph`).
        """
        known = self._classes.get((key, is_expanded))
        if known is None:
            if is_expanded:
                classes = self.flat.classes
                known = sum(
                    self._of_class(each, True) if each in classes else 1
                    for each in classes[key].members
                )
            else:
                known = len(self.flat.elements_of(key))
            self._classes[key, is_expanded] = known
        self.members += 0 if is_expanded else known
        return known if is_expanded else 1


def _repeated(size: Size, occurs: Occurs) -> Size:
    """What it is with counts written out: `a, a, a+`, and optional ones inside one another."""
    most = occurs.min if occurs.max is None else occurs.max
    tail = 0 if occurs.max is None else occurs.max - occurs.min
    depth = size.depth + (tail if tail > 1 else 0)
    return Size(size.says, size.written * max(most, 1), depth)
