"""``tei-tools info`` and ``tei-tools stats``, run as a user runs them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from ..oracles import ROOT
from .conftest import Program

TEI = ROOT / "tei"
BROKEN = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><p></TEI>'


@pytest.mark.parametrize("jobs", [1, 2])
def test_info_shows_works_units_and_hands_of_the_project(tei_tools: Program, jobs: int) -> None:
    run = tei_tools("info", "--jobs", str(jobs), cwd=ROOT)
    assert run.code == 0
    lines = run.out.splitlines()
    [works, units, hands] = [n for n, line in enumerate(lines) if line.startswith("work ")]
    assert lines[units - 2].split()[:4] == ["total", "22,937", "13", "12"]
    assert lines[units + 2].split()[1:4] == ["w1.II.a", "dictation", "1922-12-24"]
    assert (units - works, hands - units, len(lines) - hands) == (13, 15, 6)
    assert "tei-tools: 10 works, 13 units, 5 hands, " in run.err


def test_info_as_json_has_all_tables_and_as_csv_one(tei_tools: Program) -> None:
    made = json.loads(tei_tools("info", TEI, "--format", "json", "-q").out)
    assert made.pop("format") == "tei-tools-info/1"
    assert list(made) == ["works", "units", "hands", "dates", "notes", "names", "corrections"]
    run = tei_tools("info", TEI, "-t", "corrections", "--format", "csv")
    rows = list(csv.DictReader(run.data.decode().splitlines()))
    assert len(rows) == len(made["corrections"]) == 47
    assert rows[0] == {
        k: str(v if v is not None else "") for k, v in made["corrections"][0].items()
    }
    two = tei_tools("info", TEI, "-t", "works", "-t", "units", "--format", "csv")
    assert (two.code, two.out) == (2, "")
    assert "CSV has room for one table" in two.err


def test_info_and_stats_tell_of_a_broken_file_and_go_on(tei_tools: Program, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(BROKEN)
    (tmp_path / "b.xml").write_text(BROKEN.replace("<p>", "<p/>"))
    for command in ("info", "stats"):
        run = tei_tools(command, tmp_path)
        assert run.code == 1
        assert "a.xml:1:" in run.err
        assert "error[xml." in run.err
        assert ("b.xml" if command == "info" else "TEI") in run.out


def test_info_and_stats_read_standard_input(tei_tools: Program) -> None:
    data = (TEI / "works" / "06-our-revolution.xml").read_bytes()
    assert "Our Revolution" in tei_tools("info", "-", stdin=data).out
    assert "soCalled" in tei_tools("stats", "-", "--schema", TEI / "../schemas/last-works.rng",
                                   stdin=data).out  # fmt: skip


def test_stats_names_the_schema_outliers_and_what_is_unused(tei_tools: Program) -> None:
    run = tei_tools("stats", cwd=ROOT)
    assert run.code == 0
    assert "\nAllowed by schemas/last-works.rng and used nowhere:\n  elements (" in run.out
    assert "birth: 22 have @when, 1 does not: tei/registers.xml:420\n" in run.out
    assert run.err.startswith("tei-tools: 11 files, ")


def test_stats_without_a_schema_counts_and_says_why(tei_tools: Program, tmp_path: Path) -> None:
    href = "https://example.org/none.rng"
    (tmp_path / "a.xml").write_text(
        f'<?xml-model href="{href}" schematypens="http://relaxng.org/ns/structure/1.0"?>'
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><p/></TEI>'
    )
    run = tei_tools("stats", "a.xml", cwd=tmp_path)
    assert run.code == 0
    assert run.out.splitlines()[1].split() == ["TEI", "1", "1"]
    assert f"no schema to compare with: a.xml:1: the file names the schema {href}" in run.err


def test_stats_as_json_has_all_tables_and_as_csv_one(tei_tools: Program) -> None:
    made = json.loads(tei_tools("stats", TEI, "--format", "json", "-q").out)
    assert made.pop("format") == "tei-tools-stats/1"
    assert list(made) == ["elements", "attributes", "unused", "outliers"]
    run = tei_tools("stats", TEI, "--format", "csv", "-q")
    rows = list(csv.DictReader(run.data.decode().splitlines()))
    assert [row["element"] for row in rows] == [row["element"] for row in made["elements"]]
