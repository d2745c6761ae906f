"""In: datatypes of an ODD.
Out: what they allow, in words and as RELAX NG (compact syntax), with links."""

from __future__ import annotations

from collections.abc import Iterable

from tei_tools.odd.datatypes import Data, Enumeration, Facets, ListOf, Named, Text, Union, ValueType
from tei_tools.odd.documentation.links import Links
from tei_tools.odd.specs import Occurs
from tei_tools.pages import escape

# What the datatypes of XML Schema allow (XML Schema part 2, section 3).
BUILT_IN = {
    "ENTITIES": "names of unparsed entities, separated by white space",
    "ENTITY": "the name of an unparsed entity",
    "ID": "an identifier, which no other element has",
    "IDREF": "the identifier of another element",
    "IDREFS": "identifiers of other elements, separated by white space",
    "NCName": "an XML name without a colon",
    "NMTOKEN": "a word of letters, digits, full stops, hyphens, underscores and colons",
    "NMTOKENS": "words of letters, digits, full stops, hyphens, underscores and colons",
    "Name": "an XML name",
    "QName": "an XML name, with or without a prefix",
    "anyURI": "a URI or IRI, absolute or relative",
    "base64Binary": "binary data in Base64",
    "boolean": "<code>true</code>, <code>false</code>, <code>1</code> or <code>0</code>",
    "byte": "a whole number from −128 to 127",
    "date": "a date, such as <code>1923-03-02</code>",
    "dateTime": "a date and a time, such as <code>1923-03-02T18:30:00</code>",
    "decimal": "a decimal number",
    "double": "a number, such as <code>0.5</code> or <code>1.2E3</code>",
    "duration": "a length of time, such as <code>P2DT3H</code>",
    "float": "a number, such as <code>0.5</code> or <code>1.2E3</code>",
    "gDay": "a day of the month, such as <code>---02</code>",
    "gMonth": "a month, such as <code>--03</code>",
    "gMonthDay": "a day of a month, such as <code>--03-02</code>",
    "gYear": "a year of four or more digits, such as <code>1923</code>",
    "gYearMonth": "a month of a year, such as <code>1923-03</code>",
    "hexBinary": "binary data in hexadecimal digits",
    "int": "a whole number of 32 bits",
    "integer": "a whole number",
    "language": "a language tag, such as <code>en</code> or <code>ru-Latn</code>",
    "long": "a whole number of 64 bits",
    "negativeInteger": "a whole number below 0",
    "nonNegativeInteger": "a whole number, 0 or more",
    "nonPositiveInteger": "a whole number, 0 or less",
    "normalizedString": "text without tabs and line ends",
    "positiveInteger": "a whole number, 1 or more",
    "short": "a whole number from −32,768 to 32,767",
    "string": "any text",
    "time": "a time of day, such as <code>18:30:00</code>",
    "token": "text, in which white space at the edges and repeated white space do not count",
    "unsignedByte": "a whole number from 0 to 255",
    "unsignedInt": "a whole number of 32 bits, 0 or more",
    "unsignedLong": "a whole number of 64 bits, 0 or more",
    "unsignedShort": "a whole number from 0 to 65,535",
}

# What each facet asks for (XML Schema part 2, section 4.3).
FACETS = {
    "fractionDigits": "with at most {} digits after the decimal point",
    "length": "{} characters long",
    "maxExclusive": "less than {}",
    "maxInclusive": "at most {}",
    "maxLength": "at most {} characters long",
    "minExclusive": "more than {}",
    "minInclusive": "at least {}",
    "minLength": "at least {} characters long",
    "pattern": "that matches the regular expression {}",
    "totalDigits": "with at most {} digits",
}


def in_words(links: Links, value: ValueType) -> str:
    """What a type allows."""
    match value:
        case Text():
            return "any text"
        case Data(name=name, facets=facets):
            return BUILT_IN.get(name, f"<code>{escape(name)}</code>") + _facets(facets)
        case Named(key=key):
            return links.name(key)
        case Enumeration(items=items):
            return f"{'one of ' if len(items) > 1 else ''}{_either(_value(i.ident) for i in items)}"
        case Union(items=items):
            return _either(in_words(links, each) for each in items)
        case ListOf(item=item, occurs=occurs):
            return f"{how_often(occurs)}, separated by white space: {in_words(links, item)}"


def _value(text: str) -> str:
    return f'<code class="val">{escape(text)}</code>' if text else "nothing (an empty value)"


def _facets(facets: Facets) -> str:
    return "".join(
        f", {FACETS.get(name, escape(name) + ' {}').format(f'<code>{escape(value)}</code>')}"
        for name, value in facets
    )


def _either(items: Iterable[str]) -> str:
    *first, last = items
    return f"{', '.join(first)} or {last}" if first else last


def how_often(occurs: Occurs) -> str:
    """A number of times."""
    match occurs.min, occurs.max:
        case 1, 1:
            return "one"
        case 0, 1:
            return "none or one"
        case 0, None:
            return "any number"
        case 1, None:
            return "one or more"
        case least, None:
            return f"{least} or more"
        case least, most if least == most:
            return f"{least}"
        case least, most:
            return f"{least} to {most}"


def in_relax_ng(links: Links, value: ValueType) -> str:
    """A type as a pattern in the compact syntax (RELAX NG compact, section 3)."""
    match value:
        case Text():
            return "text"
        case Data(name=name, facets=facets):
            params = " ".join(f"{key} = {_literal(text)}" for key, text in facets)
            return escape(f"xsd:{name}" + (f" {{ {params} }}" if params else ""))
        case Named(key=key):
            return links.name(key)
        case Enumeration(items=items):
            return _choice(escape(_literal(each.ident)) for each in items)
        case Union(items=items):
            return _choice(_grouped(links, each) for each in items)
        case ListOf(item=item, occurs=occurs):
            return f"list {{ {_repeated(_grouped(links, item), occurs)} }}"


def _grouped(links: Links, value: ValueType) -> str:
    text = in_relax_ng(links, value)
    is_choice = isinstance(value, Union) or (
        isinstance(value, Enumeration) and len(value.items) > 1
    )
    return f"({text})" if is_choice else text


def _repeated(item: str, occurs: Occurs) -> str:
    """An item as often as it must or may stand: the syntax has no counters."""
    needed = [item] * occurs.min
    if occurs.max is None:
        return ", ".join([*needed[:-1], f"{item}{'+' if needed else '*'}"])
    return ", ".join([*needed, *[f"{item}?"] * (occurs.max - occurs.min)])


def _choice(items: Iterable[str]) -> str:
    return " | ".join(items)


def _literal(text: str) -> str:
    for quote in ('"', "'", '"""', "'''"):
        if quote not in text and "\n" not in text and not text.endswith(quote[0]):
            return f"{quote}{text}{quote}"
    return '"' + text.replace('"', "\\x{22}").replace("\n", "\\x{A}") + '"'
