"""In: the tree of a schema. Out: the schema in the XML syntax of RELAX NG.

What is read from it again is the same tree, but for files, lines and the names of prefixes; a value
that is the whole schema has no place for its documentation.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from lxml import etree

from tei_tools.model.names import RNG_NS, XML_NS

from .prefixes import Prefixes, nodes, prefixes, qualified
from .syntax import ANNOTATIONS_NS, DATATYPES, INHERITED, Node, fault

_RNG: Final = f"{{{RNG_NS}}}"
_DEFAULT_VALUE: Final = f"{{{ANNOTATIONS_NS}}}defaultValue"
_DOCUMENTATION: Final = f"{{{ANNOTATIONS_NS}}}documentation"
#: What has a datatype.
_TYPED: Final = frozenset({"data", "value"})


class _Scope(NamedTuple):
    """What an element inherits from those around it (RELAX NG 4.3, 4.5)."""

    ns: str
    library: str


def write_rng(schema: Node, *, note: str = "") -> bytes:
    """Write a schema; ``note`` is a comment at the top.

    Raises:
        SchemaError: a name is to inherit its namespace inside of what gives it another.
    """
    every = [node for node, _ in nodes(schema)]
    is_annotated = any(node.documentation or node.default is not None for node in every)
    has_types = any(node.library for node in every) and schema.kind not in _TYPED
    chosen = prefixes(schema, *[ANNOTATIONS_NS] * is_annotated)
    scope = _Scope(chosen.default, DATATYPES if has_types else "")
    root = _Writer(chosen).element(schema, None, scope)
    if scope.ns != INHERITED:
        root.set("ns", scope.ns)
    if scope.library:
        root.set("datatypeLibrary", scope.library)
    etree.indent(root)
    head = b'<?xml version="1.0" encoding="UTF-8"?>\n'
    if note:
        head += f"<!-- {note.replace('--', '- -')} -->\n".encode()
    return head + etree.tostring(root, encoding="UTF-8", xml_declaration=False) + b"\n"


class _Writer:
    def __init__(self, chosen: Prefixes) -> None:
        self.prefixes = {ns: p for ns, p in chosen.of.items() if ns not in ("", INHERITED)}
        self.nsmap: dict[str | None, str] = {None: RNG_NS}
        self.nsmap |= {p: ns for ns, p in sorted(self.prefixes.items()) if ns != XML_NS}

    def element(self, node: Node, parent: etree._Element | None, scope: _Scope) -> etree._Element:
        """Write a node and what is inside it."""
        tag = _RNG + node.kind
        if parent is None:
            element = etree.Element(tag, nsmap=self.nsmap)
        else:
            element = etree.SubElement(parent, tag, nsmap=self.own_prefix(node))
        scope = self.attributes(node, element, scope)
        if node.documentation and node.kind != "value":
            self.documentation(node, element)
        inside = node.children
        # A short name of an attribute would take the namespace that the root declares.
        may_be_short = node.kind == "element" or (node.kind == "attribute" and parent is not None)
        if may_be_short and (name := self.short_name(node, scope)):
            element.set("name", name)
            inside = inside[1:]
        if node.kind == "attribute" and inside[-1].kind == "text" and not inside[-1].documentation:
            inside = inside[:-1]  # it is meant where nothing is said (RELAX NG 4.12)
        for child in inside:
            self.element(child, element, scope)
        if node.documentation and node.kind == "value" and parent is not None:
            self.documentation(node, parent)
        return element

    def documentation(self, node: Node, parent: etree._Element) -> None:
        """Write what is said of a node: in it, or after a value."""
        for line in node.documentation.split("\n"):
            etree.SubElement(parent, _DOCUMENTATION).text = line

    def attributes(self, node: Node, element: etree._Element, scope: _Scope) -> _Scope:
        """Write the attributes of a node, and its text; return what its children inherit."""
        kind, ns, library = node.kind, scope.ns, scope.library
        if kind in ("name", "nsName", "include", "externalRef") or (
            qualified(node) and ":" not in node.text
        ):
            ns = node.ns
        if ns == INHERITED != scope.ns:
            message = "a name that inherits its namespace, where another is given, is not for XML"
            raise fault(node, "syntax", message, suggestion="declare the namespace in this file")
        if kind in ("define", "ref", "parentRef", "param"):
            element.set("name", node.name)
        if kind in _TYPED and (kind, node.library, node.name) != ("value", "", "token"):
            element.set("type", node.name)
            library = node.library
        values = {
            "href": node.href,
            "combine": node.combine,
            "ns": ns if ns != scope.ns else None,
            "datatypeLibrary": library if library != scope.library else None,
            _DEFAULT_VALUE: node.default,
        }
        for name, value in values.items():
            if value is not None and (value or name not in ("href", "combine")):
                element.set(name, value)
        if kind in ("value", "param", "name"):
            element.text = node.name if kind == "name" else node.text
        return _Scope(ns, library)

    def short_name(self, node: Node, scope: _Scope) -> str:
        """The name class of an element or attribute as the value of ``name`` (RELAX NG 4.8)."""
        names = node.children[0]
        if names.kind != "name":
            return ""
        if names.ns == ("" if node.kind == "attribute" else scope.ns):
            return names.name
        return f"{self.prefixes[names.ns]}:{names.name}" if names.ns in self.prefixes else ""

    def own_prefix(self, node: Node) -> dict[str | None, str]:
        """The declaration of the prefix of a value, where it is its own."""
        name = qualified(node)
        prefix = node.text.strip().partition(":")[0]
        if name is None or ":" not in node.text or prefix == "xml":
            return {}
        return {} if self.nsmap.get(prefix) == name[0] else {prefix: name[0]}
