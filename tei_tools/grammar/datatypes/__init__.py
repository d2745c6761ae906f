"""In: the name of a datatype and its parameters. Out: what tells its values (RELAX NG 4.16, 9).

The built-in library, and the datatypes of XSD 1.0 part 2 with all their facets, as the "Guidelines
for using W3C XML Schema Datatypes with RELAX NG" have them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from functools import cache, partial
from typing import Final, NamedTuple

from . import lexical
from .lexical import Duration, Moment, words

XSD_LIBRARY: Final = "http://www.w3.org/2001/XMLSchema-datatypes"


class DatatypeError(ValueError):
    """An unknown library or datatype, or a wrong parameter; says so to the schema's author."""


Params = tuple[tuple[str, str], ...]
Parse = Callable[[str, Mapping[str, str]], Hashable | None]


class _Kind(NamedTuple):
    """A datatype without parameters.

    Attributes:
        parse: from text to value.
        space: what is done with white space: ``preserve``, ``replace`` or ``collapse``.
        facets: the parameters it takes, beside ``pattern``.
        items: whether it is a list, so that lengths count its items.
        least: of a number, the smallest.
        most: of a number, the greatest.
    """

    parse: Parse
    space: str = "collapse"
    facets: str = ""
    items: bool = False
    least: int | None = None
    most: int | None = None


_LENGTH = "length minLength maxLength"
_ORDER = "minInclusive maxInclusive minExclusive maxExclusive"
_DIGITS = f"{_ORDER} totalDigits fractionDigits"


def _moment(kind: str) -> _Kind:
    def parse(text: str, _: Mapping[str, str]) -> Hashable | None:
        return lexical.moment(kind, text)

    return _Kind(parse, facets=_ORDER)


def _integer(least: int | None = None, most: int | None = None) -> _Kind:
    return _Kind(lexical.integer, facets=_DIGITS, least=least, most=most)


_KINDS: Final[Mapping[str, _Kind]] = {
    "string": _Kind(lexical.string, "preserve", _LENGTH),
    "normalizedString": _Kind(lexical.string, "replace", _LENGTH),
    "token": _Kind(lexical.string, facets=_LENGTH),
    "language": _Kind(lexical.language, facets=_LENGTH),
    "Name": _Kind(lexical.name, facets=_LENGTH),
    "NMTOKEN": _Kind(lexical.nmtoken, facets=_LENGTH),
    **dict.fromkeys(("NCName", "ID", "IDREF", "ENTITY"), _Kind(lexical.ncname, facets=_LENGTH)),
    "NMTOKENS": _Kind(lexical.nmtoken, facets=_LENGTH, items=True),
    **dict.fromkeys(("IDREFS", "ENTITIES"), _Kind(lexical.ncname, facets=_LENGTH, items=True)),
    **dict.fromkeys(("QName", "NOTATION"), _Kind(lexical.qname, facets=_LENGTH)),
    "anyURI": _Kind(lexical.any_uri, facets=_LENGTH),
    "boolean": _Kind(lexical.boolean),
    "decimal": _Kind(lexical.decimal, facets=_DIGITS),
    "float": _Kind(lexical.single, facets=_ORDER),
    "double": _Kind(lexical.double, facets=_ORDER),
    "hexBinary": _Kind(lexical.hex_binary, facets=_LENGTH),
    "base64Binary": _Kind(lexical.base64_binary, facets=_LENGTH),
    "duration": _Kind(lexical.duration, facets=_ORDER),
    **{kind: _moment(kind) for kind in lexical.MOMENTS},
    "integer": _integer(),
    "nonPositiveInteger": _integer(most=0),
    "negativeInteger": _integer(most=-1),
    "nonNegativeInteger": _integer(0),
    "positiveInteger": _integer(1),
    **{
        name: _integer(-(1 << bits - 1), (1 << bits - 1) - 1)
        for name, bits in (("long", 64), ("int", 32), ("short", 16), ("byte", 8))
    },
    **{
        name: _integer(0, (1 << bits) - 1)
        for name, bits in (
            ("unsignedLong", 64), ("unsignedInt", 32), ("unsignedShort", 16), ("unsignedByte", 8)
        )
    },
}  # fmt: skip
_BUILT_IN: Final = {
    "string": _Kind(lexical.string, "preserve"),
    "token": _Kind(lexical.string),
}


@cache
def _matcher(pattern: str) -> Callable[[str], bool]:
    """What tells whether a text matches a pattern."""
    from .regex import PatternError, compile_pattern  # loaded only where a schema has patterns

    try:
        return compile_pattern(pattern).matches
    except PatternError as error:
        raise DatatypeError(str(error)) from None


class Datatype:
    """A datatype with its parameters.

    Attributes:
        library: the address of its library; empty for the built-in one.
        name: its local name.
        params: name and value of each parameter, in order.
        id_type: ``ID``, ``IDREF`` or ``IDREFS`` where values are ids or refer to them.
        needs_context: whether a value depends on the prefixes declared where it stands.
        space: what is done with white space: ``preserve``, ``replace`` or ``collapse``.
        limits: of a number, the smallest and the greatest; None where there is none.
        is_number: whether values are decimal numbers; ``is_integer``: and whole.
    """

    def __init__(self, library: str, name: str, params: Params, kind: _Kind) -> None:
        self.library = library
        self.name = name
        self.params = params
        self.id_type = name if library and name in ("ID", "IDREF", "IDREFS") else ""
        self.needs_context = name in ("QName", "NOTATION")
        self.space = kind.space
        self.limits = kind.least, kind.most
        self.is_integer = kind.parse is lexical.integer
        self.is_number = self.is_integer or kind.parse is lexical.decimal
        self._kind = kind
        self._patterns = [value for param, value in params if param == "pattern"]
        self._facets: list[tuple[str, Callable[[Hashable, str], bool]]] = []
        for param, value in params:
            self._add(param, value)

    def check(self) -> None:
        """Make sure that the patterns can be used.

        Raises:
            DatatypeError: a pattern is no regular expression of XSD, or too large.
        """
        for pattern in self._patterns:
            _matcher(pattern)

    def value(self, text: str, context: Mapping[str, str]) -> Hashable | None:
        """The value of a text; None when it is none of this datatype.

        Args:
            text: as it stands in the document, white space and all.
            context: the namespace of each prefix declared there; the default one under ``""``.
        """
        text = self._normalised(text)
        value = self._parse(text, context)
        if value is None or not all(_matcher(pattern)(text) for pattern in self._patterns):
            return None
        return value if all(holds(value, text) for _, holds in self._facets) else None

    def allows(self, text: str, context: Mapping[str, str]) -> bool:
        """Whether a text is a value of this datatype."""
        return self.value(text, context) is not None

    def bound(self, text: str) -> Hashable | None:
        """The value that a parameter such as ``minInclusive`` names."""
        return self._parse(self._normalised(text), {})

    def why(self, text: str) -> str:
        """Why a text is not allowed, in an editor's words."""
        text = self._normalised(text)
        value = self._parse(text, {})
        if value is None:
            return f"`{text}` is no {self.name}"
        for pattern in self._patterns:
            if not _matcher(pattern)(text):
                return f"`{text}` does not match the pattern `{pattern}`"
        for wanted, holds in self._facets:
            if not holds(value, text):
                return f"`{text}` is not allowed: {wanted}"
        return f"`{text}` is allowed"

    def _normalised(self, text: str) -> str:
        if self._kind.space == "preserve":
            return text
        text = re.sub(r"[\t\r\n]", " ", text)
        return " ".join(text.split(" ")) if self._kind.space == "replace" else " ".join(words(text))

    def _parse(self, text: str, context: Mapping[str, str]) -> Hashable | None:
        kind = self._kind
        if kind.items:
            items = tuple(kind.parse(item, context) for item in words(text))
            return None if not items or None in items else items
        value = kind.parse(text, context)
        if value is None or (kind.least is None and kind.most is None):
            return value
        if kind.least is not None and value < kind.least:  # type: ignore[operator]
            return None
        return None if kind.most is not None and value > kind.most else value  # type: ignore[operator]

    # --- facets -----

    def _add(self, param: str, value: str) -> None:
        if param == "pattern":
            return  # compiled when a value is met, or checked by `check`
        if param not in self._kind.facets.split():
            raise DatatypeError(f"`{self.name}` takes no parameter `{param}`")
        if param in (*_LENGTH.split(), "totalDigits", "fractionDigits"):
            self._facets.append((f"{param} is {value}", self._counted(param, value)))
        else:
            self._facets.append((f"{param} is {value}", self._ordered(param, value)))

    def _counted(self, param: str, value: str) -> Callable[[Hashable, str], bool]:
        if not re.fullmatch(r"\s*\+?[0-9]{1,9}\s*", value, flags=re.ASCII):
            raise DatatypeError(f"`{param}` is a whole number, not `{value}`")
        bound = int(value)
        if param == "totalDigits":
            if not bound:
                raise DatatypeError("`totalDigits` is 1 or more")
            return lambda _, text: len(_digits(text)[0] + _digits(text)[1]) <= bound
        if param == "fractionDigits":
            return lambda _, text: len(_digits(text)[1]) <= bound
        if self.needs_context:
            return lambda *_: True
        compare = {"length": int.__eq__, "minLength": int.__ge__, "maxLength": int.__le__}[param]
        return lambda found, _: compare(len(found), bound)  # type: ignore[arg-type]

    def _ordered(self, param: str, value: str) -> Callable[[Hashable, str], bool]:
        bound = self.bound(value)
        if bound is None:
            raise DatatypeError(f"`{param}` is `{value}`, which is no {self.name}")
        return partial(_within, param, bound)


def _within(param: str, bound: Hashable, value: Hashable, _: str) -> bool:
    if param.endswith("Inclusive") and value == bound:
        return True
    return _is_less(bound, value) if param.startswith("min") else _is_less(value, bound)


def _is_less(one: Hashable, other: Hashable) -> bool:
    match one, other:
        case Moment(), Moment():
            return one.is_before(other)
        case Duration(), Duration():
            return _is_shorter(one, other)
        case (str(), _) | (_, str()):
            return False  # not-a-number is neither less nor greater
    return bool(one < other)  # type: ignore[operator]


def _is_shorter(one: Duration, other: Duration) -> bool:
    """Whether one duration is shorter from each of four dates on (XSD 3.2.6.2)."""
    starts = ((1696, 9), (1697, 2), (1903, 3), (1903, 7))

    def end(duration: Duration, year: int, month: int) -> object:
        months = year * 12 + month - 1 + duration.months
        return lexical._days(months // 12, months % 12 + 1, 1) * 86400 + duration.seconds

    return all(end(one, *start) < end(other, *start) for start in starts)  # type: ignore[operator]


def _digits(text: str) -> tuple[str, str]:
    """The digits of a number that count, before and after the point."""
    whole, _, fraction = text.lstrip("+-").partition(".")
    return whole.lstrip("0"), fraction.rstrip("0")


@cache
def datatype(library: str, name: str, params: Params = ()) -> Datatype:
    """The datatype of a name.

    Raises:
        DatatypeError: the library or the datatype is not known, or a parameter is wrong; patterns
            are left to `Datatype.check`.
    """
    if library not in ("", XSD_LIBRARY):
        raise DatatypeError(f"the datatype library {library} is not known; {XSD_LIBRARY} is")
    kinds = _KINDS if library else _BUILT_IN
    if name not in kinds:
        hint = "; is `datatypeLibrary` missing?" if not library and name in _KINDS else ""
        raise DatatypeError(f"there is no datatype `{name}`{hint}")
    if params and not library:
        raise DatatypeError(f"the built-in datatype `{name}` takes no parameters")
    return Datatype(library, name, params, kinds[name])
