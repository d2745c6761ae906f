"""In: findings. Out: one JSON object, complete, for programs (``tei-tools-findings/1``)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import MISSING, fields
from typing import Any

from tei_tools.model.finding import Edit, Finding, Fix, Location, Severity


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
    match value:
        case Finding():
            needed = {field.name: field.default is MISSING for field in fields(value)}
        case Location() | Fix() | Edit():
            needed = {name: name not in value._field_defaults for name in value._fields}
        case tuple():
            return [_plain(each) for each in value]
        case _:
            return value
    members = {name: getattr(value, name) for name in needed}
    return {name: _plain(each) for name, each in members.items() if each or needed[name]}
