"""In: steps on axes. Out: their code.

No nodes are made where only the existence or the value of an attribute counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from lxml import etree

from tei_tools.xpath.axes import REVERSE, axis_step
from tei_tools.xpath.code import Code, Each, Tree, Truth
from tei_tools.xpath.compiler import Compiler
from tei_tools.xpath.contexts import Context
from tei_tools.xpath.errors import XPathError
from tei_tools.xpath.nodes import Attribute, Document, Item, Node, root_of
from tei_tools.xpath.predicates import filtered_each, predicates_of
from tei_tools.xpath.values import is_node
from tei_tools.xpath.walks import Step

_Element = etree._Element
#: Axes that may go through a whole document at once, without any node that is counted.
_FAR: Final = frozenset(("descendant", "descendant-or-self", "following", "preceding"))


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
    tests, is_plain = predicates_of(compiler, predicates, "node")
    if predicates:
        each = filtered_each(each, tests, is_plain)
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
        return Code("nodes", one=one, text=text, truth=truth)
    checked = _checked(compiler, axis_step("attribute", ["name", name]))
    return Code("nodes", one=lambda f, i: next(iter(checked(i)), None))
