"""In: the predicates of a step or filter. Out: their code; whether they look at positions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, TypeAlias

from tei_tools.xpath.code import Code, Each, Tree
from tei_tools.xpath.compiler import Compiler
from tei_tools.xpath.contexts import Context
from tei_tools.xpath.functions import find
from tei_tools.xpath.nodes import Item
from tei_tools.xpath.values import effective_boolean, is_number

#: From items to those that pass a predicate.
Predicate: TypeAlias = Callable[[Context, list[Item]], list[Item]]


def predicates_of(compiler: Compiler, trees: list[Tree], focus: str) -> tuple[list[Any], bool]:
    """The predicates; and whether none of them looks at positions: then they are ``Truth``."""
    codes = [compiler.inside(tree, focus) for tree in trees]
    if not any(_is_positional(code) for code in codes):
        return [code.truth for code in codes], True
    return [_predicate(code) for code in codes], False


def _is_positional(code: Code) -> bool:
    return code.is_focal or code.kind in ("number", "any")


#: Constructs whose value is true or false, or nodes, or a string.
_UNNUMBERED: Final = frozenset(
    "general value order and or some every instance castable step union sets root string".split()
)
_UNNUMBERED_CALLS: Final = frozenset("not boolean exists empty true false current string".split())


def may_look_at_positions(trees: list[Tree]) -> bool:
    """Could one of these predicates be a number, or call ``position()`` or ``last()``?

    Told by their form: to compile them for it would double the work at every level.
    """
    return any(_may_be_number(tree) or _is_focal(tree) for tree in trees)


def _may_be_number(tree: Tree) -> bool:
    match tree[0]:
        case "path":
            return _may_be_number(tree[1][-1])
        case "group":
            return _may_be_number(tree[1])
        case "call" if tree[1] not in _UNNUMBERED_CALLS:
            signature = find(tree[1], len(tree[2]))
            return signature is None or signature.kind in ("number", "any")
        case "call":
            return False
    return tree[0] not in _UNNUMBERED


def _is_focal(tree: Any) -> bool:
    """Is the position asked for in this focus, not in that of a step or predicate within?"""
    match tree:
        case ["call", "position" | "last", _]:
            return True
        case ["step" | "function", *_]:
            return False
        case ["path", [first, *_]] | ["filter" | "map-over", first, _]:
            return _is_focal(first)
        case [*parts]:
            return any(_is_focal(part) for part in parts if isinstance(part, list))
    return False


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


def filtered_each(each: Each, tests: list[Any], is_plain: bool) -> Each:
    """The items that pass; lazily, where no predicate looks at positions."""
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
