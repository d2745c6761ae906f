"""In: lxml trees. Out: the nodes of the XPath data model, and what can be asked of one.

Elements, comments and processing instructions are lxml's own objects; the others are small values
that are equal when they are the same node.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple, TypeAlias

from lxml import etree

from tei_tools.model.names import XML_NS


class Document(NamedTuple):
    """The document node (``/``) of a tree; ``root`` is its outermost element."""

    root: etree._Element


class Attribute(NamedTuple):
    """An attribute, by the Clark name it has on its element."""

    element: etree._Element
    name: str


class Text(NamedTuple):
    """The text at the start of ``element``, or (``is_tail``) the text that follows it."""

    element: etree._Element
    is_tail: bool


class Namespace(NamedTuple):
    """A namespace in scope of ``element``."""

    element: etree._Element
    prefix: str
    uri: str


Node: TypeAlias = etree._Element | Document | Attribute | Text | Namespace

#: A node, or an atomic value, or (in XPath 3.1) a function, a map or an array.
Item: TypeAlias = Any

NODES: Final = (etree._Element, Document, Attribute, Text, Namespace)

#: libxml2 joins the texts of an element faster than Python can; without comments and PIs.
_TEXT: Final = etree.XPath("string()", smart_strings=False)


def parent_of(node: Node) -> etree._Element | Document | None:
    """The parent; of an attribute its element; None of a document node."""
    if isinstance(node, etree._Element):
        parent = node.getparent()
        return parent if parent is not None else Document(root_of(node))
    if isinstance(node, Text):
        return node.element.getparent() if node.is_tail else node.element
    return None if isinstance(node, Document) else node.element


def root_of(node: Node) -> etree._Element:
    """The outermost element of the document that a node stands in."""
    element = node if isinstance(node, etree._Element) else node[0]
    root: etree._Element = element.getroottree().getroot()
    return root


def element_of(node: Node) -> etree._Element:
    """The element to point at when something is said of a node: itself, its parent, the root."""
    if isinstance(node, etree._Element):
        return node
    if isinstance(node, Text) and node.is_tail:
        parent = node.element.getparent()
        assert parent is not None
        return parent
    return node[0]


def name_of(node: Node) -> str:
    """The Clark name; of a PI its target, of a namespace its prefix; else empty."""
    if isinstance(node, etree._Element):
        tag = node.tag
        if isinstance(tag, str):
            return tag
        return str(node.target) if isinstance(node, etree._ProcessingInstruction) else ""
    if isinstance(node, Attribute):
        return node.name
    return node.prefix if isinstance(node, Namespace) else ""


def prefixed_name(node: Node) -> str:
    """The name as it is written in the document, with its prefix."""
    name = name_of(node)
    uri, brace, local = name[1:].partition("}") if name.startswith("{") else ("", "", name)
    if not brace:
        return name
    if isinstance(node, etree._Element):
        return f"{node.prefix}:{local}" if node.prefix else local
    if uri == XML_NS:
        return f"xml:{local}"
    nsmap = element_of(node).nsmap
    prefix = next((prefix for prefix, known in nsmap.items() if known == uri and prefix), "")
    return f"{prefix}:{local}" if prefix else local


def namespaces_of(element: etree._Element) -> dict[str, str]:
    """The namespaces in scope, by prefix; without that of ``xml``."""
    return {prefix or "": uri for prefix, uri in element.nsmap.items() if uri}


def string_value(node: Node) -> str:
    """What ``string(.)`` gives: of an element all its text, without comments and PIs."""
    if isinstance(node, etree._Element):
        if not len(node):
            return node.text or ""
        return str(_TEXT(node))
    if isinstance(node, Attribute):
        return node.element.attrib[node.name]
    if isinstance(node, Text):
        return (node.element.tail if node.is_tail else node.element.text) or ""
    return node.uri if isinstance(node, Namespace) else str(_TEXT(node.root))


def is_element(node: Item) -> bool:
    """Is it an element (not a comment or a processing instruction)?"""
    return isinstance(node, etree._Element) and isinstance(node.tag, str)


def kind_of(node: Node) -> str:
    """The kind, as node tests name it: ``element``, ``document-node``, ``text``, …."""
    if isinstance(node, etree._Element):
        if isinstance(node.tag, str):
            return "element"
        return "comment" if isinstance(node, etree._Comment) else "processing-instruction"
    return _KINDS[type(node)]


_KINDS: Final[dict[type, str]] = {
    Document: "document-node",
    Attribute: "attribute",
    Text: "text",
    Namespace: "namespace-node",
}
