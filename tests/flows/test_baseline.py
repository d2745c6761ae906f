"""A baseline hides the findings that were there, and no new one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tei_tools.flows.baseline import load_baseline
from tei_tools.model.finding import Finding, Location, Severity, TeiToolsError


def finding(file: Path, line: int, message: str = "wrong", context: str = "div#d > p") -> Finding:
    at = Location(str(file), line, 3, context=context)
    return Finding("dates.order", Severity.ERROR, message, at)


def write(path: Path, files: Sequence[Path], *findings: Finding) -> None:
    load_baseline(path, is_new=True).write(list(map(str, files)), findings)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "letters" / "a.xml"


@pytest.fixture
def path(tmp_path: Path, file: Path) -> Path:
    path = tmp_path / "baseline.json"
    write(path, [file], finding(file, 3), finding(file, 9), finding(file, 4, "bad in line 7"))
    return path


def test_known_findings_are_known_wherever_their_lines_have_moved(path: Path, file: Path) -> None:
    baseline = load_baseline(path)
    moved = [finding(file, 13), finding(file, 19), finding(file, 1, "bad in line 17")]
    assert baseline.new(str(file), moved) == ()
    assert baseline.gone() == 0


@pytest.mark.parametrize(
    "new",
    [
        {"message": "another"},
        {"code": "dates.future"},
        {"location": Location("other.xml", 3, 3, context="div#d > p")},
        {"location": Location("letters/a.xml", 3, 3, context="div#e > p")},
    ],
)
def test_finding_that_differs_is_new(path: Path, file: Path, new: dict[str, object]) -> None:
    changed = replace(finding(file, 3), **new)  # type: ignore[arg-type]
    assert load_baseline(path).new(str(file), [changed]) == (changed,)


def test_one_more_of_the_same_is_new(path: Path, file: Path) -> None:
    same = [finding(file, line) for line in (3, 4, 5)]
    assert load_baseline(path).new(str(file), same) == (same[2],)


def test_what_is_mended_is_counted_for_the_files_that_were_checked(path: Path, file: Path) -> None:
    baseline = load_baseline(path)
    assert baseline.gone() == 0
    baseline.new(str(file), [finding(file, 3)])
    assert baseline.gone() == 2


def test_files_that_were_not_checked_stay_in_it(path: Path, file: Path) -> None:
    other = file.with_name("b.xml")
    write(path, [other], finding(other, 1))
    entries = json.loads(path.read_text())["findings"]
    assert [(each["file"], each["count"]) for each in entries] == [
        ("letters/a.xml", 1),
        ("letters/a.xml", 2),
        ("letters/b.xml", 1),
    ]
    write(path, [file])
    entries = json.loads(path.read_text())["findings"]
    assert [each["file"] for each in entries] == ["letters/b.xml"]


def test_written_twice_it_is_the_same(path: Path, file: Path) -> None:
    before = path.read_bytes()
    write(path, [file], finding(file, 4, "bad in line 8"), finding(file, 5), finding(file, 6))
    assert path.read_bytes() == before


@pytest.mark.parametrize("text", ["", "[]", '{"format": "other"}', "{" * 5_000, "[" * 100_000])
def test_what_is_no_baseline_is_told(path: Path, text: str) -> None:
    path.write_text(text)
    with pytest.raises(TeiToolsError, match="no baseline of tei-tools; write it with"):
        load_baseline(path)


def test_missing_one_is_told(tmp_path: Path) -> None:
    with pytest.raises(TeiToolsError, match="cannot be read: no such file"):
        load_baseline(tmp_path / "none.json")
