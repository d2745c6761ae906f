"""In: the path of a schema in any language. Out: a Schema that validates documents.

RELAX NG and ODD go to the grammar engine, XSD to libxml2 and the xmlschema package.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from errno import ENOENT
from pathlib import Path
from typing import Protocol

from tei_tools import __version__, cache
from tei_tools.grammar import FORMAT, Grammar, GrammarSchema, compile_schema, dump, restore
from tei_tools.grammar.syntax import schema_finding
from tei_tools.model.document import Document
from tei_tools.model.finding import Finding, SchemaError, UnreadableDocumentError
from tei_tools.model.names import RNG_NS, TEI_NS, XSD_NS
from tei_tools.read import read_document
from tei_tools.resources import is_file

#: How much of a schema file is looked at to tell its language.
HEAD = 100_000
_ROOT_NS = re.compile(r"""<(?:([\w.\-]+):)?[A-Za-z][\w.\-]*(?:\s[^<>]*)?""")


class Engine(Protocol):
    """What decides for one schema language."""

    path: Path
    name: str

    def is_valid(self, document: Document) -> bool:
        """The verdict alone."""

    def validate(self, document: Document) -> Iterator[Finding]:
        """One finding for one cause."""


class Schema:
    """A schema, ready to validate any number of documents.

    Attributes:
        path: the file it was loaded from.
        name: the file as messages name it.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.path = engine.path
        self.name = engine.name

    def is_valid(self, document: Document) -> bool:
        """The verdict alone."""
        return self._engine.is_valid(document)

    def validate(self, document: Document | Path | str | bytes) -> Iterator[Finding]:
        """What is wrong with a document, one finding for one cause; nothing when it is valid.

        Args:
            document: a document, the path of one, or its bytes.

        Raises:
            TeiToolsError: the file cannot be opened.
        """
        if not isinstance(document, Document):
            try:
                if isinstance(document, bytes):
                    document = read_document("-", data=document)
                else:
                    document = read_document(document)
            except UnreadableDocumentError as error:
                yield error.finding
                return
        yield from self._engine.validate(document)


def load_schema(path: Path | str, *, name: str = "") -> Schema:
    """Load a schema: RELAX NG in either syntax, ODD, or XSD.

    Args:
        path: the file; its content tells the language, but for the compact syntax (``.rnc``).
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
    return Schema(GrammarSchema(path, name or str(path), _grammar(path, data, language)))


def _grammar(path: Path, data: bytes, language: str) -> Grammar:
    """The grammar of a schema: from the cache, or compiled and kept there."""
    key = (f"{__version__} {FORMAT} {language}".encode(), str(path).encode(), data)
    if kept := cache.find("grammar", *key):
        with suppress(ValueError):
            return restore(kept)
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
        grammar = compile_schema(to_rng(flat), path, read_file)
        if not flat.schema.is_partial:  # what is missing may be there the next time
            cache.keep("grammar", *key, files=used.used, body=dump(grammar))
        return grammar
    if path.suffix.lower() == ".rnc":
        message = "a schema in the compact syntax (.rnc), which this version cannot read"
        cure = "convert it to the XML syntax (.rng), with trang for instance"
        raise SchemaError([schema_finding("syntax", message, str(path), suggestion=cure)])
    grammar = compile_schema(data, path, read_file)
    cache.keep("grammar", *key, files=files, body=dump(grammar))
    return grammar


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
