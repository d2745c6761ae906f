"""In: files to mend. Out: the files mended, or what would change; what is still wrong is told."""

import sys
from collections.abc import Sequence
from pathlib import Path

import typer

from tei_tools.flows.fixing import Fixed, fix_files, write_all
from tei_tools.flows.fixing import diff as diff_of
from tei_tools.flows.options import ValidationOptions
from tei_tools.flows.validation import told_once
from tei_tools.model.wording import counted
from tei_tools.read.files import STDIN

from .options import with_progress
from .reporting import Reporter


def fix_and_report(
    files: Sequence[Path],
    options: ValidationOptions,
    reporter: Reporter,
    *,
    unsafe: bool,
    diff: bool,
    jobs: int,
) -> None:
    """Mend files, and tell what is still wrong; with ``diff`` only show what would be changed.

    The mended text of standard input goes to standard output, and findings to standard error.
    """
    fixing = fix_files(files, options, unsafe=unsafe, jobs=jobs)
    fixed = list(with_progress(fixing, len(files), "Mending"))
    changed = [each for each in fixed if each.after != each.before]
    if diff:
        _show(changed, reporter)
    write_all([(each.path, each.before, each.after) for each in changed if each.path != STDIN])
    if not reporter.quiet:
        count = sum(each.mended for each in fixed)
        reporter.say(f"{counted(count, 'finding')} mended in {counted(len(changed), 'file')}")
    reports = list(told_once((each.report for each in fixed), options))
    if STDIN not in files:
        reporter.report(reports, len(files))
        return
    sys.stdout.buffer.write(next(each.after for each in fixed if each.path == STDIN))
    findings = [finding for report in reports for finding in report.findings]
    reporter.write_findings(findings, err=True)
    if reporter.fails(findings):
        raise typer.Exit(1)


def _show(changed: Sequence[Fixed], reporter: Reporter) -> None:
    for each in changed:
        for line in diff_of(each.path, each.before, each.after):
            typer.echo(line)
    if not reporter.quiet:
        count = sum(each.mended for each in changed)
        told = f"{counted(count, 'finding')} would be mended in {counted(len(changed), 'file')}"
        reporter.say(told)
    raise typer.Exit(1 if changed else 0)
