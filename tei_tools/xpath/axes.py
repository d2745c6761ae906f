"""In: an axis and a node test. Out: the function from a node to the nodes on it, in axis order.

Where lxml has an iterator with a tag filter, it does the work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, TypeAlias

from lxml import etree

from tei_tools.model.names import XML_NS
from tei_tools.xpath.nodes import (
    Attribute,
    Document,
    Item,
    Namespace,
    Node,
    Text,
    kind_of,
    name_of,
    namespaces_of,
    parent_of,
)

Step: TypeAlias = Callable[[Any], Iterable[Node]]
Test: TypeAlias = Callable[[Any], bool]

_Element = etree._Element
_TEXTS: Final = etree.XPath("descendant::text()")
REVERSE: Final = frozenset(("ancestor", "ancestor-or-self", "preceding", "preceding-sibling"))
#: Axes of which different nodes have no nodes in common, and keep the order of theirs.
APART: Final = frozenset(("child", "attribute", "self", "namespace"))


def node_test(test: list[Any], axis: str = "child") -> Test:
    """Does a node pass a node test? Names are of the axis's principal kind of node."""
    kind = test[0]
    if kind == "node":
        return lambda node: True
    if kind == "name":
        return _named(test[1], {"attribute": Attribute, "namespace": Namespace}.get(axis))
    if kind in ("element", "attribute") and len(test) > 1:
        if len(test) > 2 and test[2].rpartition("}")[2] not in _UNTYPED:
            return lambda node: False
        return _named(test[1], Attribute if kind == "attribute" else None)
    if kind == "document-node" and len(test) > 1:
        inner = node_test(test[1])
        return lambda node: isinstance(node, Document) and inner(node.root)
    if kind == "processing-instruction" and len(test) > 1:
        return lambda node: kind_of(node) == kind and name_of(node) == test[1]
    return lambda node: kind_of(node) == kind


_UNTYPED: Final = frozenset(
    ("untyped", "anyType", "untypedAtomic", "anySimpleType", "anyAtomicType")
)


def _named(name: str, special: Any) -> Test:
    """Is it an element (or a node of a special kind) of this name?"""
    matches = name_matcher(name)
    if special is not None:
        return lambda node: type(node) is special and matches(name_of(node))
    if name == "*":
        return lambda node: type(node) is _Element
    if "*" not in name:
        return lambda node: type(node) is _Element and node.tag == name
    return lambda node: type(node) is _Element and matches(str(node.tag))


def name_matcher(name: str) -> Callable[[str], bool]:
    """Is a Clark name meant by a name or a wildcard (``*``, ``{uri}*``, ``{*}local``)?"""
    if name == "*":
        return lambda other: True
    if name.startswith("{*}"):
        local, ending = name[3:], name[2:]
        return lambda other: other == local or other.endswith(ending)
    if name == "{}*":
        return lambda other: other[:1] != "{"
    if name.endswith("}*"):
        start = name[:-1]
        return lambda other: other.startswith(start)
    return name.__eq__


def axis_step(axis: str, test: list[Any]) -> Step:
    """The nodes on an axis that pass a test."""
    if axis == "attribute":
        return _attributes(test)
    tag = _tag(test)
    if tag is not None and axis in _BY_TAG:
        return _BY_TAG[axis](tag)
    walk, passes = _WALKS[axis], node_test(test, axis)
    if test[0] == "node":
        return walk
    if test[0] == "text" and axis == "descendant":
        return _texts
    return lambda node: filter(passes, walk(node))


def _tag(test: list[Any]) -> Any:
    """The tag by which lxml finds what passes the test; None where it cannot."""
    match test:
        case ["name" | "element", str(name)]:
            return name
        case ["element"]:
            return "*"
        case ["comment"]:
            return etree.Comment
        case ["processing-instruction"]:
            return etree.PI
    return None


# Axes with a tag filter


def _children_by_tag(tag: Any) -> Step:
    def step(node: Any) -> Iterable[Node]:
        if isinstance(node, _Element):
            return node.iterchildren(tag) if len(node) else ()
        return filter(_tagged(tag), _children(node))

    return step


def _descendants_by_tag(tag: Any) -> Step:
    def step(node: Any) -> Iterable[Node]:
        if isinstance(node, _Element):
            return node.iterdescendants(tag) if len(node) else ()
        if not isinstance(node, Document):
            return ()
        return node.root.iter(tag) if isinstance(tag, str) else _outermost(node.root, tag)

    return step


def _outermost(root: _Element, tag: Any) -> Iterator[Node]:
    yield from reversed(list(root.itersiblings(tag, preceding=True)))
    yield from root.iter(tag)
    yield from root.itersiblings(tag)


def _ancestors_by_tag(tag: Any) -> Step:
    def step(node: Any) -> Iterable[Node]:
        if isinstance(node, _Element):
            return node.iterancestors(tag)
        above = parent_of(node)
        if not isinstance(above, _Element):
            return ()
        return filter(_tagged(tag), (above, *above.iterancestors()))

    return step


def _following_siblings_by_tag(tag: Any) -> Step:
    def step(node: Any) -> Iterable[Node]:
        if isinstance(node, _Element):
            return node.itersiblings(tag)
        return filter(_tagged(tag), _following_siblings(node))

    return step


def _preceding_siblings_by_tag(tag: Any) -> Step:
    def step(node: Any) -> Iterable[Node]:
        if isinstance(node, _Element):
            return node.itersiblings(tag, preceding=True)
        return filter(_tagged(tag), _preceding_siblings(node))

    return step


def _following_by_tag(tag: Any) -> Step:
    def step(node: Any) -> Iterator[Node]:
        if isinstance(node, Document):
            return
        element = node if isinstance(node, _Element) else node.element
        if element is not node and not (isinstance(node, Text) and node.is_tail):
            yield from element.iterdescendants(tag)
        for above in (element, *element.iterancestors()):
            for sibling in above.itersiblings():
                yield from sibling.iter(tag)

    return step


def _preceding_by_tag(tag: Any) -> Step:
    def step(node: Any) -> Iterator[Node]:
        if isinstance(node, Document):
            return
        element = node if isinstance(node, _Element) else node.element
        if isinstance(node, Text) and node.is_tail:  # what it follows comes before it
            yield from reversed(list(element.iter(tag)))
        for above in (element, *element.iterancestors()):
            for sibling in above.itersiblings(preceding=True):
                yield from reversed(list(sibling.iter(tag)))

    return step


def _tagged(tag: Any) -> Test:
    if tag is etree.Comment:
        return node_test(["comment"])
    return node_test(["processing-instruction"] if tag is etree.PI else ["name", tag])


_BY_TAG: Final[dict[str, Callable[[Any], Step]]] = {
    "child": _children_by_tag,
    "descendant": _descendants_by_tag,
    "ancestor": _ancestors_by_tag,
    "following-sibling": _following_siblings_by_tag,
    "preceding-sibling": _preceding_siblings_by_tag,
    "following": _following_by_tag,
    "preceding": _preceding_by_tag,
}


# Axes with all their nodes


def _children(node: Node) -> Iterator[Node]:
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
    open_nodes = [_children(node)]
    while open_nodes:
        child = next(open_nodes[-1], None)
        if child is None:
            open_nodes.pop()
            continue
        yield child
        if isinstance(child, _Element):
            open_nodes.append(_children(child))


def _texts(node: Node) -> Iterable[Node]:
    """All texts in a node. libxml2 finds them; it may give one in several pieces."""
    if isinstance(node, Document):
        node = node.root
    if type(node) is not _Element:
        return ()
    found: Any = _TEXTS(node)
    return dict.fromkeys(Text(text.getparent(), text.is_tail) for text in found)


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


def _following_siblings(node: Node) -> Iterator[Node]:
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


def _preceding_siblings(node: Node) -> Iterator[Node]:
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
        for sibling in _following_siblings(above):
            yield sibling
            yield from _descendants(sibling)
        above = parent_of(above)


def _preceding(node: Node) -> Iterator[Node]:
    if isinstance(node, (Attribute, Namespace)):
        node = node.element
    above: Node | None = node
    while above is not None:
        for sibling in _preceding_siblings(above):
            yield from reversed(list(_descendants(sibling)))
            yield sibling
        above = parent_of(above)


def _namespaces(node: Node) -> Iterator[Node]:
    if isinstance(node, _Element) and isinstance(node.tag, str):
        yield Namespace(node, "xml", XML_NS)
        for prefix, uri in namespaces_of(node).items():
            yield Namespace(node, prefix, uri)


_WALKS: Final[dict[str, Step]] = {
    "self": _self,
    "child": _children,
    "parent": _parent,
    "descendant": _descendants,
    "descendant-or-self": _descendants_or_self,
    "ancestor": _ancestors,
    "ancestor-or-self": _ancestors_or_self,
    "following-sibling": _following_siblings,
    "preceding-sibling": _preceding_siblings,
    "following": _following,
    "preceding": _preceding,
    "namespace": _namespaces,
}


# Attributes


def _attributes(test: list[Any]) -> Step:
    if test[0] in ("name", "attribute", "node") and len(test) < 3:
        name = test[1] if len(test) > 1 else "*"
        if "*" not in name:
            return lambda node: (Attribute(node, name),) if has_attribute(node, name) else ()
        matches = name_matcher(name)
        return lambda node: (
            [Attribute(node, key) for key in node.keys() if matches(key)]  # noqa: SIM118
            if type(node) is _Element
            else ()
        )
    passes = node_test(test, "attribute")
    everything = _attributes(["node"])
    return lambda node: filter(passes, everything(node))


def has_attribute(node: Item, name: str) -> bool:
    """Is it an element that has the attribute? (lxml gives PIs attributes too.)"""
    return type(node) is _Element and node.get(name) is not None
