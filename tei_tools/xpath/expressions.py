"""In: the text of an expression or a match pattern. Out: what can be evaluated on nodes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Any, Final, Literal, Self, TypeAlias, TypeVar

from tei_tools.xpath.code import Code, Tree, string_of_1
from tei_tools.xpath.compiler import Compiler
from tei_tools.xpath.contexts import Context
from tei_tools.xpath.errors import XPathError
from tei_tools.xpath.nodes import Item, Node
from tei_tools.xpath.patterns import Match, matcher, names
from tei_tools.xpath.values import atomize, item_string

Version: TypeAlias = Literal["1.0", "2.0", "3.1"]

_TOO_NESTED: Final = "the expression nests too deeply"
_TOO_DEEP: Final = "the evaluation goes too deep: functions that call one another without end?"


class _Compiled:
    """What expressions and patterns have in common: where they come from, and how they are kept."""

    def __init__(self, text: str, version: str, namespaces: Mapping[str, str], tree: Tree) -> None:
        self.text = text
        self.version = version
        self._namespaces = namespaces
        self.tree = tree

    def _compiler(self, variables: Collection[str] | None) -> Compiler:
        return Compiler(
            is_1=self.version == "1.0", namespaces=self._namespaces, variables=variables
        )

    @classmethod
    def from_data(cls, data: Any) -> Self:
        """The one of which ``to_data`` gave this; its tree is compiled when it is first wanted."""
        return cls(*data)

    def to_data(self) -> Any:
        """Plain data that JSON can keep."""
        return [self.text, self.version, dict(self._namespaces), self.tree]

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.text!r})"


class Expression(_Compiled):
    """An expression, ready to be evaluated.

    Attributes:
        text: as it was written.
        version: of XPath.
    """

    @cached_property
    def _made(self) -> Code:
        return self.compile(None)

    def compile(self, variables: Collection[str] | None) -> Code:
        """The code; XPathError where there can be none.

        Args:
            variables: the Clark names of those in scope; None where they are known to be.
        """
        return self._compiler(variables).compile(self.tree)

    def evaluate(self, context: Context) -> list[Item]:
        """The items of the value; XPathError where it has none."""
        context.run.begin()
        try:
            return list(self._made.items(context, context.node))
        except RecursionError:
            raise XPathError("TEIX0001", _TOO_DEEP) from None

    def boolean(self, context: Context) -> bool:
        """The effective boolean value (2.4.3); XPathError where it has none."""
        context.run.begin()
        try:
            return bool(self._made.truth(context, context.node))
        except RecursionError:
            raise XPathError("TEIX0001", _TOO_DEEP) from None

    def string(self, context: Context) -> str:
        """As ``xsl:value-of`` gives it: in 1.0 the first item, else all with spaces between."""
        items = self.evaluate(context)
        if self.version == "1.0":
            return string_of_1(items)
        return " ".join(item_string(item) for item in atomize(items))


class Pattern(_Compiled):
    """A match pattern, ready to be tried on nodes.

    Attributes:
        text: as it was written.
        names: by which an index finds the patterns to try on a node: Clark names of elements, ``*``
            for any element, ``*[@NAME]`` for any element that has this attribute, ``@NAME``, ``@*``
            for any attribute, ``text()``, ``comment()``, ``processing-instruction()``, ``/``,
            ``namespace-node()``.
    """

    @cached_property
    def names(self) -> frozenset[str]:
        """By which an index finds the patterns to try on a node; see above."""
        return names(self.tree, is_1=self.version == "1.0")

    @cached_property
    def _made(self) -> Match:
        return self.compile(None)

    def compile(self, variables: Collection[str] | None) -> Match:
        """The test; as ``Expression.compile``."""
        return matcher(self._compiler(variables), self.tree)

    def matches(self, node: Node, context: Context) -> bool:
        """Does the node match? XPathError where a predicate has no value.

        All but the node comes from the context; ``current()`` is ``context.current`` or else
        ``context.node``: here give a context of the node itself.
        """
        context.run.begin()
        try:
            return bool(self._made(context, node))
        except RecursionError:
            raise XPathError("TEIX0001", _TOO_DEEP) from None


Made = TypeVar("Made", Expression, Pattern)


def compile_expression(
    text: str,
    *,
    namespaces: Mapping[str, str],
    version: Version,
    variables: Collection[str] = (),
    default_namespace: str = "",
) -> Expression:
    """An expression; XPathError where it is none.

    With version 2.0 what is new in 3.1 is understood too, as XSLT processors of today do.

    Args:
        namespaces: by prefix.
        variables: the Clark names of those in scope; another variable is an error.
        default_namespace: of elements without a prefix.
    """
    tree = _parsed(text, namespaces, version, default_namespace)
    return _checked(Expression(text, version, dict(namespaces), tree), variables)


def compile_pattern(
    text: str,
    *,
    namespaces: Mapping[str, str],
    version: Version,
    variables: Collection[str] = (),
    default_namespace: str = "",
) -> Pattern:
    """A match pattern (XSLT 5.5), as in ``sch:rule/@context``; XPathError where it is none."""
    tree = _parsed(text, namespaces, version, default_namespace)
    return _checked(Pattern(text, version, dict(namespaces), tree), variables)


def _checked(made: Made, variables: Collection[str]) -> Made:
    """What was made, if it can be compiled with these variables."""
    try:
        made._made = made.compile(variables)
    except RecursionError:
        raise XPathError("TEIX0001", _TOO_NESTED) from None
    return made


def _parsed(text: str, namespaces: Mapping[str, str], version: str, default: str) -> Tree:
    from tei_tools.xpath.parser import Parser  # not needed where schemas come from the cache

    try:
        return Parser(text, namespaces, version, default).parse()
    except RecursionError:
        raise XPathError("TEIX0001", _TOO_NESTED) from None
