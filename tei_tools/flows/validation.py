"""In: files and options. Out: for each file its findings, in order, however many processes work.

path → read → Document → schema, ids, pointers → findings
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache, partial
from itertools import chain
from pathlib import Path
from typing import Any, ClassVar, Final, NamedTuple

from lxml import etree

from tei_tools import batch
from tei_tools.model.document import Document
from tei_tools.model.draft import Draft, told
from tei_tools.model.finding import (
    Finding,
    Location,
    Severity,
    TeiToolsError,
    UnreadableDocumentError,
)
from tei_tools.model.names import TEI_NS, local, name_of, namespace
from tei_tools.model.selection import Selection
from tei_tools.model.walkable import Walkable
from tei_tools.read import display_path, open_document, project_root, read_document, read_ids
from tei_tools.resources import exists, schema_path
from tei_tools.rules import check_ids, check_pointers

from .choice import Choice, ValidationOptions, choose
from .rules import rule_drafts
from .schemas import Schema, load_schema
from .suppression import Suppressions

#: How many ids of other files are kept in memory.
KNOWN: Final = 1_000_000


class FileReport(NamedTuple):
    """One file checked.

    Attributes:
        findings: in the order of their places.
        schema: the schemas used, as messages name them.
        needs: the paths of all files that they depend on: it, what it includes, what it points to,
            its schemas.
    """

    path: str
    findings: tuple[Finding, ...]
    schema: str = ""
    needs: tuple[str, ...] = ()


def validate_files(
    paths: Sequence[Path], options: ValidationOptions, *, jobs: int = 1
) -> Iterator[FileReport]:
    """Validate files one by one; the reports come in the order of the paths.

    A finding in a file that several documents include is told once, with the first of them.

    Raises:
        TeiToolsError: a file or schema cannot be read.
    """
    return told_once(batch.run(partial(validate_file, options=options), paths, jobs=jobs))


def told_once(reports: Iterable[FileReport]) -> Iterator[FileReport]:
    """The reports, without findings that another has told already."""
    told: set[tuple[str, Location, str]] = set()
    for report in reports:
        new = []
        for finding in report.findings:
            place = replace(finding.location, xpath="")
            if (key := (finding.code, place, finding.message)) not in told:
                told.add(key)
                new.append(finding)
        yield report._replace(findings=tuple(new))


def validate_file(
    path: Path, options: ValidationOptions, *, data: bytes | None = None
) -> FileReport:
    """Validate one file, or standard input for ``-``.

    Args:
        data: the bytes, when they are at hand; ``path`` then only names them, and all of them is
            held in memory, so that fixes can be told.

    Raises:
        TeiToolsError: the file or its schema cannot be read.
    """
    selection = options.selection(path)
    try:
        document = open_document(path) if data is None else read_document(path, data=data)
    except UnreadableDocumentError as error:
        return FileReport(display_path(path), _weighed([error.finding], selection))
    if not options.schemas and (stranger := _not_tei(document)):
        return FileReport(display_path(path), _weighed(told(document, [stranger]), selection))
    choice = choose(document, path, options)
    schemas = [_load(schema) for schema in choice.schemas]
    files = _Files(document, project_root(path).resolve())
    drafts = chain(
        _unused(choice),
        *(schema.drafts(document) for schema in schemas),
        check_ids(document),
        check_pointers(document, files.ids),
        rule_drafts(document, path, selection, options.rules),
    )
    suppressions = Suppressions(document)

    def keeps(finding: Finding) -> bool:
        return selection.has(finding.code) and not suppressions.hide(finding)

    findings = chain(
        _without_echoes(told(document, drafts, keeps)), suppressions.findings(selection)
    )
    ordered = tuple(dict.fromkeys(sorted(_weighed(findings, selection), key=_place)))
    return FileReport(
        document.path,
        ordered,
        ", ".join(schema.name for schema in schemas),
        (*document.ids_by_file, *files.asked, *map(str, choice.schemas)),
    )


def _weighed(findings: Iterable[Finding], selection: Selection) -> tuple[Finding, ...]:
    """Those of some findings that are told, with what they weigh for the project."""
    weighed = []
    for finding in findings:
        severity = selection.severity_of(finding.code, finding.severity)
        if selection.has(finding.code):
            weighed.append(
                finding if severity is finding.severity else replace(finding, severity=severity)
            )
    return tuple(weighed)


def _without_echoes(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, but for those on a pointer whose value is told to be wrong altogether."""
    told = list(findings)
    values = [finding.location for finding in told if finding.code == "grammar.attribute-value"]
    for finding in told:
        at = finding.location
        if not finding.code.startswith("pointers.") or not any(
            (value.path, value.line) == (at.path, at.line)
            and value.column <= at.column < max(value.end_column, value.column + 1)
            for value in values
        ):
            yield finding


def _place(finding: Finding) -> tuple[str, bool, int, int]:
    """What findings are sorted by; those on a file as a whole come last."""
    location = finding.location
    return location.path, not location.line, location.line, location.column


def _not_tei(document: Walkable) -> Draft | None:
    """A draft when the root element is none of TEI's."""
    tag = name_of(document.root)
    if namespace(tag) == TEI_NS:
        return None
    name = local(tag)
    if name in ("TEI", "teiCorpus"):
        where = f", but in {namespace(tag)}" if namespace(tag) else ""
        message = f"`{name}` is not in the TEI namespace{where}"
        suggestion = f'write `<{name} xmlns="{TEI_NS}">`'
    elif name in ("TEI.2", "teiCorpus.2"):
        message = f"`{name}` is TEI P4; this program reads TEI P5"
        suggestion = "convert the file with the TEI's P4 to P5 conversion first"
    else:
        where = f"the namespace {namespace(tag)}" if namespace(tag) else "no namespace"
        message = f"not a TEI document: its root element is `{name}` in {where}"
        suggestion = "a TEI document begins with `TEI` or `teiCorpus`; --schema checks other XML"
    return Draft((0,), partial(_root, "tei.not-tei", message, suggestion=suggestion))


def _root(
    code: str, message: str, document: Document, root: etree._Element, **more: Any
) -> Finding:
    """A finding on the document, told at its root."""
    return document.finding(root, code, message, **more)


# --- the schemas --------------------------------------------------------------------------------


def _unused(choice: Choice) -> Iterator[Draft]:
    """What the file asks for and does not get."""
    for link, reason in choice.unused:
        message, weight = f"the file names {link.href}; {reason}", Severity.INFO
        yield Draft((0,), partial(_root, "schema.not-used", message, severity=weight), weight)


@cache
def _load(path: Path) -> Schema:
    is_bundled = path == schema_path(path.name)
    return load_schema(path, name=f"bundled {path.name}" if is_bundled else str(path))


# --- the ids of other files -------------------------------------------------------------------


class _Files:
    """Answers the pointer rule what ids a file of the project has; seldom reads a file twice."""

    _known: ClassVar[dict[Path, Mapping[str, str] | None]] = {}

    def __init__(self, document: Walkable, project: Path) -> None:
        self.project = project
        self._answers: dict[str, Mapping[str, str] | None] = {}
        for name, ids in document.ids_by_file.items():
            self._know(_resolved(name), ids)

    @property
    def asked(self) -> Iterable[str]:
        """The files that were asked for."""
        return self._answers

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
            self._know(file, None if file.is_dir() else _ids_of(file))
        return self._known[file]

    @classmethod
    def forget(cls) -> None:
        cls._known.clear()

    def _know(self, file: Path, ids: Mapping[str, str] | None) -> None:
        if sum(len(each or ()) for each in self._known.values()) > KNOWN:
            self._known.clear()
        self._known[file] = ids


def forget_files() -> None:
    """Forget what is known of schemas and of other files, since they may have changed."""
    _Files.forget()
    _load.cache_clear()


@lru_cache(10_000)
def _resolved(path: str) -> Path:
    return Path(path).resolve()


def _ids_of(file: Path) -> Mapping[str, str] | None:
    try:
        return read_ids(file)
    except TeiToolsError:
        return None
