"""In: the bytes of a RELAX NG schema. Out: its grammar, and what validates documents by it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property, partial
from itertools import chain
from os.path import normpath
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lxml import etree

from tei_tools.model.document import Document
from tei_tools.model.draft import Draft, told
from tei_tools.model.finding import Finding, SchemaError
from tei_tools.model.walkable import Walkable

from .automaton import Automaton
from .grammar import Grammar
from .ids import are_xml_ids, check_ids, id_types
from .match import Cause, Problem, match
from .patterns import TooComplexError
from .syntax import Node, fault, schema_finding

if TYPE_CHECKING:
    from .explain import Explainer

#: How a file in XML begins, in any encoding; there is no ``<`` in the compact syntax.
_XML = re.compile(rb"[\xef\xbb\xbf\xfe\xff\s\0]*<")

#: What is said of a schema beyond the bounds.
TOO_DEEP: Final = (
    "the schema is nested too deep: some hundred patterns or definitions stand in one another"
)
TOO_COMPLEX: Final = "what the schema allows has too many forms to be told apart"
SIMPLER: Final = "look for an interleave or a choice of very many optional or repeated parts"

#: Reads a file that a schema refers to; raises OSError where there is none.
ReadFile = Callable[[Path], bytes]


class GrammarSchema:
    """A compiled RELAX NG schema.

    Attributes:
        path: the file it was loaded from.
        name: the file as messages name it.
    """

    has_rules = False

    def __init__(self, path: Path, name: str, automaton: Automaton) -> None:
        self.path = path
        self.name = name
        self._automaton = automaton

    @property
    def grammar(self) -> Grammar:
        """What it was compiled to."""
        return self._automaton.grammar

    def is_valid(self, document: Walkable) -> bool:
        """The verdict alone."""
        return next(chain(self._problems(document), self._id_drafts(document)), None) is None

    @cached_property
    def _explainer(self) -> Explainer:
        from .explain import Explainer  # loaded only where something is wrong

        return Explainer(self._automaton, partial(_shown, self.path.absolute(), self.name))

    def validate(self, document: Walkable) -> Iterator[Finding]:
        """What is wrong with a document, one finding for one cause; nothing when it is valid."""
        return told(document, chain(self._problems(document), self._id_drafts(document)))

    def drafts(self, document: Walkable) -> Iterator[Draft]:
        """The same, but that every ``xml:id`` stands once is left to the rule that says so."""
        yield from self._problems(document)
        if not are_xml_ids(self._automaton.ids):
            yield from self._id_drafts(document)

    def _problems(self, document: Walkable) -> Iterator[Draft]:
        self._automaton.begin()
        try:
            wholes = {} if self._automaton.needs_context else document.wholes()
            for problem in match(self._automaton, document.events(), document.met, wholes):
                yield self._draft(problem, document)
        except (TooComplexError, RecursionError):
            yield Draft((0,), self._limit)

    def _draft(self, problem: Problem, document: Walkable) -> Draft:
        element, parent = problem.element, problem.element.getparent()
        kept = problem._replace(element=document.root)  # its own element may be gone by then
        return Draft(
            (document.number(element),),
            partial(self._tell, kept),
            parent=-1 if parent is None else document.number(parent),
            after=problem.after if problem.cause in (Cause.TEXT, Cause.WRONG_TEXT) else -1,
        )

    def _limit(self, document: Document, root: etree._Element) -> Finding:
        return document.finding(
            root,
            "schema.limit",
            f"this document cannot be checked to its end: {TOO_COMPLEX}",
            suggestion=SIMPLER,
            source=self.name,
        )

    def _tell(self, problem: Problem, document: Document, element: etree._Element) -> Finding:
        return self._explainer.finding(document, problem._replace(element=element))

    def _id_drafts(self, document: Walkable) -> Iterator[Draft]:
        return check_ids(self._automaton.ids, document, self.name)


def _shown(first: Path, name: str, file: str) -> str:
    """How messages name a file of the schema: one beside the first is named as that is."""
    path = Path(file).absolute()
    if path == first:
        return name
    if path.parent == first.parent and name.endswith(first.name):
        return name.removesuffix(first.name) + path.name
    return file


def compile_schema(data: bytes, path: Path, read_file: ReadFile) -> Grammar:
    """Compile a RELAX NG schema and the local files that it refers to.

    Args:
        data: the schema, in the XML syntax or the compact one.
        path: where it is, or is made from.
        read_file: reads the files that it refers to.

    Raises:
        SchemaError: it is no RELAX NG, breaks its rules, or refers to what is not there.
    """
    from .compile import compile_grammar
    from .restrictions import restrictions
    from .simplify import simplify

    def load(reference: Node) -> Node:
        file = target(reference)
        try:
            found = read_file(file)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise fault(reference, "include", f"{file} cannot be read: {reason}") from None
        return read_schema(found, str(file), ns=reference.ns)

    try:
        grammar = compile_grammar(simplify(read_schema(data, str(path)), load))
        forbidden = restrictions(grammar)
        grammar.ids, contradictions = id_types(grammar)
        grammar.size = len(grammar.patterns)
    except RecursionError:
        raise SchemaError([schema_finding("limit", TOO_DEEP, str(path))]) from None
    except TooComplexError:
        message = f"this schema cannot be used: {TOO_COMPLEX}"
        finding = schema_finding("limit", message, str(path), suggestion=SIMPLER)
        raise SchemaError([finding]) from None
    if forbidden or contradictions:
        raise SchemaError([*forbidden, *contradictions])
    return grammar


def is_xml(data: bytes) -> bool:
    """Whether a schema is in the XML syntax, in any encoding."""
    return _XML.match(data) is not None


def read_schema(data: bytes, file: str, *, ns: str = "") -> Node:
    """Read a schema in the syntax that it has, the XML one or the compact one.

    Args:
        data: the file's bytes.
        file: how messages call it.
        ns: the namespace inherited from the schema that refers to this one (RELAX NG 4.6).

    Raises:
        SchemaError: it is no RELAX NG.
    """
    if is_xml(data) or file.endswith(".rng"):
        from .read_rng import read_rng  # what is compiled is not read again

        return read_rng(data, file, ns=ns)
    from .read_rnc import read_rnc

    return read_rnc(data, file, ns=ns)


def target(reference: Node) -> Path:
    """The file that an ``include`` or ``externalRef`` refers to.

    Raises:
        SchemaError: it has a web address.
    """
    if "://" in reference.href:
        raise fault(
            reference,
            "include",
            f"the schema needs {reference.href}, and schemas are never fetched from the network",
            suggestion="save it beside this file and name it there",
        )
    return Path(normpath(Path(reference.file).parent / reference.href.removeprefix("file:")))
