"""In: nodes. Out: what the functions on nodes tell of them (XPath functions 3.1, 2, 13, 14.5)."""

from __future__ import annotations

import re

from lxml import etree

from tei_tools.model.names import XML_LANG, XML_NS
from tei_tools.xpath.contexts import Context
from tei_tools.xpath.errors import XPathError
from tei_tools.xpath.functions import function
from tei_tools.xpath.nodes import (
    Document,
    Item,
    Namespace,
    Node,
    element_of,
    is_element,
    name_of,
    namespaces_of,
    parent_of,
    prefixed_name,
    root_of,
)
from tei_tools.xpath.values import AnyURI, QName


@function("name(node?=.) string", of_1=1)
def _name(node: Node | None) -> str:
    return "" if node is None else prefixed_name(node)


@function("local-name(node?=.) string", of_1=1)
def _local_name(node: Node | None) -> str:
    return "" if node is None else name_of(node).rpartition("}")[2]


@function("namespace-uri(node?=.) string", of_1=1)
def _namespace_uri(node: Node | None) -> str:
    name = "" if node is None else name_of(node)
    return AnyURI(name[1:].partition("}")[0] if name.startswith("{") else "")


@function("node-name(node?=.) anyAtomicType?")
def _node_name(node: Node | None) -> QName | None:
    if node is None or not name_of(node):
        return None
    prefixed = prefixed_name(node)
    return QName(_namespace_uri(node), _local_name(node), prefixed.rpartition(":")[0])


@function("root(node?=.) node?")
def _root(node: Node | None) -> Node | None:
    return None if node is None else Document(root_of(node))


@function("has-children(node?=.) boolean")
def _has_children(node: Node | None) -> bool:
    if isinstance(node, Document):
        return True
    return is_element(node) and (len(node) > 0 or bool(node.text))  # type: ignore[arg-type, union-attr]


@function("nilled(node?=.) boolean?")
def _nilled(node: Node | None) -> bool | None:
    return False if is_element(node) else None


@function("innermost(node*) node*", sees_context=True)
def _innermost(f: Context, i: Item, nodes: list[Node]) -> list[Node]:
    above = {ancestor for node in nodes for ancestor in _ancestors(f, node)}
    return f.run.trees.sorted(node for node in nodes if node not in above)


@function("outermost(node*) node*", sees_context=True)
def _outermost(f: Context, i: Item, nodes: list[Node]) -> list[Node]:
    all_nodes = set(nodes)
    return f.run.trees.sorted(n for n in nodes if not all_nodes.intersection(_ancestors(f, n)))


def _ancestors(f: Context, node: Node) -> list[Node]:
    found: list[Node] = []
    above = parent_of(node)
    while above is not None:
        found.append(above)
        above = parent_of(above)
    f.run.spend(len(found))
    return found


@function("lang(string?, node=.) boolean", of_1=1)
def _lang(wanted: str | None, node: Node) -> bool:
    found = _inherited(node, XML_LANG)
    language, tag = (wanted or "").lower(), (found or "").lower()
    return found is not None and (tag == language or tag.startswith(f"{language}-"))


def _inherited(node: Node, name: str) -> str | None:
    element: etree._Element | None = None if isinstance(node, Document) else element_of(node)
    while element is not None:
        value = element.get(name) if is_element(element) else None
        if value is not None:
            return value
        element = element.getparent()
    return None


# Ids


@function("id(string*, node=.) node*", sees_context=True, of_1=1)
def _id(f: Context, i: Item, values: list[str], node: Node) -> list[Node]:
    ids = f.run.trees.of(root_of(node)).ids
    found = [ids[token] for value in values for token in value.split() if token in ids]
    return f.run.trees.sorted(found) if len(found) > 1 else found  # type: ignore[return-value]


@function("element-with-id(string*, node=.) node*", sees_context=True)
def _element_with_id(f: Context, i: Item, values: list[str], node: Node) -> list[Node]:
    return _id(f, i, values, node)


@function("idref(string*, node=.) node*", sees_context=True)
def _idref(f: Context, i: Item, values: list[str], node: Node) -> list[Node]:
    return []  # without a DTD or schema no attribute is a reference


# Addresses


@function("base-uri(node?=.) anyAtomicType?")
def _base_uri(node: Node | None) -> AnyURI | None:
    if node is None or isinstance(node, Namespace):
        return None
    if isinstance(node, Document):
        address = node.root.getroottree().docinfo.URL
        return AnyURI(address) if address else None
    element = element_of(node)
    return AnyURI(element.base) if element.base else None


@function("document-uri(node?=.) anyAtomicType?")
def _document_uri(node: Node | None) -> AnyURI | None:
    return _base_uri(node) if isinstance(node, Document) else None


@function("resolve-uri(string?, string) anyAtomicType?")
def _resolve_uri(address: str | None, base: str) -> AnyURI | None:
    from urllib.parse import urljoin

    if not re.match("[A-Za-z][A-Za-z0-9+.-]*:", base):
        raise XPathError("FORG0002", f"`{base}` is no absolute address")
    return None if address is None else AnyURI(urljoin(base, address))


@function("doc(string?) node?", sees_context=True)
def _doc(f: Context, i: Item, address: str | None) -> Node | None:
    if address is None:
        return None
    return load(f, address, None)


@function("doc-available(string?) boolean", sees_context=True)
def _doc_available(f: Context, i: Item, address: str | None) -> bool:
    try:
        return address is not None and load(f, address, None) is not None
    except XPathError:
        return False


def load(f: Context, address: str, base: Node | None) -> Document:
    """The document at an address; an XPathError where there is none."""
    f.run.spend(1_000)
    f.run.trees.of(root_of(f.node))  # the document at hand is before all others
    root = f.run.load(address, base)
    if root is None:
        raise XPathError("FODC0002", f"there is no document `{address}` that may be read")
    return Document(root)


@function("unparsed-text(string?, string=) string?", sees_context=True)
def _unparsed_text(f: Context, i: Item, address: str | None, encoding: str = "") -> str | None:
    if address is None:
        return None
    text = f.run.read(address)
    if text is None:
        raise XPathError("FOUT1170", f"there is no text `{address}` that may be read")
    return text


@function("unparsed-text-lines(string?, string=) string*", sees_context=True)
def _unparsed_text_lines(f: Context, i: Item, address: str | None, encoding: str = "") -> list[str]:
    text = _unparsed_text(f, i, address) or ""
    lines = re.split("\r\n|\r|\n", text)
    return lines if lines[-1] else lines[:-1]


@function("unparsed-text-available(string?, string=) boolean", sees_context=True)
def _unparsed_text_available(f: Context, i: Item, address: str | None, encoding: str = "") -> bool:
    return address is not None and f.run.read(address) is not None


@function("environment-variable(string) string?")
def _environment_variable(name: str) -> None:
    return None  # the environment is nobody's business (functions 3.1, 14.8.6)


@function("available-environment-variables() string*")
def _available_environment_variables() -> list[str]:
    return []


# Names


@function("QName(string?, string) anyAtomicType")
def _qname(uri: str | None, name: str) -> QName:
    prefix, _, local = name.rpartition(":")
    if not re.fullmatch(r"(?:[^\W\d][\w.\-]*:)?[^\W\d][\w.\-]*", name) or (prefix and not uri):
        raise XPathError("FOCA0002", f"`{name}` is no name")
    return QName(uri or "", local, prefix)


@function("local-name-from-QName(QName?) string?")
def _local_name_from_qname(name: QName | None) -> str | None:
    return None if name is None else name.local


@function("prefix-from-QName(QName?) string?")
def _prefix_from_qname(name: QName | None) -> str | None:
    return None if name is None else name.prefix or None


@function("namespace-uri-from-QName(QName?) anyAtomicType?")
def _namespace_uri_from_qname(name: QName | None) -> AnyURI | None:
    return None if name is None else AnyURI(name.uri)


def _namespaces(node: Node) -> dict[str, str]:
    return {"xml": XML_NS, **namespaces_of(element_of(node))}


@function("resolve-QName(string?, node) anyAtomicType?")
def _resolve_qname(name: str | None, node: Node) -> QName | None:
    if name is None:
        return None
    prefix, _, local = name.strip().rpartition(":")
    uri = _namespaces(node).get(prefix)
    if prefix and uri is None:
        raise XPathError("FONS0004", f"the prefix `{prefix}` is not declared")
    return QName(uri or "", local, prefix)


@function("in-scope-prefixes(node) string*")
def _in_scope_prefixes(node: Node) -> list[str]:
    return list(_namespaces(node))


@function("namespace-uri-for-prefix(string?, node) anyAtomicType?")
def _namespace_uri_for_prefix(prefix: str | None, node: Node) -> AnyURI | None:
    uri = _namespaces(node).get(prefix or "")
    return None if uri is None else AnyURI(uri)
