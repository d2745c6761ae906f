"""In: the tree of an expression. Out: its ``Code``: closures that evaluate it.

The table at the end says who compiles which construct.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Final

from tei_tools.xpath.code import Code, Tree, any_focal, boolean, constant
from tei_tools.xpath.contexts import Context
from tei_tools.xpath.errors import XPathError
from tei_tools.xpath.nodes import Document, Item, root_of
from tei_tools.xpath.values import is_node


class Compiler:
    """What is known where an expression stands.

    Attributes:
        is_1: is it of XPath 1.0?
        namespaces: by prefix, for casts to xs:QName.
        focus: what the context item is: ``node``, ``any`` (a value, perhaps) or ``none``.
    """

    def __init__(
        self, *, is_1: bool, namespaces: Mapping[str, str], variables: Collection[str] | None
    ) -> None:
        self.is_1 = is_1
        self.namespaces = namespaces
        self.focus = "node"
        self._variables = None if variables is None else frozenset(variables)

    def compile(self, tree: Tree) -> Code:
        """The code of a tree."""
        return _CONSTRUCTS[tree[0]](self, *tree[1:])

    def inside(self, tree: Tree, focus: str) -> Code:
        """The code of a tree that has another focus, as a predicate has."""
        outer, self.focus = self.focus, focus
        try:
            return self.compile(tree)
        finally:
            self.focus = outer

    @contextmanager
    def knowing(self, *names: str) -> Iterator[None]:
        """Where variables are in scope."""
        outer = self._variables
        if outer is not None:
            self._variables = outer | frozenset(names)
        yield
        self._variables = outer

    def check_variable(self, name: str) -> None:
        """An XPathError where there is no such variable in scope."""
        if self._variables is not None and name not in self._variables:
            raise XPathError("XPST0008", f"there is no variable `${name}`")


# Literals, variables, the context item


def _string(compiler: Compiler, value: str) -> Code:
    return constant([value], "string")


def _integer(compiler: Compiler, value: int) -> Code:
    return constant([value], "number")


def _decimal(compiler: Compiler, value: str) -> Code:
    return constant([Decimal(value)], "number")


def _double(compiler: Compiler, value: float) -> Code:
    return constant([float(value)], "number")


def _variable(compiler: Compiler, name: str) -> Code:
    compiler.check_variable(name)

    def items(f: Context, i: Item) -> list[Item]:
        try:
            value = f.variables[name]
        except KeyError:
            raise XPathError("XPST0008", f"there is no variable `${name}`") from None
        return value if isinstance(value, list) else list(value)

    return Code("any", items)


def _item(compiler: Compiler) -> Code:
    if compiler.focus == "none":
        return _no_focus()
    if compiler.focus == "node":
        return Code("nodes", one=lambda f, i: i, truth=lambda f, i: True)
    return Code("any", lambda f, i: [i])


def _no_focus() -> Code:
    def items(f: Context, i: Item) -> list[Item]:
        raise XPathError("XPDY0002", "there is no context item here")

    return Code("any", items)


def _root(compiler: Compiler) -> Code:
    if compiler.focus == "none":
        return _no_focus()

    def root(f: Context, i: Item) -> Item:
        if not is_node(i):
            raise XPathError("XPTY0020", "`/` needs a node to start from, and there is a value")
        return Document(root_of(i))

    return Code("nodes", one=root, truth=lambda f, i: root(f, i) is not None)


def _group(compiler: Compiler, tree: Tree) -> Code:
    return compiler.compile(tree)


# Sequences


def _comma(compiler: Compiler, trees: list[Tree]) -> Code:
    codes = [compiler.compile(tree) for tree in trees]
    kinds = {code.kind for code in codes}
    kind = kinds.pop() if len(kinds) == 1 and "nodes" not in kinds else "any"
    if all(code.constant is not None for code in codes):
        return constant([item for code in codes for item in code.constant or ()], kind)

    def items(f: Context, i: Item) -> list[Item]:
        found: list[Item] = []
        for code in codes:
            found += code.items(f, i)
        f.run.spend(len(found))
        return found

    return Code(kind, items, is_focal=any_focal(*codes))


def _range(compiler: Compiler, first: Tree, last: Tree) -> Code:
    from tei_tools.xpath.calls import argument

    start, end = compiler.compile(first), compiler.compile(last)
    start_of, end_of = argument(start, "integer?"), argument(end, "integer?")

    def items(f: Context, i: Item) -> list[Item]:
        one, other = start_of(f, i), end_of(f, i)
        if one is None or other is None or one > other:
            return []
        f.run.spend(other - one + 1)
        return list(range(one, other + 1))

    return Code("number", items, is_focal=any_focal(start, end))


def _for(compiler: Compiler, name: str, source: Tree, body: Tree) -> Code:
    values = compiler.compile(source)
    with compiler.knowing(name):
        result = compiler.compile(body)

    def items(f: Context, i: Item) -> list[Item]:
        context, variables = f.binding()
        found: list[Item] = []
        for value in values.items(f, i):
            variables[name] = [value]
            more = result.items(context, i)
            f.run.spend(len(more) + 1)
            found += more
        return found

    kind = result.kind if result.kind != "nodes" else "any"  # neither ordered nor unique
    return Code(kind, items, is_focal=any_focal(values, result))


def _let(compiler: Compiler, name: str, source: Tree, body: Tree) -> Code:
    value = compiler.compile(source)
    with compiler.knowing(name):
        result = compiler.compile(body)

    def items(f: Context, i: Item) -> list[Item]:
        context, variables = f.binding()
        variables[name] = value.items(f, i)
        return result.items(context, i)

    return Code(result.kind, items, is_focal=any_focal(value, result))


def _map_over(compiler: Compiler, source: Tree, body: Tree) -> Code:
    values = compiler.compile(source)
    result = compiler.inside(body, "node" if values.kind == "nodes" else "any")

    def items(f: Context, i: Item) -> list[Item]:
        context = f.copy()
        inputs = values.items(f, i)
        context.size = len(inputs)
        found: list[Item] = []
        for place, value in enumerate(inputs, 1):
            context.position = place
            more = result.items(context, value)
            f.run.spend(len(more) + 1)
            found += more
        return found

    kind = result.kind if result.kind != "nodes" else "any"
    return Code(kind, items, is_focal=values.is_focal)


# Conditions


def _or(compiler: Compiler, trees: list[Tree]) -> Code:
    codes = [compiler.compile(tree) for tree in trees]
    first, second = codes[0].truth, codes[1].truth
    if len(codes) == 2:
        return boolean(lambda f, i: first(f, i) or second(f, i), is_focal=any_focal(*codes))
    truths = [code.truth for code in codes]

    def truth(f: Context, i: Item) -> bool:
        for holds in truths:  # noqa: SIM110  (faster than any())
            if holds(f, i):
                return True
        return False

    return boolean(truth, is_focal=any_focal(*codes))


def _and(compiler: Compiler, trees: list[Tree]) -> Code:
    codes = [compiler.compile(tree) for tree in trees]
    first, second = codes[0].truth, codes[1].truth
    if len(codes) == 2:
        return boolean(lambda f, i: first(f, i) and second(f, i), is_focal=any_focal(*codes))
    truths = [code.truth for code in codes]

    def truth(f: Context, i: Item) -> bool:
        for holds in truths:  # noqa: SIM110
            if not holds(f, i):
                return False
        return True

    return boolean(truth, is_focal=any_focal(*codes))


def _if(compiler: Compiler, condition: Tree, first: Tree, second: Tree) -> Code:
    test = compiler.compile(condition)
    yes, no = compiler.compile(first), compiler.compile(second)
    truth = test.truth
    kind = yes.kind if yes.kind == no.kind else "any"
    return Code(
        kind,
        lambda f, i: (yes if truth(f, i) else no).items(f, i),
        truth=lambda f, i: (yes if truth(f, i) else no).truth(f, i),
        is_focal=any_focal(test, yes, no),
    )


def _quantified(is_some: bool) -> Callable[[Compiler, str, Tree, Tree], Code]:
    def quantified(compiler: Compiler, name: str, source: Tree, condition: Tree) -> Code:
        values = compiler.compile(source)
        with compiler.knowing(name):
            test = compiler.compile(condition)
        holds = test.truth

        def truth(f: Context, i: Item) -> bool:
            context, variables = f.binding()
            for value in values.items(f, i):
                f.run.spend(1)
                variables[name] = [value]
                if holds(context, i) is is_some:
                    return is_some
            return not is_some

        return boolean(truth, is_focal=any_focal(values, test))

    return quantified


# Strings and numbers


def _concat(compiler: Compiler, trees: list[Tree]) -> Code:
    return compiler.compile(["call", "concat", trees])


def _sign(compiler: Compiler, sign: str, tree: Tree) -> Code:
    from tei_tools.xpath.comparisons import arithmetic

    if tree[0] in ("integer", "double") and sign == "-":
        return constant([-tree[1]], "number")
    return arithmetic(compiler, sign, None, tree)


def _constructs() -> dict[str, Callable[..., Code]]:
    from tei_tools.xpath import calls, comparisons, constructors, paths, steps, types

    return {
        "string": _string,
        "integer": _integer,
        "decimal": _decimal,
        "double": _double,
        "variable": _variable,
        "item": _item,
        "root": _root,
        "group": _group,
        "comma": _comma,
        "range": _range,
        "for": _for,
        "let": _let,
        "map-over": _map_over,
        "or": _or,
        "and": _and,
        "if": _if,
        "some": _quantified(True),
        "every": _quantified(False),
        "concat": _concat,
        "sign": _sign,
        "arithmetic": comparisons.arithmetic,
        "general": comparisons.general,
        "value": comparisons.value,
        "order": comparisons.order,
        "union": paths.union,
        "sets": paths.sets,
        "path": paths.path,
        "step": steps.step,
        "filter": paths.filtered,
        "instance": types.instance,
        "treat": types.treat,
        "convert": types.convert,
        "cast": types.cast_to,
        "castable": types.castable,
        "call": calls.call,
        "reference": constructors.reference,
        "partial": constructors.partial,
        "function": constructors.function,
        "apply": constructors.apply,
        "map": constructors.map_of,
        "array": constructors.array_of,
        "array-of": constructors.array_of_items,
        "lookup": constructors.lookup,
    }


class _Table(dict[str, Callable[..., Code]]):
    """Filled when first asked: the modules in it need this one."""

    def __missing__(self, name: str) -> Callable[..., Code]:
        self.update(_constructs())
        return self[name]


_CONSTRUCTS: Final = _Table()
