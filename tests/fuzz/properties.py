"""In: the bytes of a spoilt file. Out: what became of it; an exception where that must not be.

A schema is read or refused with a SchemaError, an ODD compiled or refused with an OddError, and
whatever the compiler made must be readable; a document gets findings that lie within its files.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF32_LE
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final
from unittest.mock import patch

from lxml import etree

from tei_tools import (
    SchemaError,
    TeiToolsError,
    TransformOptions,
    ValidationOptions,
    compile_odd,
    load_schema,
    render,
)
from tei_tools.flows.conversion import written
from tei_tools.flows.schema import document as document_odd
from tei_tools.flows.validation import validate_file
from tei_tools.grammar import compile_schema, dump, read_schema, restore
from tei_tools.model.finding import LONGEST, Finding, Location, UnreadableDocumentError
from tei_tools.model.positions import SourceText
from tei_tools.odd import to_odd, to_rng, to_xsd
from tei_tools.read import read_document, reader
from tei_tools.read.catalogs import Catalogs
from tei_tools.report.json import json_report
from tei_tools.report.text import text_report
from tei_tools.transform import FORMATS, VIEWS
from tests.odd.support import SOURCE
from tests.oracles import ROOT

from .mutators import Chance
from .seeds import Seed

#: The names by which a spoilt file is written, and which its messages then have.
NAMES: Final = {
    "rng": "spoilt.rng", "rnc": "spoilt.rnc", "odd": "spoilt.odd", "xsd": "spoilt.xsd",
    "xml": "spoilt.xml", "catalog": "catalog.xml", "cache": "spoilt.json",
}  # fmt: skip
_PARSER: Final = etree.XMLParser(huge_tree=True, collect_ids=False)
_NAMED: Final = re.compile(rb"""\b(?:name|ident)\s*=\s*["']([A-Za-z][\w.\-]*)["']""")


def check(seed: Seed, data: bytes, chance: Chance, folder: Path) -> str:
    """Do with a file what the program would; the name of what came of it.

    Args:
        seed: where it came from.
        chance: decides what else is tried.
        folder: where it is written; what is there is overwritten.

    Raises:
        Exception: anything but the errors that are promised.
    """
    for name, content in seed.beside:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    file = folder / NAMES[seed.kind]
    file.write_bytes(data)
    return PROPERTIES[seed.kind](file, data, seed, chance)


# --- schemas ---


def _check_schema(file: Path, data: bytes, seed: Seed, chance: Chance) -> str:
    try:
        schema = load_schema(file)
    except SchemaError as error:
        _check_findings(error.findings, {str(file): data})
        return f"refused: {error.findings[0].code}"
    for document in (*seed.documents[:3], _document(data, chance), _document(data, chance)):
        findings = tuple(schema.validate(document))
        _check_findings(findings, {"<stdin>": document})
    if seed.kind != "xsd":
        _check_conversion(data, file)
    return "read"


def _check_conversion(data: bytes, file: Path) -> None:
    """A schema that is read can be written in both syntaxes, and what is written can be read."""
    tree = read_schema(data, str(file))
    for syntax in ("rng", "rnc"):
        try:
            text = written(tree, syntax)
        except SchemaError:  # a namespace that is no URI
            continue
        read_schema(text, f"written.{syntax}")


def _document(data: bytes, chance: Chance) -> bytes:
    """A document of names that a schema has, so that some of it may be valid."""
    names = [name.decode("ascii", "replace") for name in _NAMED.findall(data)] or ["a"]
    spaces = re.findall(rb"""\bns\s*=\s*["']([^"'<&]*)["']""", data) or [b""]
    ns = chance.choice(spaces).decode("ascii", "replace")

    def tag(name: str) -> str:
        return f"{{{ns}}}{name}" if ns and chance.random() < 0.9 else name

    try:
        root = element = etree.Element(tag(chance.choice(names[:3])))
        for _ in range(chance.choice((0, 3, 12))):
            parent = chance.choice((element, element.getparent()))
            element = etree.SubElement(
                element if parent is None else parent, tag(chance.choice(names))
            )
            element.text = chance.choice((None, "x", "1 2", " "))
            if chance.random() < 0.4:
                element.set(chance.choice(names), chance.choice(("", "x", "12", "a b")))
    except ValueError:  # a name that XML does not have
        return b"<a/>"
    return etree.tostring(root, encoding="utf-8")


def _check_odd(file: Path, data: bytes, seed: Seed, chance: Chance) -> str:
    source = SOURCE if "source=" not in str(data) and chance.random() < 0.95 else None
    try:
        flat = compile_odd(file, source=source)
    except SchemaError as error:
        _check_findings(error.findings, {str(file): data})
        return f"refused: {error.findings[0].code}"
    _check_findings(flat.warnings, {str(file): data})
    etree.fromstring(to_odd(flat), _PARSER)
    try:
        grammar = compile_schema(to_rng(flat), file, Path.read_bytes)
        dump(restore(dump(grammar)))
        xsd = to_xsd(flat)
    except SchemaError as error:
        return f"compiled, but {error.findings[0].code}"
    for each in (xsd.schema, *xsd.companions.values()):
        etree.fromstring(each, _PARSER)
    if chance.random() < 0.3:
        document_odd(file, source=source)
    return "compiled"


def _check_cache(file: Path, data: bytes, seed: Seed, chance: Chance) -> str:
    try:
        restore(data)
    except ValueError:
        return "refused"
    return "restored"


# --- documents ---


def _check_document(file: Path, data: bytes, seed: Seed, chance: Chance) -> str:
    schemas = () if chance.random() < 0.3 else (ROOT / "schemas" / "last-works.rng",)
    options = ValidationOptions(schemas=schemas)
    try:
        report = validate_file(file, options)
    except TeiToolsError:
        return "no schema"
    _check_findings(report.findings, {str(file): data})
    with patch.object(reader, "LARGE", 0):  # read piece by piece, it has the same findings
        piecewise = validate_file(file, options)
    if not any(finding.code.startswith("xml.") for finding in report.findings):
        assert _places(piecewise.findings) == _places(report.findings)
    try:
        document = read_document(file)
    except UnreadableDocumentError as error:
        return f"refused: {error.finding.code}"
    to, view = chance.choice(sorted(FORMATS)), chance.choice(sorted(VIEWS))
    how = TransformOptions(view=view, notes=chance.choice(("inline", "end")))
    render(document, to=to, options=how).data.decode("utf-8")
    return "read"


def _check_catalog(file: Path, data: bytes, seed: Seed, chance: Chance) -> str:
    try:
        for address in ("http://example.org/a.rng", "a.rng", "urn:publicid:a:b"):
            Catalogs((str(file),)).resolve(address)
    except TeiToolsError:
        return "refused"
    return "read"


# --- findings ---


def _places(findings: Iterable[Finding]) -> list[tuple[str, int, int]]:
    return [
        (each.code, each.location.line, each.location.column)
        for each in findings
        if each.code != "schema.read-whole"
    ]


def _check_findings(findings: Iterable[Finding], files: Mapping[str, bytes]) -> None:
    """Every finding can be told, and lies within the file it names."""
    found = tuple(findings)
    "\n".join(text_report(found)).encode()
    json_report(found, ()).encode()
    for finding in found:
        assert 0 < len(finding.message.strip()) <= LONGEST, finding
        assert finding.code, finding
        for location in filter(None, (finding.location, finding.related)):
            if location.path in files and not files[location.path].startswith(BOM_UTF32_LE):
                _check_location(location, SourceText(location.path, files[location.path]))


def _check_location(location: Location, source: SourceText) -> None:
    is_compact = source.path.endswith(".rnc")  # which has no declaration of its encoding
    lines = source.data.count(b"\n") + source.data.count(b"\r") if is_compact else 0
    lines = max(lines, source.text.count("\n")) + 1
    assert 0 <= location.line <= lines, location
    if location.column and not is_compact:
        length = len(source.line(location.line))
        assert 1 <= location.column <= length + 2, (location, length)
        assert location.end_column == 0 or location.end_column >= location.column, location


PROPERTIES: Final[Mapping[str, Callable[[Path, bytes, Seed, Chance], str]]] = {
    "rng": _check_schema,
    "rnc": _check_schema,
    "xsd": _check_schema,
    "odd": _check_odd,
    "xml": _check_document,
    "catalog": _check_catalog,
    "cache": _check_cache,
}
