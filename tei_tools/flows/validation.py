"""In: files and options. Out: for each file its findings, in order, however many processes work.

path → read → Document → schema, ids, pointers → findings
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from os.path import normpath
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
from tei_tools.model.names import RNG_NS, TEI_NS, XML_ID, XSD_NS, local, name_of, namespace
from tei_tools.read import (
    SchemaLink,
    display_path,
    parse,
    project_root,
    read_bytes,
    read_document,
    schema_links,
)
from tei_tools.resources import schema_path
from tei_tools.rules import check_ids, check_pointers

from .schemas import Schema, load_schema

#: The schema of a file that names none and has none in the settings.
BUNDLED = "tei-tools.xsd"


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationOptions:
    """What the user asked for.

    Attributes:
        schema: the schema to use for every file, whatever the file says.
        default_schema: the project's schema, for files that name none.
    """

    schema: Path | None = None
    default_schema: Path | None = None


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
    if options.schema is None and (stranger := _not_tei(document)):
        return FileReport(display_path(path), (stranger,))
    schema, notes = _choose_schema(document, path, options)
    findings = [
        *notes,
        *schema.validate(document),
        *check_ids(document),
        *check_pointers(document, _Files(document, project_root(path).resolve()).ids),
    ]
    return FileReport(
        document.path,
        tuple(
            sorted(findings, key=lambda f: (f.location.path, f.location.line, f.location.column))
        ),
        schema.name,
    )


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


# --- which schema -----------------------------------------------------------------------------


def _choose_schema(
    document: Document, path: Path, options: ValidationOptions
) -> tuple[Schema, list[Finding]]:
    """The option, else what the file names, else the settings, else the bundled schema."""
    if options.schema is not None:
        return _load(options.schema), []
    links = list(schema_links(document.root))
    folder = Path.cwd() if document.path == "<stdin>" else path.parent
    for link in links:
        if link.schematypens == XSD_NS:
            return _load(_linked_file(link, folder, document)), []
    grammars = [link for link in links if link.schematypens == RNG_NS]
    for link in grammars:
        file = Path(normpath(folder / link.href))
        if "://" not in link.href and file.is_file() and file.suffix != ".rnc":
            return _load(file), []
    schema = _load(options.default_schema or schema_path(BUNDLED))
    return schema, [_unused_schema(link, document, schema) for link in grammars[:1]]


def _linked_file(link: SchemaLink, folder: Path, document: Document) -> Path:
    if "://" in link.href:
        raise TeiToolsError(
            f"{document.path}:{link.line}: the file names the schema {link.href}, and schemas are "
            "never fetched from the network; save it beside your files and name it with --schema"
        )
    file = Path(normpath(folder / link.href))
    if not file.exists():
        if not schema_path(file.name).exists():
            raise TeiToolsError(
                f"{document.path}:{link.line}: the file names the schema {link.href}, which does "
                "not exist; correct `<?xml-model?>`, or name a schema with --schema"
            )
        return schema_path(file.name)
    return file


def _unused_schema(link: SchemaLink, document: Document, schema: Schema) -> Finding:
    return document.finding(
        document.root,
        "schema.not-used",
        f"the file names the RELAX NG schema {link.href}, which is not here to be read; "
        f"checked against {schema.name} instead",
        severity=Severity.WARNING,
        suggestion="save it beside your file (.rng), or name one with --schema",
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
            if not file.exists():
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
