"""In: the path of a RELAX NG schema. Out: what says if a document is valid, or why not."""

from __future__ import annotations

from collections.abc import Iterator
from os.path import normpath
from pathlib import Path

from lxml import etree

from tei_tools.model.document import Document
from tei_tools.model.finding import Finding, SchemaError

from .automaton import Automaton
from .compile import Grammar, compile_grammar
from .explain import Explainer
from .match import match
from .read_rng import read_rng
from .restrictions import restrictions
from .simplify import simplify
from .syntax import Node, fault, schema_finding

EVENTS = ("start", "end", "comment", "pi")


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
        self._explainer = Explainer(self._automaton, name)

    def is_valid(self, document: Document) -> bool:
        """The verdict alone."""
        return next(match(self._automaton, etree.iterwalk(document.root, EVENTS)), None) is None

    def validate(self, document: Document) -> Iterator[Finding]:
        """What is wrong with a document, one finding for one cause; nothing when it is valid."""
        for problem in match(self._automaton, etree.iterwalk(document.root, EVENTS)):
            yield self._explainer.finding(document, problem)


def load_grammar(path: Path, *, name: str = "", data: bytes | None = None) -> GrammarSchema:
    """Load a RELAX NG schema and the local files that it refers to.

    Args:
        path: the file.
        name: how messages call it; the path where nothing is given.
        data: the schema in XML syntax, when it has been made from the file ``path``.

    Raises:
        SchemaError: the file is missing, is no RELAX NG, or breaks its rules.
    """
    try:
        schema = _read(path, str(path)) if data is None else read_rng(data, str(path))
        grammar = compile_grammar(simplify(schema, _load))
        forbidden = restrictions(grammar)
    except RecursionError:
        message = "the schema is nested too deep"
        raise SchemaError([schema_finding("syntax", message, str(path))]) from None
    if forbidden:
        raise SchemaError(forbidden)
    return GrammarSchema(path, name or str(path), grammar)


def _load(reference: Node) -> Node:
    if "://" in reference.href:
        raise fault(
            reference,
            "include",
            f"the schema needs {reference.href}, and schemas are never fetched from the network",
            suggestion="save it beside this file and name it there",
        )
    href = reference.href.removeprefix("file:")
    path = Path(normpath(Path(reference.file).parent / href))
    if not path.is_file():
        raise fault(reference, "include", f"no such file: {path}")
    return _read(path, str(path), ns=reference.ns)


def _read(path: Path, name: str, *, ns: str = "") -> Node:
    if path.suffix.lower() == ".rnc":
        message = "a schema in the compact syntax (.rnc), which this version cannot read"
        cure = "convert it to the XML syntax (.rng), with trang for instance"
        raise SchemaError([schema_finding("syntax", message, name, suggestion=cure)])
    try:
        data = path.read_bytes()
    except OSError as error:
        message = f"the schema cannot be read: {error.strerror}"
        raise SchemaError([schema_finding("missing", message, name)]) from None
    return read_rng(data, name, ns=ns)
