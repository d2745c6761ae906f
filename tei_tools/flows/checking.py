"""In: a file and options. Out: its report.

path → read → Document → schema, ids, pointers, rules → findings
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import Any

from lxml import etree

from tei_tools.cache import digest
from tei_tools.model.document import Document
from tei_tools.model.draft import Draft, told
from tei_tools.model.finding import (
    Finding,
    Location,
    Severity,
    UnreadableDocumentError,
)
from tei_tools.model.names import TEI_NS, local, name_of, namespace
from tei_tools.model.walkable import Walkable
from tei_tools.read import display_path, open_document, project_root, read_document
from tei_tools.read.files import Watch
from tei_tools.resources import schema_path
from tei_tools.rules import Fact, check_ids, check_pointers
from tei_tools.rules.table import LOOKS_AT

from .choice import Choice, choose
from .file_report import FileReport, place_of
from .linked import LinkedFiles
from .options import RulesEngine, ValidationOptions
from .rules import is_too_large, rule_drafts
from .schemas import Parts, Schema, load_schema
from .suppression import Suppressions
from .unchanged import ABSENT, NO_FILE, state


def check_file(path: Path, options: ValidationOptions, *, data: bytes | None = None) -> FileReport:
    """Validate one file, or standard input for ``-``.

    Args:
        data: the bytes, when they are at hand; ``path`` then only names them, and all of them is
            held in memory, so that fixes can be told.

    Raises:
        TeiToolsError: the file or its schema cannot be read.
    """
    with Watch() as watch:
        try:
            document = open_document(path) if data is None else read_document(path, data=data)
            report = _checked(document, path, options, watch)
        except UnreadableDocumentError as error:
            findings = options.selection(path).weighed([error.finding])
            report = FileReport(display_path(path), findings)
        return report._replace(uses={**dict.fromkeys(map(str, watch.read)), **report.uses})


def _checked(
    document: Walkable, path: Path, options: ValidationOptions, watch: Watch
) -> FileReport:
    """The report of a file that can be read."""
    selection = options.selection(path)
    if not options.schemas and (stranger := _not_tei(document)):
        return FileReport(display_path(path), selection.weighed(told(document, [stranger])))
    choice = choose(document, path, options)
    schemas = _schemas(choice, options, has_rules=selection.may_have("schematron"))
    has_pointers = selection.may_have("pointers")
    linked = LinkedFiles(document, project_root(path).resolve(), watch) if has_pointers else None
    suppressions = Suppressions(document)
    facts: dict[str, list[Fact]] = {}
    has_rules = not is_too_large(path) or selection.names("schematron")
    drafts = chain(
        _unused(choice),
        *(schema.drafts(document, has_rules=has_rules) for schema in schemas),
        check_ids(document) if selection.may_have("ids") else (),
        check_pointers(document, linked.ids) if linked else (),
        rule_drafts(document, path, selection, options.rules, facts),
    )

    def keeps(finding: Finding) -> bool:
        return selection.has(finding.code) and not suppressions.hide(finding)

    kept = list(_without_echoes(told(document, drafts, keeps)))
    weighed = selection.weighed([*kept, *suppressions.findings(selection)])
    findings = tuple(dict.fromkeys(sorted(weighed, key=place_of)))
    uses = dict(linked.uses) if linked else {}
    for schema in schemas:
        uses.update({str(schema.path.absolute()): None} if schema.files is None else schema.files)
    return FileReport(
        document.path,
        findings,
        ", ".join(schema.name for schema in schemas),
        dict.fromkeys(uses) if findings else {**uses, **_states(watch, path)},
        facts,
    )


def _states(watch: Watch, path: Path) -> Mapping[str, str | None]:
    """What files were when they were read; None for the one checked where that is not all."""
    states = {
        str(file): _without(file) if data is None else digest(data)
        for file, data in watch.read.items()
    }
    return states if watch.is_complete else {**states, str(path.absolute()): None}


def _without(file: Path) -> str | None:
    """The state of a file that could not be read; None where it is there by now."""
    now = state(file)
    return now if now in (ABSENT, NO_FILE) else None


def _without_echoes(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, but for echoes of others.

    One is told of an element or a value that is wrong altogether; another by a rule that stands
    in two of the schemas, as in the grammar and the Schematron made from one ODD, or by a rule of
    a value of which the grammar, or the check of pointers, says more.
    """
    told = list(findings)
    wrong = _by_line(finding for finding in told if finding.code.startswith("grammar."))
    values = _by_line(
        finding
        for finding in told
        if finding.code == "grammar.attribute-value" or finding.code.startswith("pointers.")
    )
    by_rules: set[tuple[Location, str]] = set()
    for finding in told:
        at = finding.location
        if finding.code.startswith("schematron."):
            if (at, finding.message) not in by_rules and not _is_among(at, values):
                by_rules.add((at, finding.message))
                yield finding
        elif finding.code not in LOOKS_AT or not _is_among(at, wrong):
            yield finding


def _by_line(findings: Iterable[Finding]) -> Mapping[tuple[str, int], list[Location]]:
    """The places of findings, by file and line."""
    found: dict[tuple[str, int], list[Location]] = {}
    for at in (finding.location for finding in findings):
        found.setdefault((at.path, at.line), []).append(at)
    return found


def _is_among(at: Location, places: Mapping[tuple[str, int], list[Location]]) -> bool:
    """Whether a place has a character in common with one of others."""
    return any(
        at.column < max(each.end_column, each.column + 1)
        and each.column < max(at.end_column, at.column + 1)
        for each in places.get((at.path, at.line), ())
    )


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


def _schemas(choice: Choice, options: ValidationOptions, *, has_rules: bool) -> list[Schema]:
    """The schemas, with or without their rules."""
    applied = [(path, Parts.ALL if has_rules else Parts.GRAMMAR) for path in choice.schemas]
    if has_rules:
        applied += [(path, Parts.RULES) for path in choice.rules]
    return [
        _load(path, options.phase or choice.phases.get(path, ""), parts, options.engine)
        for path, parts in applied
    ]


@cache
def _load(path: Path, phase: str, parts: Parts, engine: RulesEngine) -> Schema:
    is_bundled = path == schema_path(path.name)
    name = f"bundled {path.name}" if is_bundled else str(path)
    return load_schema(path, name=name, phase=phase, parts=parts, engine=engine)


def forget_files() -> None:
    """Forget what is known of schemas and of other files, since they may have changed."""
    LinkedFiles.forget()
    _load.cache_clear()
