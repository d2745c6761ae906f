"""``tei-tools rules test``, run as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

from ..flows.test_examples import LONG, ODD, RULE, egs
from ..oracles import ROOT
from .conftest import Program


def odd(folder: Path, *examples: tuple[str, bool]) -> Path:
    path = folder / "t.odd"
    path.write_text(ODD.format(RULE.format("long", egs(*examples), LONG)))
    return path


def test_the_rules_of_the_edition_do_what_their_examples_say(tei_tools: Program) -> None:
    run = tei_tools("rules", "test", "schemas/last-works.odd", cwd=ROOT)
    assert (run.code, run.err) == (0, "tei-tools: 60 examples, all as they should be\n")
    lines = run.out.splitlines()
    assert len(lines) == 61
    assert all(line.endswith("  ok") for line in lines[1:])


def test_one_wrong_example_ends_with_exit_code_1_and_says_why(
    tei_tools: Program, tmp_path: Path
) -> None:
    odd(tmp_path, ("<p>long enough</p>", True), ("<p>long, too</p>", False))
    run = tei_tools("rules", "test", "t.odd")
    assert run.code == 1
    assert run.out.splitlines()[1:] == [
        "long  passes   t.odd:8  ok",
        "long  fails    t.odd:8  must fail, and the rule says nothing",
    ]
    assert run.err == "tei-tools: 2 examples, 1 not as they should be\n"


def test_a_rule_without_examples_is_told_and_is_no_error(
    tei_tools: Program, tmp_path: Path
) -> None:
    odd(tmp_path, ("<p>long enough</p>", True))
    run = tei_tools("rules", "test", "t.odd")
    assert run.code == 0
    assert "tei-tools: t.odd:7: long has no failing example\n" in run.err


def test_verdicts_as_json(tei_tools: Program, tmp_path: Path) -> None:
    odd(tmp_path, ("<p>ab</p>", True))
    run = tei_tools("rules", "test", "t.odd", "--format", "json", "-q")
    assert (run.code, run.err) == (1, "")
    assert json.loads(run.out) == {
        "format": "tei-tools-rule-examples/1",
        "examples": [
            {
                "rule": "long",
                "example": "passes",
                "file": "t.odd:8",
                "verdict": "must pass, and does not: short",
            }
        ],
        "untested": [{"rule": "long", "file": "t.odd:7", "lacks": "failing"}],
    }


def test_what_is_no_odd_ends_the_run(tei_tools: Program, tmp_path: Path) -> None:
    (tmp_path / "t.odd").write_text("<TEI/>")
    for name in ("t.odd", "none.odd"):
        run = tei_tools("rules", "test", name)
        assert (run.code, run.out) == (2, "")
        assert run.err.startswith("tei-tools: ")
