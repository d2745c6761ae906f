"""In: XPath 1.0, 2.0 and 3.1 expressions, and lxml trees. Out: nodes, values, and yes or no.

    expression = compile_expression("@from and not(@to)", namespaces={"tei": TEI_NS}, version="2.0")
    expression.boolean(Context(element))

A *node* is an lxml element, comment or processing instruction, or one of the small values
``Document``, ``Attribute``, ``Text`` and ``Namespace``; two are equal when they are the same node.
An *item* is a node or a value: ``str`` (``Untyped`` when it comes from a node), ``bool``, ``int``,
``float``, ``Decimal``, dates and durations. Every value is a list of items, variables too. Names in
``variables`` and in ``Pattern.names`` are Clark names.

What an expression, a pattern and a value are made of is kept as plain data (``to_data``,
``from_data``), so that a schema in the cache is read without parsing any XPath.
"""

from __future__ import annotations

from tei_tools.xpath.contexts import Context, Key, Run
from tei_tools.xpath.errors import XPathError
from tei_tools.xpath.expressions import (
    Expression,
    Pattern,
    compile_expression,
    compile_pattern,
)
from tei_tools.xpath.nodes import (
    Attribute,
    Document,
    Item,
    Namespace,
    Node,
    Text,
    element_of,
    name_of,
    string_value,
)
from tei_tools.xpath.values import Untyped

__all__ = [
    "Attribute",
    "Context",
    "Document",
    "Expression",
    "Item",
    "Key",
    "Namespace",
    "Node",
    "Pattern",
    "Run",
    "Text",
    "Untyped",
    "XPathError",
    "compile_expression",
    "compile_pattern",
    "element_of",
    "name_of",
    "string_value",
]
