"""In: a FLAT ODD.
Out: who may contain whom, who is a member of what, where classes, macros and datatypes are used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from tei_tools.odd.attributes import Attributes
from tei_tools.odd.content import ANY, TEXT, expression
from tei_tools.odd.expression import leaves
from tei_tools.odd.flat import FlatClass, FlatElement, FlatMacro, FlatOdd
from tei_tools.odd.merge import attribute_definitions
from tei_tools.odd.specs import (
    Alternate,
    AttDef,
    AttList,
    AttRef,
    ClassRef,
    Content,
    DataRef,
    MacroRef,
    Sequence,
)


class Use(NamedTuple):
    """A place where a class, macro or datatype is used: a spec, and the attribute of it, if any."""

    owner: str
    attribute: AttDef | None = None


class Relations:
    """What follows from all specs together.

    Attributes:
        may_contain: for each element, the idents of its possible children, in alphabetical order.
        contained_by: the same the other way round.
        with_text: the elements that may hold text.
        with_any: the elements that may hold elements which the schema does not declare.
        members: for each attribute class, the elements and classes that take something from it.
        used_by: for each model class, macro and datatype, where it is used.
    """

    def __init__(self, flat: FlatOdd) -> None:
        self.may_contain: dict[str, list[str]] = {}
        self.contained_by: dict[str, list[str]] = {ident: [] for ident in flat.elements}
        self.with_text: set[str] = set()
        self.with_any: set[str] = set()
        self.members: dict[str, list[str]] = defaultdict(list)
        self.used_by: dict[str, list[Use]] = defaultdict(list)
        for ident in sorted(flat.elements, key=by_name):
            self._read_content(flat, ident)
        self._read_attributes(flat)
        self._read_uses(flat)

    def _read_content(self, flat: FlatOdd, ident: str) -> None:
        found = leaves(expression(flat, flat.elements[ident].content))
        names = {name for leaf in found for name in leaf.names}
        if TEXT in names:
            self.with_text.add(ident)
        if ANY in names:
            self.with_any.add(ident)
        self.may_contain[ident] = sorted(names & flat.elements.keys(), key=by_name)
        for name in self.may_contain[ident]:
            self.contained_by[name].append(ident)

    def _read_attributes(self, flat: FlatOdd) -> None:
        specs: list[FlatElement | FlatClass] = [*flat.elements.values(), *flat.classes.values()]
        for spec in specs:
            for key in taken_over(spec.attributes):
                self.members[key].append(spec.ident)
            for att in attribute_definitions(spec.attributes.own):
                if att.datatype is not None:
                    for key in _keys(att.datatype.content):
                        self.used_by[key].append(Use(spec.ident, att))

    def _read_uses(self, flat: FlatOdd) -> None:
        specs: list[FlatElement | FlatMacro] = [*flat.elements.values(), *flat.macros.values()]
        for spec in (*specs, *flat.data.values()):
            for key in dict.fromkeys(_keys(spec.content)):
                self.used_by[key].append(Use(spec.ident))


def by_name(ident: str) -> tuple[str, str]:
    """The order of the alphabet, in which capital letters make no difference."""
    return ident.casefold(), ident


def taken_over(attributes: Attributes) -> dict[str, list[AttRef]]:
    """The classes that attributes come from; for each what is taken, where it is not everything."""
    found: dict[str, list[AttRef]] = {key: [] for key in attributes.classes}
    for ref in (*attributes.parts, *_references(attributes.own)):
        found.setdefault(ref.class_key, [])
        if ref.key and ref.class_key not in attributes.classes:
            found[ref.class_key].append(ref)
    return found


def _references(attributes: AttList) -> Iterator[AttRef]:
    for item in attributes.items:
        match item:
            case AttRef():
                yield item
            case AttList():
                yield from _references(item)
            case AttDef():
                pass


def _keys(content: Content) -> Iterator[str]:
    """The classes, macros and datatypes that content refers to."""
    match content:
        case ClassRef(key=key) | MacroRef(key=key):
            yield key
        case DataRef(key=key) if key:
            yield key
        case Sequence(items=items) | Alternate(items=items):
            for each in items:
                yield from _keys(each)
        case _:
            pass
