"""In: sequences. Out: what the functions on them give (XPath functions 3.1, 14 and 16)."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tei_tools.xpath.casts import to_double
from tei_tools.xpath.contexts import Context
from tei_tools.xpath.errors import XPathError
from tei_tools.xpath.functions import function
from tei_tools.xpath.functions.strings import collation
from tei_tools.xpath.nodes import (
    Item,
    Text,
    is_element,
    kind_of,
    name_of,
    string_value,
)
from tei_tools.xpath.operators import calculate, compare
from tei_tools.xpath.values import (
    Array,
    Function,
    Map,
    Untyped,
    atomize,
    is_node,
    is_number,
    type_of,
)


@function("head(item*) item*")
def _head(items: list[Item]) -> list[Item]:
    return items[:1]


@function("tail(item*) item*")
def _tail(items: list[Item]) -> list[Item]:
    return items[1:]


@function("reverse(item*) item*")
def _reverse(items: list[Item]) -> list[Item]:
    return items[::-1]


@function("unordered(item*) item*")
def _unordered(items: list[Item]) -> list[Item]:
    return items


@function("insert-before(item*, integer, item*) item*")
def _insert_before(items: list[Item], place: int, new: list[Item]) -> list[Item]:
    at = max(place, 1) - 1
    return [*items[:at], *new, *items[at:]]


@function("remove(item*, integer) item*")
def _remove(items: list[Item], place: int) -> list[Item]:
    return [item for number, item in enumerate(items, 1) if number != place]


@function("subsequence(item*, double, double=) item*")
def _subsequence(items: list[Item], start: float, length: float = math.inf) -> list[Item]:
    if math.isnan(start) or math.isnan(length):
        return []
    first = start if math.isinf(start) else math.floor(start + 0.5)
    end = first + (length if math.isinf(length) else math.floor(length + 0.5))
    return [item for number, item in enumerate(items, 1) if first <= number < end]


@function("exactly-one(item*) item*")
def _exactly_one(items: list[Item]) -> list[Item]:
    if len(items) != 1:
        raise XPathError("FORG0005", "`exactly-one()` gets more or less than one item")
    return items


@function("one-or-more(item*) item*")
def _one_or_more(items: list[Item]) -> list[Item]:
    if not items:
        raise XPathError("FORG0004", "`one-or-more()` gets no item")
    return items


@function("zero-or-one(item*) item*")
def _zero_or_one(items: list[Item]) -> list[Item]:
    if len(items) > 1:
        raise XPathError("FORG0003", "`zero-or-one()` gets more than one item")
    return items


def key_of(value: Item, zone: int, fold: Callable[[str], str] = str) -> Any:
    """What is the same for values that are equal, as ``distinct-values()`` means it."""
    if isinstance(value, str):
        return ("string", fold(str(value)))
    if isinstance(value, bool):
        return ("boolean", value)
    if is_number(value):
        if value != value:
            return ("number", "NaN")
        return ("number", float(value) if isinstance(value, float) else Decimal(value))
    kind = type_of(value)
    if hasattr(value, "instant"):
        return (kind, value.instant(zone))
    return ("duration" if kind.endswith("uration") else kind, value)


@function("distinct-values(anyAtomicType*, string=) anyAtomicType*", sees_context=True)
def _distinct_values(f: Context, i: Item, values: list[Item], uri: str | None = None) -> list[Item]:
    fold, zone = collation(uri), f.run.zone
    found: dict[Any, Item] = {}
    for value in values:
        found.setdefault(key_of(value, zone, fold), value)
    return list(found.values())


@function("index-of(anyAtomicType*, anyAtomicType, string=) integer*", sees_context=True)
def _index_of(
    f: Context, i: Item, values: list[Item], wanted: Item, uri: str | None = None
) -> list[int]:
    fold, zone = collation(uri), f.run.zone
    key = key_of(wanted, zone, fold)
    f.run.spend(len(values))
    return [n for n, value in enumerate(values, 1) if key_of(value, zone, fold) == key]


# Sums


def total(values: list[Item], zone: int = 0) -> Item:
    """The sum of values: numbers, or durations of one kind."""
    first, *rest = (to_double(value) if isinstance(value, Untyped) else value for value in values)
    if not is_number(first) and not type_of(first).endswith("Duration"):
        raise XPathError("FORG0006", f"values of type {type_of(first)} have no sum")
    for value in rest:
        try:
            first = calculate("+", first, value, zone)
        except XPathError as error:
            raise XPathError("FORG0006", "these values have no sum") from error
    return first


@function("avg(anyAtomicType*) anyAtomicType?")
def _avg(values: list[Item]) -> Item:
    return calculate("div", total(values), len(values), 0) if values else None


@function("max(anyAtomicType*, string=) anyAtomicType?", sees_context=True)
def _max(f: Context, i: Item, values: list[Item], uri: str | None = None) -> Item:
    return _extreme(f, values, operator.gt, uri)


@function("min(anyAtomicType*, string=) anyAtomicType?", sees_context=True)
def _min(f: Context, i: Item, values: list[Item], uri: str | None = None) -> Item:
    return _extreme(f, values, operator.lt, uri)


def _extreme(
    f: Context, values: list[Item], test: Callable[[Any, Any], bool], uri: str | None
) -> Item:
    fold = collation(uri)
    values = [to_double(value) if isinstance(value, Untyped) else value for value in values]
    if not values:
        return None
    best = values[0]
    is_double = any(type(value) is float for value in values)
    for value in values:
        compare(value, value, test, f.run.zone)  # has the type an order?
        if is_number(value) and value != value:
            compare(best, value, test, f.run.zone)
            return value if type(value) is float or not is_double else math.nan
        if isinstance(value, str) and isinstance(best, str):
            if test(fold(value), fold(best)):
                best = value
        elif compare(value, best, test, f.run.zone):
            best = value
    return to_double(best) if is_double else best


# Equality of trees


@function("deep-equal(item*, item*, string=) boolean", sees_context=True)
def _deep_equal(
    f: Context, i: Item, left: list[Item], right: list[Item], uri: str | None = None
) -> bool:
    return deep_equal(f, left, right, collation(uri))


def deep_equal(
    f: Context, left: list[Item], right: list[Item], fold: Callable[[str], str] = str
) -> bool:
    """Are the items equal, nodes with all that is in them?"""
    f.run.spend(4 * len(left) + 4)
    return len(left) == len(right) and all(
        _same(f, one, other, fold) for one, other in zip(left, right, strict=True)
    )


def _same(f: Context, one: Item, other: Item, fold: Callable[[str], str]) -> bool:
    if is_node(one) or is_node(other):
        return is_node(one) and is_node(other) and _same_nodes(f, one, other, fold)
    if isinstance(one, Array) and isinstance(other, Array):
        return len(one) == len(other) and all(
            deep_equal(f, a, b, fold) for a, b in zip(one, other, strict=True)
        )
    if isinstance(one, Map) and isinstance(other, Map):
        return len(one) == len(other) and all(
            key in other and deep_equal(f, value[1], other[key][1], fold)
            for key, value in one.items()
        )
    if isinstance(one, Function) or isinstance(other, Function):
        raise XPathError("FOTY0015", "functions cannot be compared")
    if isinstance(one, (Array, Map)) or isinstance(other, (Array, Map)):
        return False
    zone = f.run.zone
    return bool(key_of(one, zone, fold) == key_of(other, zone, fold))


def _same_nodes(f: Context, one: Item, other: Item, fold: Callable[[str], str]) -> bool:
    kind = kind_of(one)
    if kind != kind_of(other) or name_of(one) != name_of(other):
        return False
    if kind not in ("element", "document-node"):
        return bool(fold(string_value(one)) == fold(string_value(other)))
    if kind == "element" and not _same_attributes(one, other, fold):
        return False
    return deep_equal(f, _content(one), _content(other), fold)


def _same_attributes(one: Item, other: Item, fold: Callable[[str], str]) -> bool:
    a, b = dict(one.attrib), dict(other.attrib)
    return a.keys() == b.keys() and all(fold(a[name]) == fold(b[name]) for name in a)


def _content(node: Item) -> list[Item]:
    """Elements, and texts as strings: comments and PIs do not count, nor divide texts."""
    from tei_tools.xpath.axes import axis_step

    found: list[Item] = []
    for child in axis_step("child", ["node"])(node):
        if is_element(child) or isinstance(child, Text):
            found.append(child)
    return found


# Functions of functions


@function("for-each(item*, function) item*", sees_context=True)
def _for_each(f: Context, i: Item, items: list[Item], action: Item) -> list[Item]:
    found: list[Item] = []
    for item in items:
        found += apply(f, i, action, [[item]])
    return found


@function("filter(item*, function) item*", sees_context=True)
def _filter(f: Context, i: Item, items: list[Item], test: Item) -> list[Item]:
    return [item for item in items if _truth(apply(f, i, test, [[item]]))]


def _truth(items: list[Item]) -> bool:
    if len(items) != 1 or not isinstance(items[0], bool):
        raise XPathError("XPTY0004", "the function of `filter()` gives no truth value")
    return items[0]


@function("fold-left(item*, item*, function) item*", sees_context=True)
def _fold_left(
    f: Context, i: Item, items: list[Item], zero: list[Item], action: Item
) -> list[Item]:
    for item in items:
        zero = apply(f, i, action, [zero, [item]])
    return zero


@function("fold-right(item*, item*, function) item*", sees_context=True)
def _fold_right(
    f: Context, i: Item, items: list[Item], zero: list[Item], action: Item
) -> list[Item]:
    for item in reversed(items):
        zero = apply(f, i, action, [[item], zero])
    return zero


@function("for-each-pair(item*, item*, function) item*", sees_context=True)
def _for_each_pair(
    f: Context, i: Item, left: list[Item], right: list[Item], action: Item
) -> list[Item]:
    found: list[Item] = []
    for one, other in zip(left, right, strict=False):
        found += apply(f, i, action, [[one], [other]])
    return found


@function("sort(item*, string?=, function=) item*", sees_context=True)
def _sort(
    f: Context, i: Item, items: list[Item], uri: str | None = None, key: Item = None
) -> list[Item]:
    from functools import cmp_to_key

    fold = collation(uri)
    keyed = [
        (atomize(apply(f, i, key, [[item]]) if key is not None else [item]), item) for item in items
    ]

    def order(one: Any, other: Any) -> int:
        f.run.spend(4)
        for a, b in zip(one[0], other[0], strict=False):
            if isinstance(a, str) and isinstance(b, str):
                a, b = fold(a), fold(b)
            if compare(a, b, operator.lt, f.run.zone):
                return -1
            if compare(b, a, operator.lt, f.run.zone):
                return 1
        return len(one[0]) - len(other[0])

    return [item for _, item in sorted(keyed, key=cmp_to_key(order))]


@function("apply(function, array) item*", sees_context=True)
def _apply(f: Context, i: Item, action: Item, arguments: Array) -> list[Item]:
    return apply(f, i, action, list(arguments))


@function("error(anyAtomicType?=, string=, item*=) item*")
def _error(code: Item = None, cause: str = "the expression calls error()", *_: Item) -> list[Item]:
    raise XPathError(getattr(code, "local", "FOER0000"), cause)


@function("trace(item*, string=) item*")
def _trace(items: list[Item], label: str = "") -> list[Item]:
    return items


@function("function-name(function) anyAtomicType?")
def _function_name(action: Item) -> Item:
    from tei_tools.model.names import FN_NS
    from tei_tools.xpath.values import QName

    name = action.name if isinstance(action, Function) else ""
    return QName(FN_NS, name, "fn") if name else None


@function("function-arity(function) integer")
def _function_arity(action: Item) -> int:
    return action.arity if isinstance(action, Function) else 1


def apply(f: Context, i: Item, action: Item, arguments: list[list[Item]]) -> list[Item]:
    """What a function, a map or an array gives for arguments."""
    f.run.spend(1)
    if isinstance(action, Function):
        if action.arity != len(arguments):
            raise XPathError("XPTY0004", f"a function takes {action.arity} arguments")
        result: list[Item] = action.call(f, i, arguments)
        return result
    from tei_tools.xpath.constructors import member

    if not isinstance(action, (Map, Array)) or len(arguments) != 1:
        raise XPathError("XPTY0004", "this is no function of such arguments")
    keys = atomize(arguments[0])
    if len(keys) != 1:
        raise XPathError("XPTY0004", "one key is wanted")
    return member(action, keys[0])
