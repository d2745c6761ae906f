"""In: nothing. Out: random trees of schemas, and what of a tree a syntax is to keep."""

from __future__ import annotations

from hypothesis import strategies as st

from tei_tools.grammar.prefixes import qualified
from tei_tools.grammar.syntax import DATATYPES, INHERITED, Node, documented
from tei_tools.model.names import TEI_NS, XML_NS

#: What is inside of these may be several patterns without a group, or one group.
GROUPS = frozenset("define optional zeroOrMore oneOrMore list mixed group".split())
NAMED = frozenset({"element", "attribute"})
OPERATORS = frozenset("group choice interleave".split())


def kept(node: Node) -> Node:
    """A tree without what no syntax keeps: the file, the lines, the prefixes."""
    if name := qualified(node):
        node = node._replace(text=f"{{{name[0]}}}{name[1]}", ns="")
    children = tuple(kept(child) for child in node.children)
    return node._replace(children=children, context={}, file="", line=0)


def plain(node: Node, *, is_name: bool = False) -> Node:
    """A tree without what the compact syntax cannot say either: see `write_rnc`."""
    children = [
        plain(child, is_name=is_name or (node.kind in NAMED and position == 0))
        for position, child in enumerate(node.children)
    ]
    if node.kind in OPERATORS and len(children) == 1:
        if not node.documentation:
            return children[0]
        node = node._replace(kind="choice" if is_name else "group")
    alone = len(children) == (2 if node.kind == "element" else 1)
    several = "choice" if node.kind == "except" else "group"
    may_be_several = node.kind in GROUPS or node.kind in ("element", "except")
    if alone and may_be_several and _is_plain(children[-1], several):
        children[-1:] = children[-1].children
    if node.kind == "except":
        node = node._replace(documentation="")
    return node._replace(children=tuple(children))


def alike(node: Node) -> Node:
    """A tree to compare with one that trang wrote.

    It puts line ends into documentation, and gives other names to the files that a schema includes.
    """
    return _alike(plain(kept(node)))


def _alike(node: Node) -> Node:
    children = tuple(_alike(child) for child in node.children)
    text = node.documentation.replace(" ", "")
    return node._replace(children=children, documentation=text, href="")


def _is_plain(node: Node, kind: str) -> bool:
    return node.kind == kind and not node.documentation


# --- strategies -----

NAMES = st.sampled_from(["a", "element", "b.c-d", "é", "_x1", "日本"])
NAMESPACES = st.sampled_from(["", TEI_NS, "urn:a", "urn:b#c", INHERITED])
PIECES = [*"ab \"'\\x{}\n\t\r#~é\xa0😀-5C", "\\x{", "\\xx{5C}"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
DOCUMENTATION = st.just("") | st.lists(TEXTS, max_size=3).map(documented)
QNAMES = st.builds(
    lambda local, prefix, ns: Node(
        "value",
        name="QName",
        library=DATATYPES,
        text=f"{prefix}:{local}" if prefix else local,
        ns="" if prefix else ns,
        context={prefix: ns} if prefix else {},
    ),
    NAMES,
    st.sampled_from(["", "p", "a"]),
    st.sampled_from([TEI_NS, "urn:a", "urn:q"]),
)
VALUES = QNAMES | st.builds(
    lambda library, name, text, doc: Node(
        "value", name=name, library=library, text=text, documentation=doc
    ),
    st.sampled_from(["", DATATYPES, "urn:types"]),
    st.sampled_from(["string", "token", "other"]),
    TEXTS,
    DOCUMENTATION,
)
PARAMS = st.builds(lambda name, text: Node("param", name=name, text=text), NAMES, TEXTS)
REFERENCES = st.builds(
    lambda kind, name, doc: Node(kind, name=name, documentation=doc),
    st.sampled_from(["ref", "parentRef"]),
    NAMES,
    DOCUMENTATION,
)
EXTERNALS = st.builds(
    lambda href, ns, doc: Node("externalRef", href=href, ns=ns, documentation=doc),
    st.sampled_from(["x.rng", "d/y.rnc", "a'b%20c"]),
    NAMESPACES,
    DOCUMENTATION,
)
SIMPLE = st.builds(
    lambda kind, doc: Node(kind, documentation=doc),
    st.sampled_from(["empty", "text", "notAllowed"]),
    DOCUMENTATION,
)


def _nodes(
    kinds: list[str], inside: st.SearchStrategy[tuple[Node, ...]]
) -> st.SearchStrategy[Node]:
    return st.builds(
        lambda kind, children, doc: Node(kind, children, documentation=doc),
        st.sampled_from(kinds),
        inside,
        DOCUMENTATION,
    )


def _some(one: st.SearchStrategy[Node], least: int = 1) -> st.SearchStrategy[tuple[Node, ...]]:
    return st.lists(one, min_size=least, max_size=3).map(tuple)


def _excepted(one: st.SearchStrategy[Node]) -> st.SearchStrategy[tuple[Node, ...]]:
    """Nothing, or an ``except``."""
    return st.just(()) | _some(one).map(lambda children: (Node("except", children),))


def name_classes(namespaces: st.SearchStrategy[str]) -> st.SearchStrategy[Node]:
    """Name classes of elements; those of attributes are in any namespace, ``xml`` too."""
    name = st.builds(lambda name, ns: Node("name", name=name, ns=ns), NAMES, namespaces)

    def wild(inside: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
        return (
            _nodes(["choice"], _some(inside))
            | _nodes(["anyName"], _excepted(inside))
            | st.builds(
                lambda node, ns: node._replace(ns=ns),
                _nodes(["nsName"], _excepted(inside)),
                namespaces,
            )
        )

    return name | st.recursive(name, wild, max_leaves=4)


ELEMENTS = name_classes(NAMESPACES)
ATTRIBUTES = name_classes(NAMESPACES | st.just(XML_NS))


def _containers(inside: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    kinds = "group interleave choice optional zeroOrMore oneOrMore list mixed".split()
    return (
        _nodes(kinds, _some(inside))
        | st.builds(
            lambda names, node: node._replace(children=(names, *node.children)),
            ELEMENTS,
            _nodes(["element"], _some(inside)),
        )
        | st.builds(
            lambda names, child, doc, default: Node(
                "attribute", (names, child), documentation=doc, default=default
            ),
            ATTRIBUTES,
            inside,
            DOCUMENTATION,
            st.none() | TEXTS,
        )
        | st.builds(
            lambda name, library, params, excepted, doc: Node(
                "data", (*params, *excepted), name=name, library=library, documentation=doc
            ),
            st.sampled_from(["string", "token", "other"]),
            st.sampled_from(["", DATATYPES, "urn:types"]),
            _some(PARAMS, 0),
            _excepted(inside),
            DOCUMENTATION,
        )
        | grammars(inside)
    )


def grammars(inside: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Grammars of definitions, divs and inclusions."""
    define = st.builds(
        lambda children, name, combine, doc: Node(
            "define", children, name=name, combine=combine, documentation=doc
        ),
        _some(inside),
        NAMES,
        st.sampled_from(["", "choice", "interleave"]),
        DOCUMENTATION,
    )
    start = st.builds(
        lambda child, combine, doc: Node("start", (child,), combine=combine, documentation=doc),
        inside,
        st.sampled_from(["", "choice", "interleave"]),
        DOCUMENTATION,
    )
    override = define | start | _nodes(["div"], _some(define | start, 0))
    include = st.builds(
        lambda node, href, ns: node._replace(href=href, ns=ns),
        _nodes(["include"], _some(override, 0)),
        st.sampled_from(["x.rng", "d/y.rnc"]),
        NAMESPACES,
    )
    component = define | start | include
    return _nodes(["grammar"], _some(component | _nodes(["div"], _some(component, 0)), 0))


PATTERNS = st.recursive(SIMPLE | VALUES | REFERENCES | EXTERNALS, _containers, max_leaves=8)
#: A value that is the whole schema has no place in XML for its documentation.
SCHEMAS = grammars(PATTERNS) | PATTERNS.map(
    lambda node: node._replace(documentation="") if node.kind == "value" else node
)


def _sound(node: Node, *, is_excepted: bool = False) -> Node:
    """A tree without what trang refuses: unknown names and datatypes, exceptions in exceptions.

    And without what it writes wrongly: the library of a type in an exception, a line end in a
    default value.
    """
    match node.kind:
        case "ref" | "parentRef" | "externalRef" | "grammar":
            return Node("text", documentation=node.documentation)
        case "anyName" | "nsName" if is_excepted:
            return Node("name", name="a")
        case "attribute" if node.default:
            node = node._replace(default=" ".join(node.default.split()))
        case "data" | "value" if is_excepted or not qualified(node):
            name = node.name if node.name in ("string", "token") else "string"
            node = node._replace(library="", name=name, ns="", context={})
    is_excepted = is_excepted or node.kind == "except"
    children = tuple(
        _sound(child, is_excepted=is_excepted) for child in node.children if child.kind != "param"
    )
    return node._replace(children=children)


#: In an element, since trang writes no root that is a datatype.
SOUND = PATTERNS.map(lambda node: Node("element", (Node("name", name="a"), _sound(node))))
