"""In: the tree of a schema, with all that it includes. Out: what it says, as values of `syntax`.

Checks that elements stand where ISO/IEC 19757-3:2016, section 5, has them and have what they need.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Final

from lxml import etree

from tei_tools.model.names import PLACE, local, namespace

from .syntax import (
    BINDINGS,
    DEFAULT_BINDING,
    XSL_NS,
    Check,
    Expression,
    Extends,
    Foreign,
    Insert,
    Key,
    Let,
    Note,
    Pattern,
    Phase,
    Rule,
    Schema,
    error,
)
from .tree import FILE, ReadFile, include_all, parse, place_of, sch_name

#: The elements of Schematron that each may hold, documentation apart.
CONTENTS: Final[Mapping[str, frozenset[str]]] = {
    name: frozenset(inside.split())
    for name, inside in {
        "schema": "ns let phase pattern diagnostics properties",
        "phase": "active let",
        "pattern": "let rule param",
        "rule": "let assert report extends",
        "diagnostics": "diagnostic",
        "properties": "property",
    }.items()
}
#: What documents a schema, and may stand anywhere.
PROSE: Final = frozenset({"title", "p"})
#: What may stand in the text of a message.
RICH: Final = frozenset({"value-of", "name", "emph", "dir", "span"})
#: XSLT that says what ``value-of`` says.
SELECTING: Final = frozenset({"value-of", "copy-of", "sequence"})
_NOTHING: Final = "''"


def read_schema(data: bytes, file: str, read_file: ReadFile) -> Schema:
    """Read a schema with all that it includes.

    Raises:
        SchemaError: it is no Schematron, or a file that it refers to cannot be had.
    """
    root = parse(data, file)
    if sch_name(root) != "schema":
        message = f"`{local(str(root.tag))}` is no Schematron schema"
        cure = 'one begins with `<schema xmlns="http://purl.oclc.org/dsdl/schematron">`'
        raise error(place_of(root), message, cure)
    include_all(root, read_file)
    return read_tree(root)


def read_tree(root: etree._Element) -> Schema:
    """A ``schema`` element.

    Raises:
        SchemaError: it is wrong; says where.
    """
    inside = _children(root)
    binding = root.get("queryBinding", "").strip()
    version = BINDINGS.get(binding.lower() or DEFAULT_BINDING)
    if version is None:
        known = ", ".join(f"`{each}`" for each in BINDINGS)
        message = f"the query binding `{binding}` is not known"
        raise error(place_of(root), message, f"there is {known}")
    return Schema(
        binding=binding.lower(),
        version=version,
        namespaces={_needed(e, "prefix"): _needed(e, "uri") for e in inside.get("ns", ())},
        default_phase=root.get("defaultPhase", "").strip(),
        lets=_lets(inside),
        phases=tuple(map(_phase, inside.get("phase", ()))),
        patterns=tuple(map(_pattern, inside.get("pattern", ()))),
        diagnostics=tuple(_notes(inside.get("diagnostics", ()), "diagnostic")),
        properties=tuple(_notes(inside.get("properties", ()), "property")),
        keys=tuple(_key(e) for e in root.iterfind(f"{{{XSL_NS}}}key")),
        foreign=tuple(_foreign_declarations(root)),
        place=place_of(root),
    )


# --- parts -----


def _phase(element: etree._Element) -> Phase:
    inside = _children(element)
    active = tuple((_needed(e, "pattern"), place_of(e)) for e in inside.get("active", ()))
    return Phase(_needed(element, "id"), active, _lets(inside), place_of(element))


def _pattern(element: etree._Element) -> Pattern:
    inside = _children(element)
    identifier = element.get("id", "").strip()
    is_abstract, is_a = _is_abstract(element), element.get("is-a", "").strip()
    place = place_of(element)
    if is_abstract and is_a:
        raise error(place, "a pattern that is made from another one cannot be abstract itself")
    if is_abstract and not identifier:
        raise error(place, "an abstract pattern needs @id, by which others refer to it")
    return Pattern(
        identifier,
        is_abstract,
        is_a,
        tuple((_needed(e, "name"), e.get("value", "")) for e in inside.get("param", ())),
        _expression(element, "documents") if element.get("documents") is not None else None,
        _lets(inside),
        tuple(map(_rule, inside.get("rule", ()))),
        place,
    )


def _rule(element: etree._Element) -> Rule:
    _children(element)
    identifier, is_abstract = element.get("id", "").strip(), _is_abstract(element)
    if is_abstract and not identifier:
        message = "an abstract rule needs @id, by which others refer to it"
        raise error(place_of(element), message)
    if not is_abstract and element.get("context") is None:
        message = "a rule needs @context: the nodes that it is about"
        raise error(place_of(element), message)
    return Rule(
        identifier,
        element.get("role", "").strip(),
        is_abstract,
        None if is_abstract else _expression(element, "context"),
        tuple(_statement(each) for each in element if sch_name(each) not in ("", *PROSE)),
        place_of(element),
    )


def _statement(element: etree._Element) -> Let | Check | Extends:
    match sch_name(element):
        case "let":
            return _let(element)
        case "extends":
            return Extends(_needed(element, "rule"), place_of(element))
    foreign: list[Foreign] = []
    words = tuple(_words(element, foreign))
    return Check(
        sch_name(element) == "report",
        _expression(element, "test"),
        words,
        element.get("role", "").strip(),
        element.get("id", "").strip(),
        tuple(element.get("diagnostics", "").split()),
        tuple(element.get("properties", "").split()),
        place_of(element),
        tuple(foreign),
    )


def _lets(inside: Mapping[str, list[etree._Element]]) -> tuple[Let, ...]:
    return tuple(map(_let, inside.get("let", ())))


def _let(element: etree._Element) -> Let:
    name, place = _needed(element, "name"), place_of(element)
    if element.get("value") is not None:
        if len(element) or (element.text or "").strip():
            raise error(place, f"the variable `{name}` has both @value and content")
        return Let(name, _expression(element, "value"), "", place)
    content = deepcopy(element)
    etree.strip_attributes(content, FILE, PLACE)
    content.attrib.clear()
    content.tail, content.tag = None, "content"
    xslt = content.iter(f"{{{XSL_NS}}}*")
    foreign = [Foreign(f"xsl:{local(str(each.tag))}", place) for each in xslt]
    return Let(name, None, etree.tostring(content, encoding="unicode"), place, tuple(foreign))


def _notes(elements: Iterable[etree._Element], kind: str) -> Iterator[Note]:
    for element in elements:
        inside = _children(element)
        for each in inside.get(kind, ()):
            foreign: list[Foreign] = []
            words = tuple(_words(each, foreign))
            yield Note(_needed(each, "id"), words, place_of(each), tuple(foreign))


def _key(element: etree._Element) -> Key:
    place = place_of(element)
    foreign: list[Foreign] = []
    use = element.get("use")
    if use is None:
        words = [w for w in _words(element, foreign) if not isinstance(w, str) or w.strip()]
        parts = [_quoted(w) if isinstance(w, str) else f"string({w.of.text})" for w in words]
        use = f"concat({', '.join((*parts, _NOTHING, _NOTHING))})"  # which takes two at least
    return Key(
        _needed(element, "name"),
        _expression(element, "match"),
        Expression(use, place),
        place,
        tuple(foreign),
    )


def _foreign_declarations(root: etree._Element) -> Iterator[Foreign]:
    for child in root:
        if isinstance(child.tag, str) and namespace(child.tag) == XSL_NS:
            name = local(child.tag)
            if name not in ("key", "function"):  # a function that is not there is told where used
                yield Foreign(f"xsl:{name}", place_of(child))
        elif isinstance(child.tag, str) and sch_name(child) == "key":
            yield Foreign("key", place_of(child))


# --- messages -----


def _words(element: etree._Element, foreign: list[Foreign]) -> Iterator[str | Insert]:
    """The text of a message, and what it says of the document."""
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            yield from _word(child, foreign)
        yield child.tail or ""


def _word(element: etree._Element, foreign: list[Foreign]) -> Iterator[str | Insert]:
    name, place = local(str(element.tag)), place_of(element)
    is_xslt = namespace(str(element.tag)) == XSL_NS
    if sch_name(element) == "name":
        yield Insert(Expression(element.get("path", ""), place), is_name=True)
    elif sch_name(element) == "value-of" or (
        is_xslt and name in SELECTING and element.get("select") is not None
    ):
        yield Insert(_expression(element, "select"))
    elif is_xslt and name != "text":
        foreign.append(Foreign(f"xsl:{name}", place))
    elif sch_name(element) and name not in RICH:
        raise error(place, f"`{name}` is not allowed in the text of a message")
    else:
        yield from _words(element, foreign)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


# --- elements -----


def _children(element: etree._Element) -> Mapping[str, list[etree._Element]]:
    """The elements of Schematron inside an element, by their names.

    Raises:
        SchemaError: one of them is not allowed there.
    """
    name = sch_name(element)
    found: dict[str, list[etree._Element]] = {}
    for child in element:
        kind = sch_name(child)
        if kind and kind not in PROSE:
            if kind not in CONTENTS[name] and not (kind == "key" and name == "schema"):
                allowed = ", ".join(sorted(CONTENTS[name]))
                message = f"`{kind}` is not allowed in `{name}`"
                raise error(place_of(child), message, f"what is allowed: {allowed}")
            found.setdefault(kind, []).append(child)
    return found


def _expression(element: etree._Element, attribute: str) -> Expression:
    text = _needed(element, attribute)
    return Expression(text, place_of(element))


def _needed(element: etree._Element, attribute: str) -> str:
    value = element.get(attribute, "").strip()
    if not value:
        raise error(place_of(element), f"`{sch_name(element) or 'xsl:key'}` needs @{attribute}")
    return value


def _is_abstract(element: etree._Element) -> bool:
    return element.get("abstract", "").strip() in ("true", "1")
