"""The tables of what files hold: of the edition, of one counted by hand, and of the corpora."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tei_tools.flows.information import works_of_file, works_of_files
from tei_tools.inventory import tables
from tei_tools.inventory.edition import edtf
from tei_tools.read import find_files

from ..oracles import ROOT, corpora

TEI = ROOT / "tei"
UNITS = tomllib.loads((ROOT / "tests/transform/inventory.toml").read_text("utf-8"))["unit"]
Rows = list[dict[str, Any]]

LETTER = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="l" xml:lang="en">
<teiHeader><fileDesc><titleStmt><title>A letter</title>
<author><persName>Ada</persName><idno>123</idno></author></titleStmt></fileDesc>
<profileDesc><creation><date notBefore="1900-01" notAfter="1900-03">early</date></creation>
<handNotes><handNote xml:id="h1" scribe="Bea"/><handNote xml:id="h2" scribe="Cy"/></handNotes>
</profileDesc></teiHeader>
<text><body>
<div xml:id="a" hand="#h1"><opener><date when="1900-02-01">1 Feb</date></opener>
<p xml:id="p1">To <persName ref="#ada">Ada</persName> and <persName ref="#ada">A.</persName> in
<placeName>Rome</placeName>.<note type="gloss" resp="#ed">of <date when="1899">1899</date>, a
<choice><sic>tyop</sic><corr cert="high">typo</corr></choice></note></p>
<closer><signed>Dee</signed></closer></div>
<div xml:id="b" hand="#h1"><p>No <del>more</del> words</p></div>
</body></text>
<standOff><listPerson><person xml:id="ada"><persName>Ada Lovelace</persName></person>
<person xml:id="eve"><persName>Eve</persName></person></listPerson></standOff>
</TEI>"""


def found(*paths: Path) -> dict[str, Rows]:
    files = list(find_files(paths))
    works = [work for inventory in works_of_files(files) for work in inventory.works]
    return {name: list(table.objects()) for name, table in tables(works).items()}


@pytest.fixture
def letter(tmp_path: Path) -> dict[str, Rows]:
    file = tmp_path / "letter.xml"
    file.write_text(LETTER)
    return found(file)


def test_the_edition_has_its_inventory_and_no_work_counts_twice() -> None:
    made = found(TEI)
    keys = "unit", "opener", "closer", "takenDownBy", "prev", "next"
    assert [tuple(unit[key] for key in keys) for unit in made["units"]] == [
        tuple(u.get(key) for key in ("id", "opener", "closer", "named", "prev", "next"))
        for u in UNITS
    ]
    assert len(made["units"]) == 13
    assert sum(unit["signed"] for unit in made["units"]) == 12
    named = Counter(unit["takenDownBy"] for unit in made["units"])
    assert named == {"volodicheva": 9, "fotieva": 3, None: 1}
    assert len(made["works"]) == 10
    assert {hand["scribe"] for hand in made["hands"]} == {
        "Maria Akimovna Volodicheva",
        "Lydia Alexandrovna Fotieva",
    }


def test_works_are_counted_by_hand(letter: dict[str, Rows]) -> None:
    [work] = letter["works"]
    numbers = "units signed hands dates notes names corrections entries".split()
    assert [work[name] for name in numbers] == [2, 1, 2, 2, 1, 3, 2, 2]
    assert (work["work"], work["title"], work["author"]) == ("l", "A letter", "Ada")
    assert (work["date"], work["language"]) == ("[1900-01..1900-03]", "en")
    assert work["words"] == 11  # 1 Feb / To Ada and A. in Rome. / Dee / No words
    assert work["blocks"] == {"opener": 1, "p": 2, "signed": 1}


def test_units_have_their_hands_and_hands_their_units(letter: dict[str, Rows]) -> None:
    assert [(u["unit"], u["opener"], u["closer"], u["scribe"]) for u in letter["units"]] == [
        ("a", "1900-02-01", None, "Bea"),
        ("b", None, None, "Bea"),
    ]
    assert [(h["hand"], h["units"], h["named"]) for h in letter["hands"]] == [
        ("h1", 2, 0),
        ("h2", 0, 0),
    ]


def test_dates_and_corrections_tell_where_they_stand(letter: dict[str, Rows]) -> None:
    assert [(d["date"], d["text"], d["in"], d["line"]) for d in letter["dates"]] == [
        ("1900-02-01", "1 Feb", "a", 8),
        ("1899", "1899", None, None),
    ]
    assert [(c["kind"], c["sic"], c["corr"], c["cert"]) for c in letter["corrections"]] == [
        ("deletion", "more", None, None),
        ("correction", "tyop", "typo", "high"),
    ]


def test_names_are_counted_by_what_they_name_and_an_entry_that_nothing_names_is_told(
    letter: dict[str, Rows],
) -> None:
    assert [(n["type"], n["ref"], n["name"], n["mentions"]) for n in letter["names"]] == [
        ("person", "ada", "Ada Lovelace", 2),
        ("person", "eve", "Eve", 0),
        ("place", None, "Rome", 1),
    ]
    assert letter["names"][0]["forms"] == {"Ada": 1, "A.": 1}


@pytest.mark.parametrize(
    ("attributes", "date"),
    [
        ({"when": "1922-12"}, "1922-12"),
        ({"from": "1922", "to": "1923"}, "1922/1923"),
        ({"from": "1922"}, "1922/.."),
        ({"to": "1923"}, "../1923"),
        ({"notBefore": "1922", "notAfter": "1923"}, "[1922..1923]"),
        ({"notAfter": "1923"}, "[..1923]"),
        ({}, ""),
    ],
)
def test_dates_are_written_as_edtf(attributes: dict[str, str], date: str) -> None:
    assert edtf(attributes) == date


@pytest.mark.corpora
@pytest.mark.parametrize("folder", ["gerdracor", "eltec"])
def test_plays_and_novels_are_counted_as_xpath_counts_them(folder: str) -> None:
    files = sorted((corpora() / folder).glob("*.xml"))[::5]
    made = found(*files)
    for file, work in zip(files, made["works"], strict=True):
        root = etree.parse(file).getroot()
        assert work["file"] == str(file)
        for name, path in (
            ("notes", "//t:text//t:note[not(ancestor::t:note)]"),
            ("corrections", "//t:text//t:corr | //t:text//t:gap | //t:text//t:supplied"),
        ):
            assert work[name] == len(root.xpath(path, namespaces={"t": root.nsmap[None]})), file
        speakers = root.xpath("count(//t:text//t:speaker[normalize-space()])", namespaces=NS)
        assert work["blocks"].get("speaker", 0) == speakers, file


NS = {"t": "http://www.tei-c.org/ns/1.0"}


@pytest.mark.corpora
def test_whatever_there_is_gives_tables_and_no_traceback() -> None:
    for file in sorted((corpora() / "tei-p5" / "tests").rglob("*.xml")):
        inventory = works_of_file(file)
        assert inventory.findings or tables(inventory.works)["works"].rows, file
