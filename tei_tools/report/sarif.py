"""In: findings. Out: SARIF 2.1.0 (OASIS), which code hosts and editors show beside the lines.

Lines and columns count from 1, columns in code points; paths are relative to the working folder.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path, PurePath
from typing import Any, Final
from urllib.parse import quote

from tei_tools import __version__
from tei_tools.codes import Code
from tei_tools.model.finding import Edit, Finding, Fix, Location, Severity

SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
#: The name of the folder that relative addresses start from.
ROOT: Final = "%SRCROOT%"
LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def sarif_report(
    findings: Sequence[Finding], files: Iterable[str], codes: Mapping[str, Code]
) -> str:
    """The findings as one run of SARIF.

    Args:
        files: the paths of all files that were checked.
        codes: what codes mean.
    """
    told = sorted({finding.code for finding in findings})
    numbers = {code: number for number, code in enumerate(told)}
    driver = {
        "name": "tei-tools",
        "version": __version__,
        "rules": [_rule(code, codes.get(code)) for code in told],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": _artifact(path)} for path in files],
        "results": [_result(finding, numbers[finding.code]) for finding in findings],
    }
    report = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(report, ensure_ascii=False, indent=2)


def _rule(name: str, code: Code | None) -> dict[str, Any]:
    if code is None:  # of a Schematron schema
        return {"id": name}
    help_text = f"{code.reason} ({code.source})" if code.source else code.reason
    return {
        "id": name,
        "shortDescription": {"text": code.title},
        "fullDescription": {"text": code.reason},
        "help": {"text": help_text},
        "defaultConfiguration": {"level": LEVELS[code.severity]},
        "properties": {"tags": [name.partition(".")[0]]},
    }


def _result(finding: Finding, number: int) -> dict[str, Any]:
    hint = finding.suggestion
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": number,
        "level": LEVELS[finding.severity],
        "message": {"text": f"{finding.message}: {hint}" if hint else finding.message},
        "locations": [_location(finding.location, finding.excerpt)],
    }
    if finding.related is not None:
        result["relatedLocations"] = [_location(finding.related)]
    if finding.fix is not None:
        result["fixes"] = [_fix(finding.fix)]
    return result


def _location(at: Location, excerpt: str = "") -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": _artifact(at.path)}
    if at.line:
        region: dict[str, Any] = {"startLine": at.line}
        if at.column:
            region |= {"startColumn": at.column, "endColumn": max(at.end_column, at.column)}
        place["region"] = region
        if excerpt:
            place["contextRegion"] = {"startLine": at.line, "snippet": {"text": excerpt}}
    location: dict[str, Any] = {"physicalLocation": place}
    if at.xpath:
        location["logicalLocations"] = [{"fullyQualifiedName": at.xpath, "kind": "element"}]
    return location


def _artifact(path: str) -> dict[str, str]:
    pure = PurePath(path)
    if not pure.is_absolute():
        return {"uri": quote(pure.as_posix()), "uriBaseId": ROOT}
    here = Path.cwd()
    if pure.is_relative_to(here):
        return {"uri": quote(pure.relative_to(here).as_posix()), "uriBaseId": ROOT}
    return {"uri": pure.as_uri()}


def _fix(fix: Fix) -> dict[str, Any]:
    title = fix.title if fix.is_safe else f"{fix.title} (to be looked at)"
    edits = sorted(fix.edits, key=lambda edit: edit.path)
    return {
        "description": {"text": title},
        "artifactChanges": [
            {"artifactLocation": _artifact(path), "replacements": list(map(_replacement, own))}
            for path, own in groupby(edits, lambda edit: edit.path)
        ],
    }


def _replacement(edit: Edit) -> dict[str, Any]:
    return {
        "deletedRegion": {
            "startLine": edit.line,
            "startColumn": edit.column,
            "endLine": edit.end_line,
            "endColumn": edit.end_column,
        },
        "insertedContent": {"text": edit.text},
    }
