"""In: files and options. Out: for each file its findings, in order, however many processes work.

path → read → Document → schema, ids, pointers → findings
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import ClassVar

from lxml import etree

from tei_tools import batch
from tei_tools.model.document import Document
from tei_tools.model.finding import (
    Finding,
    Location,
    Severity,
    TeiToolsError,
    UnreadableDocumentError,
)
from tei_tools.model.names import TEI_NS, XML_ID, local, name_of, namespace
from tei_tools.read import (
    display_path,
    parse,
    project_root,
    read_bytes,
    read_document,
)
from tei_tools.resources import exists, schema_path
from tei_tools.rules import check_ids, check_pointers

from .choice import Choice, ValidationOptions, choose
from .schemas import Schema, load_schema


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file checked: its findings, in the order of their places, and the schema used."""

    path: str
    findings: tuple[Finding, ...]
    schema: str = ""


def validate_files(
    paths: Sequence[Path], options: ValidationOptions, *, jobs: int = 1
) -> Iterator[FileReport]:
    """Validate files one by one; the reports come in the order of the paths.

    A finding in a file that several documents include is told once, with the first of them.

    Raises:
        TeiToolsError: a file or schema cannot be read.
    """
    told: set[tuple[str, Location, str]] = set()
    for report in batch.run(partial(validate_file, options=options), paths, jobs=jobs):
        new = []
        for finding in report.findings:
            place = replace(finding.location, xpath="")
            if (key := (finding.code, place, finding.message)) not in told:
                told.add(key)
                new.append(finding)
        yield replace(report, findings=tuple(new))


def validate_file(path: Path, options: ValidationOptions) -> FileReport:
    """Validate one file, or standard input for ``-``.

    Raises:
        TeiToolsError: the file or its schema cannot be read.
    """
    try:
        document = read_document(path)
    except UnreadableDocumentError as error:
        return FileReport(display_path(path), (error.finding,))
    if not options.schemas and (stranger := _not_tei(document)):
        return FileReport(display_path(path), (stranger,))
    choice = choose(document, path, options)
    schemas = [_load(schema) for schema in choice.schemas]
    findings = [
        *_unused(document, choice),
        *(finding for schema in schemas for finding in schema.validate(document)),
        *check_ids(document),
        *check_pointers(document, _Files(document, project_root(path).resolve()).ids),
    ]
    return FileReport(
        document.path,
        tuple(dict.fromkeys(sorted(findings, key=_place))),  # ids are checked by schema and rule
        ", ".join(schema.name for schema in schemas),
    )


def _place(finding: Finding) -> tuple[str, int, int]:
    return finding.location.path, finding.location.line, finding.location.column


def _not_tei(document: Document) -> Finding | None:
    """A finding when the root element is none of TEI's."""
    tag = name_of(document.root)
    if namespace(tag) == TEI_NS:
        return None
    name = local(tag)
    if name in ("TEI", "teiCorpus") and not namespace(tag):
        message = f"`{name}` is not in the TEI namespace"
        suggestion = f'write `<{name} xmlns="{TEI_NS}">`'
    elif name in ("TEI.2", "teiCorpus.2"):
        message = f"`{name}` is TEI P4; this program reads TEI P5"
        suggestion = "convert the file with the TEI's P4 to P5 conversion first"
    else:
        where = f"the namespace {namespace(tag)}" if namespace(tag) else "no namespace"
        message = f"not a TEI document: its root element is `{name}` in {where}"
        suggestion = "a TEI document begins with `TEI` or `teiCorpus`; --schema checks other XML"
    return document.finding(document.root, "tei.not-tei", message, suggestion=suggestion)


# --- the schemas --------------------------------------------------------------------------------


def _unused(document: Document, choice: Choice) -> Iterator[Finding]:
    """What the file asks for and does not get."""
    for link, reason in choice.unused:
        yield document.finding(
            document.root,
            "schema.not-used",
            f"the file names {link.href}; {reason}",
            severity=Severity.INFO,
        )


@cache
def _load(path: Path) -> Schema:
    is_bundled = path == schema_path(path.name)
    return load_schema(path, name=f"{path.name}, bundled" if is_bundled else str(path))


# --- the ids of other files -------------------------------------------------------------------


class _Files:
    """Answers the pointer rule what ids a file of the project has; reads no file twice."""

    _known: ClassVar[dict[Path, Mapping[str, str] | None]] = {}

    def __init__(self, document: Document, project: Path) -> None:
        self.project = project
        self._answers: dict[str, Mapping[str, str] | None] = {}
        for name, ids in document.ids_by_file.items():
            self._known[_resolved(name)] = ids

    def ids(self, path: str) -> Mapping[str, str] | None:
        if path not in self._answers:
            self._answers[path] = self._read(path)
        return self._answers[path]

    def _read(self, path: str) -> Mapping[str, str] | None:
        file = _resolved(path)
        if not file.is_relative_to(self.project):
            raise PermissionError(path)
        if file not in self._known:
            if not exists(file):
                raise FileNotFoundError(path)
            self._known[file] = None if file.is_dir() else _ids_of(file)
        return self._known[file]


@cache
def _resolved(path: str) -> Path:
    return Path(path).resolve()


def _ids_of(file: Path) -> Mapping[str, str] | None:
    try:
        root = parse(read_bytes(file), str(file))
    except TeiToolsError:
        return None
    return {
        element.get(XML_ID, ""): local(name_of(element))
        for element in root.iter(etree.Element)
        if XML_ID in element.attrib
    }
