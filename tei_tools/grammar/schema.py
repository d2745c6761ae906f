"""In: the bytes of a RELAX NG schema. Out: its grammar, and what validates documents by it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from os.path import normpath
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from tei_tools.model.document import Document
from tei_tools.model.finding import Finding, SchemaError

from .automaton import Automaton
from .grammar import Grammar
from .ids import check_ids, id_types
from .match import match
from .syntax import Node, fault, schema_finding

if TYPE_CHECKING:
    from .explain import Explainer

EVENTS = ("start", "end", "comment", "pi")

#: Reads a file that a schema refers to; raises OSError where there is none.
ReadFile = Callable[[Path], bytes]


class GrammarSchema:
    """A compiled RELAX NG schema.

    Attributes:
        path: the file it was loaded from.
        name: the file as messages name it.
    """

    def __init__(self, path: Path, name: str, grammar: Grammar) -> None:
        self.path = path
        self.name = name
        self._automaton = Automaton(grammar)
        self._ids = grammar.ids

    @property
    def grammar(self) -> Grammar:
        """What it was compiled to."""
        return self._automaton.grammar

    def is_valid(self, document: Document) -> bool:
        """The verdict alone."""
        return next(self.validate(document), None) is None

    @cached_property
    def _explainer(self) -> Explainer:
        from .explain import Explainer  # loaded only where something is wrong

        return Explainer(self._automaton, self.name)

    def validate(self, document: Document) -> Iterator[Finding]:
        """What is wrong with a document, one finding for one cause; nothing when it is valid."""
        for problem in match(self._automaton, etree.iterwalk(document.root, EVENTS)):
            yield self._explainer.finding(document, problem)
        yield from check_ids(self._ids, document, self.name)


def compile_schema(data: bytes, path: Path, read_file: ReadFile) -> Grammar:
    """Compile a RELAX NG schema and the local files that it refers to.

    Args:
        data: the schema in XML syntax.
        path: where it is, or is made from.
        read_file: reads the files that it refers to.

    Raises:
        SchemaError: it is no RELAX NG, breaks its rules, or refers to what is not there.
    """
    from .compile import compile_grammar
    from .read_rng import read_rng  # what is compiled is not read again
    from .restrictions import restrictions
    from .simplify import simplify

    def load(reference: Node) -> Node:
        target = _target(reference)
        try:
            found = read_file(target)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise fault(reference, "include", f"{target} cannot be read: {reason}") from None
        return read_rng(found, str(target), ns=reference.ns)

    try:
        grammar = compile_grammar(simplify(read_rng(data, str(path)), load))
        forbidden = restrictions(grammar)
        grammar.ids, contradictions = id_types(grammar)
    except RecursionError:
        message = "the schema is nested too deep"
        raise SchemaError([schema_finding("syntax", message, str(path))]) from None
    if forbidden or contradictions:
        raise SchemaError([*forbidden, *contradictions])
    return grammar


def _target(reference: Node) -> Path:
    if "://" in reference.href:
        raise fault(
            reference,
            "include",
            f"the schema needs {reference.href}, and schemas are never fetched from the network",
            suggestion="save it beside this file and name it there",
        )
    return Path(normpath(Path(reference.file).parent / reference.href.removeprefix("file:")))
