"""In: the bytes of a schema, or the rules made of them. Out: what checks documents by it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tei_tools.model.draft import Draft, told
from tei_tools.model.finding import Finding, Severity
from tei_tools.model.walkable import Walkable

from .evaluate import Evaluation, Library
from .rules import Rules

if TYPE_CHECKING:
    from .tree import ReadFile


class RulesSchema:
    """The rules of a Schematron schema, in one of its phases.

    Attributes:
        path: the file it was loaded from.
        name: the file as messages name it.
        rules: what it checks.
    """

    has_rules = True

    def __init__(self, path: Path, name: str, rules: Rules, library: Library) -> None:
        self.path = path
        self.name = name
        self.rules = rules
        self._library = library

    def is_valid(self, document: Walkable) -> bool:
        """The verdict alone: whether no rule that makes an error is broken."""
        return all(draft.severity is not Severity.ERROR for draft in self.drafts(document))

    def validate(self, document: Walkable) -> Iterator[Finding]:
        """What the rules say of a document, one finding for each assertion and node."""
        return told(document, self.drafts(document))

    def drafts(self, document: Walkable) -> Iterator[Draft]:
        """The same, as drafts."""
        yield from Evaluation(self.rules, document.whole(), self._library, self.path).drafts()


def read_rules(data: bytes, file: str, read_file: ReadFile, phase: str = "") -> Rules:
    """The rules of a Schematron schema.

    Args:
        data: the schema.
        file: where it is, as messages name it.
        read_file: reads what it includes.
        phase: which of its phases is wanted; the schema's own choice where empty.

    Raises:
        SchemaError: the schema is wrong; carries all that was found.
    """
    from .compile import compile_rules  # what is compiled is not read again
    from .expand import expand
    from .read import read_schema

    return compile_rules(expand(read_schema(data, file, read_file)), phase)


def read_embedded_rules(
    data: bytes, file: str, read_schema: ReadFile, read_file: ReadFile, phase: str = ""
) -> Rules | None:
    """The rules that stand in a RELAX NG schema and in what it includes; None where are none.

    Args:
        data: the schema.
        file: where it is, as messages name it.
        read_schema: reads the RELAX NG that it includes.
        read_file: reads what the rules include.
        phase: as `read_rules` has it.

    Raises:
        SchemaError: the rules are wrong; carries all that was found.
    """
    from .compile import compile_rules
    from .embedded import read_embedded
    from .expand import expand

    schema = read_embedded(data, file, read_schema, read_file)
    return None if schema is None else compile_rules(expand(schema), phase)
