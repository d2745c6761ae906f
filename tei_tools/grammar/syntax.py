"""In: nothing. Out: the tree in which both syntaxes of RELAX NG meet, and how its errors are told.

The XML reader and the compact reader make the same tree of `Node`; every later pass, and both
writers, know only this tree. What the readers have already done (RELAX NG 4.2–4.4, 4.8, 4.10):
white space around names and types is gone; ``datatypeLibrary``, ``ns`` and prefixes are resolved;
``name`` attributes of ``element`` and ``attribute`` have become name classes; foreign elements and
attributes are gone, except that documentation and default values are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from tei_tools.model.finding import Finding, Location, SchemaError, Severity

ANNOTATIONS_NS: Final = "http://relaxng.org/ns/compatibility/annotations/1.0"
DATATYPES: Final = "http://www.w3.org/2001/XMLSchema-datatypes"
#: The namespace of a schema that is read for itself and leaves it to those that include it.
INHERITED: Final = "\0inherited"
#: The names of the patterns that have patterns inside (RELAX NG 3).
CONTAINERS: Final = frozenset(
    "group interleave choice optional zeroOrMore oneOrMore list mixed".split()
)
#: The name classes.
NAME_CLASSES: Final = frozenset("name anyName nsName choice".split())


class Node(NamedTuple):
    """One element of a schema in the full syntax of RELAX NG (section 3).

    Attributes:
        kind: the local name of the RELAX NG element: ``element``, ``ref``, ``anyName``, ….
        children: what stands inside, in order. ``element`` and ``attribute``: the name class first,
            then the patterns, one of an ``attribute``. ``anyName`` and ``nsName``: nothing or one
            ``except``. ``data``: each ``param``, then nothing or one ``except``. ``except``: one or
            more name classes, or patterns inside ``data``.
        name: of ``ref``, ``parentRef``, ``define``, ``param``; the local name of a ``name``; the
            datatype of ``data`` and ``value``.
        ns: the namespace of ``name`` and ``nsName``; of a ``value`` that is a QName (`is_qname`)
            the default namespace; for ``externalRef`` and ``include`` what the file inherits.
        text: the value of ``value`` and ``param``, white space kept.
        library: the datatype library of ``data`` and ``value``; empty for the built-in one.
        combine: of ``start`` and ``define``: ``choice``, ``interleave`` or empty.
        href: of ``externalRef`` and ``include``: the reference, joined with ``xml:base`` where one
            is given, still relative to ``file``.
        context: the prefixes in scope of a ``value`` that is a QName; of the root, those that
            the file declares, so that it can be written with them again.
        documentation: the text of each ``a:documentation`` (``##``), white space normalised, one a
            line; a ``value`` has none inside, and what follows it directly is its own.
        default: of ``attribute``: its ``a:defaultValue``.
        file: the schema file it stands in, as messages name it.
        line: counted from 1; 0 when unknown.
    """

    kind: str
    children: tuple[Node, ...] = ()
    name: str = ""
    ns: str = ""
    text: str = ""
    library: str = ""
    combine: str = ""
    href: str = ""
    context: Mapping[str, str] = {}
    documentation: str = ""
    default: str | None = None
    file: str = ""
    line: int = 0


def documented(texts: Iterable[str]) -> str:
    """The documentation of a node, from the texts of all that it has."""
    return "\n".join(filter(None, (" ".join(text.split()) for text in texts)))


_URI = re.compile(r"(?:[^%\s]|%[0-9A-Fa-f]{2})*")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:.")


def is_qname(library: str, name: str) -> bool:
    """Whether values of a datatype depend on the prefixes in scope."""
    return library == DATATYPES and name in ("QName", "NOTATION")


def wrong_href(href: str) -> str:
    """What is wrong with the reference of an ``include`` or ``externalRef`` (RELAX NG 4.5)."""
    if not _URI.fullmatch(href):
        return f"`{href}` is no URI reference"
    return "the reference to a schema must not have a fragment (`#…`)" if "#" in href else ""


def wrong_library(uri: str) -> str:
    """What is wrong with the name of a datatype library (RELAX NG 3)."""
    if not uri or (_ABSOLUTE.match(uri) and _URI.fullmatch(uri) and "#" not in uri):
        return ""
    return f"a datatype library is an absolute URI without fragment, not `{uri}`"


def schema_finding(
    code: str, message: str, file: str, line: int = 0, column: int = 0, *, suggestion: str = ""
) -> Finding:
    """What is wrong with a schema, and where. ``code`` is ``syntax``, ``restriction``, …."""
    return Finding(
        f"schema.{code}",
        Severity.ERROR,
        message,
        Location(file, line, column),
        suggestion=suggestion,
    )


def fault(node: Node, code: str, message: str, *, suggestion: str = "") -> SchemaError:
    """The error that a node of a schema makes, to be raised."""
    return SchemaError([schema_finding(code, message, node.file, node.line, suggestion=suggestion)])
