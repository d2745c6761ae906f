"""An id is renamed with every pointer to it, and nothing else is changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tei_tools.flows.renaming import rename_id
from tei_tools.model.finding import TeiToolsError

HEADER = (
    '<teiHeader><encodingDesc><listPrefixDef><prefixDef ident="reg" matchPattern="([a-z]+)" '
    'replacementPattern="people.xml#$1"/></listPrefixDef></encodingDesc></teiHeader>'
)
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0">{}</TEI>'
PEOPLE = TEI.format('\r\n<person xml:id="anna"/><person xml:id="annabel" n="anna"/>')
#: A document before and after ``anna`` is called ``berta``.
LETTER = TEI.format(
    HEADER
    + """<text><p corresp='people.xml#{0}'/><p who="#x
  people.xml#{0}  reg:{0} reg:annabel"/><p corresp="people.xml#{0} people.xml#{0}"/>é<p n="anna"/>
<p corresp="#anna" xml:id="x"/><p corresp="./people.xml#{0}" target="http://a.org/people.xml#anna"
>anna</p></text>"""
)


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    monkeypatch.chdir(tmp_path)
    Path("people.xml").write_bytes(PEOPLE.encode())
    Path("letter.xml").write_bytes(b"\xff\xfe" + LETTER.format("anna").encode("utf-16-le"))
    return [Path("people.xml"), Path("letter.xml")]


def test_all_pointers_follow_and_nothing_else_changes(files: list[Path]) -> None:
    people, letter = rename_id("anna", "berta", files)
    assert people.after == PEOPLE.replace('id="anna"', 'id="berta"').encode()
    assert letter.after == b"\xff\xfe" + LETTER.format("berta").encode("utf-16-le")
    assert (people.places, letter.places) == (1, 6)


def test_renaming_back_gives_the_same_bytes(files: list[Path]) -> None:
    before = [file.read_bytes() for file in files]
    for old, new in (("anna", "berta"), ("berta", "anna")):
        for renamed in rename_id(old, new, files):
            renamed.path.write_bytes(renamed.after)
    assert [file.read_bytes() for file in files] == before


def test_prefix_of_a_corpus_counts_for_the_files_it_includes(files: list[Path]) -> None:
    Path("corpus.xml").write_text(TEI.format(HEADER))
    Path("part.xml").write_text(TEI.format('<p ref="reg:anna"/>'))
    renamed = rename_id("anna", "berta", [*files, Path("corpus.xml"), Path("part.xml")])
    assert renamed[-1].after == TEI.format('<p ref="reg:berta"/>').encode()


def test_inclusion_of_the_element_follows(files: list[Path]) -> None:
    include = '<include xmlns="http://www.w3.org/2001/XInclude" href="{}.xml" xpointer="{}"/>'
    both = include.format("people", "{0}") + include.format("other", "anna")
    Path("all.xml").write_text(TEI.format(both.format("anna")))
    renamed = rename_id("anna", "berta", [*files, Path("all.xml")])
    assert renamed[-1].after == TEI.format(both.format("berta")).encode()


ENTITY = '<!DOCTYPE TEI [<!ENTITY a "anna">]><TEI><p ref="people.xml#&a;"/></TEI>'
REFUSED = {
    "the new name is no name": ("anna", "2", "", "cannot be an xml:id"),
    "the new name has a colon": ("anna", "a:b", "", "cannot be an xml:id"),
    "the new name has a figure that names have not": ("anna", "a²", "", "cannot be an xml:id"),
    "the new name exists": ("anna", "annabel", "", "exists already: people.xml:2:"),
    "the old name does not exist": ("anne", "berta", "", "did you mean `anna`?"),
    "two files have it": ("anna", "b", '<p xml:id="anna"/>', "name one of people.xml#anna, more"),
    "a file has it twice": (
        "more.xml#q", "b", '<TEI><p xml:id="q"/><p xml:id="q"/></TEI>', "stands more than once",
    ),
    "the prefix does not allow the new name": ("anna", "Anna", "", "letter.xml:1:"),
    "a pointer comes from an entity": ("anna", "b", ENTITY, "more.xml:1:"),
    "a pointer is an XPointer scheme": (
        "anna", "b", '<p corresp="people.xml#range(anna,annabel)"/>', "change it by hand",
    ),
    "a file is not well-formed": ("anna", "b", "<p>", "nothing was renamed"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_nothing_is_renamed_when(case: str, files: list[Path]) -> None:
    old, new, more, words = REFUSED[case]
    if more:
        Path("more.xml").write_text(more)
        files.append(Path("more.xml"))
    with pytest.raises(TeiToolsError) as error:
        rename_id(old, new, files)
    assert words in str(error.value)


def test_one_of_several_files_is_named(files: list[Path]) -> None:
    Path("more.xml").write_text('<p xml:id="anna"/>')
    (renamed,) = rename_id("more.xml#anna", "berta", [*files, Path("more.xml")])
    assert renamed.after == b'<p xml:id="berta"/>'
