"""In: an axis and a node test. Out: the function from a node to the nodes on it, in axis order.

Where lxml has an iterator with a tag filter, it does the work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from lxml import etree

from tei_tools.xpath.node_tests import Test, name_matcher, node_test
from tei_tools.xpath.nodes import (
    Attribute,
    Document,
    Item,
    Node,
    Text,
    parent_of,
)
from tei_tools.xpath.walks import (
    WALKS,
    Step,
    child_texts,
    children,
    following_siblings,
    preceding_siblings,
    texts,
)

_Element = etree._Element
REVERSE: Final = frozenset(("ancestor", "ancestor-or-self", "preceding", "preceding-sibling"))


def axis_step(axis: str, test: list[Any]) -> Step:
    """The nodes on an axis that pass a test."""
    if axis == "attribute":
        return _attributes(test)
    tag = _tag(test)
    if tag is not None and axis in _BY_TAG:
        return _BY_TAG[axis](tag)
    walk, passes = WALKS[axis], node_test(test, axis)
    if test[0] == "node":
        return walk
    if test[0] == "text" and axis in _TEXTS:
        return _TEXTS[axis]
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
        return filter(_tagged(tag), children(node))

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
        return filter(_tagged(tag), following_siblings(node))

    return step


def _preceding_siblings_by_tag(tag: Any) -> Step:
    def step(node: Any) -> Iterable[Node]:
        if isinstance(node, _Element):
            return node.itersiblings(tag, preceding=True)
        return filter(_tagged(tag), preceding_siblings(node))

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


_TEXTS: Final[dict[str, Step]] = {"child": child_texts, "descendant": texts}


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
