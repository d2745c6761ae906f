"""In: steps, paths, filters and unions. Out: their code.

A path of which only the existence counts is walked node by node and left at the first hit; one of
which the order counts is sorted only where its steps could bring it out of order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from lxml import etree

from tei_tools.xpath.axes import REVERSE, Step, axis_step
from tei_tools.xpath.code import Code, Each, Items, Kind, Tree, Truth, any_focal
from tei_tools.xpath.compiler import Compiler
from tei_tools.xpath.contexts import Context
from tei_tools.xpath.errors import XPathError
from tei_tools.xpath.nodes import NODES, Attribute, Document, Item, Node, root_of
from tei_tools.xpath.values import effective_boolean, is_node, is_number

_Element = etree._Element
_ANYWHERE: Final = ["step", "descendant-or-self", ["node"], []]
#: Axes that may go through a whole document at once, without any node that is counted.
_FAR: Final = frozenset(("descendant", "descendant-or-self", "following", "preceding"))

#: From the items of a context to those that pass a predicate.
Predicate = Callable[[Context, list[Item]], list[Item]]


# Steps


def step(compiler: Compiler, axis: str, test: list[Any], predicates: list[Tree]) -> Code:
    """A step on an axis."""
    if axis == "attribute" and test[0] == "name" and "*" not in test[1] and not predicates:
        return _attribute(compiler, test[1])
    if axis == "self" and test == ["node"] and not predicates:
        return compiler.compile(["item"])
    walk = _checked(compiler, axis_step(axis, test))
    is_one = axis in ("self", "parent")
    if axis not in _FAR:
        each = _near(walk)
    elif test[0] == "name" and axis != "descendant-or-self":
        each = _far_named(axis, walk, test[1])
    else:
        each = _far(axis, walk)
    tests, is_plain = _predicates(compiler, predicates, "node")
    if predicates:
        each = _filtered_each(each, tests, is_plain)
    is_reverse = axis in REVERSE

    def items(f: Context, i: Item) -> list[Item]:
        found = list(each(f, i))
        f.run.left -= len(found)
        if is_reverse:
            found.reverse()
        return found

    if is_one:
        return Code("nodes", one=lambda f, i: next(iter(each(f, i)), None))
    truth = None if predicates or axis in _FAR else _exists(walk)
    return Code("nodes", items, each=each, truth=truth)


def _exists(walk: Step) -> Truth:
    """Without what is only for values: steps are tested more often than all else."""

    def truth(f: Context, i: Item) -> bool:
        for _ in walk(i):
            return True
        return False

    return truth


def _near(walk: Step) -> Each:
    return lambda f, i: walk(i)


def _far(axis: str, walk: Step) -> Each:
    """What is gone through costs, even if nothing is found in it."""
    is_inside = axis.startswith("descendant")

    def each(f: Context, i: Item) -> Iterable[Item]:
        f.run.spend_far(i, is_inside)
        return walk(i)

    return each


def _far_named(axis: str, walk: Step, name: str) -> Each:
    """Elements of a name are not looked for again and again in the same document."""
    slow = _far(axis, walk)

    def inside(f: Context, i: Item) -> Iterable[Item]:
        if isinstance(i, Document):
            return f.run.trees.of(i.root).named(name)
        return slow(f, i)

    def beside(f: Context, i: Item) -> Iterable[Item]:
        if type(i) is not _Element:
            return slow(f, i)
        tree = f.run.trees.of(root_of(i))
        return tree.after(name, i) if axis == "following" else tree.before(name, i)

    return inside if axis == "descendant" else beside


def _checked(compiler: Compiler, walk: Step) -> Step:
    """Steps start from nodes; where it is not known that the context item is one, it is seen."""
    if compiler.focus == "node":
        return walk

    def checked(i: Item) -> Iterable[Node]:
        if not is_node(i):
            raise XPathError("XPTY0020", "a step starts from a node, and there is a value")
        return walk(i)

    if compiler.focus == "none":

        def unfocused(i: Item) -> Iterable[Node]:
            raise XPathError("XPDY0002", "there is no context item here")

        return unfocused
    return checked


def _attribute(compiler: Compiler, name: str) -> Code:
    """``@name``: no nodes are made where only the value or the existence counts."""

    def one(f: Context, i: Item) -> Item:
        if type(i) is _Element and i.get(name) is not None:
            return Attribute(i, name)
        return None

    def text(f: Context, i: Item) -> str | None:
        return i.get(name) if type(i) is _Element else None

    def truth(f: Context, i: Item) -> bool:
        return type(i) is _Element and i.get(name) is not None

    if compiler.focus == "node":
        code = Code("nodes", one=one, text=text, truth=truth)
        code.attribute = name
        return code
    checked = _checked(compiler, axis_step("attribute", ["name", name]))
    return Code("nodes", one=lambda f, i: next(iter(checked(i)), None))


# Predicates


def _predicates(compiler: Compiler, trees: list[Tree], focus: str) -> tuple[list[Any], bool]:
    """The predicates; and whether none of them looks at positions: then they are ``Truth``."""
    codes = [compiler.inside(tree, focus) for tree in trees]
    if not any(_is_positional(code) for code in codes):
        return [code.truth for code in codes], True
    return [_predicate(code) for code in codes], False


def _is_positional(code: Code) -> bool:
    return code.is_focal or code.kind in ("number", "any")


def is_positional(compiler: Compiler, trees: list[Tree]) -> bool:
    """Does one of these predicates of a step look at positions?"""
    return any(_is_positional(compiler.inside(tree, "node")) for tree in trees)


def _predicate(code: Code) -> Predicate:
    if code.constant and len(code.constant) == 1 and is_number(code.constant[0]):
        place = code.constant[0]
        if place != int(place) or place < 1:
            return lambda f, items: []
        whole = int(place)
        return lambda f, items: items[whole - 1 : whole]
    if not _is_positional(code):
        truth = code.truth

        def kept(f: Context, items: list[Item]) -> list[Item]:
            f.run.spend(len(items))
            return [item for item in items if truth(f, item)]

        return kept
    return _by_position(code)


def _by_position(code: Code) -> Predicate:
    """A predicate that may be a number, or look at the position."""
    is_truth = code.kind not in ("number", "any")

    def kept(f: Context, items: list[Item]) -> list[Item]:
        f.run.spend(len(items))
        context = f.copy()
        context.size = len(items)
        found = []
        for place, item in enumerate(items, 1):
            context.position = place
            if is_truth:
                holds = code.truth(context, item)
            else:
                value = code.items(context, item)
                if len(value) == 1 and is_number(value[0]):
                    holds = value[0] == place
                else:
                    holds = effective_boolean(value)
            if holds:
                found.append(item)
        return found

    return kept


def _filtered_each(each: Each, tests: list[Any], is_plain: bool) -> Each:
    if not is_plain:

        def by_position(f: Context, i: Item) -> Iterable[Item]:
            found = list(each(f, i))
            for test in tests:
                found = test(f, found)
            return found

        return by_position
    if len(tests) == 1:
        holds = tests[0]

        def by_test(f: Context, i: Item) -> Iterator[Item]:
            run = f.run
            for item in each(f, i):
                run.left -= 1
                if run.left < 0:
                    run.spend(1)
                if holds(f, item):
                    yield item

        return by_test

    def by_tests(f: Context, i: Item) -> Iterator[Item]:
        for item in each(f, i):
            f.run.spend(1)
            if all(holds(f, item) for holds in tests):
                yield item

    return by_tests


def filtered(compiler: Compiler, base: Tree, predicates: list[Tree]) -> Code:
    """``(…)[…]``: the positions are those in the whole sequence."""
    source = compiler.compile(base)
    focus = "node" if source.kind == "nodes" else "any"
    tests, is_plain = _predicates(compiler, predicates, focus)

    def items(f: Context, i: Item) -> list[Item]:
        found = source.items(f, i)
        f.run.spend(len(found))
        for test in tests:
            found = [item for item in found if test(f, item)] if is_plain else test(f, found)
        return found

    each = _filtered_each(source.each, tests, True) if is_plain else None
    return Code(source.kind, items, each=each, is_focal=source.is_focal)


# Paths


def path(compiler: Compiler, parts: list[Tree]) -> Code:
    """Steps with slashes between."""
    parts = _simpler(compiler, parts)
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


def _simpler(compiler: Compiler, parts: list[Tree]) -> list[Tree]:
    """``//x`` is a step on the axis ``descendant``, but where a predicate looks at positions."""
    while parts[0][0] == "group" and parts[0][1][0] in ("path", "step"):
        inner = parts[0][1]
        parts = [*(inner[1] if inner[0] == "path" else [inner]), *parts[1:]]
    found: list[Tree] = []
    for part in parts:
        if found and found[-1] == _ANYWHERE and part[0] == "step":
            axis, test, predicates = part[1:]
            if axis == "child" and not is_positional(compiler, predicates):
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

    def each(f: Context, i: Item) -> Iterable[Item]:
        other = set(right.each(f, i))
        return [node for node in left.each(f, i) if (node in other) is is_wanted]

    return Code("nodes", _sorted(each), each=each, is_focal=any_focal(left, right))


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
