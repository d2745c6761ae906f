"""In: findings. Out: lines that GitHub's workflows show beside the lines of the files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from tei_tools.model.finding import Finding, Severity

COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def github_report(findings: Iterable[Finding]) -> Iterator[str]:
    """One workflow command a finding: ``::error file=a.xml,line=2,col=8,title=…::…``."""
    for finding in findings:
        at = finding.location
        members = {
            "file": at.path,
            "line": at.line,
            "col": at.column,
            "endColumn": at.end_column,
            "title": finding.code,
        }
        told = ",".join(f"{name}={_property(str(each))}" for name, each in members.items() if each)
        words = f"{finding.message}\n{finding.suggestion}".strip()
        yield f"::{COMMANDS[finding.severity]} {told}::{_data(words)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
