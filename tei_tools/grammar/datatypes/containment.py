"""In: datatypes. Out: the regular language of one's texts, and whether it keeps another's bounds.

What a datatype demands is written as patterns wherever patterns can say it: the form of its
values, their length, the white space in them. The rest (dates, bounds of numbers, …) is *opaque*,
and contained in another's only by comparing name and parameters.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from functools import cache
from typing import Final

from . import XSD_LIBRARY, Datatype, Params, _digits, _within, datatype
from .languages import Language, literal
from .regex import LARGEST

#: A word without white space, as in a list.
TOKEN: Final = r"[^ \t\r\n]+"
_ANYTHING: Final = r"(.|[\n\r])*"
#: How datatypes treat white space, the strictest first, and what the texts are like then.
SPACES: Final = {
    "preserve": _ANYTHING,
    "replace": r"[^\t\r\n]*",
    "collapse": rf"({TOKEN}( {TOKEN})*)?",
}
_NCNAME: Final = r"[\i-[:]][\c-[:]]*"
_DECIMAL: Final = r"[+\-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"
_DOUBLE: Final = rf"{_DECIMAL}([Ee][+\-]?[0-9]+)?|-?INF|NaN"
#: Datatypes whose values are those that a pattern describes.
_EXACT: Final = {
    **dict.fromkeys(("string", "normalizedString", "token"), _ANYTHING),
    "language": r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*",
    "Name": r"\i\c*",
    "NMTOKEN": r"\c+",
    "NMTOKENS": r"\c+( \c+)*",
    **dict.fromkeys(("NCName", "ID", "IDREF", "ENTITY"), _NCNAME),
    **dict.fromkeys(("IDREFS", "ENTITIES"), rf"{_NCNAME}( {_NCNAME})*"),
    "anyURI": r"(([^:%#]|%[0-9A-Fa-f]{2})([^%#]|%[0-9A-Fa-f]{2})*)?(#([^%#]|%[0-9A-Fa-f]{2})*)?",
    "boolean": "true|false|1|0",
    "decimal": _DECIMAL,
    "float": _DOUBLE,
    "double": _DOUBLE,
    "hexBinary": "([0-9A-Fa-f]{2})*",
    "integer": r"[+\-]?[0-9]+",
    "nonNegativeInteger": r"\+?[0-9]+|-0+",
    "positiveInteger": r"\+?0*[1-9][0-9]*",
    "nonPositiveInteger": r"-[0-9]+|\+?0+",
    "negativeInteger": "-0*[1-9][0-9]*",
}
#: What at least holds of the others.
_ROUGH: Final = {
    **dict.fromkeys(("QName", "NOTATION"), rf"({_NCNAME}:)?{_NCNAME}"),
    "base64Binary": "[A-Za-z0-9+/= ]*",
    **dict.fromkeys(
        ("long", "int", "short", "byte", "unsignedLong", "unsignedInt", "unsignedShort",
         "unsignedByte"),
        _EXACT["integer"],
    ),
}  # fmt: skip
#: Datatypes whose values are their texts, and whose length is counted in characters.
LITERAL: Final = frozenset(
    "string normalizedString token Name NMTOKEN NCName ID IDREF ENTITY anyURI".split()
)
_LENGTHS: Final = {"length": "{%s}", "minLength": "{%s,}", "maxLength": "{0,%s}"}


def normalised(kind: Datatype, text: str) -> str:
    """A text with its white space as a datatype has it."""
    return kind._normalised(text)


def is_everything(kind: Datatype) -> bool:
    """Whether every text is a value."""
    return kind.name in ("string", "normalizedString", "token") and not kind.params


def language(kind: Datatype) -> Language:
    """The texts, white space normalised, that are values as far as patterns can tell."""
    form = _EXACT.get(kind.name) or _ROUGH.get(kind.name, TOKEN)
    lengths = [
        rf"(.|[\n\r]){_LENGTHS[param] % int(value)}"
        for param, value in kind.params
        if _is_regular(kind, param, value) and param != "pattern"
    ]
    patterns = [value for param, value in kind.params if param == "pattern"]
    return Language(tuple(dict.fromkeys((SPACES[kind.space], form, *lengths, *patterns))))


def _is_regular(kind: Datatype, param: str, value: str) -> bool:
    """Whether a parameter can be said by a pattern."""
    counts = param in _LENGTHS and kind.name in LITERAL and int(value) < LARGEST // 2
    return param == "pattern" or counts


def _opaque(kind: Datatype) -> Params:
    return tuple([p for p in kind.params if not _is_regular(kind, *p)])


def single(kind: Datatype, text: str) -> Datatype | None:
    """The datatype that has but one value of another, in all its forms; None where none says so."""
    text = normalised(kind, text)
    if kind.name in LITERAL:
        params: Params = (("pattern", literal(text)),)
    elif kind.name == "boolean":
        params = (("pattern", "true|1" if text in ("true", "1") else "false|0"),)
    elif kind.is_number:
        bounds = ("minInclusive", text), ("maxInclusive", text)
        params = (*bounds, ("pattern", _number(text, is_integer=kind.is_integer)))
    else:
        return None
    return datatype(XSD_LIBRARY, kind.name, params)


def _number(text: str, *, is_integer: bool) -> str:
    """The pattern of all ways to write a number."""
    whole, fraction = _digits(text)
    point = rf"\.{fraction}0*" if fraction else r"(\.0*)?"
    digits = f"0*{whole}" if is_integer else f"0*{whole}{point}"
    if not whole and not fraction:
        return r"[+\-]?0+" if is_integer else r"[+\-]?(0+(\.0*)?|\.0+)"
    return f"-{digits}" if text.startswith("-") else rf"\+?{digits}"


@cache
def demands(one: Datatype, other: Datatype) -> Language | None:
    """What is to be shown of the values of one datatype, for them to be values of another.

    None where it cannot be shown: a demand of the other that no pattern can say is not met.
    """
    found = language(other)
    is_met = one.name == other.name or _is_narrower(one, other)
    if other.name in ("QName", "NOTATION"):
        is_met = is_met or _EXACT.get(one.name) == _NCNAME
    if not (is_met or other.name in _EXACT):
        return None
    if not all(_keeps(one, other, param, value) for param, value in _opaque(other)):
        return None
    form = _EXACT.get(other.name)
    return Language(tuple([p for p in found.patterns if not is_met or p != form]))


def _is_narrower(one: Datatype, other: Datatype) -> bool:
    """Whether both are numbers, and the limits of the first are within those of the other."""
    if not (one.is_number and other.is_number) or (other.is_integer and not one.is_integer):
        return False
    return all(
        limit is None
        or any(_within(f"{side}Inclusive", limit, b, "") for _, b in _bounds(one, side))
        for side, limit in zip(("min", "max"), other.limits, strict=True)
    )


def _keeps(one: Datatype, other: Datatype, param: str, value: str) -> bool:
    """Whether the values of a datatype meet a parameter of another that no pattern can say."""
    if one.name == other.name and (param, value) in one.params:
        return True
    if param in ("totalDigits", "fractionDigits"):
        is_met = param == "fractionDigits" and one.is_integer
        return is_met or any(int(v) <= int(value) for name, v in one.params if name == param)
    if not (one.is_number and other.is_number):
        return False
    bound = other.bound(value)
    return any(
        _within(param, bound, mine, "") or (name.endswith("Exclusive") and mine == bound)
        for name, mine in _bounds(one, param[:3])
    )


def _bounds(number: Datatype, side: str) -> Iterator[tuple[str, Hashable]]:
    """The limits of a number on one side, ``min`` or ``max``, with the parameters that set them."""
    for param, value in number.params:
        if param.startswith(side):
            yield param, number.bound(value)
    limit = number.limits[side == "max"]
    if limit is not None:
        yield f"{side}Inclusive", limit
