"""In: sequence types, and casts. Out: whether values are of a type; values made to be of one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tei_tools.xpath.casts import cast, check_type, is_castable, to_double
from tei_tools.xpath.code import Code, Tree, atoms, boolean
from tei_tools.xpath.compiler import Compiler
from tei_tools.xpath.contexts import Context
from tei_tools.xpath.errors import XPathError
from tei_tools.xpath.node_tests import node_test
from tei_tools.xpath.nodes import Item
from tei_tools.xpath.values import (
    AnyURI,
    Array,
    Float,
    Function,
    Map,
    Untyped,
    atomize,
    is_derived,
    is_node,
    is_number,
    single,
    type_of,
)

ItemTest = Callable[[Item], bool]


def item_test(kind: Tree) -> ItemTest:
    """Is an item of an item type?"""
    match kind:
        case ["item"]:
            return lambda item: item is not None
        case ["atomic", str(name)]:
            check_type(name, to_cast=False)
            return lambda item: not is_node(item) and is_derived(type_of(item), name)
        case ["function", *arity]:
            return lambda item: _is_function(item, arity[0] if arity else None)
        case ["map", *kinds]:
            return _map_test(kinds)
        case ["array", *kinds]:
            return _array_test(kinds)
    test = node_test(kind)
    return lambda item: is_node(item) and test(item)


def _is_function(item: Item, arity: int | None) -> bool:
    if isinstance(item, (Map, Array)):
        return arity in (None, 1)
    return isinstance(item, Function) and arity in (None, item.arity)


def _map_test(kinds: list[Any]) -> ItemTest:
    if not kinds:
        return lambda item: isinstance(item, Map)
    key, value = sequence_test(kinds[0]), sequence_test(kinds[1])
    return lambda item: (
        isinstance(item, Map)
        and all(key([entry[0]]) and value(entry[1]) for entry in item.values())
    )


def _array_test(kinds: list[Any]) -> ItemTest:
    if not kinds:
        return lambda item: isinstance(item, Array)
    member = sequence_test(kinds[0])
    return lambda item: isinstance(item, Array) and all(map(member, item))


def sequence_test(kind: Tree) -> Callable[[list[Item]], bool]:
    """Is a value of a sequence type?"""
    item_kind, occurrence = kind
    test = item_test(item_kind)
    least, most = _occurrence(occurrence)
    return lambda items: least <= len(items) <= most and all(map(test, items))


def _occurrence(sign: str) -> tuple[int, float]:
    bounds = {"": (1, 1), "?": (0, 1), "*": (0, float("inf")), "+": (1, float("inf")), "0": (0, 0)}
    return bounds[sign]


def conversion(kind: Tree) -> Callable[[list[Item]], list[Item]]:
    """The function conversion rules (XPath 3.1, 3.1.5.2): a value as one of a type."""
    item_kind, occurrence = kind
    test = item_test(item_kind)
    least, most = _occurrence(occurrence)

    def converted(items: list[Item]) -> list[Item]:
        if item_kind[0] == "atomic":
            items = [promoted(value, item_kind[1]) for value in atomize(items)]
        if not least <= len(items) <= most or not all(map(test, items)):
            raise XPathError("XPTY0004", "a value is not of the type that is wanted")
        return items

    return converted


def promoted(value: Item, name: str) -> Item:
    """An atomic value where one of a type is wanted: cast if untyped, promoted if a number."""
    if isinstance(value, Untyped) and name != "untypedAtomic":
        return cast(value, {"numeric": "double", "anyAtomicType": "untypedAtomic"}.get(name, name))
    if name == "double" and is_number(value):
        return to_double(value) if type(value) is not float else value
    if (
        name == "float"
        and is_number(value)
        and (isinstance(value, Float) or type(value) is not float)
    ):
        return Float(single(to_double(value)))
    return str(value) if name == "string" and isinstance(value, AnyURI) else value


# Constructs


def instance(compiler: Compiler, tree: Tree, kind: Tree) -> Code:
    """``instance of``."""
    code, test = compiler.compile(tree), sequence_test(kind)
    return boolean(lambda f, i: test(code.items(f, i)), is_focal=code.is_focal)


def treat(compiler: Compiler, tree: Tree, kind: Tree) -> Code:
    """``treat as``."""
    code, test = compiler.compile(tree), sequence_test(kind)

    def items(f: Context, i: Item) -> list[Item]:
        found = code.items(f, i)
        if not test(found):
            raise XPathError("XPDY0050", "a value is not of the type that it is treated as")
        return found

    return Code(code.kind, items, is_focal=code.is_focal)


def convert(compiler: Compiler, tree: Tree, kind: Tree) -> Code:
    """A value of a variable or function whose type is declared."""
    code, converted = compiler.compile(tree), conversion(kind)
    return Code("any", lambda f, i: converted(code.items(f, i)), is_focal=code.is_focal)


def cast_to(compiler: Compiler, tree: Tree, name: str, is_optional: bool) -> Code:
    """``cast as``."""
    check_type(name, to_cast=True)
    code, namespaces = compiler.compile(tree), compiler.namespaces
    values = atoms(code)

    def one(f: Context, i: Item) -> Item:
        found = values(f, i)
        if len(found) == 1:
            return cast(found[0], name, namespaces)
        if found or not is_optional:
            raise XPathError("XPTY0004", f"one value is wanted to be cast to xs:{name}")
        return None

    return Code(_kind_of(name), one=one, is_focal=code.is_focal)


def castable(compiler: Compiler, tree: Tree, name: str, is_optional: bool) -> Code:
    """``castable as``."""
    check_type(name, to_cast=True)
    code, namespaces = compiler.compile(tree), compiler.namespaces
    values = atoms(code)

    def truth(f: Context, i: Item) -> bool:
        found = values(f, i)
        if len(found) != 1:
            return is_optional and not found
        return is_castable(found[0], name, namespaces)

    return boolean(truth, is_focal=code.is_focal)


def _kind_of(name: str) -> Any:
    if name == "boolean":
        return "boolean"
    if name in ("double", "float") or is_derived(name, "decimal"):
        return "number"
    return "string" if is_derived(name, "string") else "any"
