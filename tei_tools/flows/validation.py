"""In: files and options. Out: for each file its findings, in order, however many processes work.

What it takes to check a file is loaded only when one has changed since it was found clean.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from tei_tools import batch
from tei_tools.model.finding import Location

from .file_report import FileReport, place_of
from .options import ValidationOptions
from .unchanged import Record

if TYPE_CHECKING:
    from tei_tools.rules import Fact


def validate_files(
    paths: Sequence[Path], options: ValidationOptions, *, jobs: int = 1
) -> Iterator[FileReport]:
    """Validate files one by one; the reports come in the order of the paths.

    A file that was clean in an earlier run is not checked again while nothing has changed that it
    depends on. A finding in a file that several documents include is told once, with the first.

    Raises:
        TeiToolsError: a file or schema cannot be read.
    """
    record = Record(options)
    clean = {path: found for path in paths if (found := record.find(path))}
    if len(clean) == len(paths) and record.has_run(paths):
        yield from (clean[path] for path in paths)
        return
    reports = _reports(paths, options, jobs, clean)
    is_clean = True
    for path, report in zip_longest(paths, told_once(reports, options)):
        if path and path not in clean:
            record.note(path, report)
        is_clean = is_clean and not report.findings
        yield report
    if is_clean:
        record.note_run(paths)
    record.keep()


def _reports(
    paths: Sequence[Path], options: ValidationOptions, jobs: int, clean: Mapping[Path, FileReport]
) -> Iterator[FileReport]:
    """The report of each file; those that are clean are not checked."""
    changed = [path for path in paths if path not in clean]
    checked = batch.run(partial(validate_file, options=options), changed, jobs=jobs)
    for path in paths:
        yield clean[path] if path in clean else next(checked)


def told_once(reports: Iterable[FileReport], options: ValidationOptions) -> Iterator[FileReport]:
    """The reports, without findings that another has told already; and at the end those of files
    on which something is to be said that only all of them together show.
    """
    told: set[tuple[str, Location, str]] = set()
    for report in _with_conclusions(reports, options):
        new = []
        for finding in report.findings:
            place = finding.location._replace(xpath="")
            if (key := (finding.code, place, finding.message)) not in told:
                told.add(key)
                new.append(finding)
        yield report._replace(findings=tuple(new))


def _with_conclusions(
    reports: Iterable[FileReport], options: ValidationOptions
) -> Iterator[FileReport]:
    facts: dict[str, Mapping[str, Sequence[Fact]]] = {}
    for report in reports:
        facts[report.path] = report.facts
        yield report
    if any(facts.values()):
        from .together import told_together

        for path, findings in told_together(facts, options):
            yield FileReport(path, tuple(sorted(findings, key=place_of)))


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
    from .checking import check_file

    return check_file(path, options, data=data)
