"""Files are mended by the edits that are told, and in no other byte; never is a file left worse."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tei_tools.flows.fixing import Fixed, fix_file, write_all
from tei_tools.flows.options import ValidationOptions
from tei_tools.model.edits import edited, overlap
from tei_tools.model.finding import Edit, Severity, TeiToolsError
from tei_tools.model.selection import Layer

from ..oracles import ROOT, corpora

OPTIONS = ValidationOptions(schemas=(ROOT / "schemas/tei-tools.rng",))
#: What is tried here, so that other rules do not matter.
CODES = Layer(select=("grammar", "pointers.dangling", "pointers.forgotten-hash", "ids"))
FEW = OPTIONS._replace(user=CODES)
FRAME = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>A</title>'
    '<editor xml:id="ed">N.</editor></titleStmt><publicationStmt><p>B</p></publicationStmt>'
    "<sourceDesc><p>C</p></sourceDesc></fileDesc></teiHeader>\n<text><body>{}</body></text></TEI>\n"
)

#: What is mended safely, what when asked for, and what is not mended at all.
CASES = {
    "a forgotten #": ('<p resp="ed">x</p>', '<p resp="#ed">x</p>', ""),
    "a misspelt pointer": ('<p resp="#edd">x</p>', "", '<p resp="#ed">x</p>'),
    "a misspelt element": (
        "<p><perName >N.</perName ></p>", "", "<p><persName >N.</persName ></p>",
    ),
    "a misspelt attribute": ('<p>a<hi rendd="b"/></p>', "", '<p>a<hi rend="b"/></p>'),
    "a date of another form": (
        '<p><date when="25.12.1922"/></p>', "", '<p><date when="1922-12-25"/></p>',
    ),
    "two mistakes in one place": (
        '<p><perName resp="ed">N.</perName></p>',
        '<p><perName resp="#ed">N.</perName></p>',
        '<p><persName resp="#ed">N.</persName></p>',
    ),
    "an element of TEI that the schema leaves out": ("<p><gi>N.</gi></p>", "", ""),
    "nothing": ("<p>x</p>", "", ""),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_mends(case: str, tmp_path: Path) -> None:
    before, safe, unsafe = CASES[case]
    file = tmp_path / "a.xml"
    file.write_text(FRAME.format(before))
    for is_unsafe, after in ((False, safe), (True, unsafe or safe)):
        fixed = fix_file(file, FEW, unsafe=is_unsafe)
        assert fixed.after.decode() == FRAME.format(after or before)
        assert bool(fixed.mended) == bool(after)
        assert file.read_text() == FRAME.format(before), "nothing is written"


def test_fix_that_brings_a_new_error_is_not_made_and_the_others_are(tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    # the pointer leads to an editor once it has its #, and @hand must lead to a handNote
    file.write_text(FRAME.format('<p hand="ed">x</p><p resp="ed">y</p>'))
    options = OPTIONS._replace(user=Layer(select=("grammar", "pointers")))
    fixed = fix_file(file, options)
    assert fixed.after.decode() == FRAME.format('<p hand="ed">x</p><p resp="#ed">y</p>')
    refused = [each for each in fixed.report.findings if each.code == "fixes.conflict"]
    assert len(refused) == 1
    assert "write `#ed`" in refused[0].message


def test_file_is_mended_for_itself_and_what_it_includes_is_left(tmp_path: Path) -> None:
    (tmp_path / "tei-tools.toml").touch()
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="b.xml"/>'
    bad, good = '<p resp="ed">x</p>', '<p resp="#ed">x</p>'
    one, other = tmp_path / "a.xml", tmp_path / "b.xml"
    one.write_text(FRAME.format(include + bad))
    part = '<p xmlns="http://www.tei-c.org/ns/1.0" resp="e">x<anchor xml:id="e"/></p>'
    other.write_text(part)
    fixed = fix_file(one, FEW)
    assert fixed.after.decode() == FRAME.format(include + good)
    told = [(Path(each.location.path).name, each.code) for each in fixed.report.findings]
    assert told == [("b.xml", "pointers.forgotten-hash")]
    assert other.read_text() == part


def test_edits_overlap_when_they_share_a_byte_or_a_place() -> None:
    def edit(start: int, end: int, path: str = "a") -> Edit:
        return Edit(path, start, end, "x")

    assert overlap(edit(1, 3), edit(2, 4))
    assert overlap(edit(1, 1), edit(1, 1))
    assert overlap(edit(1, 1), edit(1, 2))
    assert overlap(edit(2, 2), edit(1, 3))
    assert not overlap(edit(1, 2), edit(2, 3))
    assert not overlap(edit(1, 2), edit(1, 2, "b"))


def test_all_files_are_written_or_none(tmp_path: Path) -> None:
    files = [tmp_path / name for name in "abc"]
    for file in files:
        file.write_bytes(b"old")
    files[1].write_bytes(b"changed meanwhile")
    with pytest.raises(TeiToolsError, match="changed while it was mended"):
        write_all([(file, b"old", b"new") for file in files])
    assert [file.read_bytes() for file in files] == [b"old", b"changed meanwhile", b"old"]


def test_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "b").symlink_to("a")
    write_all([(tmp_path / "b", b"old", b"new")])
    assert (tmp_path / "b").is_symlink()
    assert (tmp_path / "a").read_bytes() == b"new"


def replayed(fixed: Fixed) -> bytes:
    """The bytes after all edits, put together in another way than the program does."""
    data = fixed.before
    for fixes in fixed.rounds:
        edits: Sequence[Edit] = [edit for fix in fixes for edit in fix.edits]
        for edit in sorted(edits, key=lambda each: -each.start):
            assert data[edit.start : edit.end].decode("utf-8") is not None
            data = data[: edit.start] + edit.text.encode("utf-8") + data[edit.end :]
    return data


def errors(fixed: Fixed) -> int:
    return sum(each.severity is Severity.ERROR for each in fixed.report.findings)


@pytest.mark.corpora
def test_mending_real_files_changes_only_what_is_told_and_leaves_none_worse(
    tmp_path: Path,
) -> None:
    from tei_tools.flows.validation import validate_file

    files = [
        file
        for folder in ("gerdracor", "stylesheets-tests", "eltec", "tei-p5")
        for ending in ("xml", "odd")
        for file in sorted((corpora() / folder).rglob(f"*.{ending}"))
    ]
    mended = 0
    for file in files:
        copy = tmp_path / file.name
        copy.write_bytes(file.read_bytes())
        fixed = fix_file(copy, OPTIONS, unsafe=True)
        mended += fixed.mended
        assert replayed(fixed) == fixed.after
        assert fixed.before == file.read_bytes() == copy.read_bytes()
        if not fixed.mended:
            continue
        before = validate_file(copy, OPTIONS, data=fixed.before)
        assert errors(fixed) <= sum(each.severity is Severity.ERROR for each in before.findings)
    assert mended > 20


def test_edited_bytes_are_the_same_beyond_the_edits() -> None:
    edits = [Edit("a", 4, 6, "é"), Edit("a", 1, 1, "xy"), Edit("a", 6, 7, "")]
    assert edited(b"0123456789", edits) == b"0xy123\xc3\xa9789"
