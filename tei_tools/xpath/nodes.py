"""In: lxml trees. Out: the nodes of the XPath data model that lxml has no objects for.

Elements, comments and processing instructions are lxml's own objects; the others are small values.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from lxml import etree


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


Node = etree._Element | Document | Attribute | Text | Namespace

#: A node or an atomic value (or, in XPath 3.1, a function, map or array).
Item = Any


class Untyped(str):
    """xs:untypedAtomic: what atomization makes of a node of a document without a schema."""

    __slots__ = ()


def parent_of(node: Node) -> etree._Element | Document | None:
    """The parent; of an attribute its element; None of a document node."""
    if isinstance(node, (Attribute, Namespace)):
        return node.element
    if isinstance(node, Document):
        return None
    if isinstance(node, Text):
        return node.element.getparent() if node.is_tail else node.element
    parent = node.getparent()
    return parent if parent is not None else Document(root_of(node))


def root_of(node: etree._Element) -> etree._Element:
    """The outermost element of the document that an element, comment or PI stands in."""
    return node.getroottree().getroot()


def element_of(node: Node) -> etree._Element:
    """The element to point at when something is said of a node: itself, its parent, the root."""
    if isinstance(node, Document):
        return node.root
    if isinstance(node, Text):
        parent = parent_of(node)
        assert isinstance(parent, etree._Element)
        return parent
    return node.element if isinstance(node, tuple) else node


def name_of(node: Node) -> str:
    """The Clark name; of a PI its target, of a namespace its prefix; else empty."""
    if isinstance(node, Attribute):
        return node.name
    if isinstance(node, tuple):
        return node.prefix if isinstance(node, Namespace) else ""
    if isinstance(node.tag, str):
        return node.tag
    return str(node.target) if isinstance(node, etree._ProcessingInstruction) else ""


def string_value(node: Node) -> str:
    """What ``string(.)`` gives: of an element all its text, without comments and PIs."""
    if isinstance(node, Attribute):
        return node.element.attrib[node.name]
    if isinstance(node, Text):
        return (node.element.tail if node.is_tail else node.element.text) or ""
    if isinstance(node, Document):
        return string_value(node.root)
    if isinstance(node, Namespace):
        return node.uri
    if not isinstance(node.tag, str):
        return node.text or ""
    if not len(node):
        return node.text or ""
    return _text(node)


def _text(element: etree._Element) -> str:
    return "".join(element.xpath("descendant::text()"))
