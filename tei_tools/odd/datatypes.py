"""In: the datatype and value list of an attribute, or content that is a value.
Out: its type as a value, the same for RELAX NG and XML Schema (TEI Guidelines 22.5.3.1, 1.4.2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from tei_tools.odd.errors import Place, did_you_mean, error
from tei_tools.odd.flat import FlatOdd
from tei_tools.odd.specs import (
    ONCE,
    Alternate,
    AttDef,
    Content,
    DataRef,
    MacroRef,
    Occurs,
    Sequence,
    TextNode,
    ValItem,
    ValList,
)

# Datatypes of XML Schema that RELAX NG has too (XML Schema part 2; without NOTATION).
BUILT_IN = frozenset(
    "string boolean decimal float double duration dateTime time date gYearMonth gYear gMonthDay "
    "gDay gMonth hexBinary base64Binary anyURI QName normalizedString token language NMTOKEN "
    "NMTOKENS Name NCName ID IDREF IDREFS ENTITY ENTITIES integer nonPositiveInteger "
    "negativeInteger long int short byte nonNegativeInteger unsignedLong unsignedInt "
    "unsignedShort unsignedByte positiveInteger".split()
)

# Facets that RELAX NG takes as parameters.
FACETS = frozenset(
    "length minLength maxLength pattern minInclusive maxInclusive minExclusive maxExclusive "
    "totalDigits fractionDigits".split()
)

Facets: TypeAlias = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Text:
    """Any text."""


@dataclass(frozen=True, slots=True)
class Data:
    """A datatype of XML Schema; all its facets hold, patterns too."""

    name: str
    facets: Facets = ()


@dataclass(frozen=True, slots=True)
class Named:
    """A dataSpec."""

    key: str


@dataclass(frozen=True, slots=True)
class Enumeration:
    """One of some values."""

    items: tuple[ValItem, ...]


@dataclass(frozen=True, slots=True)
class Union:
    """One of some types."""

    items: tuple[ValueType, ...]


@dataclass(frozen=True, slots=True)
class ListOf:
    """A white-space separated list."""

    item: ValueType
    occurs: Occurs


ValueType: TypeAlias = Text | Data | Named | Enumeration | Union | ListOf


def attribute_type(flat: FlatOdd, att: AttDef) -> ValueType:
    """The type of an attribute: its closed list where it has one, otherwise its datatype."""
    if att.val_list is not None and att.val_list.is_closed:
        item: ValueType = _enumeration(att.val_list)
    elif att.datatype is not None:
        item = value_type(flat, att.datatype.content, att.datatype.place)
    else:
        item = Text()
    if att.datatype is None or att.datatype.occurs == ONCE:
        return item
    if att.datatype.occurs.max == 0:
        raise error(att.datatype.place, "a datatype that never occurs is not supported")
    return ListOf(Data("token") if isinstance(item, Text) else item, att.datatype.occurs)


def value_type(flat: FlatOdd, content: Content, place: Place, facets: Facets = ()) -> ValueType:
    """The type of content that is a value; `facets` narrow whatever it refers to."""
    match content:
        case DataRef():
            return _data_ref(flat, content, facets)
        case ValList() if content.type in ("", "closed"):
            if facets:
                raise error(place, "a facet of a value list is not supported")
            return _enumeration(content)
        case ValList() | TextNode():
            return Data("string", facets) if facets else Text()
        case Alternate(items=items, occurs=occurs):
            found = _union(value_type(flat, each, place, facets) for each in items)
            return found if occurs == ONCE else ListOf(found, occurs)
        case Sequence(items=(only,), occurs=occurs):
            found = value_type(flat, only, place, facets)
            return found if occurs == ONCE else ListOf(found, occurs)
        case MacroRef(key=key) if key in flat.macros:
            return value_type(flat, flat.macros[key].content, place, facets)
        case _:
            raise error(place, f"{type(content).__name__} in a datatype is not supported")


def named_type(flat: FlatOdd, key: str) -> ValueType:
    """The type that a dataSpec defines."""
    spec = flat.data[key]
    return value_type(flat, spec.content, spec.place)


def _data_ref(flat: FlatOdd, ref: DataRef, facets: Facets) -> ValueType:
    for name, _ in ref.facets:
        if name not in FACETS:
            hint = did_you_mean(name, FACETS)
            raise error(ref.place, f"the facet `{name}` is not supported{hint}")
    facets = facets + ref.facets
    if ref.key:
        if ref.key not in flat.data:
            hint = did_you_mean(ref.key, flat.data)
            raise error(ref.place, f"no datatype `{ref.key}` in the schema{hint}")
        spec = flat.data[ref.key]
        return value_type(flat, spec.content, ref.place, facets) if facets else Named(ref.key)
    if ref.name not in BUILT_IN:
        hint = did_you_mean(ref.name, BUILT_IN)
        raise error(ref.place, f"XML Schema has no datatype `{ref.name}`{hint}", "unknown")
    return Data(ref.name, facets)


def _enumeration(values: ValList) -> Enumeration:
    if not values.items:
        raise error(values.place, "a closed value list without values")
    return Enumeration(values.items)


def _union(items: Iterable[ValueType]) -> ValueType:
    flat: dict[ValueType, None] = {}
    for item in items:
        flat |= dict.fromkeys(item.items) if isinstance(item, Union) else {item: None}
    if Text() in flat:
        return Text()
    found = tuple(flat)
    return found[0] if len(found) == 1 else Union(found)


def names_in(value: ValueType) -> Iterable[str]:
    """The dataSpecs that a type refers to."""
    match value:
        case Named(key=key):
            yield key
        case Union(items=items):
            for each in items:
                yield from names_in(each)
        case ListOf(item=item):
            yield from names_in(item)
        case Text() | Data() | Enumeration():
            pass
