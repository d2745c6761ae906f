"""In: <content> of a spec, or <datatype> of an attribute.
Out: its content model as a value of specs.Content."""

from __future__ import annotations

from collections.abc import Callable

from tei_tools.odd.embedded import is_pattern, read_pattern
from tei_tools.odd.reader import TEI, Element, Reader, local, words
from tei_tools.odd.specs import (
    Alternate,
    AnyElement,
    ClassRef,
    Content,
    DataRef,
    ElementRef,
    Empty,
    ForeignName,
    MacroRef,
    Sequence,
    TextNode,
    ValItem,
    ValList,
)

EXPANSIONS = (
    "alternate",
    "sequence",
    "sequenceOptional",
    "sequenceOptionalRepeatable",
    "sequenceRepeatable",
)

VAL_LIST_TYPES = ("", "closed", "semi", "open")

# Children of content nodes that say nothing about the content.
IGNORED = frozenset({"gloss", "desc", "altIdent", "equiv", "remarks", "exemplum", "valDesc"})


def read_content(reader: Reader, content: Element) -> Content:
    """The content model in <content>: one node, several in a row (a sequence), or nothing."""
    nodes = tuple(read_node(reader, child) for child in reader.children(content))
    match nodes:
        case ():
            return Empty()
        case (only,):
            return only
        case _:
            return Sequence(nodes)


def read_node(reader: Reader, element: Element) -> Content:
    """One node of a content model; an unknown one is an error."""
    if is_pattern(element):
        return read_pattern(reader, element)
    read = NODES.get(local(element))
    if read is None:
        raise reader.unsupported(element)
    if element.get("ref") is not None:
        raise reader.error(element, f"@ref on <{local(element)}> is not supported")
    if element.get("source") is not None:
        reader.warn(element, f"@source on <{local(element)}> has no effect in a content model")
    return read(reader, element)


def _items(reader: Reader, element: Element) -> tuple[Content, ...]:
    return tuple(
        read_node(reader, child)
        for child in reader.children(element)
        if local(child) not in IGNORED
    )


def _sequence(reader: Reader, element: Element) -> Content:
    order = element.get("preserveOrder", "true").strip() not in ("false", "0")
    return Sequence(_items(reader, element), reader.occurs(element), order, reader.place(element))


def _interleave(reader: Reader, element: Element) -> Content:
    return Sequence(_items(reader, element), reader.occurs(element), False, reader.place(element))


def _alternate(reader: Reader, element: Element) -> Content:
    return Alternate(_items(reader, element), reader.occurs(element), reader.place(element))


def _element_ref(reader: Reader, element: Element) -> Content:
    return ElementRef(
        reader.required(element, "key"), reader.occurs(element), reader.place(element)
    )


def _macro_ref(reader: Reader, element: Element) -> Content:
    return MacroRef(reader.required(element, "key"), reader.occurs(element), reader.place(element))


def _class_ref(reader: Reader, element: Element) -> Content:
    expand = element.get("expand", "alternate")
    if expand not in EXPANSIONS:
        raise reader.error(element, f"@expand of <classRef> cannot be `{expand}`")
    include, exclude = words(element, "include"), words(element, "except")
    if include and exclude:
        raise reader.error(element, "<classRef> has both @include and @except")
    return ClassRef(
        reader.required(element, "key"),
        reader.occurs(element),
        reader.place(element),
        expand,
        include,
        exclude,
    )


def _data_ref(reader: Reader, element: Element) -> Content:
    key, name = element.get("key", "").strip(), element.get("name", "").strip()
    if bool(key) == bool(name):
        raise reader.error(element, "<dataRef> needs either @key or @name")
    facets = [
        (reader.required(facet, "name"), facet.get("value", ""))
        for facet in reader.children(element)
    ]
    if element.get("restriction") is not None:
        facets.insert(0, ("pattern", element.get("restriction", "")))
    return DataRef(key, name, tuple(facets), reader.place(element))


def _any_element(reader: Reader, element: Element) -> Content:
    exclude = foreign_names(element, "except")
    return AnyElement(
        words(element, "require"), exclude, reader.occurs(element), reader.place(element)
    )


def _text_node(reader: Reader, element: Element) -> Content:  # noqa: ARG001
    return TextNode()


def _empty(reader: Reader, element: Element) -> Content:  # noqa: ARG001
    return Empty()


def read_val_list(reader: Reader, element: Element) -> ValList:
    """A <valList> with its items."""
    kind = element.get("type", "")
    if kind not in VAL_LIST_TYPES:
        raise reader.error(element, f"@type of <valList> cannot be `{kind}`")
    items = []
    for child in reader.children(element):
        if local(child) == "valItem":
            items.append(_val_item(reader, child))
        elif local(child) not in IGNORED:
            raise reader.unsupported(child)
    return ValList(kind, tuple(items), reader.place(element), reader.mode(element))


def _val_item(reader: Reader, element: Element) -> ValItem:
    ident = element.get("ident")
    if ident is None:
        raise reader.error(element, "<valItem> needs @ident")
    other = alt_ident(element)
    return ValItem(other or ident, reader.documentation(element), reader.mode(element))


def alt_ident(element: Element) -> str:
    """The name that documents use in place of @ident, where the ODD gives one."""
    found = element.findall(TEI + "altIdent")
    return "".join(found[0].itertext()).strip() if found else ""


def foreign_names(element: Element, attribute: str) -> tuple[ForeignName, ...]:
    """Namespaces and `prefix:name`s, as in @except of anyElement, with prefixes resolved."""
    names = []
    for word in words(element, attribute):
        prefix, colon, name = word.partition(":")
        ns = element.nsmap.get(prefix)
        names.append(ForeignName(ns, name) if colon and ns else ForeignName(word))
    return tuple(names)


NODES: dict[str, Callable[[Reader, Element], Content]] = {
    "elementRef": _element_ref,
    "classRef": _class_ref,
    "macroRef": _macro_ref,
    "dataRef": _data_ref,
    "sequence": _sequence,
    "interleave": _interleave,
    "alternate": _alternate,
    "textNode": _text_node,
    "empty": _empty,
    "anyElement": _any_element,
    "valList": read_val_list,
}
