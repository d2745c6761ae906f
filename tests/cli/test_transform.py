"""``tei-tools transform``, run as a user runs it: where results go, and what never happens."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ..oracles import ROOT
from .conftest import Program

TEI = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>A</title>'
    "</titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc>"
    "</teiHeader><text><body><p>{}</p></body></text></TEI>"
)
SLIP = "a <choice><sic>wrod</sic><corr>word</corr></choice><note>N</note>"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two files, one of them in a folder below."""
    (tmp_path / "in" / "sub").mkdir(parents=True)
    (tmp_path / "in" / "a.xml").write_text(TEI.format(SLIP))
    (tmp_path / "in" / "sub" / "b.xml").write_text(TEI.format("second"))
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_one_file_goes_to_standard_output(tei_tools: Program) -> None:
    run = tei_tools("transform", "in/a.xml", "--to", "text")
    assert (run.code, run.out, run.err) == (0, "a word\n", "")


def test_standard_input_goes_to_standard_output(tei_tools: Program) -> None:
    run = tei_tools("transform", "-", "--to", "text", stdin=TEI.format("é").encode())
    assert (run.code, run.out) == (0, "é\n")


@pytest.mark.usefixtures("folder")
def test_view_and_notes_are_chosen(tei_tools: Program) -> None:
    words = ("transform", "in/a.xml", "--to", "text")
    assert "wrod" in tei_tools(*words, "--view", "diplomatic").out
    assert "N" in tei_tools(*words, "--notes", "end").out


def test_one_file_goes_to_the_file_named(tei_tools: Program, folder: Path) -> None:
    run = tei_tools("transform", "in/a.xml", "--to", "html", "-o", "new/page.html")
    assert (run.code, run.err) == (
        0,
        "tei-tools: 1 file written to new/page.html (view: reading)\n",
    )
    assert (folder / "new" / "page.html").read_text().startswith("<!DOCTYPE html>")


def test_folder_keeps_its_tree(tei_tools: Program, folder: Path) -> None:
    run = tei_tools("transform", "in", "--to", "json", "-o", "out")
    assert (run.code, run.err) == (0, "tei-tools: 2 files written to out (view: reading)\n")
    made = sorted(str(p.relative_to(folder)) for p in (folder / "out").rglob("*") if p.is_file())
    assert made == ["out/a.json", "out/sub/b.json"]
    assert json.loads((folder / "out/sub/b.json").read_text())["reading"]["text"] == "second"


@pytest.mark.usefixtures("folder")
def test_several_files_need_a_folder(tei_tools: Program) -> None:
    run = tei_tools("transform", "in", "--to", "text")
    assert (run.code, run.out) == (2, "")
    assert "name a folder to write them to with -o" in run.err


def test_input_is_never_overwritten(tei_tools: Program, folder: Path) -> None:
    before = (folder / "in" / "a.xml").read_bytes()
    run = tei_tools("transform", "in/a.xml", "--to", "text", "-o", "in/sub/../a.xml")
    assert (run.code, "never overwritten" in run.err) == (2, True)
    assert (folder / "in" / "a.xml").read_bytes() == before


def test_two_files_for_one_place_are_refused_before_anything_is_written(
    tei_tools: Program, folder: Path
) -> None:
    (folder / "a.xml").write_text(TEI.format("x"))
    run = tei_tools("transform", "a.xml", "in/a.xml", "--to", "text", "-o", "out")
    assert (run.code, "would both be" in run.err) == (2, True)
    assert not (folder / "out").exists()


def test_broken_file_is_reported_and_the_others_are_written(
    tei_tools: Program, folder: Path
) -> None:
    (folder / "in" / "broken.xml").write_text("<TEI><p></TEI>")
    run = tei_tools("transform", "in", "--to", "text", "-o", "out")
    assert run.code == 1
    assert "in/broken.xml:1:" in run.err
    assert not (folder / "out" / "broken.txt").exists()
    assert (folder / "out" / "sub" / "b.txt").read_text() == "second\n"


def test_folder_that_cannot_be_written_ends_the_run_and_leaves_nothing_behind(
    tei_tools: Program, folder: Path
) -> None:
    (folder / "taken").write_text("a file")
    run = tei_tools("transform", "in", "--to", "text", "-o", "taken/out")
    assert (run.code, "cannot be written" in run.err) == (2, True)
    assert (folder / "taken").read_text() == "a file"


def test_file_is_replaced_whole_and_no_temporary_file_stays(
    tei_tools: Program, folder: Path
) -> None:
    (folder / "out").mkdir()
    (folder / "out" / "a.txt").write_text("old" * 1000)
    assert tei_tools("transform", "in/a.xml", "--to", "text", "-o", "out/a.txt").code == 0
    assert (folder / "out" / "a.txt").read_text() == "a word\n"
    assert [p.name for p in (folder / "out").iterdir()] == ["a.txt"]


def test_element_without_a_rule_keeps_its_text_and_is_told(
    tei_tools: Program, folder: Path
) -> None:
    (folder / "in" / "a.xml").write_text(TEI.format("<unheard>of</unheard>"))
    run = tei_tools("transform", "in/a.xml", "--to", "text")
    assert (run.code, run.out) == (0, "of\n")
    assert "[transform.no-rule]" in run.err
    assert "unheard" in run.err


@pytest.mark.parametrize("to", ["text", "html", "json"])
def test_the_edition_is_transformed_with_any_number_of_processes_to_the_same(
    tei_tools: Program, tmp_path: Path, to: str
) -> None:
    words = ("transform", "--to", to, "-o")
    assert tei_tools(*words, tmp_path / "one", cwd=ROOT).code == 0
    assert tei_tools(*words, tmp_path / "two", "--jobs", "2", cwd=ROOT).code == 0
    first = {p.relative_to(tmp_path / "one"): p for p in (tmp_path / "one").rglob("*.*")}
    assert len(first) == 11
    for name, path in first.items():
        assert path.read_bytes() == (tmp_path / "two" / name).read_bytes()
        assert path.stat().st_size > 1000


def test_views_of_the_settings_are_used_listed_and_shown(tei_tools: Program, folder: Path) -> None:
    (folder / "tei-tools.toml").write_text('[view.mine]\nchoice = ["sic"]\n')
    assert tei_tools("transform", "in/a.xml", "--to", "text", "--view", "mine").out == "a wrod\n"
    assert "mine" in tei_tools("view", "list").out
    assert '[tool.tei-tools.view.mine]\nbase = "reading"\n' in tei_tools("view", "show", "mine").out
    run = tei_tools("transform", "in/a.xml", "--to", "text", "--view", "min")
    assert (run.code, run.err) == (2, "tei-tools: unknown view `min`; did you mean `mine`?\n")


def test_several_files_go_to_one_text_file(tei_tools: Program, folder: Path) -> None:
    run = tei_tools("transform", "in", "--to", "text", "-o", "all.txt")
    assert (run.code, run.err) == (0, "tei-tools: 1 file written to all.txt (view: reading)\n")
    assert (folder / "all.txt").read_text() == "a word\n\nsecond\n"
    tei_tools(
        "transform", "in", "--to", "text", "-o", "all.txt", "--one-line-per", "block", "--ids"
    )
    assert (folder / "all.txt").read_text() == "in/a.xml:1\ta word\nin/sub/b.xml:1\tsecond\n"
    (folder / "in" / "c.txt").write_text(TEI.format("third"))
    run = tei_tools("transform", "in", "in/c.txt", "--to", "text", "-o", "in/c.txt")
    assert run.code == 2
    assert "never overwritten" in run.err


@pytest.mark.usefixtures("folder")
def test_a_place_in_a_file_is_explained(tei_tools: Program) -> None:
    run = tei_tools("explain", "in/a.xml:1")
    assert run.code == 0
    assert "wrod: not read (view: reading)\n  `sic` gives way to `corr`" in run.out
    at = [part.split(":")[2] for part in run.out.split("\n") if ": wrod:" in part]
    run = tei_tools("explain", f"in/a.xml:1:{at[0]}", "--view", "diplomatic")
    assert "wrod: kept (view: diplomatic)" in run.out
    assert "word:" not in run.out
    assert tei_tools("explain", "in/a.xml:7").code == 2


@pytest.mark.usefixtures("folder")
def test_losses_are_told_beside_the_output(tei_tools: Program) -> None:
    run = tei_tools("transform", "in/a.xml", "--to", "text", "--loss")
    assert (run.code, run.out) == (0, "a word\n")
    assert "info[transform.loss]: `note` is not carried, nor is what is in it (once" in run.err


def test_json_of_a_folder_becomes_tei_again(tei_tools: Program, folder: Path) -> None:
    tei_tools("transform", "in", "--to", "json", "-o", "made")
    run = tei_tools("transform", "made", "--to", "tei", "-o", "again")
    assert (run.code, run.err) == (0, "tei-tools: 2 files written to again\n")
    assert TEI.format("second") in (folder / "again" / "sub" / "b.xml").read_text()


@pytest.mark.usefixtures("folder")
def test_json_of_standard_input_becomes_tei_on_standard_output(tei_tools: Program) -> None:
    made = tei_tools("transform", "in/a.xml", "--to", "json").out
    run = tei_tools("transform", "-", "--to", "tei", stdin=made.encode())
    assert (run.code, run.err) == (0, "")
    assert TEI.format(SLIP) in run.out


def test_json_that_cannot_become_tei_is_told_and_nothing_is_written(
    tei_tools: Program, folder: Path
) -> None:
    tei_tools("transform", "in/a.xml", "--to", "json", "--no-source", "-o", "a.json")
    run = tei_tools("transform", "a.json", "--to", "tei", "-o", "b.xml")
    assert run.code == 1
    assert "a.json: error[json.form]: $.source: is missing" in run.err
    assert "0 files written" in run.err
    assert not (folder / "b.xml").exists()


@pytest.mark.usefixtures("folder")
def test_records_of_several_files_go_to_standard_output_one_after_the_other(
    tei_tools: Program,
) -> None:
    run = tei_tools("transform", "in", "--to", "jsonl", "--per", "document")
    made = [json.loads(line) for line in run.out.splitlines()]
    assert [(record["path"], record["text"]) for record in made] == [
        ("in/a.xml", "a word"),
        ("in/sub/b.xml", "second"),
    ]
