"""In: a node. Out: all nodes on one of its axes (XPath 3.1, 3.3.2.1), in the order of the axis."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, TypeAlias

from lxml import etree

from tei_tools.model.names import XML_NS
from tei_tools.xpath.nodes import (
    Attribute,
    Document,
    Namespace,
    Node,
    Text,
    namespaces_of,
    parent_of,
)

Step: TypeAlias = Callable[[Any], Iterable[Node]]

_Element = etree._Element
_TEXTS: Final = etree.XPath("descendant::text()")


def children(node: Node) -> Iterator[Node]:
    """With the texts between."""
    if isinstance(node, Document):
        yield from _outer(node.root)
    elif isinstance(node, _Element) and isinstance(node.tag, str):
        if node.text:
            yield Text(node, False)
        for child in node:
            yield child
            if child.tail:
                yield Text(child, True)


def _outer(root: _Element) -> Iterator[_Element]:
    """The children of a document."""
    yield from reversed(list(root.itersiblings(preceding=True)))
    yield root
    yield from root.itersiblings()


def _descendants(node: Node) -> Iterator[Node]:
    """Without recursion: trees may be deep."""
    open_nodes = [children(node)]
    while open_nodes:
        child = next(open_nodes[-1], None)
        if child is None:
            open_nodes.pop()
            continue
        yield child
        if isinstance(child, _Element):
            open_nodes.append(children(child))


def texts(node: Node) -> Iterable[Node]:
    """All texts in a node. libxml2 finds them; it may give one in several pieces."""
    if isinstance(node, Document):
        node = node.root
    if type(node) is not _Element:
        return ()
    found: Any = _TEXTS(node)
    return dict.fromkeys(Text(text.getparent(), text.is_tail) for text in found)


def child_texts(node: Node) -> Iterable[Node]:
    """The texts directly in a node."""
    if type(node) is not _Element:
        return ()
    found: list[Node] = [Text(child, True) for child in node if child.tail]
    return [Text(node, False), *found] if node.text else found


def _self(node: Node) -> Iterable[Node]:
    return (node,)


def _descendants_or_self(node: Node) -> Iterator[Node]:
    yield node
    yield from _descendants(node)


def _parent(node: Node) -> Iterable[Node]:
    parent = parent_of(node)
    return () if parent is None else (parent,)


def _ancestors(node: Node) -> Iterator[Node]:
    above = parent_of(node)
    while above is not None:
        yield above
        above = parent_of(above)


def _ancestors_or_self(node: Node) -> Iterator[Node]:
    yield node
    yield from _ancestors(node)


def following_siblings(node: Node) -> Iterator[Node]:
    """With the texts between."""
    if isinstance(node, Text):
        if not node.is_tail:
            yield from _with_tails(node.element)
            return
    elif not isinstance(node, _Element):
        return
    elif node.tail and node.getparent() is not None:
        yield Text(node, True)
    element = node if isinstance(node, _Element) else node.element
    yield from _with_tails(element.itersiblings())


def _with_tails(elements: Iterable[_Element]) -> Iterator[Node]:
    for element in elements:
        yield element
        if element.tail:
            yield Text(element, True)


def preceding_siblings(node: Node) -> Iterator[Node]:
    """With the texts between, the nearest first."""
    if isinstance(node, Text):
        if not node.is_tail:
            return
        yield node.element
    elif not isinstance(node, _Element):
        return
    element = node if isinstance(node, _Element) else node.element
    for sibling in element.itersiblings(preceding=True):
        if sibling.tail:
            yield Text(sibling, True)
        yield sibling
    parent = element.getparent()
    if parent is not None and parent.text:
        yield Text(parent, False)


def _following(node: Node) -> Iterator[Node]:
    if isinstance(node, (Attribute, Namespace)):
        yield from _descendants(node.element)
        node = node.element
    above: Node | None = node
    while above is not None:
        for sibling in following_siblings(above):
            yield sibling
            yield from _descendants(sibling)
        above = parent_of(above)


def _preceding(node: Node) -> Iterator[Node]:
    if isinstance(node, (Attribute, Namespace)):
        node = node.element
    above: Node | None = node
    while above is not None:
        for sibling in preceding_siblings(above):
            yield from reversed(list(_descendants(sibling)))
            yield sibling
        above = parent_of(above)


def _namespaces(node: Node) -> Iterator[Node]:
    if isinstance(node, _Element) and isinstance(node.tag, str):
        yield Namespace(node, "xml", XML_NS)
        for prefix, uri in namespaces_of(node).items():
            yield Namespace(node, prefix, uri)


WALKS: Final[dict[str, Step]] = {
    "self": _self,
    "child": children,
    "parent": _parent,
    "descendant": _descendants,
    "descendant-or-self": _descendants_or_self,
    "ancestor": _ancestors,
    "ancestor-or-self": _ancestors_or_self,
    "following-sibling": following_siblings,
    "preceding-sibling": preceding_siblings,
    "following": _following,
    "preceding": _preceding,
    "namespace": _namespaces,
}
