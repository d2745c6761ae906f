"""``tei-tools explain`` and ``tei-tools rules``: from the table of codes, the rules and the ODD."""

from __future__ import annotations

import json

import pytest

from tei_tools.flows.codes import all_codes

from ..oracles import ROOT
from .conftest import Program

EXPLAINED = {
    "ids.duplicate": ["Weighs: error", "Wrong:\n", "Right:\n", "tei-tools ignore ids.duplicate"],
    "xml.empty": ["the file is empty"],
    "dates": ["dates.order", "a span of time ends before it begins"],
    "persName": ["a person's name", "Module: namesdates", "@ref", "Checked by:", "Example:\n"],
    "<persName>": ["a person's name"],
    "@when": ["att.datable.w3c/@when", "change/@when", "Usage: required"],
    "persName/@ref": ["persName/@ref", "Datatype:"],
    "persName/@type": ["Values:\n", "  birth  the name given at birth"],
    "model.pLike": ["Members: p"],
    "text": ["<text>", "text.nfc"],
}


@pytest.mark.parametrize("name", EXPLAINED)
def test_explains(name: str, tei_tools: Program) -> None:
    run = tei_tools("explain", name, cwd=ROOT)
    assert run.code == 0
    assert all(words in run.out for words in EXPLAINED[name]), run.out


def test_each_code_can_be_explained(tei_tools: Program) -> None:
    for code in list(all_codes())[:: len(all_codes()) // 4]:
        assert code in tei_tools("explain", code).out


UNKNOWN = {
    "persNam": "did you mean `persName`?",
    "dates.oder": "did you mean `dates.order`?",
    "@whne": "did you mean `@when`?",
    "persName/@reff": "`persName` has no attribute `reff`",
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_is_unknown_is_told_with_what_is_near(name: str, tei_tools: Program) -> None:
    run = tei_tools("explain", name, cwd=ROOT)
    assert (run.code, run.out) == (2, "")
    assert UNKNOWN[name] in run.err


def test_odd_is_that_of_the_project_or_the_bundled_one(tei_tools: Program) -> None:
    assert "last-works.odd" in tei_tools("explain", "persName", cwd=ROOT).out
    assert "tei-tools.odd" in tei_tools("explain", "persName").out
    chosen = tei_tools("explain", "persName", "--schema", ROOT / "schemas/last-works.rng")
    assert "last-works.odd" in chosen.out


def test_rules_lists_every_code(tei_tools: Program) -> None:
    lines = tei_tools("rules").out.splitlines()
    assert [line.split()[0] for line in lines[:-2]] == list(all_codes())
    report = json.loads(tei_tools("rules", "--format", "json").out)
    assert [rule["code"] for rule in report["rules"]] == list(all_codes())
    first = report["rules"][0]
    assert first["severity"] == "error"
    assert first["is_default"] is True
