"""Which schema a file gets, and that the steps say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tei_tools import TeiToolsError, read_document
from tei_tools.flows.choice import Choice, choose
from tei_tools.flows.options import ValidationOptions
from tei_tools.resources import schema_path

RNG = 'schematypens="http://relaxng.org/ns/structure/1.0"'
XSD = 'schematypens="http://www.w3.org/2001/XMLSchema"'
SCH = 'schematypens="http://purl.oclc.org/dsdl/schematron"'
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"/>'
CATALOG = (
    '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">'
    '<uri name="https://example.org/x.rng" uri="b.rng"/></catalog>'
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("a.rng", "a.xsd", "b.rng", "c.odd", "d.rnc", "d", "s.sch"):
        (tmp_path / name).write_text("")
    (tmp_path / "catalog.xml").write_text(CATALOG)
    return tmp_path


def chosen(text: str, **options: object) -> Choice:
    Path("doc.xml").write_text(text)
    path = Path("doc.xml")
    return choose(read_document(path), path, ValidationOptions(**options))  # type: ignore[arg-type]


def model(href: str, more: str = "") -> str:
    return f'<?xml-model href="{href}" {more}?>'


LINKS = [
    ("RELAX NG", model("a.rng", RNG), ["a.rng"]),
    ("XSD", model("a.xsd", XSD), ["a.xsd"]),
    ("ODD", model("c.odd"), ["c.odd"]),
    ("RELAX NG before the XSD that says the same", model("a.xsd", XSD) + model("a.rng", RNG),
     ["a.rng"]),
    ("two that differ", model("a.rng", RNG) + model("b.rng", RNG), ["a.rng", "b.rng"]),
    ("a language by its ending", model("b.rng"), ["b.rng"]),
    ("RELAX NG compact", model("d.rnc", RNG), ["d.rnc"]),
    ("RELAX NG compact by its type", model("d", 'type="application/relax-ng-compact-syntax"'),
     ["d"]),
    ("RELAX NG in XML before the compact one", model("a.rnc", RNG) + model("a.rng", RNG),
     ["a.rng"]),
]  # fmt: skip


@pytest.mark.parametrize(("links", "expected"), [c[1:] for c in LINKS], ids=[c[0] for c in LINKS])
@pytest.mark.usefixtures("folder")
def test_what_the_file_names_is_taken(links: str, expected: list[str]) -> None:
    choice = chosen(links + TEI)
    assert [str(path) for path in choice.schemas] == expected
    assert sum("taken" in step.outcome for step in choice.steps) == len(expected)


def test_other_language_is_taken_where_the_first_is_missing(folder: Path) -> None:
    (folder / "a.rng").unlink()
    choice = chosen(model("a.rng", RNG) + model("a.xsd", XSD) + TEI)
    assert choice.schemas == (Path("a.xsd"),)


@pytest.mark.usefixtures("folder")
def test_schema_that_is_named_for_its_rules_too_gives_them_once() -> None:
    choice = chosen(model("a.rng", RNG) + model("a.rng", f'{SCH} phase="final"') + TEI)
    assert (choice.schemas, choice.rules) == ((Path("a.rng"),), ())
    assert choice.phases == {Path("a.rng"): "final"}
    assert "its rules are applied with its grammar" in choice.steps[-1].outcome


@pytest.mark.usefixtures("folder")
def test_rules_that_are_named_are_applied_beside_the_grammar() -> None:
    choice = chosen(model("a.rng", RNG) + model("s.sch", SCH) + TEI)
    assert (choice.schemas, choice.rules) == ((Path("a.rng"),), (Path("s.sch"),))


@pytest.mark.usefixtures("folder")
def test_file_that_names_rules_alone_gets_the_grammar_that_it_would_have_got() -> None:
    choice = chosen(model("b.rng", SCH) + TEI, default_schema=Path("a.xsd"))
    assert (choice.schemas, choice.rules) == ((Path("a.xsd"),), (Path("b.rng"),))


@pytest.mark.usefixtures("folder")
def test_option_leaves_out_the_rules_that_the_file_names() -> None:
    choice = chosen(model("s.sch", SCH) + TEI, schemas=(Path("b.rng"),))
    assert (choice.schemas, choice.rules) == ((Path("b.rng"),), ())


@pytest.mark.usefixtures("folder")
def test_rules_that_are_missing_are_said() -> None:
    with pytest.raises(TeiToolsError, match=r"the file names the schema no\.sch, which does not"):
        chosen(model("no.sch", SCH) + TEI)


def test_option_comes_before_the_file_and_the_file_before_the_settings(folder: Path) -> None:
    link = model("a.rng", RNG) + TEI
    by_file = ((f"{folder.as_posix()}/*.xml", (Path("c.odd"),)),)
    settings = {"default_schema": Path("a.xsd"), "by_file": by_file}
    assert chosen(link, schemas=(Path("b.rng"),), **settings).schemas == (Path("b.rng"),)
    assert chosen(link, **settings).schemas == (Path("a.rng"),)
    assert chosen(TEI, **settings).schemas == (Path("c.odd"),)
    assert chosen(TEI, default_schema=Path("a.xsd")).schemas == (Path("a.xsd"),)
    assert chosen(TEI).schemas == (schema_path("tei-tools.rng"),)


@pytest.mark.usefixtures("folder")
def test_schema_location_of_the_right_namespace_is_taken() -> None:
    xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    where = f'{xsi} xsi:schemaLocation="urn:other b.xsd http://www.tei-c.org/ns/1.0 a.xsd"'
    assert chosen(TEI.replace("/>", f" {where}/>")).schemas == (Path("a.xsd"),)


@pytest.mark.usefixtures("folder")
def test_catalog_leads_an_address_to_a_file() -> None:
    choice = chosen(model("https://example.org/x.rng") + TEI, catalogs=("catalog.xml",))
    assert [path.name for path in choice.schemas] == ["b.rng"]
    assert any("by the catalog (catalog.xml:1: uri" in step.outcome for step in choice.steps)


@pytest.mark.parametrize(
    ("href", "words"),
    [
        ("https://example.org/x.rng", "run `tei-tools schema add https://example.org/x.rng` once"),
        ("no.rng", "which does not exist (no file no.rng); correct the file"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_missing_schema_is_said_with_the_cure(href: str, words: str) -> None:
    with pytest.raises(TeiToolsError) as caught:
        chosen(model(href) + TEI)
    assert words in str(caught.value)
    assert str(caught.value).startswith("doc.xml:1: ")
