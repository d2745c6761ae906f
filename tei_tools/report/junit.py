"""In: findings. Out: JUnit's XML, one test case a file, for programs that show how tests went."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from tei_tools.model.finding import Finding, Severity

from .text import place, text_report

#: What XML 1.0 cannot have.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def junit_report(findings: Sequence[Finding], files: Iterable[str], fail_on: Severity) -> str:
    """A case for each file; its findings from the failing severity on are failures.

    Args:
        files: the paths of all files that were checked.
        fail_on: the failing severity; what weighs less is told as output.
    """
    by_file: dict[str, list[Finding]] = {path: [] for path in files}
    for finding in findings:
        by_file.setdefault(finding.location.path, []).append(finding)
    weights = list(Severity)
    failing = weights[: weights.index(fail_on) + 1]
    cases = [_case(path, own, failing) for path, own in by_file.items()]
    failed = sum(any(each.severity in failing for each in own) for own in by_file.values())
    counts = f'tests="{len(cases)}" failures="{failed}" errors="0"'
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<testsuites {counts}>\n<testsuite name="tei-tools" {counts}>\n'
        + "".join(cases)
        + "</testsuite>\n</testsuites>"
    )


def _case(path: str, findings: Sequence[Finding], failing: Sequence[Severity]) -> str:
    failures = [each for each in findings if each.severity in failing]
    others = [each for each in findings if each.severity not in failing]
    inside = "".join(map(_failure, failures))
    if others:
        inside += f"<system-out>{_text(_block(others))}</system-out>\n"
    name = f'classname="tei-tools" name={_value(path)}'
    return f"<testcase {name}>\n{inside}</testcase>\n" if inside else f"<testcase {name}/>\n"


def _failure(finding: Finding) -> str:
    message = f"{place(finding.location)}: {finding.message}"
    return (
        f"<failure type={_value(finding.code)} message={_value(message)}>"
        f"{_text(_block([finding]))}</failure>\n"
    )


def _block(findings: Sequence[Finding]) -> str:
    return "\n\n".join(text_report(findings))


def _text(text: str) -> str:
    return escape(_CONTROLS.sub("\ufffd", text))


def _value(text: str) -> str:
    return quoteattr(_CONTROLS.sub("\ufffd", text))
