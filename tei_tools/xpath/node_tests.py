"""In: a node test (XPath 3.1, 3.3.2.2), as a tree. Out: whether a node passes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias

from lxml import etree

from tei_tools.xpath.nodes import (
    Attribute,
    Document,
    Namespace,
    kind_of,
    name_of,
)

Test: TypeAlias = Callable[[Any], bool]

_Element = etree._Element


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
    if special is Attribute and "*" not in name:
        return lambda node: type(node) is Attribute and node.name == name
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
