"""What only all files of a run show is told at the end, however many processes have worked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tei_tools.flows.file_report import FileReport
from tei_tools.flows.options import ValidationOptions
from tei_tools.flows.validation import validate_file, validate_files
from tei_tools.model.finding import Finding
from tei_tools.model.selection import Layer
from tests.rules.examples import document_of

FILES = {
    "a.xml": '<p xml:id="a1" next="b.xml#b1">One,</p><p xml:id="same">and</p>',
    "b.xml": '<p xml:id="b1" prev="a.xml#a1" next="c.xml#c1">two,</p><p xml:id="same">and</p>',
    "c.xml": '<p xml:id="c1" prev="a.xml#a1">three.</p><p><persName ref="r.xml#x">X</persName></p>',
    "r.xml": '<listPerson><person xml:id="x"><persName>X</persName></person>'
    '<person xml:id="y"><persName>Y</persName></person></listPerson>',
}
WRONG = [
    ("b.xml", "pointers.mutual", "@next leads to `c1`, which says that its @prev is `a1`"),
    ("c.xml", "pointers.mutual", "@prev leads to `a1`, which says that its @next is `b1`"),
    ("b.xml", "ids.across-files", "`same` is an xml:id of `{folder}/a.xml` too"),
    ("r.xml", "pointers.unused-entry", "nothing in these 4 files refers to `y`"),
]
ALL = ValidationOptions(user=Layer(select=("pointers", "ids")))


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    (tmp_path / "tei-tools.toml").touch()
    for name, example in FILES.items():
        (tmp_path / name).write_text(document_of(example))
    return [tmp_path / name for name in FILES]


def findings(reports: list[FileReport]) -> list[Finding]:
    return [finding for report in reports for finding in report.findings]


def test_what_all_files_show_together_is_told(paths: list[Path]) -> None:
    folder = str(paths[0].parent)
    found = findings(list(validate_files(paths, ALL)))
    told = {(Path(each.location.path).name, each.code, each.message) for each in found}
    assert told == {(file, code, text.format(folder=folder)) for file, code, text in WRONG}
    assert all(each.location.column for each in found)


def test_several_processes_tell_the_same_in_the_same_order(paths: list[Path]) -> None:
    alone = list(validate_files(paths, ALL))
    together = list(validate_files(paths, ALL, jobs=2))
    assert findings(together) == findings(alone)
    assert [report.facts for report in together] == [report.facts for report in alone]


def test_default_is_what_contradicts_itself(paths: list[Path]) -> None:
    found = findings(list(validate_files(paths, ValidationOptions())))
    assert {each.code for each in found} == {"pointers.mutual"}


def test_file_alone_says_nothing_of_others(paths: list[Path]) -> None:
    assert validate_file(paths[1], ValidationOptions()).findings == ()
    assert findings(list(validate_files(paths[:1], ValidationOptions()))) == []


def test_suppressed_conclusion_is_not_told(paths: list[Path]) -> None:
    paths[3].write_text(
        paths[3]
        .read_text()
        .replace("<TEI", '<?tei-tools ignore pointers.unused-entry reason="to come"?><TEI', 1)
    )
    options = ValidationOptions(user=Layer(select=("pointers.unused-entry",)))
    assert findings(list(validate_files(paths, options))) == []


def test_files_found_clean_before_still_count(
    paths: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEI_TOOLS_CACHE", str(tmp_path / "cache"))
    first = list(validate_files(paths, ALL))
    assert findings(list(validate_files(paths, ALL))) == findings(first)
