"""In: arrays. Out: what the functions on arrays make of them (XPath functions 3.1, 17.3)."""

from __future__ import annotations

from tei_tools.xpath.contexts import Context
from tei_tools.xpath.errors import XPathError
from tei_tools.xpath.functions import function
from tei_tools.xpath.functions.sequences import apply
from tei_tools.xpath.nodes import Item
from tei_tools.xpath.values import Array


def _checked(place: int, most: int) -> int:
    if not 1 <= place <= most:
        raise XPathError("FOAY0001", f"the array has no member {place}")
    return place


@function("array:size(array) integer")
def _size(array: Array) -> int:
    return len(array)


@function("array:get(array, integer) item*")
def _get(array: Array, place: int) -> list[Item]:
    return array[_checked(place, len(array)) - 1]


@function("array:put(array, integer, item*) array", sees_context=True)
def _put(f: Context, i: Item, array: Array, place: int, value: list[Item]) -> Array:
    f.run.spend(len(array))
    copy = Array(array)
    copy[_checked(place, len(array)) - 1] = value
    return copy


@function("array:append(array, item*) array", sees_context=True)
def _append(f: Context, i: Item, array: Array, value: list[Item]) -> Array:
    f.run.spend(len(array) + 1)
    return Array([*array, value])


@function("array:subarray(array, integer, integer=) array")
def _subarray(array: Array, start: int, length: int | None = None) -> Array:
    _checked(start, len(array) + 1)
    if length is None:
        return Array(array[start - 1 :])
    if length < 0:
        raise XPathError("FOAY0002", "an array cannot be shorter than nothing")
    _checked(start + length, len(array) + 1)
    return Array(array[start - 1 : start - 1 + length])


@function("array:remove(array, integer*) array")
def _remove(array: Array, places: list[int]) -> Array:
    away = {_checked(place, len(array)) for place in places}
    return Array([member for place, member in enumerate(array, 1) if place not in away])


@function("array:insert-before(array, integer, item*) array")
def _insert_before(array: Array, place: int, value: list[Item]) -> Array:
    _checked(place, len(array) + 1)
    return Array([*array[: place - 1], value, *array[place - 1 :]])


@function("array:head(array) item*")
def _head(array: Array) -> list[Item]:
    return array[_checked(1, len(array)) - 1]


@function("array:tail(array) array")
def _tail(array: Array) -> Array:
    _checked(1, len(array))
    return Array(array[1:])


@function("array:reverse(array) array")
def _reverse(array: Array) -> Array:
    return Array(array[::-1])


@function("array:join(array*) array", sees_context=True)
def _join(f: Context, i: Item, arrays: list[Array]) -> Array:
    f.run.spend(sum(map(len, arrays)))
    return Array([member for array in arrays for member in array])


@function("array:flatten(item*) item*")
def _flatten(items: list[Item]) -> list[Item]:
    found: list[Item] = []
    for item in items:
        if isinstance(item, Array):
            for member in item:
                found += _flatten(member)
        else:
            found.append(item)
    return found


@function("array:for-each(array, function) array", sees_context=True)
def _for_each(f: Context, i: Item, array: Array, action: Item) -> Array:
    return Array([apply(f, i, action, [member]) for member in array])


@function("array:filter(array, function) array", sees_context=True)
def _filter(f: Context, i: Item, array: Array, test: Item) -> Array:
    return Array([member for member in array if apply(f, i, test, [member]) == [True]])


@function("array:fold-left(array, item*, function) item*", sees_context=True)
def _fold_left(f: Context, i: Item, array: Array, zero: list[Item], action: Item) -> list[Item]:
    for member in array:
        zero = apply(f, i, action, [zero, member])
    return zero


@function("array:fold-right(array, item*, function) item*", sees_context=True)
def _fold_right(f: Context, i: Item, array: Array, zero: list[Item], action: Item) -> list[Item]:
    for member in reversed(array):
        zero = apply(f, i, action, [member, zero])
    return zero


@function("array:for-each-pair(array, array, function) array", sees_context=True)
def _for_each_pair(f: Context, i: Item, left: Array, right: Array, action: Item) -> Array:
    return Array([apply(f, i, action, [a, b]) for a, b in zip(left, right, strict=False)])
