"""In: the path of a schema in any language. Out: a Schema that validates documents.

RELAX NG and ODD go to the grammar engine, XSD to libxml2 and the xmlschema package; Schematron, and
the rules that RELAX NG and ODD have in them, to `schematron`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from enum import Enum
from errno import ENOENT
from functools import cache as once
from functools import partial
from pathlib import Path
from typing import Final, Protocol, TypeAlias
from weakref import finalize

from lxml import etree

from tei_tools import cache
from tei_tools.grammar import (
    Automaton,
    Grammar,
    GrammarSchema,
    compile_schema,
    dump,
    memorise,
    recall,
    restore,
)
from tei_tools.grammar.syntax import schema_finding
from tei_tools.model.digest import digest
from tei_tools.model.document import Document
from tei_tools.model.draft import Draft
from tei_tools.model.finding import (
    Finding,
    SchemaError,
    Severity,
    UnreadableDocumentError,
)
from tei_tools.model.names import RNG_NS, SCH_NS, SCH_OLD_NS, TEI_NS, XSD_NS
from tei_tools.model.walkable import Walkable
from tei_tools.read import open_document
from tei_tools.resources import is_file

from .options import RulesEngine
from .rule_schemas import RuleSource, load_rules

#: How much of a schema file is looked at to tell its language.
HEAD = 100_000
#: What an automaton learned is kept when it knows more by one part in so many.
WORTHWHILE = 50
_ROOT_NS = re.compile(r"""<(?:([\w.\-]+):)?[A-Za-z][\w.\-]*(?:\s[^<>]*)?""")


#: The namespaces of the root elements of schemas, and those that stand for their languages.
LANGUAGES: Final[Mapping[str, str]] = {
    RNG_NS: RNG_NS,
    XSD_NS: XSD_NS,
    TEI_NS: TEI_NS,
    SCH_NS: SCH_NS,
    SCH_OLD_NS: SCH_NS,
}
#: Gives RELAX NG, and the other files that went into it; None where these are not known.
Made: TypeAlias = Callable[[], tuple[bytes, Mapping[Path, bytes] | None]]


class Parts(Enum):
    """What of a schema is applied: all of it, its grammar alone, or its rules alone."""

    ALL = "all"
    GRAMMAR = "grammar"
    RULES = "rules"


class Engine(Protocol):
    """What decides for one schema language."""

    path: Path
    name: str
    #: Whether it applies rules, for which all of a document is held in memory.
    has_rules: bool

    def is_valid(self, document: Walkable) -> bool:
        """The verdict alone."""

    def validate(self, document: Walkable) -> Iterator[Finding]:
        """One finding for one cause."""

    def drafts(self, document: Walkable) -> Iterator[Draft]:
        """The same as drafts, but that every ``xml:id`` stands once is left to the rule."""


class Schema:
    """A schema, ready to validate any number of documents.

    Attributes:
        path: the file it was loaded from.
        name: the file as messages name it.
        files: all files that went into it, by absolute path, with the digests of `cache`; None
            where they are not known.
    """

    def __init__(
        self,
        path: Path,
        name: str,
        engines: Iterable[Engine],
        files: Mapping[str, str] | None = None,
    ) -> None:
        """``engines`` are what decides: for its grammar, for its rules, or for both."""
        self._engines = tuple(engines)
        self.files = files
        self.path = path
        self.name = name

    @property
    def grammar(self) -> Grammar | None:
        """The grammar that it was compiled to; None for an XSD, and for rules alone."""
        found = (each.grammar for each in self._engines if isinstance(each, GrammarSchema))
        return next(found, None)

    def is_valid(self, document: Walkable) -> bool:
        """The verdict alone."""
        return all(engine.is_valid(document) for engine in self._engines)

    def drafts(self, document: Walkable, *, has_rules: bool = True) -> Iterator[Draft]:
        """What is wrong with a document, but for an ``xml:id`` that stands twice.

        Its rules need all of the document in memory; without ``has_rules``, it is said that they
        are not applied.
        """
        for engine in self._engines:
            if has_rules or not engine.has_rules:
                yield from engine.drafts(document)
            else:
                yield Draft((0,), _not_run, Severity.INFO)

    def validate(self, document: Walkable | Path | str | bytes) -> Iterator[Finding]:
        """What is wrong with a document, one finding for one cause; nothing when it is valid.

        Args:
            document: a document, the path of one, or its bytes.

        Raises:
            TeiToolsError: the file cannot be opened.
        """
        if isinstance(document, Path | str | bytes):
            try:
                if isinstance(document, bytes):
                    document = open_document("-", data=document)
                else:
                    document = open_document(document)
            except UnreadableDocumentError as error:
                yield error.finding
                return
        for engine in self._engines:
            yield from engine.validate(document)


def _not_run(document: Document, root: etree._Element) -> Finding:
    return document.finding(
        root,
        "schematron.not-run",
        "the Schematron rules were not run: the file is too large",
        severity=Severity.INFO,
        suggestion="--select schematron runs them",
    )


def load_schema(
    path: Path | str,
    *,
    name: str = "",
    phase: str = "",
    parts: Parts = Parts.ALL,
    engine: RulesEngine = RulesEngine.OWN,
) -> Schema:
    """Load a schema: RELAX NG in either syntax, ODD, XSD, or Schematron.

    Args:
        path: the file; its content tells the language.
        name: how messages call it; the path where nothing is given.
        phase: of its rules; without it, the one that the schema prefers.
        parts: whether its grammar or its rules alone are wanted.
        engine: what evaluates its rules.

    Raises:
        SchemaError: the file is missing, is no schema, or is a wrong one; carries what is wrong.
    """
    path = Path(path)
    if not is_file(path):
        raise SchemaError([schema_finding("missing", "no such schema file", str(path))])
    data = path.read_bytes()
    language = _language(path, data)
    if language == XSD_NS:
        from tei_tools.xsd import load_schema as load_xsd

        return Schema(path, name or str(path), [load_xsd(path, name=name)])
    name = name or str(path)
    rng = once(partial(_as_rng, path, data, language))
    engines: list[Engine] = []
    used: list[Mapping[str, str] | None] = []
    if parts is not Parts.RULES and language != SCH_NS:
        grammar, files = _grammar_schema(path, name, data, language, rng)
        engines.append(grammar)
        used.append(files)
    if parts is not Parts.GRAMMAR:
        source = RuleSource(path, name, data, language, rng)
        rules, files = load_rules(source, phase, engine)
        engines += [] if rules is None else [rules]
        used.append(files)
    known = {str(path.absolute()): digest(data)}
    for each in used:
        if each is None:
            return Schema(path, name, engines)
        known.update(each)
    return Schema(path, name, engines, known)


def _grammar_schema(
    path: Path, name: str, data: bytes, language: str, rng: Made
) -> tuple[GrammarSchema, Mapping[str, str] | None]:
    """A schema for the grammar engine; the cache has what was made of it and learned before."""
    version = f"{cache.program()} {language}".encode()
    key = version, str(path).encode(), data
    kept, grammar = cache.find("grammar", *key), None
    if kept is None:
        grammar, files = _compiled(path, rng)
        if files is None:
            return GrammarSchema(path, name, Automaton(lambda: grammar)), None
        kept = cache.keep("grammar", *key, files=files, body=dump(grammar))
    body = kept.body

    def load() -> Grammar:
        if grammar is not None:
            return grammar
        with suppress(ValueError):
            return restore(body)
        return _compiled(path, rng)[0]

    automaton = Automaton(load)
    if learned := cache.find("automaton", version, body):
        with suppress(ValueError):
            automaton = recall(learned.body, load)
    engine = GrammarSchema(path, name, automaton)
    finalize(engine, _keep, automaton, version, body)
    return engine, kept.files


def _keep(automaton: Automaton, version: bytes, body: bytes) -> None:
    """Keep what an automaton has learned, where that is worth the while."""
    if automaton.learned * WORTHWHILE > len(automaton.states):
        cache.keep("automaton", version, body, files={}, body=memorise(automaton))


def _as_rng(path: Path, data: bytes, language: str) -> tuple[bytes, Mapping[Path, bytes] | None]:
    """A schema as RELAX NG, and the other files that went into it; None where some lack."""
    if language != TEI_NS:
        return data, {}
    from tei_tools.odd import to_rng

    from .schema import compile_with_files

    flat, used = compile_with_files(path)
    return to_rng(flat, places=True), None if flat.schema.is_partial else used.used


def _compiled(path: Path, rng: Made) -> tuple[Grammar, Mapping[Path, bytes] | None]:
    """The grammar of a schema, and the other files that went into it; None where some lack."""
    files: dict[Path, bytes] = {}
    data, others = rng()

    def read_file(file: Path) -> bytes:
        if not is_file(file):  # such as a device, which would be read for ever
            raise FileNotFoundError(ENOENT, "no such file")
        files[file] = file.read_bytes()
        return files[file]

    grammar = compile_schema(data, path, read_file)
    return grammar, None if others is None else {**others, **files}


def _language(path: Path, data: bytes) -> str:
    """The namespace that stands for the language of a schema."""
    if path.suffix.lower() == ".rnc":
        return RNG_NS
    head = data[:HEAD].decode("utf-8", errors="replace").replace("\0", "")
    head = re.sub(r"<!--.*?-->|<\?.*?\?>", "", head, flags=re.S)
    root = _ROOT_NS.search(head)
    named = {".xsd": XSD_NS, ".odd": TEI_NS, ".sch": SCH_NS}.get(path.suffix.lower(), RNG_NS)
    if root is None:
        return named
    # Which namespace is that of the root, and not of something else that it declares?
    declared = re.search(rf"xmlns{f':{root[1]}' if root[1] else ''}\s*=\s*[\"']([^\"']*)", root[0])
    namespace = LANGUAGES.get(declared[1]) if declared else None
    return namespace or next((ns for ns in LANGUAGES if ns in root[0]), named)
