"""In: the reports of files. Out: findings in the format asked for, a summary, the exit code."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import typer

from tei_tools.flows.file_report import FileReport
from tei_tools.model.finding import Finding, Severity
from tei_tools.model.wording import counted
from tei_tools.report.text import summary_line, text_report

from .options import tell, with_progress


class Reporter(NamedTuple):
    """How findings are told.

    Attributes:
        format: ``text``, ``json``, ``sarif``, ``github`` or ``junit``.
        output: the file to write to; None for standard output.
        baseline: the file of findings that are known.
        is_new_baseline: whether it is written, and not read.
        fail_on: from which severity on findings give exit code 1.
        statistics: whether they are only counted.
        verbose: whether everything that is allowed at a place is named.
        quiet: whether there is no summary.
        tells_validity: whether a file without findings is valid; else some were not to be told.
    """

    format: str = "text"
    output: Path | None = None
    baseline: Path | None = None
    is_new_baseline: bool = False
    fail_on: Severity = Severity.ERROR
    statistics: bool = False
    verbose: bool = False
    quiet: bool = False
    tells_validity: bool = True

    def report(self, reports: Iterable[FileReport], count: int) -> None:
        """Tell all findings; end with exit code 1 where there are some that fail.

        Args:
            count: how many reports will come.
        """
        told = [
            self._told_at_once(report)
            for report in self._new(with_progress(reports, count, "Validating"))
        ]
        findings = [finding for report in told for finding in report.findings]
        if self.is_new_baseline:
            return
        if text := self._text(findings, _files(told)):
            self._write(text)
        self.summary(told)
        if self.fails(findings):
            raise typer.Exit(1)

    def summary(self, reports: Sequence[FileReport]) -> None:
        """Tell how it went, in a line."""
        findings = [finding for report in reports for finding in report.findings]
        if not self.quiet:
            schemas = [report.schema for report in reports]
            tells_validity = self.tells_validity and self.baseline is None
            line = summary_line(
                len(_files(reports)), findings, schemas, tells_validity=tells_validity
            )
            self.say(line + _mendable(findings))

    def fails(self, findings: Iterable[Finding]) -> bool:
        """Whether there are findings at or above the failing severity."""
        weights = list(Severity)
        failing = weights[: weights.index(self.fail_on) + 1]
        return any(finding.severity in failing for finding in findings)

    def say(self, text: str) -> None:
        """Tell something on standard error."""
        typer.echo(f"tei-tools: {text}", err=True)

    @property
    def _is_streamed(self) -> bool:
        """Whether findings are written as they come."""
        is_plain = self.format == "text" and self.output is None
        return is_plain and not self.statistics and not self.is_new_baseline

    def _told_at_once(self, report: FileReport) -> FileReport:
        if self._is_streamed:
            self.write_findings(report.findings)
        return report

    def write_findings(self, findings: Iterable[Finding], *, err: bool = False) -> None:
        """Write findings as text, for a person."""
        tell(findings, verbose=self.verbose, err=err)

    # --- what is known already -----

    def _new(self, reports: Iterable[FileReport]) -> Iterable[FileReport]:
        """The reports without what the baseline has; or, to write it, as they are."""
        if self.baseline is None and not self.is_new_baseline:
            return reports
        from tei_tools.flows.baseline import NAME, load_baseline

        path = self.baseline or Path(NAME)
        baseline = load_baseline(path, is_new=self.is_new_baseline)
        told = list(reports)
        if self.is_new_baseline:
            findings = [finding for report in told for finding in report.findings]
            count = baseline.write(_files(told), findings)
            self.say(f"{path}: {counted(count, 'known finding')} written")
            return told
        told = [each._replace(findings=baseline.new(each.path, each.findings)) for each in told]
        if (gone := baseline.gone()) and not self.quiet:
            self.say(
                f"{path}: {counted(gone, 'known finding')} gone; --write-baseline writes it anew"
            )
        return told

    # --- formats -----

    def _text(self, findings: Sequence[Finding], files: Sequence[str]) -> str:
        """All that is written when every file has been checked; loads what it needs."""
        if self._is_streamed:
            return ""
        if self.statistics:
            return self._statistics(findings)
        match self.format:
            case "json":
                from tei_tools.report.json import json_report

                return json_report(findings, files)
            case "sarif":
                from tei_tools.flows.codes import all_codes
                from tei_tools.report.sarif import sarif_report

                return sarif_report(findings, files, all_codes())
            case "github":
                from tei_tools.report.github import github_report

                return "\n".join(github_report(findings))
            case "junit":
                from tei_tools.report.junit import junit_report

                return junit_report(findings, files, self.fail_on)
        return "\n\n".join(text_report(findings, verbose=self.verbose))

    def _statistics(self, findings: Sequence[Finding]) -> str:
        from tei_tools.flows.codes import all_codes
        from tei_tools.report.statistics import statistics, statistics_json, statistics_table

        rows = statistics(findings, all_codes())
        return statistics_json(rows) if self.format == "json" else "\n".join(statistics_table(rows))

    def _write(self, text: str) -> None:
        if self.output is None:
            typer.echo(text)
            return
        from tei_tools.write import write_atomically

        write_atomically(self.output, f"{text}\n".encode())


def _files(reports: Iterable[FileReport]) -> list[str]:
    """The files of reports; there may be two on a file, one of what all files show together."""
    return list(dict.fromkeys(report.path for report in reports))


def _mendable(findings: Iterable[Finding]) -> str:
    """How many findings can be mended by the program."""
    fixes = [finding.fix for finding in findings if finding.fix]
    if not fixes:
        return ""
    safe = sum(fix.is_safe for fix in fixes)
    parts = [f"{safe} by --fix"] if safe else []
    parts += [f"{len(fixes) - safe} by --unsafe-fixes"] if safe < len(fixes) else []
    return f"; can be mended: {', '.join(parts)}"
