"""In: a node, and what is to be said of it. Out: the finding, where the node was written."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic
from typing import Any, NamedTuple

from lxml import etree

from tei_tools.model.document import Document, nearest_id
from tei_tools.model.finding import Finding, Location, Severity
from tei_tools.xpath import Attribute, Context, Node, Text, XPathError, element_of, string_value
from tei_tools.xpath import name_of as node_name

from .rules import Check, Insert, Words


class Told(NamedTuple):
    """What is said; ``source`` is the place in the schema."""

    code: str
    severity: Severity
    message: str
    suggestion: str = ""
    source: str = ""


def told(check: Check, context: Context, until: float) -> Told:
    """What an assertion says of the node of a context.

    Args:
        until: after this time (of `monotonic`) expressions are told and not evaluated.
    """
    every = (check.words, *check.diagnostics)
    texts = ("".join(_words(words, context, until)) for words in every)
    return said(check, *(" ".join(text.split()) for text in texts))


def said(check: Check, message: str, *notes: str) -> Told:
    """What an assertion says, its words and those of its diagnostics being known."""
    if not message:
        message = f"`{check.test.text}` is {'true' if check.is_report else 'not true'} here"
    return Told(check.code, check.severity, message, " ".join(filter(None, notes)), check.place)


def _words(words: Words, context: Context, until: float) -> Iterator[str]:
    for word in words:
        yield word if isinstance(word, str) else _inserted(word, context, until)


def _inserted(insert: Insert, context: Context, until: float) -> str:
    """What an insertion gives; the expression itself where it cannot be evaluated."""
    if insert.of is None:
        return written_name(context.node)
    if insert.of.compiled is None or monotonic() > until:
        return f"`{insert.of.text}`"
    try:
        return insert.of.compiled.string(context)
    except XPathError:
        return f"`{insert.of.text}`"


def written_name(node: Node) -> str:
    """The name of a node as the document has it, with its prefix."""
    name = node_name(node)
    uri, _, local = name.rpartition("}")
    if not uri:
        return name
    element = element_of(node)
    if not isinstance(node, Attribute):
        return f"{element.prefix}:{local}" if element.prefix else local
    if uri == "{http://www.w3.org/XML/1998/namespace":
        return f"xml:{local}"
    prefixes = (prefix for prefix, ns in element.nsmap.items() if prefix and ns == uri[1:])
    return f"{next(prefixes, '?')}:{local}"


def text_of(item: Any) -> str:
    """The text of an item of a value."""
    if isinstance(item, Node):
        return string_value(item)
    return str(item)


def finding(document: Document, node: Node, told: Told) -> Finding:
    """A finding at the place of a node."""
    element = element_of(node)
    if isinstance(element.tag, str):
        attribute = node.name if isinstance(node, Attribute) else ""
        after = _before(node) if isinstance(node, Text) else None
        return document.finding(
            element,
            told.code,
            told.message,
            attribute=attribute,
            after=after,
            severity=told.severity,
            suggestion=told.suggestion,
            source=told.source,
        )
    return _at_markup(document, element, told)


def _before(text: Text) -> int:
    """How many elements stand before a text in its parent."""
    if not text.is_tail:
        return 0
    node = text.element
    before = sum(1 for _ in node.itersiblings(etree.Element, preceding=True))
    return before + isinstance(node.tag, str)


def _at_markup(document: Document, node: etree._Element, told: Told) -> Finding:
    """A finding on a comment or a processing instruction."""
    parent = node.getparent()
    around = parent if parent is not None else document.root
    source = document.part_of(around).source
    line = (node.sourceline or 0) - (node.text or "").count("\n")  # libxml2 counts its end
    column = source.line(line).find("<!--" if isinstance(node, etree._Comment) else "<?") + 1
    end = column + 4 if column else 0
    return source.finding(
        Location(source.path, line, column, end, document.xpath(around), nearest_id(around)),
        told.code,
        told.message,
        severity=told.severity,
        suggestion=told.suggestion,
        source=told.source,
    )
