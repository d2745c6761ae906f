"""In: the path of a schema in any language. Out: a Schema that validates documents.

RELAX NG and ODD go to the grammar engine, XSD to libxml2 and the xmlschema package.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from errno import ENOENT
from pathlib import Path
from typing import Protocol
from weakref import finalize

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
from tei_tools.model.draft import Draft
from tei_tools.model.finding import Finding, SchemaError, UnreadableDocumentError
from tei_tools.model.names import RNG_NS, TEI_NS, XSD_NS
from tei_tools.model.walkable import Walkable
from tei_tools.read import open_document
from tei_tools.resources import is_file

#: How much of a schema file is looked at to tell its language.
HEAD = 100_000
#: What an automaton learned is kept when it knows more by one part in so many.
WORTHWHILE = 50
_ROOT_NS = re.compile(r"""<(?:([\w.\-]+):)?[A-Za-z][\w.\-]*(?:\s[^<>]*)?""")


class Engine(Protocol):
    """What decides for one schema language."""

    path: Path
    name: str

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

    def __init__(self, engine: Engine, files: Mapping[str, str] | None = None) -> None:
        self._engine = engine
        self.files = files
        self.path = engine.path
        self.name = engine.name

    @property
    def grammar(self) -> Grammar | None:
        """The grammar that it was compiled to; None for an XSD."""
        return self._engine.grammar if isinstance(self._engine, GrammarSchema) else None

    def is_valid(self, document: Walkable) -> bool:
        """The verdict alone."""
        return self._engine.is_valid(document)

    def drafts(self, document: Walkable) -> Iterator[Draft]:
        """What is wrong with a document, but for an ``xml:id`` that stands twice."""
        return self._engine.drafts(document)

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
        yield from self._engine.validate(document)


def load_schema(path: Path | str, *, name: str = "") -> Schema:
    """Load a schema: RELAX NG in either syntax, ODD, or XSD.

    Args:
        path: the file; its content tells the language.
        name: how messages call it; the path where nothing is given.

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

        return Schema(load_xsd(path, name=name))
    return _grammar_schema(path, name or str(path), data, language)


def _grammar_schema(path: Path, name: str, data: bytes, language: str) -> Schema:
    """A schema for the grammar engine; the cache has what was made of it and learned before."""
    version = f"{cache.program()} {language}".encode()
    key = version, str(path).encode(), data
    kept, grammar = cache.find("grammar", *key), None
    if kept is None:
        grammar, files = _compiled(path, data, language)
        if files is None:
            return Schema(GrammarSchema(path, name, Automaton(lambda: grammar)))
        kept = cache.keep("grammar", *key, files=files, body=dump(grammar))
    body = kept.body

    def load() -> Grammar:
        if grammar is not None:
            return grammar
        with suppress(ValueError):
            return restore(body)
        return _compiled(path, data, language)[0]

    automaton = Automaton(load)
    if learned := cache.find("automaton", version, body):
        with suppress(ValueError):
            automaton = recall(learned.body, load)
    engine = GrammarSchema(path, name, automaton)
    finalize(engine, _keep, automaton, version, body)
    return Schema(engine, {**kept.files, str(path.absolute()): cache.digest(data)})


def _keep(automaton: Automaton, version: bytes, body: bytes) -> None:
    """Keep what an automaton has learned, where that is worth the while."""
    if automaton.learned * WORTHWHILE > len(automaton.states):
        cache.keep("automaton", version, body, files={}, body=memorise(automaton))


def _compiled(
    path: Path, data: bytes, language: str
) -> tuple[Grammar, Mapping[Path, bytes] | None]:
    """The grammar of a schema, and the other files that went into it; None where some lack."""
    files: dict[Path, bytes] = {}

    def read_file(file: Path) -> bytes:
        if not is_file(file):  # such as a device, which would be read for ever
            raise FileNotFoundError(ENOENT, "no such file")
        files[file] = file.read_bytes()
        return files[file]

    if language == TEI_NS:
        from tei_tools.odd import to_rng

        from .schema import compile_with_files

        flat, used = compile_with_files(path)
        grammar = compile_schema(to_rng(flat, places=True), path, read_file)
        return grammar, None if flat.schema.is_partial else used.used
    return compile_schema(data, path, read_file), files


def _language(path: Path, data: bytes) -> str:
    """The namespace that stands for the language of a schema."""
    if path.suffix.lower() == ".rnc":
        return RNG_NS
    head = data[:HEAD].decode("utf-8", errors="replace").replace("\0", "")
    head = re.sub(r"<!--.*?-->|<\?.*?\?>", "", head, flags=re.S)
    root = _ROOT_NS.search(head)
    for namespace in (RNG_NS, XSD_NS, TEI_NS):
        if root and namespace in root[0]:
            return namespace
    return {".xsd": XSD_NS, ".odd": TEI_NS}.get(path.suffix.lower(), RNG_NS)
