"""In: nothing. Out: what a Schematron schema says, as plain values, each with its place.

Source: ISO/IEC 19757-3:2016, section 5. Expressions are kept as they are written.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple, TypeAlias

from tei_tools.model.finding import Finding, Location, SchemaError, Severity

XSL_NS: Final = "http://www.w3.org/1999/XSL/Transform"

Version: TypeAlias = Literal["1.0", "2.0", "3.1"]
#: The query bindings, and the version of XPath that each stands for (annexes C, H, I, J, K).
BINDINGS: Final[Mapping[str, Version]] = {
    "xslt": "1.0",
    "xslt1": "1.0",
    "xpath": "1.0",
    "xslt2": "2.0",
    "xpath2": "2.0",
    "xslt3": "3.1",
    "xpath3": "3.1",
    "xpath31": "3.1",
}
DEFAULT_BINDING: Final = "xslt"
#: The names of all active patterns, and of the phase that the schema prefers (5.4.10, 6.6).
ALL: Final = "#ALL"
DEFAULT: Final = "#DEFAULT"
#: Longer expressions, in characters, are not read.
LONGEST: Final = 20_000


class Place(NamedTuple):
    """Where something stands: the file as messages name it, and the line from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class Expression(NamedTuple):
    """An XPath expression, or the pattern of a rule's context, as it is written."""

    text: str
    place: Place


class Insert(NamedTuple):
    """What a message says of the document: ``value-of/@select``, or ``name`` with its ``@path``.

    Attributes:
        of: what is evaluated; for ``name`` it stands for the context node where it is empty.
        is_name: whether it is a ``name``: without ``@path`` the name of the context is told.
    """

    of: Expression
    is_name: bool = False


#: What a message is made of.
Words: TypeAlias = tuple[str | Insert, ...]


class Foreign(NamedTuple):
    """Something that cannot be evaluated, such as XSLT inside a message or a variable."""

    name: str
    place: Place


class Let(NamedTuple):
    """A variable: the value of an expression, or a piece of XML (5.4.5).

    Attributes:
        name: as it is written, with a prefix where it has one.
        value: the expression; None where the content of the element is the value.
        content: that content, as the text of an XML element that holds it.
        foreign: what cannot be evaluated in it.
    """

    name: str
    value: Expression | None
    content: str
    place: Place
    foreign: tuple[Foreign, ...] = ()


class Note(NamedTuple):
    """A diagnostic or a property, by its id (5.4.4, 5.4.11)."""

    id: str
    words: Words
    place: Place
    foreign: tuple[Foreign, ...] = ()


class Check(NamedTuple):
    """An assertion: an ``assert`` that must be true, or a ``report`` that must not be (5.4.2).

    Attributes:
        is_report: whether it is told when the test is true.
        role: of the assertion; after expansion that of its rule where it has none.
        id: of the assertion; after expansion that of its rule or pattern where it has none.
        diagnostics: their ids, and ``properties`` those of its properties.
        foreign: what cannot be evaluated in its message.
    """

    is_report: bool
    test: Expression
    words: Words
    role: str
    id: str
    diagnostics: tuple[str, ...]
    properties: tuple[str, ...]
    place: Place
    foreign: tuple[Foreign, ...] = ()


class Extends(NamedTuple):
    """The reference of a rule to an abstract one, among its assertions."""

    rule: str
    place: Place


class Rule(NamedTuple):
    """A rule (5.4.12).

    Attributes:
        context: None where it is abstract.
        body: its variables and assertions; before expansion also references to abstract rules.
    """

    id: str
    role: str
    is_abstract: bool
    context: Expression | None
    body: tuple[Let | Check | Extends, ...]
    place: Place


class Pattern(NamedTuple):
    """A pattern (5.4.9): of its rules, the first that matches a node is applied to it.

    Attributes:
        is_a: the id of the abstract pattern that it is made from.
        params: the texts that stand for the parameters of that one; after expansion all of them,
            for they are those of diagnostics too.
        documents: gives the addresses of the documents it is for, in place of the one checked.
    """

    id: str
    is_abstract: bool
    is_a: str
    params: tuple[tuple[str, str], ...]
    documents: Expression | None
    lets: tuple[Let, ...]
    rules: tuple[Rule, ...]
    place: Place


class Phase(NamedTuple):
    """A phase (5.4.10): the ids of its patterns, each with the line that names it."""

    id: str
    active: tuple[tuple[str, Place], ...]
    lets: tuple[Let, ...]
    place: Place


class Key(NamedTuple):
    """An ``xsl:key`` (annex C, clause 10).

    Attributes:
        use: an expression; a text in quotes where the content of the element says so.
        foreign: what cannot be evaluated in it.
    """

    name: str
    match: Expression
    use: Expression
    place: Place
    foreign: tuple[Foreign, ...] = ()


class Schema(NamedTuple):
    """A schema, or the part of one that stands in a schema of another language.

    Attributes:
        version: of XPath.
        binding: the query binding, as it is written; empty where the schema names none.
        namespaces: by prefix.
        foreign: what it declares and cannot be evaluated, such as ``xsl:function``.
    """

    binding: str
    version: Version
    namespaces: Mapping[str, str]
    default_phase: str
    lets: tuple[Let, ...]
    phases: tuple[Phase, ...]
    patterns: tuple[Pattern, ...]
    diagnostics: tuple[Note, ...]
    properties: tuple[Note, ...]
    keys: tuple[Key, ...]
    foreign: tuple[Foreign, ...]
    place: Place


def fault(place: Place, message: str, suggestion: str = "", code: str = "syntax") -> Finding:
    """What is wrong with a schema, and where."""
    where = Location(place.file, place.line)
    return Finding(f"schema.{code}", Severity.ERROR, message, where, suggestion=suggestion)


def error(place: Place, message: str, suggestion: str = "", code: str = "syntax") -> SchemaError:
    """The same, to be raised."""
    return SchemaError([fault(place, message, suggestion, code)])
