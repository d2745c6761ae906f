"""In: nothing. Out: atomic values as Python objects: their types, texts and truth.

==================  ==================================================================
xs:string           str; derived types and xs:anyURI are subclasses of it
xs:untypedAtomic    Untyped (a str)
xs:boolean          bool
xs:integer          int; derived types are subclasses of it
xs:decimal          Decimal
xs:double           float; xs:float is a subclass of it
dates, durations    Moment, Duration (module dates)
the others          QName, Binary
==================  ==================================================================
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from tei_tools.xpath.dates import Duration, Moment
from tei_tools.xpath.errors import XPathError
from tei_tools.xpath.nodes import NODES, Item, kind_of, string_value


class Untyped(str):
    """xs:untypedAtomic: what atomization makes of a node of a document without a schema."""

    __slots__ = ()


#: The types whose values are equal as strings.
STRINGS: Final = (str, Untyped)


class AnyURI(str):
    """xs:anyURI."""

    __slots__ = ()


class Float(float):
    """xs:float."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class QName:
    """xs:QName; the prefix does not count when names are compared."""

    uri: str
    local: str
    prefix: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, order=True)
class Binary:
    """xs:hexBinary and xs:base64Binary."""

    kind: str
    octets: bytes


class Map(dict[Any, tuple[Any, list[Item]]]):
    """A map of XPath 3.1: by ``map_key(key)`` the key and its value."""


class Array(list[list[Item]]):
    """An array of XPath 3.1: its members."""


class Function:
    """A function as an item: called with the values of its arguments, and the context."""

    __slots__ = ("arity", "call", "name")

    def __init__(self, name: str, arity: int, call: Any) -> None:
        self.name = name
        self.arity = arity
        self.call = call


#: Derived types of strings and integers, each after its base.
_DERIVED: Final = {
    "normalizedString": "string",
    "token": "normalizedString",
    "language": "token",
    "NMTOKEN": "token",
    "Name": "token",
    "NCName": "Name",
    "ID": "NCName",
    "IDREF": "NCName",
    "ENTITY": "NCName",
    "nonPositiveInteger": "integer",
    "negativeInteger": "nonPositiveInteger",
    "long": "integer",
    "int": "long",
    "short": "int",
    "byte": "short",
    "nonNegativeInteger": "integer",
    "unsignedLong": "nonNegativeInteger",
    "unsignedInt": "unsignedLong",
    "unsignedShort": "unsignedInt",
    "unsignedByte": "unsignedShort",
    "positiveInteger": "nonNegativeInteger",
}
#: Python classes by type: for dates, durations and binaries see ``type_of``.
CLASSES: Final[dict[str, type]] = {
    "string": str,
    "untypedAtomic": Untyped,
    "anyURI": AnyURI,
    "boolean": bool,
    "integer": int,
    "decimal": Decimal,
    "double": float,
    "float": Float,
    "QName": QName,
}
for _name, _base in _DERIVED.items():
    CLASSES[_name] = type(_name, (CLASSES[_base],), {"__slots__": ()})
_NAMES: Final = {python: name for name, python in CLASSES.items()}
#: The base of each type that is not derived from ``anyAtomicType`` alone.
BASES: Final = _DERIVED | {
    "integer": "decimal",
    "yearMonthDuration": "duration",
    "dayTimeDuration": "duration",
    "dateTimeStamp": "dateTime",
}
PRIMITIVES: Final = frozenset(
    "string untypedAtomic anyURI boolean decimal double float QName NOTATION duration dateTime time"
    " date gYear gYearMonth gMonth gMonthDay gDay hexBinary base64Binary".split()
)


def type_of(value: Item) -> str:
    """The local name of the type of an atomic value."""
    name = _NAMES.get(type(value))
    if name is not None:
        return name
    if isinstance(value, (Moment, Duration, Binary)):
        return value.kind
    if isinstance(value, Function):
        return "function"
    return "map" if isinstance(value, Map) else "array"


def is_derived(name: str, base: str) -> bool:
    """Is a type another one, or derived from it?"""
    if base in ("anyAtomicType", "anySimpleType", "anyType"):
        return True
    known: str | None = name
    while known is not None:
        if known == base:
            return True
        known = BASES.get(known)
    return False


def is_number(value: Item) -> bool:
    """Is it a number? (For Python, bool is one.)"""
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)


def is_node(item: Item) -> bool:
    """Is it a node?"""
    return isinstance(item, NODES)


def atomize(items: Iterable[Item]) -> list[Item]:
    """Values for nodes, members for arrays (XPath 3.1, 2.4.2)."""
    found: list[Item] = []
    for item in items:
        if isinstance(item, NODES):
            found.append(typed_value(item))
        elif isinstance(item, Array):
            for member in item:
                found.extend(atomize(member))
        elif isinstance(item, (Map, Function)):
            raise XPathError("FOTY0013", f"a {type_of(item)} has no value to compare or calculate")
        else:
            found.append(item)
    return found


def typed_value(node: Item) -> str:
    """The value of a node: untyped, but for comments, PIs and namespaces."""
    text = string_value(node)
    if kind_of(node) in ("comment", "processing-instruction", "namespace-node"):
        return text
    return Untyped(text)


def effective_boolean(items: Sequence[Item]) -> bool:
    """XPath 3.1, 2.4.3."""
    if not items:
        return False
    first = items[0]
    if isinstance(first, NODES):
        return True
    if len(items) > 1:
        raise XPathError("FORG0006", "several values at once are neither true nor false")
    if isinstance(first, (bool, str)):
        return bool(first)
    if is_number(first):
        return not (first == 0 or first != first)
    raise XPathError("FORG0006", f"a value of type {type_of(first)} is neither true nor false")


def to_string(value: Item) -> str:
    """An atomic value as a string (XPath functions 3.1, 19.1.2)."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, float):
        return _double(value)
    if isinstance(value, Decimal):
        return plain_decimal(value)
    if isinstance(value, QName):
        return f"{value.prefix}:{value.local}" if value.prefix else value.local
    if isinstance(value, Binary):
        return _binary(value)
    if isinstance(value, (Moment, Duration)):
        return str(value)
    raise XPathError("FOTY0014", f"a {type_of(value)} has no string value")


def item_string(item: Item) -> str:
    """The string value of an item."""
    return string_value(item) if isinstance(item, NODES) else to_string(item)


def plain_decimal(value: Decimal) -> str:
    """A decimal number without exponent and needless zeros."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _double(value: float) -> str:
    if value != value:
        return "NaN"
    if math.isinf(value):
        return "INF" if value > 0 else "-INF"
    if value == 0:
        return "-0" if math.copysign(1, value) < 0 else "0"
    exact = Decimal(_digits(value))
    if 1e-6 <= abs(value) < 1e6:
        return plain_decimal(exact)
    sign, digits, exponent = exact.as_tuple()
    text = "".join(map(str, digits)).rstrip("0") or "0"
    power = int(exponent) + len(digits) - 1
    return f"{'-' if sign else ''}{text[0]}.{text[1:] or '0'}E{power}"


def _digits(value: float) -> str:
    """The shortest digits that give the same number, in its precision."""
    if not isinstance(value, Float):
        return repr(value)
    for precision in range(6, 10):
        text = f"{value:.{precision}g}"
        if single(float(text)) == value:
            break
    return text


def single(value: float) -> float:
    """The nearest number of 32 bits."""
    import struct

    try:
        return float(struct.unpack("f", struct.pack("f", value))[0])
    except OverflowError:
        return math.copysign(math.inf, value)


def number_1(value: float) -> str:
    """A number as XPath 1.0 writes it: without exponent (4.2)."""
    if value != value or math.isinf(value):
        return {"INF": "Infinity", "-INF": "-Infinity"}.get(_double(value), "NaN")
    return plain_decimal(Decimal(repr(value)))


def _binary(value: Binary) -> str:
    if value.kind == "hexBinary":
        return value.octets.hex().upper()
    import base64

    return base64.b64encode(value.octets).decode("ascii")


def map_key(key: Item) -> Any:
    """What tells keys of maps apart (``op:same-key``): strings alike, numbers by value."""
    if isinstance(key, str):
        return ("string", str(key))
    if isinstance(key, bool):
        return ("boolean", key)
    if is_number(key):
        return ("number", "NaN" if key != key else key)
    return (type_of(key), key)
