"""In: files to watch. Out: findings, told anew for the files that a change concerns."""

import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import typer

from tei_tools.flows.checking import forget_files
from tei_tools.flows.file_report import FileReport
from tei_tools.flows.options import ValidationOptions
from tei_tools.flows.together import told_together
from tei_tools.flows.validation import validate_file
from tei_tools.model.finding import TeiToolsError

from .reporting import Reporter

#: How often the files are looked at, in seconds.
EVERY = 0.5


def watch_files(
    find: Callable[[], list[Path]], options: ValidationOptions, reporter: Reporter
) -> None:
    """Check files, and again those that change, and those that include or point to what changes.

    Args:
        find: finds the files that are to be watched, each time anew.
    """
    if reporter.format != "text" or reporter.output or reporter.statistics or reporter.baseline:
        raise TeiToolsError("--watch tells findings as text, as they come; leave the others out")
    reports: dict[Path, FileReport] = {}
    seen: Mapping[str, int] = {}
    try:
        while True:
            files = find()
            times = _times({*map(_name, files), *_needed(reports)})
            changed = {name for name in {*times, *seen} if times.get(name) != seen.get(name)}
            if changed:
                _check(files, changed, reports, options, reporter)
                times = _times(set(_needed(reports))) | times  # as they were before the check
            seen = times
            time.sleep(EVERY)
    except KeyboardInterrupt:
        raise typer.Exit from None


def _check(
    files: list[Path],
    changed: set[str],
    reports: dict[Path, FileReport],
    options: ValidationOptions,
    reporter: Reporter,
) -> None:
    """Check the files that a change concerns, and tell their findings."""
    forget_files()
    for gone in set(reports) - set(files):
        del reports[gone]
    for file in files:
        if file not in reports or not changed.isdisjoint((_name(file), *reports[file].uses)):
            try:
                reports[file] = validate_file(file, options)
            except TeiToolsError as error:  # such as a file that is just being saved
                reporter.say(str(error))
                reports[file] = FileReport(str(file), ())
            reporter.write_findings(reports[file].findings)
    facts = {report.path: report.facts for report in reports.values()}
    together = [FileReport(path, tuple(told)) for path, told in told_together(facts, options)]
    for report in together:
        reporter.write_findings(report.findings)
    reporter.summary([*reports.values(), *together])


def _name(file: Path) -> str:
    return str(file.absolute())


def _needed(reports: Mapping[Path, FileReport]) -> Iterator[str]:
    return (name for report in reports.values() for name in report.uses)


def _times(names: set[str]) -> dict[str, int]:
    """When files were changed for the last time; nothing for those that are gone."""
    times = {}
    for name in names:
        try:
            times[name] = Path(name).stat().st_mtime_ns
        except OSError:
            continue
    return times
