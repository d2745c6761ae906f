"""In: expressions and documents. Out: what Saxon says of them, and what we say, in one notation.

A value is a list of texts: ``node /Q{}a[1]/@Q{}b`` or ``integer 3``; or the text ``error``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from lxml import etree

from tei_tools.model.names import FN_NS, TEI_NS, XSD_NS
from tei_tools.xpath import (
    Attribute,
    Context,
    Document,
    Namespace,
    Node,
    Run,
    Text,
    XPathError,
    compile_expression,
    name_of,
)
from tei_tools.xpath.nodes import NODES, parent_of
from tei_tools.xpath.values import Array, Function, Map, to_string, type_of
from tests.oracles import missing

try:
    import saxonche
except ImportError:
    saxonche = None

NAMESPACES: Final = {
    "tei": TEI_NS,
    "xs": XSD_NS,
    "t": "urn:t",
    "u": "urn:u",
    **{name: f"{FN_NS}/{name}" for name in ("map", "array", "math")},
}
_TYPES: Final = (
    "untypedAtomic anyURI boolean integer decimal double float QName dayTimeDuration"
    " yearMonthDuration duration dateTime date time gYear gYearMonth gMonth gMonthDay gDay"
    " hexBinary base64Binary string"
).split()
_TYPE_OF: Final = " ".join(f"if ($x instance of xs:{name}) then '{name}' else" for name in _TYPES)
_NOTATION: Final = (
    "for $x in ({}\n) return if ($x instance of node()) then concat('node ', path($x))"
    f" else if ($x instance of xs:anyAtomicType) then concat({_TYPE_OF} '?', ' ', string($x))"
    " else 'function'"
)


class Saxon:
    """A document as Saxon has it."""

    def __init__(self, text: str, namespaces: Mapping[str, str] = NAMESPACES) -> None:
        if saxonche is None:
            missing("saxonche")
        self.processor: Any = saxonche.PySaxonProcessor(license=False)
        self.document = self.processor.parse_xml(xml_text=text)
        self.namespaces = namespaces
        self.nodes: dict[str, Any] = {}

    def _xpath(self) -> Any:
        xpath = self.processor.new_xpath_processor()
        for prefix, uri in self.namespaces.items():
            xpath.declare_namespace(prefix, uri)
        return xpath

    def node(self, path: str) -> Any:
        """The node at a path, as ``path()`` writes it."""
        if path not in self.nodes:
            xpath = self._xpath()
            xpath.set_context(xdm_item=self.document)
            self.nodes[path] = xpath.evaluate_single(path)
        return self.nodes[path]

    def evaluate(self, expression: str, path: str = "/", default: str = "") -> list[str] | str:
        """The value of an expression at a node."""
        xpath = self._xpath()
        if default:
            xpath.declare_namespace("", default)
        xpath.set_context(xdm_item=self.node(path))
        try:
            value = xpath.evaluate(_NOTATION.format(expression))
        except saxonche.PySaxonApiError:
            return "error"
        return [] if value is None else [item.string_value for item in value]


class Ours:
    """A document as we have it."""

    def __init__(self, text: str, namespaces: Mapping[str, str] = NAMESPACES) -> None:
        self.root = etree.fromstring(text.encode(), etree.XMLParser(collect_ids=False))
        self.namespaces = namespaces
        self.run = Run()

    def evaluate(self, expression: str, node: Node, version: Any = "3.1") -> list[str] | str:
        """The value of an expression at a node."""
        try:
            compiled = compile_expression(expression, namespaces=self.namespaces, version=version)
            return [notation(item) for item in compiled.evaluate(Context(node, {}, self.run))]
        except XPathError:
            return "error"

    def at(self, path: str) -> Node:
        """The node at a path; our own work, but for simple paths."""
        compiled = compile_expression(path, namespaces=self.namespaces, version="3.1")
        node: Node = compiled.evaluate(Context(Document(self.root)))[0]
        return node


def notation(item: Any) -> str:
    """An item in the notation of this module."""
    if isinstance(item, NODES):
        return f"node {path_of(item)}"
    if isinstance(item, (Map, Array, Function)):
        return "function"
    kind = type_of(item)
    if kind not in _TYPES:
        kind = "integer" if isinstance(item, int) else "string"
    return f"{kind} {to_string(item)}"


def path_of(node: Node) -> str:
    """As ``fn:path()`` gives it."""
    if isinstance(node, Document):
        return "/"
    parent = parent_of(node)
    assert parent is not None
    above = path_of(parent)
    return f"{'' if above == '/' else above}/{_step(node, parent)}"


def _step(node: Node, parent: Any) -> str:
    name = name_of(node)
    qualified = f"Q{name}" if name.startswith("{") else f"Q{{}}{name}"
    if isinstance(node, Attribute):
        return f"@{name}" if not name.startswith("{") else f"@{qualified}"
    if isinstance(node, Namespace):
        return f"namespace::{node.prefix}"
    if isinstance(node, Text):
        before = _texts(parent)
        return f"text()[{before.index(node) + 1}]"
    assert isinstance(node, etree._Element)
    same = [
        other
        for other in (node, *node.itersiblings(preceding=True))
        if type(other) is type(node) and name_of(other) == name
    ]
    if isinstance(node.tag, str):
        return f"{qualified}[{len(same)}]"
    if isinstance(node, etree._Comment):
        return f"comment()[{len(same)}]"
    return f"processing-instruction({name})[{len(same)}]"


def _texts(parent: etree._Element) -> list[Text]:
    found = [Text(parent, False)] if parent.text else []
    return [*found, *(Text(child, True) for child in parent if child.tail)]
