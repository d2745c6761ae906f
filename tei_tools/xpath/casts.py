"""In: an atomic value, and a type. Out: the value in that type (XPath functions 3.1, 19)."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from tei_tools.model.characters import CHARACTER, NCNAME
from tei_tools.xpath.dates import (
    DURATIONS,
    KINDS,
    Duration,
    Moment,
    read_duration,
    read_moment,
)
from tei_tools.xpath.errors import XPathError
from tei_tools.xpath.nodes import Item
from tei_tools.xpath.values import (
    BASES,
    CLASSES,
    PRIMITIVES,
    Binary,
    Float,
    QName,
    Untyped,
    is_derived,
    is_number,
    single,
    to_string,
    type_of,
)

#: The longest whole number, in bits; a schema may square numbers again and again.
LONGEST: Final = 4096

_DECIMAL: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)", re.A)
_DOUBLE: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?", re.A)
_INTEGER: Final = re.compile(r"[+-]?[0-9]+", re.A)
_BOOLEANS: Final = {"true": True, "1": True, "false": False, "0": False}
_SPECIAL: Final = {"INF": math.inf, "+INF": math.inf, "-INF": -math.inf, "NaN": math.nan}
_SPACES: Final = re.compile(r"[ \t\n\r]+")
_NMTOKEN: Final = f"[{CHARACTER}:]+"

#: What the lexical form of a derived type of strings must be like; compiled where it is needed.
_STRINGS: Final = {
    "language": "[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
    "NMTOKEN": _NMTOKEN,
    "Name": f"(?:{NCNAME}|:)(?:{_NMTOKEN})?",
    **dict.fromkeys(("NCName", "ID", "IDREF", "ENTITY"), NCNAME),
}
#: The least and the greatest value of derived types of integers.
_RANGES: Final[dict[str, tuple[int | None, int | None]]] = {
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    **{
        name: (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
        for name, bits in {"long": 64, "int": 32, "short": 16, "byte": 8}.items()
    },
    **{
        f"unsigned{name}": (0, 2**bits - 1)
        for name, bits in {"Long": 64, "Int": 32, "Short": 16, "Byte": 8}.items()
    },
}
#: Types that cannot be cast to.
ABSTRACT: Final = frozenset(("anyAtomicType", "anySimpleType", "NOTATION"))
#: The names of all atomic types.
TYPES: Final = frozenset(CLASSES) | PRIMITIVES | KINDS | DURATIONS | ABSTRACT
_LISTS: Final = frozenset(("NMTOKENS", "IDREFS", "ENTITIES"))


def check_type(name: str, *, to_cast: bool) -> None:
    """An XPathError where there is no such atomic type, or none to cast to."""
    if name in _LISTS and to_cast:
        raise XPathError("TEIX0002", f"casting to the list type `xs:{name}` is not possible here")
    if name not in TYPES or name == "anySimpleType":
        raise XPathError("XPST0051", f"there is no atomic type `xs:{name}`")
    if to_cast and name in ABSTRACT:
        raise XPathError("XPST0080", f"nothing can be cast to `xs:{name}`")


def cast(value: Item, name: str, namespaces: Mapping[str, str] | None = None) -> Item:
    """The value as one of a type; XPathError (FORG0001, XPTY0004) where it cannot be."""
    source = type_of(value)
    if source == name:
        return value
    if (isinstance(value, (str, Untyped)) and source != "anyURI") or name == "anyURI":
        return _from_string(value, name, namespaces)
    if name in CLASSES and is_derived(name, "string"):
        return _from_string(to_string(value), name, namespaces)
    if name == "untypedAtomic":
        return Untyped(to_string(value))
    primitive = _primitive(name)
    convert = _CONVERSIONS.get(primitive)
    result = convert(value, name) if convert else None
    if result is None:
        raise XPathError("XPTY0004", f"a value of type {source} cannot become one of type {name}")
    return _derived(result, name) if name in BASES else result


def is_castable(value: Item, name: str, namespaces: Mapping[str, str] | None = None) -> bool:
    """Does ``cast`` give a value?"""
    try:
        cast(value, name, namespaces)
    except XPathError as error:
        if error.code.startswith("TEIX"):
            raise
        return False
    return True


def _primitive(name: str) -> str:
    """The type whose lexical forms a type shares: ``integer`` counts, though it is derived."""
    while name not in PRIMITIVES and name != "integer" and name not in DURATIONS:
        name = BASES[name]
    return name


# From strings


def _from_string(value: Item, name: str, namespaces: Mapping[str, str] | None) -> Item:
    if not isinstance(value, str):
        raise XPathError(
            "XPTY0004", f"a value of type {type_of(value)} cannot become one of type {name}"
        )
    if name in ("string", "untypedAtomic", "normalizedString"):
        text = re.sub("[\t\n\r]", " ", value) if name == "normalizedString" else str(value)
        return CLASSES[name](text)
    text = _SPACES.sub(" ", value).strip(" ")
    primitive = _primitive(name)
    if primitive == "QName":
        return _qname(text, namespaces)
    result = _READERS[primitive](text, name) if primitive != "string" else text
    if result is None:
        raise _no_value(value, name)
    return _derived(result, name) if name in CLASSES else result


def _no_value(value: Item, name: str) -> XPathError:
    return XPathError("FORG0001", f"`{str(value)[:60]}` is no value of type xs:{name}")


def _derived(value: Item, name: str) -> Item:
    """A value of the primitive type as one of the type itself."""
    if (form := _STRINGS.get(name)) and not re.fullmatch(form, value):
        raise _no_value(value, name)
    if name in _RANGES:
        least, greatest = _RANGES[name]
        if (least is not None and value < least) or (greatest is not None and value > greatest):
            raise _no_value(value, name)
    python = CLASSES.get(name)
    if python is None or python in (bool, Decimal, QName, float) or type(value) is python:
        return value
    return python(value)


def _integer(text: str, name: str) -> int | None:
    if not _INTEGER.fullmatch(text):
        return None
    if len(text) > LONGEST // 4:
        raise XPathError("FOAR0002", f"a whole number has {LONGEST // 4} digits at most")
    return int(text)


def read_double(text: str) -> float | None:
    """The number that a lexical form of xs:double means."""
    if _DOUBLE.fullmatch(text):
        return float(text)
    return _SPECIAL.get(text)


def _qname(text: str, namespaces: Mapping[str, str] | None) -> QName:
    prefix, _, local = text.rpartition(":")
    if not re.fullmatch(rf"(?:{NCNAME}:)?{NCNAME}", text):
        raise _no_value(text, "QName")
    known = namespaces or {}
    if prefix and prefix not in known:
        raise XPathError("FONS0004", f"the prefix `{prefix}` is not declared")
    return QName(known.get(prefix, ""), local, prefix)


def _hex(text: str, name: str) -> Binary | None:
    if len(text) % 2 or not re.fullmatch("[0-9a-fA-F]*", text):
        return None
    return Binary(name, bytes.fromhex(text))


def _base64(text: str, name: str) -> Binary | None:
    import base64  # seldom needed

    try:
        return Binary(name, base64.b64decode(text.replace(" ", ""), validate=True))
    except ValueError:
        return None


def _read_float(text: str, name: str) -> Float | None:
    number = read_double(text)
    return None if number is None else Float(single(number))


_READERS: Final[dict[str, Callable[[str, str], Any]]] = {
    "anyURI": lambda text, name: text,
    "boolean": lambda text, name: _BOOLEANS.get(text),
    "decimal": lambda text, name: Decimal(text) if _DECIMAL.fullmatch(text) else None,
    "integer": _integer,
    "double": lambda text, name: read_double(text),
    "float": _read_float,
    "hexBinary": _hex,
    "base64Binary": _base64,
    **dict.fromkeys(KINDS, read_moment),
    **dict.fromkeys(DURATIONS, read_duration),
}


# From other values


def to_double(value: Item) -> float:
    """A number, truth value or string as xs:double; an error where it is none."""
    if isinstance(value, str):
        number = read_double(value.strip(" \t\n\r"))
        if number is None:
            raise _no_value(value, "double")
        return number
    if isinstance(value, (int, float, Decimal)):
        try:
            return float(value)
        except OverflowError:
            return math.inf if value > 0 else -math.inf
    raise XPathError("XPTY0004", f"a value of type {type_of(value)} is no number")


def number(value: Item) -> float:
    """``fn:number``: as xs:double, or NaN."""
    try:
        return to_double(value)
    except XPathError:
        return math.nan


def _to_integer(value: Item, name: str) -> int | None:
    if isinstance(value, float) and not math.isfinite(value):
        raise XPathError("FOCA0002", f"`{to_string(value)}` is no whole number")
    return int(value) if isinstance(value, (int, float, Decimal)) else None


def _to_decimal(value: Item, name: str) -> Decimal | None:
    if isinstance(value, float):
        if not math.isfinite(value):
            raise XPathError("FOCA0002", f"`{to_string(value)}` is no decimal number")
        return Decimal(value)
    return Decimal(int(value)) if isinstance(value, int) else None


def _to_boolean(value: Item, name: str) -> bool | None:
    return bool(value == value and value != 0) if is_number(value) else None


def _to_double(value: Item, name: str) -> float | None:
    if not isinstance(value, (int, float, Decimal)):
        return None
    return Float(single(to_double(value))) if name == "float" else to_double(value)


#: Which parts a moment keeps when it becomes one of another type.
_PARTS: Final = {
    "dateTime": ("year", "month", "day", "second"),
    "date": ("year", "month", "day"),
    "time": ("second",),
    "gYear": ("year",),
    "gYearMonth": ("year", "month"),
    "gMonth": ("month",),
    "gMonthDay": ("month", "day"),
    "gDay": ("day",),
}


def _to_moment(value: Item, name: str) -> Moment | None:
    target = "dateTime" if name == "dateTimeStamp" else name
    if not isinstance(value, Moment) or (value.kind == "date" and name == "time"):
        return None
    if value.kind not in ("dateTime", "dateTimeStamp", "date"):
        return None
    if name == "dateTimeStamp" and value.zone is None:
        raise _no_value(value, name)
    parts = {part: getattr(value, part) for part in _PARTS[target]}
    return Moment(name, **parts, zone=value.zone)


def _to_duration(value: Item, name: str) -> Duration | None:
    if not isinstance(value, Duration):
        return None
    months = 0 if name == "dayTimeDuration" else value.months
    seconds = Decimal(0) if name == "yearMonthDuration" else value.seconds
    return Duration(months, seconds, name)


def _to_binary(value: Item, name: str) -> Binary | None:
    return Binary(name, value.octets) if isinstance(value, Binary) else None


_CONVERSIONS: Final[dict[str, Callable[[Item, str], Any]]] = {
    "boolean": _to_boolean,
    "integer": _to_integer,
    "decimal": _to_decimal,
    "double": _to_double,
    "float": _to_double,
    "hexBinary": _to_binary,
    "base64Binary": _to_binary,
    **dict.fromkeys(KINDS, _to_moment),
    **dict.fromkeys(DURATIONS, _to_duration),
}
