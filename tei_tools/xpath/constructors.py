"""In: maps, arrays and functions as they are written (XPath 3.1, 3.11). Out: their code."""

from __future__ import annotations

from typing import Any

from tei_tools.xpath.code import Code, Tree, any_focal, atom, atoms
from tei_tools.xpath.compiler import Compiler
from tei_tools.xpath.contexts import Context
from tei_tools.xpath.errors import XPathError
from tei_tools.xpath.nodes import Item
from tei_tools.xpath.values import Array, Function, Map, map_key


def member(source: Item, key: Item) -> list[Item]:
    """What a map or an array has at a key."""
    if isinstance(source, Map):
        entry = source.get(map_key(key))
        return entry[1] if entry else []
    if not isinstance(key, int) or isinstance(key, bool):
        raise XPathError("XPTY0004", "the members of an array are found by whole numbers")
    if not 1 <= key <= len(source):
        raise XPathError("FOAY0001", f"the array has no member {key}")
    found: list[Item] = source[key - 1]
    return found


def map_of(compiler: Compiler, entries: list[Tree]) -> Code:
    """``map { key: value, … }``."""
    codes = [(atom(compiler.compile(key)), compiler.compile(value)) for key, value in entries]

    def one(f: Context, i: Item) -> Map:
        found = Map()
        for key_of, value in codes:
            key = key_of(f, i)
            if key is None:
                raise XPathError("XPTY0004", "a key of a map is one value")
            if map_key(key) in found:
                raise XPathError("XQDY0137", f"the key `{key}` is there twice")
            found[map_key(key)] = (key, value.items(f, i))
        return found

    return Code("any", one=one, is_focal=any_focal(*(value for _, value in codes)))


def array_of(compiler: Compiler, trees: list[Tree]) -> Code:
    """``[a, b, …]``: a member each."""
    codes = [compiler.compile(tree) for tree in trees]
    return Code(
        "any",
        one=lambda f, i: Array([code.items(f, i) for code in codes]),
        is_focal=any_focal(*codes),
    )


def array_of_items(compiler: Compiler, tree: Tree) -> Code:
    """``array { … }``: every item is a member."""
    code = compiler.compile(tree)
    return Code(
        "any",
        one=lambda f, i: Array([[item] for item in code.items(f, i)]),
        is_focal=code.is_focal,
    )


def lookup(compiler: Compiler, source: Tree, key: Tree) -> Code:
    """``source?key``."""
    code = compiler.compile(source)
    keys = None if key == ["all"] else atoms(compiler.compile(key))

    def items(f: Context, i: Item) -> list[Item]:
        found: list[Item] = []
        for item in code.items(f, i):
            if not isinstance(item, (Map, Array)):
                raise XPathError("XPTY0004", "`?` wants a map or an array")
            f.run.spend(len(item) + 1)
            if keys is not None:
                for wanted in keys(f, i):
                    found += member(item, wanted)
            elif isinstance(item, Map):
                for _, value in item.values():
                    found += value
            else:
                for value in item:
                    found += value
        return found

    return Code("any", items, is_focal=code.is_focal)


# Functions


def reference(compiler: Compiler, name: str, arity: int) -> Code:
    """``name#2``."""
    names = [f"argument {place}" for place in range(arity)]
    body = ["call", name, [["variable", one] for one in names]]
    with compiler.knowing(*names):
        called = compiler.compile(body)

    def one(f: Context, i: Item) -> Function:

        def call(g: Context, _: Item, arguments: list[list[Item]]) -> list[Item]:
            context, variables = g.binding()
            variables.update(zip(names, arguments, strict=True))
            return called.items(context, i)

        return Function(name, arity, call)

    return Code("any", one=one)


def function(compiler: Compiler, parameters: list[Any], body: Tree) -> Code:
    """``function($a, $b) { … }``."""
    from tei_tools.xpath.types import conversion

    names = [name for name, _ in parameters]
    conversions = [conversion(kind) if kind else None for _, kind in parameters]
    with compiler.knowing(*names):
        result = compiler.inside(body, "none")

    def one(f: Context, i: Item) -> Function:
        scope = dict(f.variables)

        def call(g: Context, _: Item, arguments: list[list[Item]]) -> list[Item]:
            context = g.copy()
            variables = dict(scope)
            for name, convert, value in zip(names, conversions, arguments, strict=True):
                variables[name] = convert(value) if convert else value
            context.variables = variables
            return result.items(context, None)

        return Function("", len(names), call)

    return Code("any", one=one)


def partial(compiler: Compiler, target: Tree, arguments: list[Tree]) -> Code:
    """``f(1, ?)``: a function of what is left open."""
    function_of = compiler.compile(target)
    codes = [None if tree == ["placeholder"] else compiler.compile(tree) for tree in arguments]
    is_open = sum(code is None for code in codes)

    def one(f: Context, i: Item) -> Function:
        from tei_tools.xpath.functions.sequences import apply

        action = function_of.items(f, i)[0]
        given = [None if code is None else code.items(f, i) for code in codes]

        def call(g: Context, item: Item, values: list[list[Item]]) -> list[Item]:
            rest = iter(values)
            return apply(g, item, action, [next(rest) if v is None else v for v in given])

        return Function("", is_open, call)

    return Code("any", one=one)


def apply(compiler: Compiler, target: Tree, arguments: list[Tree]) -> Code:
    """``$f(…)``: a call of a function that is a value."""
    if ["placeholder"] in arguments:
        return partial(compiler, target, arguments)
    code = compiler.compile(target)
    codes = [compiler.compile(tree) for tree in arguments]

    def items(f: Context, i: Item) -> list[Item]:
        from tei_tools.xpath.functions.sequences import apply as apply_function

        found = code.items(f, i)
        if len(found) != 1:
            raise XPathError("XPTY0004", "one function is wanted to be called")
        return apply_function(f, i, found[0], [argument.items(f, i) for argument in codes])

    return Code("any", items, is_focal=any_focal(code, *codes))
