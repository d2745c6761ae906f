"""In: paths, filters and unions. Out: their code.

A path of which only the existence counts is walked node by node and left at the first hit; one of
which the order counts is sorted only where its steps could bring it out of order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from tei_tools.xpath.code import Code, Each, Items, Kind, Tree, any_focal
from tei_tools.xpath.compiler import Compiler
from tei_tools.xpath.contexts import Context
from tei_tools.xpath.errors import XPathError
from tei_tools.xpath.nodes import NODES, Item
from tei_tools.xpath.predicates import filtered_each, may_look_at_positions, predicates_of

#: What ``//`` stands for.
ANYWHERE: Final = ["step", "descendant-or-self", ["node"], []]


def path(compiler: Compiler, parts: list[Tree]) -> Code:
    """Steps with slashes between."""
    parts = _simpler(parts)
    first = compiler.compile(parts[0])
    codes, focus = [first], "node" if first.kind == "nodes" else "any"
    for part in parts[1:]:
        code = compiler.inside(part, focus)
        codes.append(code)
        focus = "node" if code.kind == "nodes" else "any"
    if len(codes) == 1:
        return first
    result = codes[0]
    order = _first_order(parts[0], first)
    for part, code in zip(parts[1:], codes[1:], strict=True):
        order = _order_of(part, order)
        result = _joined(result, code, order)
    return result


def _simpler(parts: list[Tree]) -> list[Tree]:
    """``//x`` is a step on the axis ``descendant``, but where a predicate looks at positions."""
    while parts[0][0] == "group" and parts[0][1][0] in ("path", "step"):
        inner = parts[0][1]
        parts = [*(inner[1] if inner[0] == "path" else [inner]), *parts[1:]]
    found: list[Tree] = []
    for part in parts:
        if found and found[-1] == ANYWHERE and part[0] == "step":
            axis, test, predicates = part[1:]
            if axis == "child" and not may_look_at_positions(predicates):
                found[-1] = ["step", "descendant", test, predicates]
                continue
            if axis == "attribute":
                found[-1] = ["step", "descendant-or-self", ["element"], []]
        found.append(part)
    return found


def _first_order(part: Tree, code: Code) -> str:
    if part[0] == "step":
        return _order_of(part, "one")
    return "one" if code.is_one else "ordered" if code.kind == "nodes" else ""


def _order_of(part: Tree, before: str) -> str:
    """How the nodes stand after a step that are found one after the other.

    ``one``: there is one; ``apart``: in order, and none is in another; ``ordered``: in order, each
    once; ``once``: each once; and ``""``: nothing is known.
    """
    if part[0] != "step":
        return before if part[0] == "item" else ""
    axis = part[1]
    if axis in ("self", "attribute", "namespace"):
        return before if axis == "self" else {"one": "apart"}.get(before, before)
    if axis == "child":
        return {"one": "apart", "apart": "apart", "ordered": "once", "once": "once"}.get(before, "")
    if axis in ("descendant", "descendant-or-self"):
        return "ordered" if before in ("one", "apart") else ""
    if axis == "parent":
        return "one" if before == "one" else ""
    if before != "one":
        return ""
    return "apart" if axis == "following-sibling" else "ordered"


def _joined(left: Code, right: Code, order: str) -> Code:
    """``left/right``."""
    if right.is_focal or right.kind != "nodes" or left.kind != "nodes":
        return _joined_values(left, right, order)
    exists, walk = right.truth, right.each

    def truth(f: Context, i: Item) -> bool:
        run = f.run
        for node in left.each(f, i):
            run.left -= 1
            if run.left < 0:
                run.spend(1)
            if exists(f, node):
                return True
        return False

    is_unique = order != ""

    def each(f: Context, i: Item) -> Iterable[Item]:
        if is_unique:
            return _all(f, left.each(f, i), walk)
        return dict.fromkeys(_all(f, left.each(f, i), walk))

    def items(f: Context, i: Item) -> list[Item]:
        found: list[Item] = []
        for node in left.items(f, i):
            found += right.items(f, node)
            f.run.spend(1)
        return found

    if left.is_one and right.is_one:
        one, other = left.one, right.one

        def single(f: Context, i: Item) -> Item:
            node = one(f, i)
            return None if node is None else other(f, node)

        return Code("nodes", one=single, truth=truth, text=_text_of(left, right))
    if order in ("", "once"):
        return Code("nodes", _sorted(each), each=each, truth=truth, is_focal=left.is_focal)
    return Code("nodes", items, each=each, truth=truth, is_focal=left.is_focal)


def _text_of(left: Code, right: Code) -> Any:
    if right.text is None:
        return None
    one, other = left.one, right.text

    def text(f: Context, i: Item) -> str | None:
        node = one(f, i)
        return None if node is None else other(f, node)

    return text


def _all(f: Context, nodes: Iterable[Item], walk: Each) -> Iterator[Item]:
    run = f.run
    for node in nodes:
        run.left -= 1
        if run.left < 0:
            run.spend(1)
        yield from walk(f, node)


def _sorted(each: Each) -> Items:
    def items(f: Context, i: Item) -> list[Item]:
        found = f.run.trees.sorted(each(f, i))
        f.run.spend(len(found))
        return found

    return items


def _joined_values(left: Code, right: Code, order: str) -> Code:
    """``left/right`` where the right side may give values, or looks at its position."""

    def items(f: Context, i: Item) -> list[Item]:
        context = f.copy()
        nodes = left.items(f, i)
        context.size = len(nodes)
        found: list[Item] = []
        for place, node in enumerate(nodes, 1):
            if not isinstance(node, NODES):
                raise XPathError("XPTY0019", "a step starts from a node, and there is a value")
            context.position = place
            more = right.items(context, node)
            f.run.spend(len(more) + 1)
            found += more
        if right.kind not in ("nodes", "any"):
            return found
        are_nodes = [isinstance(item, NODES) for item in found]
        if not all(are_nodes):
            if any(are_nodes):
                raise XPathError("XPTY0018", "a path leads to nodes and values at once")
            return found
        return found if order in ("one", "apart", "ordered") else f.run.trees.sorted(found)

    kind: Kind = right.kind
    return Code(kind, items, is_focal=left.is_focal)


# Filters


def filtered(compiler: Compiler, base: Tree, predicates: list[Tree]) -> Code:
    """``(…)[…]``: the positions are those in the whole sequence."""
    source = compiler.compile(base)
    focus = "node" if source.kind == "nodes" else "any"
    tests, is_plain = predicates_of(compiler, predicates, focus)

    def items(f: Context, i: Item) -> list[Item]:
        found = source.items(f, i)
        f.run.spend(len(found))
        for test in tests:
            found = [item for item in found if test(f, item)] if is_plain else test(f, found)
        return found

    each = filtered_each(source.each, tests, True) if is_plain else None
    return Code(source.kind, items, each=each, is_focal=source.is_focal)


# Unions


def union(compiler: Compiler, trees: list[Tree]) -> Code:
    """Nodes of one or the other."""
    codes = [_of_nodes(compiler.compile(tree)) for tree in trees]
    truths = [code.truth for code in codes]

    def each(f: Context, i: Item) -> Iterable[Item]:
        found: dict[Item, None] = {}
        for code in codes:
            found.update(dict.fromkeys(code.each(f, i)))
        return found

    def truth(f: Context, i: Item) -> bool:
        for holds in truths:  # noqa: SIM110  (faster than any())
            if holds(f, i):
                return True
        return False

    return Code("nodes", _sorted(each), each=each, truth=truth, is_focal=any_focal(*codes))


def sets(compiler: Compiler, word: str, first: Tree, second: Tree) -> Code:
    """``intersect`` and ``except``."""
    left = _of_nodes(compiler.compile(first))
    right = _of_nodes(compiler.compile(second))
    is_wanted = word == "intersect"

    def items(f: Context, i: Item) -> list[Item]:
        other = set(right.each(f, i))
        found = left.items(f, i)
        f.run.spend(len(found))
        return [node for node in found if (node in other) is is_wanted]

    return Code("nodes", items, is_focal=any_focal(left, right))


def _of_nodes(code: Code) -> Code:
    """The same, with an error where there are values."""
    if code.kind == "nodes":
        return code

    def items(f: Context, i: Item) -> list[Item]:
        found = code.items(f, i)
        if not all(isinstance(item, NODES) for item in found):
            raise XPathError("XPTY0004", "there is a value where nodes are wanted")
        return found

    return Code("nodes", items, is_focal=code.is_focal)
