"""In: deterministic expressions over element names.
Out: particles of XML Schema (part 1, 3.8 and 3.9), with model groups for classes and macros."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from tei_tools.odd.content import ANY, TEXT, class_expression, expression
from tei_tools.odd.expression import (
    Choice,
    Concat,
    Epsilon,
    Expression,
    Interleave,
    Nothing,
    Optional,
    Plus,
    Star,
    Symbols,
    without,
)
from tei_tools.odd.flat import FlatOdd
from tei_tools.odd.markup import Element
from tei_tools.odd.xsd_types import XSD_NS, xs

UNBOUNDED = "unbounded"

ELEMENT = f"{{{XSD_NS}}}element"
ANY_ELEMENT = f"{{{XSD_NS}}}any"

# The group for content without elements or text. XML Schema's own empty content does not even let
# white space in (part 1, 3.4.4), which RELAX NG does; an element that cannot be does.
EMPTY = "empty"
NOTHING_NS = "nothing"


class Groups:
    """Names for sets of elements: of model classes, of macros, and of what several elements hold.

    Each group is one flat choice of elements, and stands for a whole choice, never for a part of
    one: libxml2 takes twenty times as long to compile a choice that has another in it.
    """

    def __init__(self, flat: FlatOdd, contents: Mapping[str, Expression]) -> None:
        self._names = dict(reversed(list(_named_sets(flat))))
        counts = Counter(names for item in contents.values() for names in whole_sets(item))
        taken = {EMPTY, *flat.classes, *flat.macros}
        for ident, item in contents.items():
            for names in whole_sets(item):
                if counts[names] > 1 and len(names) > 1 and names not in self._names:
                    self._names[names] = _free(f"{ident}.content", taken)
                    taken.add(self._names[names])
        used = {names for names in counts if names in self._names}
        self.used = sorted((self._names[names], names) for names in used)

    def name(self, names: frozenset[str]) -> str:
        """The name of the group that is this set, or nothing."""
        return self._names.get(names, "")


def _named_sets(flat: FlatOdd) -> Iterator[tuple[frozenset[str], str]]:
    """The macros and model classes that are a choice of two elements or more; best names first."""
    for key in sorted(flat.macros):
        match without(expression(flat, flat.macros[key].content), TEXT):
            case Star(item=Symbols(names=names)) if len(names) > 1 and ANY not in names:
                yield names, key
            case _:
                pass
    for key in sorted(flat.classes, key=lambda key: (len(key), key)):
        if flat.classes[key].type == "model":
            match class_expression(flat, key, "alternate"):
                case Symbols(names=names) if len(names) > 1:
                    yield names, key
                case _:
                    pass


def _free(name: str, taken: set[str]) -> str:
    """The name, with a number after it where it is taken."""
    found, number = name, 1
    while found in taken:
        number += 1
        found = f"{name}.{number}"
    return found


def whole_sets(item: Expression) -> Iterator[frozenset[str]]:
    """The sets in an expression that are a whole choice, not an alternative in one."""
    match item:
        case Symbols(names=names):
            if ANY not in names:
                yield names
        case Optional(item=inner) | Star(item=inner) | Plus(item=inner):
            yield from whole_sets(inner)
        case Concat(items=items):
            for each in items:
                yield from whole_sets(each)
        case Choice(items=items) | Interleave(items=items):
            for each in items:
                if not isinstance(each, Symbols):
                    yield from whole_sets(each)
        case Nothing() | Epsilon():
            pass


class Particles:
    """Writes particles; the functions write a reference to an element, and to a group."""

    def __init__(
        self,
        groups: Groups,
        element: Callable[[str], Element],
        group: Callable[[str], Element],
    ) -> None:
        self.groups = groups
        self.element = element
        self.group = group

    def content(
        self, item: Expression, wildcard: tuple[str, ...], *, is_mixed: bool
    ) -> list[Element]:
        """What a complexType holds for an expression: a group of particles, or nothing."""
        if isinstance(item, Epsilon):
            return [] if is_mixed else [self.group(EMPTY)]
        found = self.particle(item, wildcard)
        if found.tag in (ELEMENT, ANY_ELEMENT):
            return [xs("sequence", [found])]
        return [found]

    def particle(self, item: Expression, wildcard: tuple[str, ...]) -> Element:
        """One particle for an expression."""
        match item:
            case Symbols(names=names) if name := self.groups.name(names):
                return self.group(name)
            case Symbols():
                return _one(self._alternatives([item], wildcard))
            case Choice(items=items):
                return _one(self._alternatives(items, wildcard))
            case Concat(items=items):
                return xs("sequence", [self.particle(each, wildcard) for each in items])
            case Optional(item=inner):
                return _occurring(self.particle(inner, wildcard), 0, "1")
            case Star(item=inner):
                return _occurring(self.particle(inner, wildcard), 0, UNBOUNDED)
            case Plus(item=inner):
                return _occurring(self.particle(inner, wildcard), 1, UNBOUNDED)
            case Epsilon() | Nothing() | Interleave():
                raise ValueError(f"no particle for {type(item).__name__}")

    def _alternatives(
        self, items: Iterable[Expression], wildcard: tuple[str, ...]
    ) -> Iterator[Element]:
        for item in items:
            if not isinstance(item, Symbols):
                yield self.particle(item, wildcard)
                continue
            yield from self.members(item.names - {ANY})
            if ANY in item.names:
                for namespace in wildcard:
                    yield xs("any", namespace=namespace, processContents="skip")

    def members(self, names: frozenset[str]) -> list[Element]:
        """References to the elements of a set, by name."""
        return [self.element(name) for name in sorted(names)]


def empty_group() -> Element:
    """The declaration of the group EMPTY."""
    nothing = xs("any", namespace=NOTHING_NS, minOccurs="0")
    return xs("group", [xs("sequence", [nothing])], name=EMPTY)


def _one(members: Iterable[Element]) -> Element:
    found = list(members)
    return found[0] if len(found) == 1 else xs("choice", found)


def _occurring(particle: Element, least: int, most: str) -> Element:
    if least != 1:
        particle.set("minOccurs", str(least))
    if most != "1":
        particle.set("maxOccurs", most)
    return particle
