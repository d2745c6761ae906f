"""In: comparisons and calculations. Out: their code, with short ways for strings."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable
from typing import Any, Final

from tei_tools.xpath.casts import to_double
from tei_tools.xpath.code import (
    Code,
    Tree,
    Truth,
    any_focal,
    atom,
    atoms,
    boolean,
    number_1_of,
    number_of_1,
    string_of_1,
    text,
    texts,
)
from tei_tools.xpath.compiler import Compiler
from tei_tools.xpath.contexts import Context
from tei_tools.xpath.errors import XPathError
from tei_tools.xpath.nodes import Item
from tei_tools.xpath.operators import (
    SIGNS,
    calculate,
    compare,
    compare_general,
)
from tei_tools.xpath.values import STRINGS, Untyped, effective_boolean, is_node, is_number

#: From how many items on a variable is looked up in, not gone through.
MANY: Final = 16

_Test = Callable[[Any, Any], bool]
_REVERSED: Final[dict[_Test, _Test]] = {
    operator.eq: operator.eq,
    operator.ne: operator.ne,
    operator.lt: operator.gt,
    operator.gt: operator.lt,
    operator.le: operator.ge,
    operator.ge: operator.le,
}


# General comparisons


def general(compiler: Compiler, sign: str, first: Tree, second: Tree) -> Code:
    """``=``, ``<`` and the like: does any item on the left compare with any on the right?"""
    left, right = compiler.compile(first), compiler.compile(second)
    test = SIGNS[sign]
    is_focal = any_focal(left, right)
    if compiler.is_1:
        return boolean(_general_1(left, right, test), is_focal=is_focal)
    if left.is_stringy and right.is_stringy:
        return boolean(_strings(left, right, test), is_focal=is_focal)
    for one, other, ordered in ((left, right, test), (right, left, _REVERSED[test])):
        if one.kind == "nodes" and other.kind == "number" and len(other.constant or ()) == 1:
            number = to_double((other.constant or [0])[0])
            return boolean(_with_number(one, number, ordered), is_focal=is_focal)
    compared = _pairs(left, right, test)
    if test is operator.eq and second[0] == "variable":
        compared = _among(left, right, compared)
    return boolean(compared, is_focal=is_focal)


def _pairs(left: Code, right: Code, test: _Test) -> Truth:
    """Each with each."""
    lefts, rights = atoms(left), atoms(right)

    def truth(f: Context, i: Item) -> bool:
        ones, others = lefts(f, i), rights(f, i)
        if not ones or not others:
            return False
        if _are_strings(ones) and _are_strings(others):
            f.run.spend(len(ones) * len(others))
            return any(test(one, other) for one in ones for other in others)
        zone = f.run.zone
        for one in ones:
            f.run.spend(len(others))
            for other in others:
                if compare_general(one, other, test, zone):
                    return True
        return False

    return truth


def _are_strings(values: list[Item]) -> bool:
    for value in values:  # noqa: SIM110  (faster than all())
        if type(value) not in STRINGS:
            return False
    return True


def _among(left: Code, variable: Code, otherwise: Truth) -> Truth:
    """Whether something is one of the strings of a variable, such as all ids of a document."""
    lefts, rights = atoms(left), variable.items

    def truth(f: Context, i: Item) -> bool:
        others = rights(f, i)
        if len(others) < MANY or (strings := f.run.strings(others)) is None:
            return otherwise(f, i)
        ones = lefts(f, i)
        if not _are_strings(ones):
            return otherwise(f, i)
        f.run.spend(len(ones))
        return not strings.isdisjoint(ones)

    return truth


def _strings(left: Code, right: Code, test: _Test) -> Callable[[Context, Item], bool]:
    """Strings and untyped values compare as strings."""
    if right.constant is not None:
        return _with_strings(left, [str(item) for item in right.constant], test)
    if left.constant is not None:
        return _with_strings(right, [str(item) for item in left.constant], _REVERSED[test])
    if left.text is not None and right.text is not None:
        one, other = left.text, right.text

        def pair(f: Context, i: Item) -> bool:
            a = one(f, i)
            if a is None:
                return False
            b = other(f, i)
            return b is not None and test(a, b)

        return pair
    lefts, rights = texts(left), texts(right)
    if test is operator.eq:

        def equal(f: Context, i: Item) -> bool:
            others = set(rights(f, i))
            f.run.spend(len(others))
            return bool(others) and _any_in(f, lefts(f, i), others)

        return equal

    def truth(f: Context, i: Item) -> bool:
        others = list(dict.fromkeys(rights(f, i)))
        for one in lefts(f, i):
            f.run.spend(len(others))
            if any(test(one, other) for other in others):
                return True
        return False

    return truth


def _any_in(f: Context, found: Iterable[str], wanted: Any) -> bool:
    run = f.run
    for one in found:
        run.left -= 1
        if run.left < 0:
            run.spend(1)
        if one in wanted:
            return True
    return False


def _with_strings(code: Code, values: list[str], test: _Test) -> Callable[[Context, Item], bool]:
    """A comparison with strings that are written in the expression."""
    if not values:
        return lambda f, i: False
    if code.text is not None:
        return _text_with(code.text, values, test)
    found = texts(code)
    if test is operator.eq:
        wanted = frozenset(values)
        return lambda f, i: _any_in(f, found(f, i), wanted)

    def truth(f: Context, i: Item) -> bool:
        f.run.spend(1)
        return any(test(one, value) for one in found(f, i) for value in values)

    return truth


def _text_with(one: Any, values: list[str], test: _Test) -> Callable[[Context, Item], bool]:
    if len(values) == 1:
        value = values[0]
        if test is operator.eq:
            return lambda f, i: bool(one(f, i) == value)
    elif test is operator.eq:
        wanted = frozenset(values)
        return lambda f, i: one(f, i) in wanted

    def truth(f: Context, i: Item) -> bool:
        found = one(f, i)
        return found is not None and any(test(found, value) for value in values)

    return truth


def _with_number(code: Code, number: float, test: _Test) -> Callable[[Context, Item], bool]:
    """Untyped values compare with a number as numbers; comments and PIs are strings."""
    values = atoms(code)

    def truth(f: Context, i: Item) -> bool:
        for value in values(f, i):
            f.run.spend(1)
            if not isinstance(value, Untyped):
                raise XPathError("XPTY0004", "a string cannot be compared with a number")
            if test(to_double(value), number):
                return True
        return False

    return truth


def _general_1(left: Code, right: Code, test: _Test) -> Callable[[Context, Item], bool]:
    """As in XPath 1.0 (3.4): what is compared as what depends on both sides."""
    if left.is_stringy and right.is_stringy and test in (operator.eq, operator.ne):
        return _strings(left, right, test)
    lefts, rights = left.items, right.items
    return lambda f, i: compare_1(f, lefts(f, i), rights(f, i), test)


def compare_1(f: Context, left: list[Item], right: list[Item], test: _Test) -> bool:
    """A comparison of XPath 1.0; a value is a list of nodes, or of one string, number or truth."""
    is_equality = test in (operator.eq, operator.ne)
    first = [*left[:1], *right[:1]]
    if any(isinstance(item, bool) for item in first):
        truths = effective_boolean(left), effective_boolean(right)
        return test(*truths) if is_equality else test(*map(float, truths))
    f.run.spend(len(left) * len(right))
    as_strings = is_equality and not any(is_number(item) for item in first)
    value_of: Callable[[list[Item]], Any] = string_of_1 if as_strings else number_of_1
    others = [value_of([item]) for item in right]
    return any(test(one, other) for one in (value_of([item]) for item in left) for other in others)


# Value comparisons


def value(compiler: Compiler, sign: str, first: Tree, second: Tree) -> Code:
    """``eq``, ``lt`` and the like: nothing where a side is empty; untyped values are strings."""
    left, right = compiler.compile(first), compiler.compile(second)
    test = SIGNS[sign]
    is_focal = any_focal(left, right)
    if left.is_stringy and right.is_stringy:
        one_text, other_text = text(left), text(right)

        def texts_compared(f: Context, i: Item) -> bool | None:
            a, b = one_text(f, i), other_text(f, i)
            return None if a is None or b is None else test(str(a), str(b))

        return _maybe(texts_compared, is_focal)
    one_value, other_value = atom(left), atom(right)

    def compared(f: Context, i: Item) -> bool | None:
        a, b = one_value(f, i), other_value(f, i)
        if a is None or b is None:
            return None
        return compare(a, b, test, f.run.zone)

    return _maybe(compared, is_focal)


def _maybe(compared: Callable[[Context, Item], bool | None], is_focal: bool) -> Code:
    """True, false, or nothing."""
    return Code(
        "boolean", one=compared, truth=lambda f, i: compared(f, i) is True, is_focal=is_focal
    )


def order(compiler: Compiler, sign: str, first: Tree, second: Tree) -> Code:
    """``is``, ``<<`` and ``>>``: the same node, one before or after another."""
    left, right = compiler.compile(first), compiler.compile(second)

    def node(items: list[Item]) -> Item:
        if len(items) > 1 or not all(is_node(item) for item in items):
            raise XPathError("XPTY0004", f"`{sign}` compares one node with another")
        return items[0] if items else None

    def compared(f: Context, i: Item) -> bool | None:
        if (a := node(left.items(f, i))) is None or (b := node(right.items(f, i))) is None:
            return None
        if sign == "is":
            return bool(a == b)
        places = f.run.trees.place(a), f.run.trees.place(b)
        return places[0] < places[1] if sign == "<<" else places[0] > places[1]

    return _maybe(compared, any_focal(left, right))


# Calculations


def arithmetic(compiler: Compiler, sign: str, first: Tree | None, second: Tree) -> Code:
    """``+``, ``div`` and the like; without a left side a sign before a number."""
    right = compiler.compile(second)
    left = right if first is None else compiler.compile(first)
    is_focal = any_focal(left, right)
    if compiler.is_1:
        return _arithmetic_1(sign, None if first is None else left, right)
    if first is None:
        operand = atom(right)

        def signed(f: Context, i: Item) -> Item:
            item = operand(f, i)
            return None if item is None else _signed(sign, item)

        return Code(_kind(left, right), one=signed, is_focal=is_focal)
    one_value, other_value = atom(left), atom(right)

    def calculated(f: Context, i: Item) -> Item:
        a, b = one_value(f, i), other_value(f, i)
        return None if a is None or b is None else calculate(sign, a, b, f.run.zone)

    return Code(_kind(left, right), one=calculated, is_focal=is_focal)


def _kind(left: Code, right: Code) -> Any:
    """Of nodes and numbers come numbers; of dates and durations there are other values."""
    return "number" if {left.kind, right.kind} <= {"number", "nodes"} else "any"


def _signed(sign: str, item: Item) -> Item:
    item = to_double(item) if isinstance(item, Untyped) else item
    if not is_number(item):
        raise XPathError("XPTY0004", f"`{sign}` wants a number")
    if sign == "+":
        return item
    return type(item)(-item) if isinstance(item, float) else -item


_FLOATS_1: Final[dict[str, Callable[[float, float], float]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}


def _arithmetic_1(sign: str, left: Code | None, right: Code) -> Code:
    """All numbers of XPath 1.0 are of double precision."""
    other_number = number_1_of(right)
    if left is None:
        factor = -1.0 if sign == "-" else 1.0
        return Code("number", one=lambda f, i: factor * other_number(f, i), is_focal=right.is_focal)
    one_number = number_1_of(left)

    def calculated(f: Context, i: Item) -> float:
        a, b = one_number(f, i), other_number(f, i)
        if sign in _FLOATS_1:
            return _FLOATS_1[sign](a, b)
        return float(calculate(sign, a, b, 0)) if not math.isnan(a) else math.nan

    return Code("number", one=calculated, is_focal=any_focal(left, right))
