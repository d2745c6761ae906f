"""In: nothing. Out: the tree in which both syntaxes of RELAX NG meet, and how its errors are told.

The XML reader and the compact reader make the same tree of `Node`; every later pass, and both
writers, know only this tree. What the readers have already done (RELAX NG 4.2–4.4, 4.8, 4.10):
white space around names and types is gone; ``datatypeLibrary``, ``ns`` and prefixes are resolved;
``name`` attributes of ``element`` and ``attribute`` have become name classes; foreign elements and
attributes are gone, except that documentation is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from tei_tools.model.finding import Finding, Location, SchemaError, Severity

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
            then one or more patterns (an ``attribute`` may have none: text is meant). ``anyName``
            and ``nsName``: nothing or one ``except``. ``data``: each ``param``, then nothing or
            one ``except``. ``except``: one or more name classes, or patterns inside ``data``.
        name: of ``ref``, ``parentRef``, ``define``, ``param``; the local name of a ``name``; the
            datatype of ``data`` and ``value``.
        ns: the namespace of ``name`` and ``nsName``; for ``value`` the default namespace of its
            QName; for ``externalRef`` and ``include`` the namespace that the file inherits.
        text: the value of ``value`` and ``param``, white space kept.
        library: the datatype library of ``data`` and ``value``; empty for the built-in one.
        combine: of ``start`` and ``define``: ``choice``, ``interleave`` or empty.
        href: of ``externalRef`` and ``include``: the reference, joined with ``xml:base`` where one
            is given, still relative to ``file``.
        context: the prefixes in scope, for ``value`` alone.
        documentation: the text of ``a:documentation`` (``##``), white space normalised.
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
    file: str = ""
    line: int = 0


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
