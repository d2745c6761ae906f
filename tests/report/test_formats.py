"""Reports for other programs say all that there is, in the form that these programs read."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from jsonschema import Draft4Validator
from lxml import etree

from tei_tools.flows.checking import forget_files
from tei_tools.flows.codes import all_codes
from tei_tools.flows.fixing import fix_file
from tei_tools.flows.options import ValidationOptions
from tei_tools.flows.validation import validate_file
from tei_tools.model.finding import Finding, Location, Severity
from tei_tools.model.selection import Layer
from tei_tools.report.github import github_report
from tei_tools.report.json import json_report
from tei_tools.report.junit import junit_report
from tei_tools.report.sarif import sarif_report
from tei_tools.report.statistics import statistics, statistics_table

from ..oracles import ROOT, missing

OPTIONS = ValidationOptions(
    schemas=(ROOT / "schemas/tei-tools.rng",),
    user=Layer(select=("grammar", "ids", "pointers.forgotten-hash")),
)
NAME = "a letter é.xml"
TEXT = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>A</title>
<editor xml:id="ed">N.</editor></titleStmt><publicationStmt><p>B</p></publicationStmt><sourceDesc>
<p>C</p></sourceDesc></fileDesc></teiHeader><text><body>
<p>😀😀 <hi rend="b">x</hi> <q xml:id="q">y</q> <perName>N.</perName></p><p resp="ed"
  xml:id="q">z</p>
</body></text></TEI>
"""


@pytest.fixture
def findings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Finding, ...]:
    monkeypatch.chdir(tmp_path)
    forget_files()  # of the folders of other tests
    Path(NAME).write_text(TEXT, encoding="utf-8")
    found = validate_file(Path(NAME), OPTIONS).findings
    assert {each.code for each in found} == {
        "grammar.unknown-element",
        "ids.duplicate",
        "pointers.forgotten-hash",
    }
    return found


def sarif(findings: Sequence[Finding]) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(sarif_report(findings, [NAME], all_codes()))
    return report


def test_sarif_is_valid_by_its_own_schema(findings: tuple[Finding, ...]) -> None:
    folder = os.environ.get("TEI_TOOLS_NODE_MODULES", "")
    file = Path(folder, "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json")
    if not file.is_file():
        missing("TEI_TOOLS_NODE_MODULES with @microsoft/jest-sarif, which has the schema of SARIF")
    whole = Finding("schematron.x", Severity.INFO, "on the file as a whole", Location("/b.xml"))
    validator = Draft4Validator(json.loads(file.read_text(encoding="utf-8")))
    for some in (findings, [*findings, whole], []):
        assert [error.message for error in validator.iter_errors(sarif(some))] == []


def test_sarif_says_what_codes_mean_and_where_files_are(findings: tuple[Finding, ...]) -> None:
    (run,) = sarif(findings)["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result, finding in zip(run["results"], findings, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == finding.code
        (location,) = result["locations"]
        artifact = location["physicalLocation"]["artifactLocation"]
        assert unquote(artifact["uri"]) == NAME
        assert artifact["uriBaseId"] == "%SRCROOT%"
    assert run["artifacts"] == [{"location": artifact}]
    assert all(rule["shortDescription"]["text"] and rule["help"]["text"] for rule in rules)


def test_places_in_sarif_are_code_points(findings: tuple[Finding, ...]) -> None:
    (run,) = sarif(findings)["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    for result in run["results"]:
        region = result["locations"][0]["physicalLocation"]["region"]
        line = TEXT.split("\n")[region["startLine"] - 1]
        marked = line[region["startColumn"] - 1 : region["endColumn"] - 1]
        assert marked in ("perName", "ed", "q")


def test_fixes_in_sarif_do_what_the_program_does(findings: tuple[Finding, ...]) -> None:
    lines = TEXT.split("\n")
    replacements = [
        replacement
        for result in sarif(findings)["runs"][0]["results"]
        for fix in result.get("fixes", ())
        for change in fix["artifactChanges"]
        for replacement in change["replacements"]
    ]
    assert len(replacements) == 3
    for each in sorted(replacements, key=lambda r: -r["deletedRegion"]["startColumn"]):
        region = each["deletedRegion"]
        assert region["startLine"] == region["endLine"]
        row, start, end = region["startLine"] - 1, region["startColumn"], region["endColumn"]
        line, text = lines[row], each["insertedContent"]["text"]
        lines[row] = line[: start - 1] + text + line[end - 1 :]
    assert "\n".join(lines).encode() == fix_file(Path(NAME), OPTIONS, unsafe=True).after


def test_json_has_the_bytes_of_fixes(findings: tuple[Finding, ...]) -> None:
    told = json.loads(json_report(findings, [NAME]))["findings"]
    (fix,) = (each["fix"] for each in told if each["code"] == "pointers.forgotten-hash")
    (edit,) = fix["edits"]
    assert fix["is_safe"] is True
    assert TEXT.encode()[edit["start"] : edit["end"]] == b"ed"
    assert edit["text"] == "#ed"
    (fix,) = (each["fix"] for each in told if each["code"] == "grammar.unknown-element")
    assert (fix["is_safe"], len(fix["edits"])) == (False, 2)


AWKWARD = Finding(
    "dates.order",
    Severity.WARNING,
    "100% \x0c<wrong>",
    Location("a,b:c.xml", 3, 4, 9),
    suggestion="first\nsecond",
    excerpt="<p>\x0c &",
)


def test_github_commands_escape_what_would_end_them() -> None:
    (line,) = github_report([AWKWARD])
    assert line == (
        "::warning file=a%2Cb%3Ac.xml,line=3,col=4,endColumn=9,title=dates.order"
        "::100%25 \x0c<wrong>%0Afirst%0Asecond"
    )


def test_junit_has_a_case_for_each_file_and_counts_the_failing() -> None:
    error = Finding("ids.duplicate", Severity.ERROR, "twice", Location("b.xml", 1, 1))
    text = junit_report([AWKWARD, error], ["a.xml", "a,b:c.xml", "b.xml"], Severity.ERROR)
    suite = etree.fromstring(text.encode())[0]
    assert [case.get("name") for case in suite] == ["a.xml", "a,b:c.xml", "b.xml"]
    assert [[child.tag for child in case] for case in suite] == [[], ["system-out"], ["failure"]]
    assert (suite.get("tests"), suite.get("failures")) == ("3", "1")
    assert suite[2][0].get("type") == "ids.duplicate"
    strict = etree.fromstring(junit_report([AWKWARD], [], Severity.WARNING).encode())
    assert strict.get("failures") == "1"


def test_statistics_count_the_most_frequent_first(findings: tuple[Finding, ...]) -> None:
    rows = statistics([AWKWARD, *findings, AWKWARD], all_codes())
    assert (rows[0].code, rows[0].count, rows[0].files) == ("dates.order", 2, 1)
    assert sum(row.count for row in rows) == len(findings) + 2
    assert sum(row.fixable for row in rows) == 2
    first = next(statistics_table(rows))
    assert first.split()[:3] == ["2", "warning[dates.order]", "1"]
