"""In: findings. Out: one JSON object, complete, for programs (``tei-tools-findings/1``)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import MISSING, fields, is_dataclass
from typing import Any

from tei_tools.model.finding import Finding, Severity


def json_report(findings: Sequence[Finding], files: Iterable[str]) -> str:
    """The findings and a summary as JSON text; members that are empty are left out."""
    return json.dumps(
        {
            "format": "tei-tools-findings/1",
            "files": list(files),
            "summary": {
                severity.value: sum(finding.severity is severity for finding in findings)
                for severity in Severity
            },
            "findings": [_plain(finding) for finding in findings],
        },
        ensure_ascii=False,
        indent=2,
    )


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        members = {field: getattr(value, field.name) for field in fields(value)}
        return {
            field.name: _plain(member)
            for field, member in members.items()
            if member or field.default is MISSING
        }
    return [_plain(each) for each in value] if isinstance(value, tuple) else value
