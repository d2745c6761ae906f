"""In: what a schema asks of XSLT. Out: keys, documents, ids and properties (XSLT 2.0, 16)."""

from __future__ import annotations

from lxml import etree

from tei_tools.xpath.contexts import Context, Run
from tei_tools.xpath.errors import XPathError
from tei_tools.xpath.functions import function, named
from tei_tools.xpath.functions.nodes import load
from tei_tools.xpath.functions.sequences import key_of
from tei_tools.xpath.nodes import Document, Item, Node, root_of
from tei_tools.xpath.values import atomize, is_node, item_string


@function("generate-id(node?=.) string", sees_context=True, of_1=1)
def _generate_id(f: Context, i: Item, node: Node | None) -> str:
    if node is None:
        return ""
    return "d" + "x".join(map(str, f.run.trees.place(node))).replace("-", "n")


@function("document(item*, node=) node*", sees_context=True, of_1=2)
def _document(f: Context, i: Item, items: list[Item], base: Node | None = None) -> list[Node]:
    found: list[Node] = []
    for item in items:
        if is_node(item):
            found.append(load(f, item_string(item), base if base is not None else item))
        else:
            found += [load(f, item_string(value), base) for value in atomize([item])]
    return f.run.trees.sorted(found)


@function("key(string, anyAtomicType*, node=) node*", sees_context=True)
def _key(f: Context, i: Item, name: str, values: list[Item], top: Node | None = None) -> list[Node]:
    top = _document_of(i) if top is None else top
    index = _index(f, name, root_of(top))
    zone = f.run.zone
    found = [node for value in values for node in index.get(key_of(value, zone), ())]
    if not isinstance(top, Document):
        found = [node for node in found if _is_in(node, top)]
    return f.run.trees.sorted(found)


@function("key(string, item*) node*", sees_context=True, of_1=2)
def _key_1(f: Context, i: Item, name: str, items: list[Item]) -> list[Node]:
    """In 1.0 all keys are strings."""
    index = _index(f, name, _document_of(i).root)
    values = [item_string(item) for item in items]
    found = [node for value in values for node in index.get(("string", value), ())]
    return f.run.trees.sorted(found)


def _document_of(item: Item) -> Document:
    if not is_node(item):
        raise XPathError("XTDE1270", "`key()` needs a node to tell the document")
    return Document(root_of(item))


def _is_in(node: Node, top: Node) -> bool:
    from tei_tools.xpath.nodes import parent_of

    above: Node | None = node
    while above is not None and above != top:
        above = parent_of(above)
    return above is not None


def _index(f: Context, name: str, root: etree._Element) -> dict[object, list[Node]]:
    """The nodes of a document by the value of a key: built when first asked for."""
    if name not in f.run.keys:
        raise XPathError("XTDE1260", f"there is no key `{name}`")
    place = ("key", name, root)
    index = f.run.kept.get(place)
    if index is None:
        index = f.run.kept[place] = {}  # before it is filled: a key may use itself
        _fill(f.run, index, name, Document(root))
    return index


def _fill(run: Run, index: dict[object, list[Node]], name: str, document: Document) -> None:
    from tei_tools.xpath.axes import axis_step

    nodes: list[Node] = []
    for node in axis_step("descendant-or-self", ["node"])(document):
        nodes.append(node)
        nodes += axis_step("attribute", ["node"])(node)
    run.spend(len(nodes))
    left = run.left
    for key in run.keys[name]:
        for node in nodes:
            context = Context(node, {}, run)
            if key.match.matches(node, context):
                for value in atomize(key.use.evaluate(context)):
                    found = index.setdefault(key_of(value, run.zone), [])
                    if not found or found[-1] != node:
                        found.append(node)
    run.left = left


@function("system-property(string) string", of_1=1)
def _system_property(name: str) -> str:
    local = name.strip().rpartition(":")[2].rpartition("}")[2]
    return {"version": "2.0", "vendor": "tei-tools", "supports-backwards-compatibility": "no"}.get(
        local, ""
    )


@function("function-available(string, integer=) boolean", of_1=1)
def _function_available(name: str, *arity: int) -> bool:
    local = name.strip().removeprefix("fn:")
    return any(
        not arity or signature.least <= arity[0] <= len(signature.parameters)
        for signature in named(local)
    )


@function("element-available(string) boolean", of_1=1)
def _element_available(name: str) -> bool:
    return False


@function("unparsed-entity-uri(string) string", of_1=1)
def _unparsed_entity_uri(name: str) -> str:
    return ""
