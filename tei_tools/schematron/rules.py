"""In: nothing. Out: the rules of a schema for one phase, compiled: values that JSON can keep.

A run whose schema is in the cache reads these, and parses neither the schema nor any XPath.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

from tei_tools import xpath
from tei_tools.model.finding import Severity


class Expression(NamedTuple):
    """A compiled expression.

    Attributes:
        text: as it is written.
        compiled: None where it cannot be evaluated.
        reason: why not.
        uses: the names of the variables in it.
    """

    text: str
    compiled: xpath.Expression | None
    reason: str = ""
    uses: tuple[str, ...] = ()


class Match(NamedTuple):
    """A compiled pattern of nodes; as `Expression`."""

    text: str
    compiled: xpath.Pattern | None
    reason: str = ""
    uses: tuple[str, ...] = ()


class Variable(NamedTuple):
    """A variable.

    Attributes:
        name: its Clark name.
        value: None where a piece of XML is the value.
        content: that piece, as the text of an element that holds it.
        scope: of a variable outside rules: what the names in its value stand for, as numbers of
            variables that come before it.
    """

    name: str
    value: Expression | None
    content: str = ""
    scope: Mapping[str, int] = {}


class Insert(NamedTuple):
    """What a message says of the document; ``of`` is None where the name of the node is meant."""

    of: Expression | None


Words: TypeAlias = tuple[str | Insert, ...]


class Check(NamedTuple):
    """An assertion.

    Attributes:
        is_report: whether it is told when its test is true.
        code: of its findings.
        diagnostics: their words, and then those of the properties, after their ids.
        place: ``file:line`` in the schema.
        left_out: the names of what cannot be evaluated in its message.
    """

    is_report: bool
    test: Expression
    words: Words
    severity: Severity
    code: str
    diagnostics: tuple[Words, ...]
    place: str
    left_out: tuple[str, ...] = ()


class Rule(NamedTuple):
    """A rule: its variables are evaluated in their order for every node that it is applied to.

    Attributes:
        is_by_value: whether it sees no more of a node than its text, and says the same of all
            attributes of one value in one document.
    """

    context: Match
    variables: tuple[Variable, ...]
    checks: tuple[Check, ...]
    place: str
    is_by_value: bool = False


class Pattern(NamedTuple):
    """A pattern: the first rule that matches a node is applied to it.

    Attributes:
        documents: gives the addresses of the documents it is for; None: for the one checked.
        scope: what names of variables stand for, as numbers of the variables of `Rules`.
        needs: the numbers of all variables that its rules need, in the order of evaluation.
    """

    documents: Expression | None
    scope: Mapping[str, int]
    needs: tuple[int, ...]
    rules: tuple[Rule, ...]
    place: str


class Key(NamedTuple):
    """A key, by its Clark name."""

    name: str
    match: Match
    use: Expression


class Rules(NamedTuple):
    """What a schema checks in one phase.

    Attributes:
        namespaces: by prefix, and ``version`` that of XPath.
        variables: all that are not in rules, each after those that it needs.
        left_out: what the schema declares and cannot be evaluated, with its place.
    """

    namespaces: Mapping[str, str]
    version: str
    variables: tuple[Variable, ...]
    patterns: tuple[Pattern, ...]
    keys: tuple[Key, ...]
    left_out: tuple[tuple[str, str], ...]
    place: str
