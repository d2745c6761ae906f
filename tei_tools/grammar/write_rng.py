"""In: the tree of a schema. Out: the schema in the XML syntax of RELAX NG.

What is read from it again is the same tree, but for files and lines, and for the prefixes and the
default namespace around values that do not depend on them.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from tei_tools.model.names import RNG_NS, XML_NS

from .prefixes import Prefixes, nodes, prefixes, qualified
from .syntax import ANNOTATIONS_NS, DATATYPES, INHERITED, Node

_RNG: Final = f"{{{RNG_NS}}}"
_DEFAULT_VALUE: Final = f"{{{ANNOTATIONS_NS}}}defaultValue"
_DOCUMENTATION: Final = f"{{{ANNOTATIONS_NS}}}documentation"
#: Namespaces that have no prefix in XML, or always the same.
_UNDECLARED: Final = frozenset({"", INHERITED, XML_NS})


def write_rng(schema: Node, *, note: str = "") -> bytes:
    """Write a schema; ``note`` is a comment at the top."""
    is_annotated = any(node.documentation or node.default is not None for node, _ in nodes(schema))
    writer = _Writer(prefixes(schema, *[ANNOTATIONS_NS] * is_annotated))
    root = writer.element(schema, None)
    if writer.default != INHERITED:
        root.set("ns", writer.default)
    if any(node.library for node, _ in nodes(schema)):
        root.set("datatypeLibrary", DATATYPES)
    etree.indent(root)
    head = b'<?xml version="1.0" encoding="UTF-8"?>\n'
    if note:
        head += f"<!-- {note.replace('--', '- -')} -->\n".encode()
    return head + etree.tostring(root, encoding="UTF-8", xml_declaration=False) + b"\n"


class _Writer:
    def __init__(self, chosen: Prefixes) -> None:
        self.default = chosen.default
        self.prefixes = chosen.of
        self.nsmap: dict[str | None, str] = {None: RNG_NS}
        self.nsmap |= {p: ns for ns, p in sorted(chosen.of.items()) if ns not in _UNDECLARED}

    def element(self, node: Node, parent: etree._Element | None) -> etree._Element:
        """Write a node and what is inside it."""
        tag = _RNG + node.kind
        if parent is None:
            element = etree.Element(tag, nsmap=self.nsmap)
        else:
            element = etree.SubElement(parent, tag, nsmap=self.own_prefix(node))
        self.attributes(node, element)
        inside = node.children
        if node.kind in ("element", "attribute") and (name := self.short_name(node)):
            element.set("name", name)
            inside = inside[1:]
        if node.documentation and node.kind != "value":
            self.documentation(node, element)
        if node.kind == "attribute" and inside and inside[-1] == _plain_text(inside[-1]):
            inside = inside[:-1]  # text is meant where nothing is said (RELAX NG 4.12)
        for child in inside:
            self.element(child, element)
        if node.documentation and node.kind == "value" and parent is not None:
            self.documentation(node, parent)
        return element

    def documentation(self, node: Node, parent: etree._Element) -> None:
        """Write what is said of a node: in it, or after a value."""
        for line in node.documentation.split("\n"):
            etree.SubElement(parent, _DOCUMENTATION).text = line

    def attributes(self, node: Node, element: etree._Element) -> None:
        """Write the attributes of a node, and its text."""
        match node.kind:
            case "name":
                element.text = node.name
                self.ns(node, element)
            case "nsName" | "include" | "externalRef":
                self.ns(node, element)
            case "define" | "ref" | "parentRef" | "param":
                element.set("name", node.name)
            case "data":
                element.set("type", node.name)
            case "value" if (node.library, node.name) != ("", "token"):
                element.set("type", node.name)
                if qualified(node) and ":" not in node.text:
                    self.ns(node, element)
        if "type" in element.attrib and node.library != DATATYPES:
            element.set("datatypeLibrary", node.library)
        if node.default is not None:
            element.set(_DEFAULT_VALUE, node.default)
        if node.combine:
            element.set("combine", node.combine)
        if node.href:
            element.set("href", node.href)
        if node.kind in ("value", "param"):
            element.text = node.text

    def ns(self, node: Node, element: etree._Element) -> None:
        """Write a namespace that is not the default."""
        if node.ns != self.default:
            element.set("ns", node.ns)

    def short_name(self, node: Node) -> str:
        """The name class of an element or attribute as the value of ``name`` (RELAX NG 4.8)."""
        names = node.children[0]
        if names.kind != "name":
            return ""
        if names.ns == ("" if node.kind == "attribute" else self.default):
            return names.name
        if names.ns in self.prefixes and names.ns not in ("", INHERITED):
            return f"{self.prefixes[names.ns]}:{names.name}"
        return ""

    def own_prefix(self, node: Node) -> dict[str | None, str]:
        """The declaration of the prefix of a value, where it is its own."""
        if node.kind != "value" or ":" not in node.text:
            return {}
        prefix = node.text.strip().partition(":")[0]
        name = qualified(node)
        is_known = name is None or prefix == "xml" or self.nsmap.get(prefix) == name[0]
        return {} if name is None or is_known else {prefix: name[0]}


def _plain_text(node: Node) -> Node:
    """The pattern ``text``, in the same place as another."""
    return Node("text", file=node.file, line=node.line)
