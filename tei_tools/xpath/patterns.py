"""In: the tree of a match pattern (XSLT 5.5). Out: the test whether a node matches, and its names.

A pattern is tried from its last step to its first: the node itself, then its parent or ancestors.
What has not this form is evaluated as an expression from each ancestor of the node.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, TypeAlias

from tei_tools.xpath.axes import axis_step
from tei_tools.xpath.code import Tree
from tei_tools.xpath.compiler import Compiler
from tei_tools.xpath.contexts import Context
from tei_tools.xpath.errors import XPathError
from tei_tools.xpath.node_tests import node_test
from tei_tools.xpath.nodes import Attribute, Document, Namespace, Node, name_of, parent_of
from tei_tools.xpath.paths import ANYWHERE
from tei_tools.xpath.predicates import may_look_at_positions
from tei_tools.xpath.steps import step
from tei_tools.xpath.walks import Step

Match: TypeAlias = Callable[[Context, Any], bool]

#: Axes that a step of a pattern may have.
_AXES: Final = ("child", "attribute", "self", "descendant", "descendant-or-self", "namespace")
#: What a pattern may begin with, besides a step.
_SOURCES: Final = ("id", "key", "doc", "document", "root", "element-with-id")
#: How many alternatives the parentheses of a pattern may come to.
MOST: Final = 1_000

#: Whatever node: the names of a pattern of which nothing is known.
EVERYTHING: Final = frozenset(
    ("*", "@*", "text()", "comment()", "processing-instruction()", "/", "namespace-node()")
)


def alternatives(tree: Tree, *, is_1: bool) -> list[list[Tree]]:
    """The pattern as paths without unions; XPathError where it is no pattern."""
    found = list(_spread(tree))
    for path in found:
        for place, part in enumerate(path):
            _check(part, place, is_1)
    return found


def _spread(tree: Tree) -> Iterator[list[Tree]]:
    kind = tree[0]
    if kind == "union":
        for part in tree[1]:
            yield from _spread(part)
    elif kind == "group":
        yield from _spread(tree[1])
    elif kind == "path":
        paths: list[list[Tree]] = [[]]
        for part in tree[1]:
            several = part[0] in ("union", "group")
            ends = list(_spread(part)) if several else [[part]]
            paths = [[*path, *end] for path in paths for end in ends]
            if len(paths) > MOST:
                raise XPathError("TEIX0001", f"a pattern has {MOST:,} alternatives at most")
        yield from paths
    else:
        yield [tree]


def _check(part: Tree, place: int, is_1: bool) -> None:
    kind = part[0]
    if kind == "step":
        axes = ("child", "attribute") if is_1 else _AXES
        if part[1] in axes or part == ANYWHERE:
            return
        raise XPathError("XTSE0340", f"a step of a pattern cannot be on the axis `{part[1]}`")
    if place == 0 and kind in ("root", "variable", "filter", "item"):
        return
    if place == 0 and kind == "call" and part[1] in _SOURCES:
        return
    if kind in ("sets", "filter"):
        return
    raise XPathError("XTSE0340", "this is an expression, but no pattern")


# Matching


def matcher(compiler: Compiler, tree: Tree) -> Match:
    """The test of a whole pattern: the alternatives that may be for a node of this name."""
    paths = alternatives(tree, is_1=compiler.is_1)
    tests = [(_only_name(path), _path(compiler, path)) for path in paths]
    if len(tests) == 1:
        return tests[0][1]
    others = [test for name, test in tests if not name]
    by_name = {
        name: [test for its_name, test in tests if its_name in ("", name)] for name, _ in tests
    }

    def match(f: Context, node: Node) -> bool:
        for test in by_name.get(name_of(node), others):  # noqa: SIM110  (faster than any())
            if test(f, node):
                return True
        return False

    return match


def _only_name(path: list[Tree]) -> str:
    """The name that a node must have to match; empty where there is no such."""
    match path[-1]:
        case ["step", _, ["name", str(name)], _] if "*" not in name:
            return name
    return ""


def _path(compiler: Compiler, parts: list[Tree]) -> Match:
    """The test of one alternative."""
    if any(part[0] not in ("step", "root") for part in parts) or parts[-1] == ANYWHERE:
        if parts == [["root"]]:
            return _is_document
        return _evaluated(compiler, ["path", parts] if len(parts) > 1 else parts[0])
    match: Match | None = None
    is_far = False
    around: Step | None = None
    for part in parts:
        if part[0] == "root":
            match = _is_document
        elif part == ANYWHERE:
            is_far = True
        else:
            is_plain = match is None and part[1] == "child" and not part[3]
            match = _step(compiler, part, match, is_far, around)
            around = axis_step("ancestor", part[2]) if is_plain else None
            is_far = False
    assert match is not None
    return match


def _is_document(f: Context, node: Node) -> bool:
    return isinstance(node, Document)


def _step(
    compiler: Compiler, part: Tree, before: Match | None, is_far: bool, around: Step | None
) -> Match:
    """The node passes the step, and its parent (or an ancestor) the steps before.

    ``around`` leads to the ancestors that pass, where one step without predicates is before.
    """
    axis, test, _ = part[1:]
    passes = _passes(axis, test)
    here = _predicates(compiler, part, passes)
    if axis == "self":
        return here if before is None else lambda f, node: here(f, node) and before(f, node)
    if before is None:
        return here
    if axis.startswith("descendant") or is_far:
        include_self = axis == "descendant-or-self"
        if around is not None and not include_self:
            return lambda f, node: here(f, node) and any(True for _ in around(node))
        return lambda f, node: here(f, node) and _above(f, node, before, include_self)

    if axis == "attribute" and test[0] == "name" and not part[3]:  # by far the most frequent
        return lambda f, node: passes(node) and before(f, node.element)
    if axis == "attribute":
        return lambda f, node: type(node) is Attribute and here(f, node) and before(f, node.element)

    def under_parent(f: Context, node: Node) -> bool:
        if not here(f, node):
            return False
        parent = parent_of(node)
        return parent is not None and before(f, parent)

    return under_parent


def _above(f: Context, node: Node, before: Match, include_self: bool) -> bool:
    above = node if include_self else parent_of(node)
    while above is not None:
        if before(f, above):
            return True
        above = parent_of(above)
    return False


def _passes(axis: str, test: list[Any]) -> Callable[[Any], bool]:
    """Does a node stand on the axis of its parent, and pass the node test?"""
    passes = node_test(test, axis)
    if test[0] != "node":
        return passes
    if axis == "attribute":
        return lambda node: isinstance(node, Attribute)
    if axis == "child":
        return lambda node: not isinstance(node, (Attribute, Document, Namespace))
    return passes


def _predicates(compiler: Compiler, part: Tree, passes: Callable[[Any], bool]) -> Match:
    axis, test, predicates = part[1:]
    if not predicates:
        return lambda f, node: passes(node)
    if may_look_at_positions(predicates):
        siblings = step(compiler, axis, test, predicates)

        def by_position(f: Context, node: Node) -> bool:
            parent = parent_of(node)
            return passes(node) and parent is not None and node in siblings.items(f, parent)

        return by_position
    truths = [compiler.inside(tree, "node").truth for tree in predicates]
    if len(truths) == 1:
        truth = truths[0]
        return lambda f, node: passes(node) and truth(f, node)
    return lambda f, node: passes(node) and all(truth(f, node) for truth in truths)


def _evaluated(compiler: Compiler, tree: Tree) -> Match:
    """XSLT 3.0, 5.5.3: a node matches if an ancestor leads to it."""
    code = compiler.compile(tree)
    first = tree[1][0] if tree[0] == "path" else tree
    if first[0] in ("root", "call", "variable"):  # the same from wherever one looks
        return lambda f, node: node in code.items(f, node)

    def match(f: Context, node: Node) -> bool:
        above: Node | None = node
        while above is not None:
            f.run.spend(1)
            if node in code.items(f, above):
                return True
            above = parent_of(above)
        return False

    return match


# Names


def names(tree: Tree, *, is_1: bool) -> frozenset[str]:
    """The names by which an index finds the pattern; see ``Pattern``."""
    found: set[str] = set()
    for path in alternatives(tree, is_1=is_1):
        found |= _names(path)
    return frozenset(found)


def _names(path: list[Tree]) -> frozenset[str]:
    last = path[-1]
    if last[0] == "root":
        return frozenset(("/",))
    if last[0] != "step" or last == ANYWHERE:
        return EVERYTHING
    axis, test, predicates = last[1:]
    if axis == "namespace":
        return frozenset(("namespace-node()",))
    sign = "@" if axis == "attribute" or test[0] == "attribute" else ""
    match test:
        case ["node"]:
            if axis == "attribute":
                return frozenset(("@*",))
            return EVERYTHING if axis != "child" else EVERYTHING - {"/", "@*", "namespace-node()"}
        case ["name" | "element" | "attribute", str(name), *_] if "*" not in name:
            return frozenset((sign + name,))
        case ["name" | "element" | "attribute", *_]:
            return frozenset(("@*",)) if sign else _by_attribute(predicates)
        case ["document-node", *_]:
            return frozenset(("/",))
    return frozenset((f"{test[0]}()",))


def _by_attribute(predicates: list[Tree]) -> frozenset[str]:
    """Elements of any name; if a predicate wants an attribute, those that have it."""
    for predicate in predicates:
        if wanted := _wanted(predicate):
            return frozenset(f"*[@{name}]" for name in wanted)
    return frozenset(("*",))


def _wanted(tree: Tree) -> frozenset[str]:
    """Attributes without all of which a condition does not hold; none where it may hold."""
    match tree:
        case ["step", "attribute", ["name", str(name)], []] if "*" not in name:
            return frozenset((name,))
        case ["general" | "value", _, left, right]:
            return _wanted(left) or _wanted(right)
        case ["and", parts]:
            return next(filter(None, map(_wanted, parts)), frozenset())
        case ["or", parts]:
            found = list(map(_wanted, parts))
            return frozenset().union(*found) if all(found) else frozenset()
        case ["group", inner]:
            return _wanted(inner)
    return frozenset()
