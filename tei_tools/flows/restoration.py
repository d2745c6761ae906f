"""In: a file of JSON, as `transform --to json` writes it, edited or not. Out: its TEI, or why not.

JSON → source → XML → Document → what was added to it → XML → valid as before?
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tei_tools.model.document import Document, Part
from tei_tools.model.finding import Finding, Location, Severity, UnreadableDocumentError
from tei_tools.model.positions import SourceText
from tei_tools.read.files import STDIN, display_path, read_bytes
from tei_tools.read.parse import parse
from tei_tools.transform.edition import Edition
from tei_tools.transform.json import CORPUS_FORMAT, DOCUMENT_FORMAT
from tei_tools.transform.marking import marked
from tei_tools.transform.options import TransformOptions
from tei_tools.transform.rendering import modelled_by
from tei_tools.transform.restore import JsonError, restored

from .options import ValidationOptions
from .transformation import Result, Task
from .validation import validate_file


def restore_file(
    task: Task, checks: ValidationOptions, options: TransformOptions | None = None
) -> Result:
    """The TEI of a file of JSON; no bytes, but findings, where there is none.

    Args:
        task: the file, and where the TEI will stand.
        checks: how the TEI is validated, when something was added to it.
        options: the models by which the JSON was made, if by those of an ODD.

    Raises:
        TeiToolsError: the file cannot be read.
    """
    path = display_path(task.source)
    try:
        made = _loaded(read_bytes(task.source), path)
        data = _xml(made.get("source"))
        document = _document(path, data)
        modelled = modelled_by(options, document, "json") if options else None
        marking = marked(made, Edition(document, modelled=modelled))
        findings = tuple(_ignored(marking.ignored, path))
        if marking.source is None:
            return Result(task.source, findings, data)
        more = _xml(marking.source)
        _document(path, more)
    except JsonError as error:
        return Result(task.source, (_finding(error.code, str(error), path),))
    except UnreadableDocumentError as error:
        return Result(task.source, (error.finding,))
    stands = task.output or (Path("stdin.xml") if task.source == STDIN else task.source)
    wrong = tuple(_new_errors(stands.with_suffix(".xml"), data, more, checks))
    return Result(task.source, findings + wrong, None if wrong else more)


def _loaded(data: bytes, path: str) -> Any:
    """The object in a file of JSON, if it is one of ours."""
    try:
        made = json.loads(data)
    except json.JSONDecodeError as error:
        place = Location(path, error.lineno, error.colno)
        message = f"this is no JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        finding = Finding("json.malformed", Severity.ERROR, message, place)
        raise UnreadableDocumentError(finding) from None
    except RecursionError:
        raise JsonError("json.malformed", "$", "is nested too deep") from None
    except ValueError as error:  # bytes that are no UTF-8, a number of a million digits
        raise JsonError("json.malformed", "$", f"this is no JSON: {error}") from None
    known = made.get("format") if isinstance(made, dict) else None
    if known not in (DOCUMENT_FORMAT, CORPUS_FORMAT):
        message = f"must be `{DOCUMENT_FORMAT}` or `{CORPUS_FORMAT}`; --to json writes such files"
        raise JsonError("json.form", "$.format", message)
    if "source" not in made:
        message = "is missing: the JSON was made with --no-source, and no TEI can be made of it"
        raise JsonError("json.form", "$.source", message)
    return made


def _xml(source: object) -> bytes:
    return restored(source).encode()


def _document(path: str, data: bytes) -> Document:
    """The document that was written, which shows that it can be read; nothing is included in it."""
    try:
        return Document(path, (Part(SourceText(path, data), parse(data, path)),))
    except UnreadableDocumentError as error:
        message = f"what this describes is no XML that can be read: {error.finding.message}"
        raise JsonError("json.annotations", "$.source", message) from None


def _ignored(paths: tuple[str, ...], path: str) -> Iterator[Finding]:
    for place in paths:
        message = f"{place}: a change here does not change the TEI, which comes from the source"
        suggestion = "change `source`, or add to `entities`; of JSON made with --odd, name the ODD"
        yield _finding("json.not-taken", message, path, Severity.WARNING, suggestion)


def _finding(
    code: str,
    message: str,
    path: str,
    severity: Severity = Severity.ERROR,
    suggestion: str = "",
) -> Finding:
    return Finding(code, severity, message, Location(path), suggestion=suggestion)


def _new_errors(
    path: Path, before: bytes, after: bytes, checks: ValidationOptions
) -> Iterator[Finding]:
    """The errors that are in the TEI because of what was added."""
    known = Counter((e.code, e.message) for e in _errors(path, before, checks))
    for error in _errors(path, after, checks):
        if known[error.code, error.message] > 0:
            known[error.code, error.message] -= 1
        else:
            yield error


def _errors(path: Path, data: bytes, checks: ValidationOptions) -> Iterator[Finding]:
    report = validate_file(path, checks, data=data)
    return (finding for finding in report.findings if finding.severity is Severity.ERROR)
