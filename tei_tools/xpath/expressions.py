"""In: the text of an expression or a match pattern. Out: what can be evaluated on nodes.

For now all is done by the elementpath package.
"""

# mypy: ignore-errors
from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Literal

import elementpath
from elementpath.xpath31 import XPath31Parser
from lxml import etree

from tei_tools.xpath.contexts import Context
from tei_tools.xpath.errors import XPathError
from tei_tools.xpath.nodes import Attribute, Document, Item, Node, Text, Untyped, parent_of

Version = Literal["1.0", "2.0", "3.1"]


class Expression:
    """An expression, ready to be evaluated."""

    def __init__(self, text: str, namespaces: dict[str, str], version: Version, default: str):
        self.text, self._static = text, (text, namespaces, version, default)
        self.version = version
        kind: Any = elementpath.XPath1Parser if version == "1.0" else XPath31Parser
        options = {} if version == "1.0" else {"default_namespace": default}
        parser = kind(namespaces=namespaces, **options)
        source = text.replace("current()", "$current").replace("generate-id(", "path(")
        try:
            self._token = parser.parse(source)
        except elementpath.ElementPathError as error:
            raise XPathError(str(error)[1:9], str(error)) from error

    def to_data(self) -> Any:
        """Plain data that JSON can keep."""
        return list(self._static)

    @classmethod
    def from_data(cls, data: Any) -> Expression:
        """The expression that ``to_data`` gave."""
        return cls(*data)

    def _context(self, context: Context) -> Any:
        element = context.node if isinstance(context.node, etree._Element) else context.node[0]
        root = elementpath.get_node_tree(element.getroottree())
        nodes = {_ours(node): node for node in root.iter()}
        for element_node in list(nodes.values()):
            for attribute in getattr(element_node, "attributes", None) or ():
                nodes[_ours(attribute)] = attribute

        def theirs(item: Item) -> Any:
            if isinstance(item, Untyped):
                return elementpath.datatypes.UntypedAtomic(str(item))
            return nodes.get(item, item)

        variables = {
            name: [theirs(item) for item in value] for name, value in context.variables.items()
        }
        current = context.current if context.current is not None else context.node
        variables["current"] = [theirs(current)]
        return elementpath.XPathContext(
            root,
            item=theirs(context.node),
            variables={k: v[0] if len(v) == 1 else v for k, v in variables.items()},
            current_dt=context.run.now,
        )

    def evaluate(self, context: Context) -> list[Item]:
        """The items of the value."""
        try:
            return [_ours(item) for item in self._token.select(self._context(context))]
        except elementpath.ElementPathError as error:
            raise XPathError(str(error)[1:9], str(error)) from error

    def boolean(self, context: Context) -> bool:
        """The effective boolean value."""
        try:
            inner = self._context(context)
            return bool(self._token.boolean_value(list(self._token.select(inner))))
        except elementpath.ElementPathError as error:
            raise XPathError(str(error)[1:9], str(error)) from error

    def string(self, context: Context) -> str:
        """As ``xsl:value-of`` gives it: in 1.0 the first item, else all with spaces between."""
        try:
            items = list(self._token.select(self._context(context)))
            if self.version == "1.0":
                items = items[:1]
            return " ".join(self._token.string_value(item) for item in items)
        except elementpath.ElementPathError as error:
            raise XPathError(str(error)[1:9], str(error)) from error


class Pattern:
    """A match pattern.

    Attributes:
        names: by which an index finds the patterns to try on a node: Clark names of elements, ``*``
            any element, ``*[@NAME]`` any element that has this attribute, ``@NAME``, ``@*`` any
            attribute, ``text()``, ``comment()``, ``processing-instruction()``, ``/``.
    """

    names: frozenset[str] = frozenset(
        ("*", "@*", "text()", "comment()", "processing-instruction()", "/")
    )

    def __init__(self, expression: Expression) -> None:
        self.expression = expression
        self.text = expression.text

    def to_data(self) -> Any:
        """Plain data that JSON can keep."""
        return self.expression.to_data()

    @classmethod
    def from_data(cls, data: Any) -> Pattern:
        """The pattern that ``to_data`` gave."""
        return cls(Expression.from_data(data))

    def matches(self, node: Node, context: Context) -> bool:
        """Does the node match? Variables and all else come from the context."""
        above: Node | None = node
        while above is not None:
            inner = Context(above, context.variables, context.run, node)
            if node in self.expression.evaluate(inner):
                return True
            above = parent_of(above)
        return False


def compile_expression(
    text: str,
    *,
    namespaces: Mapping[str, str],
    version: Version,
    variables: Collection[str] = (),
    default_namespace: str = "",
) -> Expression:
    """An expression; XPathError where it is none.

    Args:
        namespaces: by prefix.
        variables: the Clark names of those in scope; another variable is an error.
        default_namespace: of elements without a prefix.
    """
    del variables
    return Expression(text, dict(namespaces), version, default_namespace)


def compile_pattern(
    text: str,
    *,
    namespaces: Mapping[str, str],
    version: Version,
    variables: Collection[str] = (),
    default_namespace: str = "",
) -> Pattern:
    """A match pattern (XSLT 5.5), as in ``sch:rule/@context``; XPathError where it is none."""
    del variables
    return Pattern(Expression(text, dict(namespaces), version, default_namespace))


def _ours(item: Any) -> Item:
    if isinstance(item, elementpath.DocumentNode):
        return Document(item.value.getroot())
    if isinstance(item, elementpath.AttributeNode):
        assert item.parent is not None
        return Attribute(item.parent.value, item.name)
    if isinstance(item, elementpath.TextNode):
        siblings = item.parent.children
        place = siblings.index(item)
        return Text(siblings[place - 1].value if place else item.parent.value, place > 0)
    if isinstance(item, elementpath.XPathNode):
        return item.value
    return Untyped(item.value) if isinstance(item, elementpath.datatypes.UntypedAtomic) else item
