"""``tei-tools validate``: which findings are told, in which form, and what is mended."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Program, Run
from .test_validate import SMALL

#: An element of no schema, a pointer to nothing, and one whose # was forgotten.
BAD = (
    "<p><perName>N.</perName></p>\n<p hand='#nobody'>x</p>\n"
    '<p xml:id="p1" corresp="p2">y</p>\n<p xml:id="p2">z</p>'
)
CODES = ["grammar.unknown-element", "pointers.dangling", "pointers.forgotten-hash"]


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """The schema is compiled once for all runs."""
    monkeypatch.setenv("TEI_TOOLS_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "letters").mkdir()
    file = tmp_path / "letters" / "a.xml"
    file.write_bytes(SMALL.format(BAD).encode())
    return file


def settings(folder: Path, text: str) -> None:
    (folder / "tei-tools.toml").write_text(text)


def codes(run: Run) -> list[str]:
    return [each["code"] for each in json.loads(run.out)["findings"]]


JSON = ("validate", "letters", "--format", "json", "-q", "--ignore", "text,header,names,structure")


@pytest.mark.usefixtures("file")
def test_all_is_told_when_nobody_says_anything(tei_tools: Program) -> None:
    assert codes(tei_tools(*JSON)) == CODES


SELECTIONS: dict[str, tuple[list[str], str, list[str]]] = {
    "one group": (["--select", "pointers"], "", CODES[1:]),
    "two, with a comma": (["--select", "grammar,pointers.dangling"], "", CODES[:2]),
    "two, one by one": (["--select", "grammar", "--select", "pointers.dangling"], "", CODES[:2]),
    "all but some": (["--ignore", "pointers"], "", CODES[:1]),
    "nothing": (["--ignore", "ALL"], "", []),
    "by the settings": ([], 'ignore = ["grammar"]', CODES[1:]),
    "by the settings, and more": (
        ["--ignore", "pointers.dangling"], 'ignore = ["grammar"]', CODES[2:],
    ),
    "for some files": (
        [], '[per-file."letters/*.xml"]\nignore = ["pointers"]', CODES[:1],
    ),
    "for other files": ([], '[per-file."other/*.xml"]\nignore = ["pointers"]', CODES),
}  # fmt: skip


@pytest.mark.usefixtures("file")
@pytest.mark.parametrize("case", SELECTIONS)
def test_what_is_told(case: str, tei_tools: Program, tmp_path: Path) -> None:
    words, toml, told = SELECTIONS[case]
    settings(tmp_path, toml)
    run = tei_tools(*JSON, *words)
    assert codes(run) == told, run.err
    assert run.code == bool(told)


@pytest.mark.usefixtures("file")
def test_severity_and_the_failing_one_are_for_the_project_to_say(
    tei_tools: Program, tmp_path: Path
) -> None:
    settings(tmp_path, 'severity = { "grammar" = "info", "pointers" = "warning" }')
    run = tei_tools(*JSON)
    assert [each["severity"] for each in json.loads(run.out)["findings"]] == [
        "info", "warning", "warning",
    ]  # fmt: skip
    assert run.code == 0
    assert tei_tools(*JSON, "--fail-on", "warning").code == 1
    assert tei_tools(*JSON, "--select", "grammar", "--fail-on", "warning").code == 0
    assert tei_tools(*JSON, "--select", "grammar", "--fail-on", "info").code == 1
    settings(tmp_path, 'severity = { "ALL" = "warning" }\nfail-on = "warning"')
    assert tei_tools(*JSON).code == 1


WRONG = {
    "an unknown code": (["--select", "grammer"], "", "did you mean `grammar`?"),
    "an unknown code to ignore": (["--ignore", "pointers.danglin"], "", "`pointers.dangling`?"),
    "an unknown code in the settings": ([], 'select = ["date"]', "tei-tools.toml: `date`"),
    "an unknown code with a severity": ([], 'severity = { "idds" = "info" }', "mean `ids`?"),
    "an unknown severity": ([], 'severity = { "ids" = "fatal" }', 'is one of "error"'),
    "an unknown code for some files": ([], '[per-file."a"]\nignore = ["idss"]', "mean `ids`?"),
    "an unknown setting for some files": ([], '[per-file."a"]\nignor = []', "mean `ignore`?"),
    "an option of no rule": ([], '[rules."grammar.invalid"]\na = 1', "is no rule"),
    "statistics in another form": (["--statistics", "--format", "sarif"], "", "text or json"),
    "watching in another form": (["--watch", "--format", "json"], "", "as text"),
    "watching and mending": (["--watch", "--fix"], "", "one at a time"),
    "a baseline that is not there": (["--baseline", "b.json"], "", "--write-baseline"),
    "a cluster without its library, or that does not answer": (
        ["--scheduler", "nonsense://a"], "", "ask",
    ),
}  # fmt: skip


@pytest.mark.usefixtures("file")
@pytest.mark.parametrize("case", WRONG)
def test_run_fails_with_a_cure_for(case: str, tei_tools: Program, tmp_path: Path) -> None:
    words, toml, cure = WRONG[case]
    settings(tmp_path, toml)
    run = tei_tools("validate", "letters", *words)
    assert (run.code, run.out) == (2, "")
    assert cure in run.err
    assert run.err.count("\n") == 1


def test_without_dask_it_is_said_how_to_get_it(tei_tools: Program, tmp_path: Path) -> None:
    (tmp_path / "distributed.py").write_text("raise ImportError")
    (tmp_path / "a.xml").write_text(SMALL.format("<p>x</p>"))
    run = tei_tools("validate", "a.xml", "--scheduler", "tcp://127.0.0.1:1")
    assert (run.code, run.out) == (2, "")
    assert "pip install 'tei-tools[dask]'" in run.err


def test_baseline_lets_only_new_findings_fail(
    tei_tools: Program, file: Path, tmp_path: Path
) -> None:
    known = ("--baseline", "known.json")
    run = tei_tools("validate", "letters", *known, "--write-baseline")
    assert (run.code, run.out) == (0, "")
    assert "3 known findings written" in run.err
    assert tei_tools("validate", "letters", *known).code == 0
    file.write_bytes(SMALL.format("\n\n" + BAD + "\n<p><abc/></p>").encode())
    settings(tmp_path, 'baseline = "known.json"')
    run = tei_tools(*JSON)
    assert (run.code, codes(run)) == (1, ["grammar.unknown-element"])
    file.write_bytes(SMALL.format("<p xml:id='p1'>x</p>").encode())
    assert "known.json: " in tei_tools("validate", "letters").err


@pytest.mark.usefixtures("file")
@pytest.mark.parametrize("format_", ["text", "json", "sarif", "github", "junit"])
def test_report_goes_to_a_file_whole(tei_tools: Program, tmp_path: Path, format_: str) -> None:
    words = ("validate", "letters", "--format", format_)
    out = tei_tools(*words).out
    run = tei_tools(*words, "--output", "report")
    assert (run.code, run.out) == (1, "")
    assert (tmp_path / "report").read_text().rstrip() == out.rstrip()
    assert all(code in out for code in CODES)


@pytest.mark.parametrize("hidden", ["--select=ids", "--ignore=grammar.unknown-element,pointers"])
@pytest.mark.usefixtures("file")
def test_no_file_is_called_valid_where_its_grammar_is_not_told(
    tei_tools: Program, hidden: str
) -> None:
    run = tei_tools("validate", "letters", hidden)
    assert run.code == 0
    assert run.err.startswith("tei-tools: 1 file checked: nothing to tell (")


def test_no_file_is_called_valid_whose_findings_are_in_the_baseline(
    tei_tools: Program, file: Path
) -> None:
    tei_tools("validate", "letters", "--baseline", "old.json", "--write-baseline")
    run = tei_tools("validate", "letters", "--baseline", "old.json")
    assert (run.code, run.out) == (0, "")
    assert "1 file checked: nothing to tell (" in run.err
    file.write_bytes(SMALL.format("<p>a</p>").encode())
    assert "1 file valid (" in tei_tools("validate", "letters").err


@pytest.mark.usefixtures("file")
def test_statistics_stand_in_place_of_findings(tei_tools: Program) -> None:
    words = ("validate", "letters", "--select", "pointers,grammar", "--statistics", "-q")
    lines = tei_tools(*words).out.splitlines()
    assert [line.split()[:2] for line in lines] == [["1", f"error[{code}]"] for code in CODES]
    rows = json.loads(tei_tools(*words, "--format", "json").out)["codes"]
    assert [(row["code"], row["count"], row["fixable"]) for row in rows] == [
        (CODES[0], 1, 1), (CODES[1], 1, 0), (CODES[2], 1, 1),
    ]  # fmt: skip


FIX = ("validate", "letters", "--select", "grammar,pointers")
HASH = BAD.replace('"p2">y', '"#p2">y')
BOTH = HASH.replace("perName", "persName")


def test_fixes_are_made_as_far_as_asked_for(tei_tools: Program, file: Path) -> None:
    run = tei_tools(*FIX, "--fix")
    assert file.read_text() == SMALL.format(HASH)
    assert run.code == 1
    assert CODES[0] in run.out
    assert CODES[2] not in run.out
    assert "1 finding mended in 1 file" in run.err
    tei_tools(*FIX, "--unsafe-fixes")
    assert file.read_text() == SMALL.format(BOTH)


def test_diff_shows_and_writes_nothing(tei_tools: Program, file: Path) -> None:
    run = tei_tools(*FIX, "--unsafe-fixes", "--diff")
    assert file.read_text() == SMALL.format(BAD)
    assert run.code == 1
    changed = [line for line in run.out.splitlines() if line[0] in "+-" and line[1] == "<"]
    assert len(changed) == 4
    assert "+<p><persName>N.</persName></p>" in changed
    file.write_text(SMALL.format(BOTH))
    run = tei_tools(*FIX, "--diff")
    assert (run.code, run.out) == (0, "")


def test_mended_standard_input_goes_to_standard_output(tei_tools: Program) -> None:
    words = ("validate", "-", "--select", "grammar,pointers", "--fix")
    run = tei_tools(*words, stdin=SMALL.format(BAD).encode())
    assert run.data == SMALL.format(HASH).encode()
    assert run.code == 1
    assert CODES[0] in run.err


def test_file_that_is_not_well_formed_is_left_as_it_is(tei_tools: Program, file: Path) -> None:
    file.write_bytes(b"<TEI>")
    run = tei_tools(*FIX, "--fix")
    assert (run.code, file.read_bytes()) == (1, b"<TEI>")


def test_ids_are_renamed_in_all_files_or_shown(tei_tools: Program, file: Path) -> None:
    other = file.with_name("b.xml")
    other.write_text(SMALL.format('<p corresp="a.xml#p2">x</p>'))
    run = tei_tools("rename-id", "p2", "last", "letters", "--diff")
    assert (run.code, run.out.count("\n+<p ")) == (0, 2)
    assert "p2" in other.read_text()
    run = tei_tools("rename-id", "p2", "last", "letters")
    assert "2 places in 2 files changed" in run.err
    assert other.read_text() == SMALL.format('<p corresp="a.xml#last">x</p>')
    assert tei_tools("rename-id", "p2", "last", "letters").code == 2
