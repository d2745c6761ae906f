"""In: calls of functions. Out: their code; arguments become what the function wants.

Those functions that need not have their arguments at all stand at the end: ``not``, ``exists``, ….
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from tei_tools.xpath.casts import check_type
from tei_tools.xpath.code import (
    Code,
    One,
    Tree,
    any_focal,
    boolean,
    number_1_of,
    only,
    string_1,
)
from tei_tools.xpath.compiler import Compiler
from tei_tools.xpath.contexts import Context
from tei_tools.xpath.errors import XPathError
from tei_tools.xpath.functions import Signature, find, named
from tei_tools.xpath.nodes import Item
from tei_tools.xpath.types import promoted
from tei_tools.xpath.values import (
    Array,
    Function,
    Map,
    atomize,
    is_derived,
    is_node,
    is_number,
    type_of,
)


def call(compiler: Compiler, name: str, trees: list[Tree]) -> Code:
    """A call of a function by its name."""
    if name.startswith("xs:"):
        return _constructor(compiler, name[3:], trees)
    arities, macro = _MACROS.get(name, ((), None))
    if macro is not None and len(trees) in arities and (name in _MACROS_1 or not compiler.is_1):
        code = macro(compiler, *trees)
        if code is not None:
            return code
    signature = lookup(name, len(trees), is_1=compiler.is_1)
    codes = [compiler.compile(tree) for tree in trees]
    if signature.takes_context and len(codes) < len(signature.parameters):
        codes.append(compiler.compile(["item"]))
    is_focal = any_focal(*codes)
    convert = argument_1 if compiler.is_1 else argument
    arguments = [convert(code, signature.type_of(place)) for place, code in enumerate(codes)]
    called = _called(signature, arguments)
    if signature.result.endswith("*"):
        return Code(signature.kind, called, is_focal=is_focal)
    if compiler.is_1 and signature.kind == "number":
        return Code("number", one=lambda f, i: float(called(f, i)), is_focal=is_focal)
    return Code(signature.kind, one=called, is_focal=is_focal)


def lookup(name: str, arity: int, *, is_1: bool = False) -> Signature:
    """The function, or an XPathError that says what is wrong with the call."""
    signature = find(name, arity, is_1=is_1)
    if signature is not None:
        return signature
    if name in _IMPOSSIBLE:
        raise XPathError("TEIX0002", f"the function `{name}()` is not possible here")
    known = [other for other in named(name) if other.of_1 or not is_1] or (
        name in _MACROS and (name in _MACROS_1 or not is_1)
    )
    if known:
        raise XPathError("XPST0017", f"the function `{name}()` does not take {arity} arguments")
    where = " in XPath 1.0" if is_1 else ""
    raise XPathError("XPST0017", f"there is no function `{name}()`{where}")


#: Functions that exist, but reach out of the document or make new ones.
_IMPOSSIBLE: Final = frozenset(
    "collection uri-collection parse-xml parse-xml-fragment serialize json-doc parse-json"
    " json-to-xml xml-to-json transform load-xquery-module"
    " random-number-generator put copy-of snapshot analyze-string path"
    " collation-key".split()
)


def _called(signature: Signature, arguments: list[Any]) -> Any:
    function = signature.function
    if signature.sees_context:
        if len(arguments) == 2:
            one, other = arguments
            return lambda f, i: function(f, i, one(f, i), other(f, i))
        return lambda f, i: function(f, i, *[argument(f, i) for argument in arguments])
    match arguments:
        case []:
            return lambda f, i: function()
        case [one]:
            return lambda f, i: function(one(f, i))
        case [one, other]:
            return lambda f, i: function(one(f, i), other(f, i))
    return lambda f, i: function(*[argument(f, i) for argument in arguments])


# Arguments


def argument(code: Code, wanted: str) -> One:
    """What a parameter of a type gets of an expression."""
    if code.constant is not None and len(code.constant) == 1:
        with suppress(XPathError):  # else it is told when the function is called
            value = (CONVERSIONS.get(wanted) or conversion(wanted))(code.constant)
            return lambda f, i: value
    name = wanted.rstrip("?*+")
    if name == "string" and code.text is not None and wanted[-1] != "*":
        return code.text if wanted[-1] == "?" else _required(code.text)
    if wanted == "item*" or (wanted == "node*" and code.kind == "nodes"):
        return code.items
    convert = CONVERSIONS.get(wanted) or conversion(wanted)
    items = code.items
    return lambda f, i: convert(items(f, i))


def _required(one: One) -> One:
    def required(f: Context, i: Item) -> Item:
        item = one(f, i)
        if item is None:
            raise XPathError("XPTY0004", "a function gets nothing where it needs a value")
        return item

    return required


def conversion(wanted: str) -> Callable[[list[Item]], Any]:
    """From a value to what a parameter of a type wants (XPath 3.1, 3.1.5.2)."""
    name, occurrence = wanted.rstrip("?*+"), wanted[-1] if wanted[-1] in "?*+" else ""
    each = _ITEMS.get(name) or _atomic(name)
    is_atomic = name not in _ITEMS

    is_string, wants_many = name in ("string", "anyAtomicType"), occurrence == "*"

    def converted(items: list[Item]) -> Any:
        if is_string and len(items) == 1 and type(items[0]) is str:  # the usual thing, at once
            return [items[0]] if wants_many else items[0]
        values = atomize(items) if is_atomic else items
        found = [each(value) for value in values]
        if occurrence == "*":
            return found
        if not found and occurrence != "?":
            raise XPathError("XPTY0004", "a function gets nothing where it needs a value")
        return only(found)

    CONVERSIONS[wanted] = converted
    return converted


CONVERSIONS: Final[dict[str, Callable[[list[Item]], Any]]] = {}


def _atomic(name: str) -> Callable[[Item], Item]:
    if name == "anyAtomicType":
        return lambda value: value

    def convert(value: Item) -> Item:
        value = promoted(value, name)
        if not (is_number(value) if name == "numeric" else is_derived(type_of(value), name)):
            raise XPathError(
                "XPTY0004", f"a function wants a value of type {name}, not {type_of(value)}"
            )
        return value

    return convert


def _item(check: Callable[[Item], bool], what: str) -> Callable[[Item], Item]:
    def checked(item: Item) -> Item:
        if not check(item):
            raise XPathError("XPTY0004", f"a function wants {what}")
        return item

    return checked


_ITEMS: Final[dict[str, Callable[[Item], Item]]] = {
    "item": lambda item: item,
    "node": _item(is_node, "a node"),
    "function": _item(lambda item: isinstance(item, (Function, Map, Array)), "a function"),
    "map": _item(lambda item: isinstance(item, Map), "a map"),
    "array": _item(lambda item: isinstance(item, Array), "an array"),
}


def argument_1(code: Code, wanted: str) -> One:
    """What a parameter gets in XPath 1.0: every value can become a string or number (3.2)."""
    name = wanted.rstrip("?*+")
    if name in ("string", "anyAtomicType") and wanted[-1] != "*":
        return string_1(code)
    if name in ("double", "numeric", "integer") and wanted[-1] != "*":
        return number_1_of(code)
    if wanted == "item*":
        return code.items
    convert = CONVERSIONS.get(wanted) or conversion(wanted)
    items = code.items
    return lambda f, i: convert(items(f, i))


# Constructors


def _constructor(compiler: Compiler, name: str, trees: list[Tree]) -> Code:
    """``xs:date("…")``: as a cast."""
    if compiler.is_1 or len(trees) != 1:
        raise XPathError("XPST0017", f"the function `xs:{name}()` does not take these arguments")
    check_type(name, to_cast=True)
    return compiler.compile(["cast", trees[0], name, True])


# Functions that do not need their arguments as values


def _not(compiler: Compiler, tree: Tree) -> Code:
    code = compiler.compile(tree)
    truth = code.truth
    return boolean(lambda f, i: not truth(f, i), is_focal=code.is_focal)


def _boolean(compiler: Compiler, tree: Tree) -> Code:
    code = compiler.compile(tree)
    return boolean(code.truth, is_focal=code.is_focal)


def _exists(compiler: Compiler, tree: Tree) -> Code:
    code = compiler.compile(tree)
    if code.kind == "nodes":
        return boolean(code.truth, is_focal=code.is_focal)
    return boolean(lambda f, i: bool(code.items(f, i)), is_focal=code.is_focal)


def _empty(compiler: Compiler, tree: Tree) -> Code:
    code = _exists(compiler, tree)
    truth = code.truth
    return boolean(lambda f, i: not truth(f, i), is_focal=code.is_focal)


def _count(compiler: Compiler, tree: Tree) -> Code:
    code = compiler.compile(tree)
    each, is_1 = code.each, compiler.is_1
    if is_1 and code.kind not in ("nodes", "any"):
        raise XPathError("XPTY0004", "`count()` wants nodes")

    def count(f: Context, i: Item) -> float:
        total = sum(1 for _ in each(f, i))
        f.run.spend(total)
        return float(total) if is_1 else total

    return Code("number", one=count, is_focal=code.is_focal)


def _true(compiler: Compiler) -> Code:
    return boolean(lambda f, i: True)


def _false(compiler: Compiler) -> Code:
    return boolean(lambda f, i: False)


def _position(compiler: Compiler) -> Code:
    number = float if compiler.is_1 else int
    return Code("number", one=lambda f, i: number(f.position), is_focal=True)


def _last(compiler: Compiler) -> Code:
    number = float if compiler.is_1 else int
    return Code("number", one=lambda f, i: number(f.size), is_focal=True)


def _current(compiler: Compiler) -> Code:
    return Code("nodes", one=lambda f, i: f.node if f.current is None else f.current)


def _string(compiler: Compiler, *trees: Tree) -> Code | None:
    """``string()``; of what is known to be one node or string its text."""
    code = compiler.compile(trees[0] if trees else ["item"])
    if code.text is None or code.kind != "nodes":
        return None
    text = code.text
    return Code("string", one=lambda f, i: text(f, i) or "", is_focal=code.is_focal)


#: How many arguments these take, and what makes their code.
_MACROS: Final[dict[str, tuple[tuple[int, ...], Callable[..., Code | None]]]] = {
    "not": ((1,), _not),
    "boolean": ((1,), _boolean),
    "exists": ((1,), _exists),
    "empty": ((1,), _empty),
    "count": ((1,), _count),
    "true": ((0,), _true),
    "false": ((0,), _false),
    "position": ((0,), _position),
    "last": ((0,), _last),
    "current": ((0,), _current),
    "string": ((0, 1), _string),
}
_MACROS_1: Final = frozenset("not boolean count true false position last current string".split())
