"""In: a simple type of an XSD. Out: the values it allows, or its demand in an editor's words."""

from __future__ import annotations

from collections.abc import Iterator

from xmlschema.validators import XsdAtomicRestriction, XsdList, XsdPatternFacets, XsdUnion

from tei_tools.model.names import local
from tei_tools.model.wording import DATATYPES, describe


def allowed_values(xsd_type: object) -> tuple[str, ...]:
    """The values that a type lists, through unions and lists, but for the empty one."""
    return tuple(dict.fromkeys(filter(None, _values(xsd_type))))


def _values(xsd_type: object) -> Iterator[str]:
    enumeration = getattr(xsd_type, "enumeration", None)
    if enumeration:
        yield from map(str, enumeration)
    elif isinstance(xsd_type, XsdUnion):
        for member in xsd_type.member_types:
            yield from _values(member)
    elif isinstance(xsd_type, XsdList | XsdAtomicRestriction):
        yield from _values(xsd_type.base_type)


def describe_type(xsd_type: object) -> str:
    """What a value of this type looks like, empty when there is nothing helpful to say."""
    return describe(_examples(xsd_type))


def _examples(xsd_type: object) -> Iterator[str]:
    if isinstance(xsd_type, XsdUnion):
        for member in xsd_type.member_types:
            yield from _examples(member)
        return
    name = local(getattr(xsd_type, "name", None) or "")
    patterns = getattr(xsd_type, "patterns", None)
    if name in DATATYPES:
        yield DATATYPES[name]
    elif isinstance(patterns, XsdPatternFacets):
        yield from (f"something that matches {regexp}" for regexp in patterns.regexps)
    elif (base := getattr(xsd_type, "base_type", None)) is not None:
        yield from _examples(base)
