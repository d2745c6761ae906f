"""In: functions that evaluate an expression in one way. Out: ``Code``: all the ways.

An expression is evaluated by whoever needs it in the cheapest way that is enough: a test does not
build lists, a path of which only the existence counts ends at the first node.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Literal, TypeAlias

from tei_tools.xpath.casts import number as to_number
from tei_tools.xpath.contexts import Context
from tei_tools.xpath.errors import XPathError
from tei_tools.xpath.nodes import Item, string_value
from tei_tools.xpath.values import (
    atomize,
    effective_boolean,
    is_node,
    item_string,
    number_1,
)

#: The tree of an expression: plain data (module parser).
Tree: TypeAlias = list[Any]
Items: TypeAlias = Callable[[Context, Item], list[Item]]
Each: TypeAlias = Callable[[Context, Item], Iterable[Item]]
One: TypeAlias = Callable[[Context, Item], Item]
Truth: TypeAlias = Callable[[Context, Item], bool]
Text: TypeAlias = Callable[[Context, Item], "str | None"]
#: What all items of a value are known to be.
Kind: TypeAlias = Literal["boolean", "number", "string", "nodes", "any"]


class Code:
    """An expression that is ready to be evaluated: functions of a context and its context item.

    Attributes:
        kind: what the items are.
        is_one: is there never more than one item?
        is_focal: does it depend on ``position()`` or ``last()`` of the focus it is evaluated in?
        items: the value; nodes in document order.
        each: the same items, nodes in any order, as lazily as may be; each node once.
        one: the item, or None where there is none; only of an expression that ``is_one``.
        truth: the effective boolean value.
        text: of an expression that ``is_one`` and gives nodes or strings: the string value.
        constant: the items, where they do not depend on anything.
    """

    __slots__ = (
        "constant",
        "each",
        "is_focal",
        "is_one",
        "items",
        "kind",
        "one",
        "text",
        "truth",
    )

    def __init__(
        self,
        kind: Kind,
        items: Items | None = None,
        *,
        one: One | None = None,
        truth: Truth | None = None,
        each: Each | None = None,
        text: Text | None = None,
        is_focal: bool = False,
    ) -> None:
        self.kind: Kind = kind
        self.is_one = one is not None
        self.is_focal = is_focal
        self.items: Items = items or _items_of(one)
        self.each: Each = each or self.items
        self.one: One = one or _no_one
        self.truth: Truth = truth or _truth_of(kind, self.each, self.items, one)
        self.text: Text | None = text or (_text_of(kind, one) if one else None)
        self.constant: list[Item] | None = None

    @property
    def is_stringy(self) -> bool:
        """Are the values strings, or untyped?"""
        return self.kind in ("nodes", "string")


def boolean(truth: Truth, *, is_focal: bool = False) -> Code:
    """An expression that is true or false."""
    return Code("boolean", one=truth, truth=truth, is_focal=is_focal)


def constant(items: list[Item], kind: Kind) -> Code:
    """An expression that is always the same."""
    one = items[0] if len(items) == 1 else None
    code = Code(kind, lambda f, i: items, one=None if one is None else lambda f, i: one)
    code.constant = items
    return code


def _no_one(f: Context, i: Item) -> Item:
    raise AssertionError("an expression of many items")


def _items_of(one: One | None) -> Items:
    assert one is not None

    def items(f: Context, i: Item) -> list[Item]:
        item = one(f, i)
        return [] if item is None else [item]

    return items


def _truth_of(kind: Kind, each: Each, items: Items, one: One | None) -> Truth:
    if one is not None:
        if kind == "nodes":
            return lambda f, i: one(f, i) is not None
        if kind in ("boolean", "string"):
            return lambda f, i: bool(one(f, i))

        def truth(f: Context, i: Item) -> bool:
            item = one(f, i)
            return item is not None and effective_boolean((item,))

        return truth
    if kind == "nodes":

        def exists(f: Context, i: Item) -> bool:
            for _ in each(f, i):
                return True
            return False

        return exists
    return lambda f, i: effective_boolean(items(f, i))


def _text_of(kind: Kind, one: One) -> Text | None:
    if kind == "string":
        return one
    if kind != "nodes":
        return None

    def text(f: Context, i: Item) -> str | None:
        node = one(f, i)
        return None if node is None else string_value(node)

    return text


# Ways that are asked for by those who use an expression


def only(items: list[Item]) -> Item:
    """The item of a value of at most one; None for none."""
    if not items:
        return None
    if len(items) > 1:
        raise XPathError("XPTY0004", "there are several items where one is wanted")
    return items[0]


def atoms(code: Code) -> Items:
    """The values of an expression, atomized."""
    if code.kind in ("boolean", "number", "string"):
        return code.items
    items = code.items
    return lambda f, i: atomize(items(f, i))


def atom(code: Code) -> One:
    """The one value of an expression, atomized; None where there is none."""
    if code.is_one and code.kind in ("boolean", "number", "string"):
        return code.one
    values = atoms(code)
    return lambda f, i: only(values(f, i))


def texts(code: Code) -> Each:
    """The string values of an expression that ``is_stringy``, in any order."""
    each = code.each
    if code.text is not None:
        text = code.text

        def single(f: Context, i: Item) -> Iterable[str]:
            value = text(f, i)
            return () if value is None else (value,)

        return single
    if code.kind == "string":
        return each
    return lambda f, i: map(string_value, each(f, i))


def text(code: Code) -> Text:
    """The one string value of an expression that ``is_stringy``; an error where it has more."""
    if code.text is not None:
        return code.text
    items = code.items

    def single(f: Context, i: Item) -> str | None:
        item = only(items(f, i))
        return None if item is None else item_string(item)

    return single


# XPath 1.0


def string_of_1(items: list[Item]) -> str:
    """``string()`` of XPath 1.0: of nodes the first one's (4.2)."""
    if not items:
        return ""
    first = items[0]
    if is_node(first):
        return string_value(first)
    if isinstance(first, float) and not isinstance(first, bool):
        return number_1(first)
    return item_string(first)


def string_1(code: Code) -> Callable[[Context, Item], str]:
    """The value as a string, as XPath 1.0 has it."""
    if code.text is not None:
        text = code.text
        return lambda f, i: text(f, i) or ""
    items = code.items
    return lambda f, i: string_of_1(items(f, i))


def number_of_1(items: list[Item]) -> float:
    """``number()`` of XPath 1.0 (4.4)."""
    if items and isinstance(items[0], (bool, int, float)):
        return float(items[0])
    text = string_of_1(items).strip(" \t\r\n")
    simple = text.lstrip("-") if text.count("-") < 2 else "x"
    plain = simple.replace(".", "", 1).isdigit() and simple.isascii()
    return to_number(text) if plain and (text[:1] == "-") == ("-" in text) else float("nan")


def number_1_of(code: Code) -> Callable[[Context, Item], float]:
    """The value as a number, as XPath 1.0 has it."""
    items = code.items
    return lambda f, i: number_of_1(items(f, i))


def any_focal(*codes: Code) -> bool:
    """Does one of them depend on the position?"""
    return any(code.is_focal for code in codes)
