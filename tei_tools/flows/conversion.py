"""In: a RELAX NG schema and the name of a syntax. Out: the schema in that syntax, and its files.

Reads and writes the trees of schemas; what a tree does not hold is lost, and that is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

from tei_tools.grammar import read_schema
from tei_tools.grammar.prefixes import nodes
from tei_tools.grammar.schema import TOO_DEEP, target
from tei_tools.grammar.syntax import INHERITED, Node, fault, schema_finding
from tei_tools.grammar.write_rnc import write_rnc
from tei_tools.grammar.write_rng import write_rng
from tei_tools.model.finding import Finding, SchemaError, TeiToolsError
from tei_tools.model.positions import SourceText
from tei_tools.resources import is_file

#: What shows that a schema has Schematron rules in it: the namespace, and a rule or pattern.
_SCHEMATRON: Final = (
    re.compile(rb"http://(?:purl\.oclc\.org/dsdl|www\.ascc\.net/xml)/schematron"),
    re.compile(rb"[<:](?:rule|pattern)\b"),
)


class Converted(NamedTuple):
    """A schema in another syntax.

    Attributes:
        schema: the file to write.
        companions: the files that it refers to, by the names under which it does.
        losses: what is not carried over, each with its file.
    """

    schema: bytes
    companions: Mapping[str, bytes]
    losses: tuple[str, ...]


def convert(path: Path, to: str, output: Path | None) -> Converted:
    """Convert a schema, and the local files that it refers to, to ``rng`` or ``rnc``.

    Args:
        path: the schema, in either syntax.
        to: the syntax.
        output: where it is to be written; the other files are to stand beside it.

    Raises:
        SchemaError: a file is missing, or is no RELAX NG.
        TeiToolsError: a file would be written over one that is read, or there is no place for it.
    """
    schemas: dict[Path, Node] = {}
    read: dict[str, bytes] = {}
    waiting: list[tuple[Path, Node | None]] = [(path, None)]
    try:
        for file, reference in waiting:
            if file not in schemas:
                read[str(file)] = _read(file, reference)
                schemas[file] = read_schema(read[str(file)], str(file), ns=INHERITED)
                waiting += ((target(node), node) for node in _references(schemas[file]))
        names = _names(schemas, to, output)
        files = {name: written(_renamed(schemas[file], names), to) for file, name in names.items()}
    except RecursionError:
        raise SchemaError([schema_finding("limit", TOO_DEEP, str(path))]) from None
    except SchemaError as error:
        raise SchemaError([_shown(each, read) for each in error.findings]) from None
    losses = (f"{file}: {loss}" for file, data in read.items() for loss in not_kept(data))
    return Converted(files.pop(names[path]), files, tuple(losses))


def written(schema: Node, to: str, note: str = "") -> bytes:
    """A schema in a syntax; ``note`` is a comment at the top.

    Raises:
        SchemaError: a namespace in it is no URI that XML can be written with.
    """
    if to == "rnc":
        return write_rnc(schema, note=note).encode()
    try:
        return write_rng(schema, note=note)
    except ValueError as error:
        message = f"the schema cannot be written in XML: {error}"
        raise SchemaError([schema_finding("syntax", message, schema.file)]) from None


def to_compact(rng: bytes, file: str) -> bytes:
    """A schema in the XML syntax in the compact one, with the comment at its top."""
    note = re.search(rb"<!-- (.*?) -->", rng)
    return written(read_schema(rng, file), "rnc", note[1].decode() if note else "")


def not_kept(data: bytes) -> Iterator[str]:
    """What a schema has and its tree has not, but for comments and unknown annotations."""
    if all(sign.search(data) for sign in _SCHEMATRON):
        yield "its Schematron rules"


# --- files -----


def _read(file: Path, reference: Node | None) -> bytes:
    try:
        if file.exists() and not is_file(file):  # such as a device, which would be read for ever
            raise OSError(None, "not a file")
        return file.read_bytes()
    except OSError as error:
        message = f"{file} cannot be read: {(error.strerror or str(error)).lower()}"
        if reference is None:
            raise TeiToolsError(message) from None
        raise fault(reference, "include", message) from None


def _references(schema: Node) -> Iterator[Node]:
    """What refers to local files; what has a web address stays as it is."""
    return (node for node, _ in nodes(schema) if node.href and "://" not in node.href)


def _names(files: Iterable[Path], to: str, output: Path | None) -> dict[Path, str]:
    """The name of each file in the new syntax, the first being the schema itself."""
    names: dict[Path, str] = {}
    for file in files:
        name = f"{file.stem}.{to}" if names or output is None else output.name
        while name in names.values():
            name = f"_{name}"
        names[file] = name
    if output is None and len(names) > 1:
        raise TeiToolsError(f"the schema consists of {len(names)} files; name one with --output")
    inputs = {file.resolve() for file in names}
    for name in names.values() if output else ():
        place = (output or Path()).parent / name
        if place.resolve() in inputs:
            raise TeiToolsError(f"{place} is read, and is not written over; choose another place")
    return names


def _renamed(node: Node, names: Mapping[Path, str]) -> Node:
    """A schema whose references have the new names."""
    children = tuple(_renamed(child, names) for child in node.children)
    if node.href and "://" not in node.href:
        return node._replace(children=children, href=names[target(node)])
    return node._replace(children=children)


def _shown(finding: Finding, read: Mapping[str, bytes]) -> Finding:
    """A finding with the line concerned."""
    place = finding.location
    if place.path not in read:
        return finding
    excerpt, start = SourceText(place.path, read[place.path]).excerpt(place.line, place.column)
    return replace(finding, excerpt=excerpt, excerpt_column=start)
