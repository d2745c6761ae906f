"""In: a simple type of an XSD. Out: the values it allows, or its demand in an editor's words."""

from __future__ import annotations

from collections.abc import Iterator

from xmlschema.validators import XsdAtomicRestriction, XsdList, XsdPatternFacets, XsdUnion

from tei_tools.model.names import local

#: What a built-in datatype wants, by example (XSD 1.0 part 2; TEI Guidelines 1.4.2).
DATATYPES: dict[str, str] = {
    "date": "1922-12-25",
    "gYearMonth": "1922-12",
    "gYear": "1922",
    "gMonthDay": "--12-25",
    "gMonth": "--12",
    "gDay": "---25",
    "time": "18:30:00",
    "dateTime": "1922-12-25T18:30:00",
    "duration": "P1DT2H",
    "boolean": "true or false",
    "integer": "a whole number",
    "nonNegativeInteger": "a whole number, 0 or more",
    "positiveInteger": "a whole number, 1 or more",
    "decimal": "a number such as 1.5",
    "double": "a number such as 1.5",
    "anyURI": "a pointer such as #id or a web address, without spaces",
    "ID": "a name that begins with a letter, without spaces or colons, used once",
    "NCName": "a name that begins with a letter, without spaces or colons",
    "Name": "a name that begins with a letter, without spaces",
    "language": "a language tag such as en or ru-Latn",
    "token": "words parted by single spaces",
}


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
    known = list(DATATYPES.values())
    found = dict.fromkeys(_examples(xsd_type))
    examples = sorted(found, key=lambda e: known.index(e) if e in known else len(known))[:3]
    if not examples:
        return ""
    *others, last = examples
    return f"write {', '.join(others)} or {last}" if others else f"write {last}"


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
