"""In: compiled customisations.
Out: that what is written is right to the byte, readable, documented, and the same everywhere."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from lxml import etree

from tei_tools.odd import Files, FlatOdd, OddError, compile_odd, to_rng, to_xsd
from tei_tools.resources import schema_path

from .support import HERE, SOURCE, compiled, customisation, said, written

GOLDEN = HERE / "golden"

A = "{http://relaxng.org/ns/compatibility/annotations/1.0}"
RNG = "{http://relaxng.org/ns/structure/1.0}"
XSD = "{http://www.w3.org/2001/XMLSchema}"


def files(flat: FlatOdd) -> dict[str, bytes]:
    xsd = to_xsd(flat)
    return {"letters.rng": to_rng(flat), "letters.xsd": xsd.schema, **xsd.companions}


@pytest.mark.parametrize("name", ["letters.rng", "letters.xsd", "letters.xml.xsd"])
def test_the_schemas_are_as_they_were_when_they_were_accepted(name: str) -> None:
    """A change here is a change for every user: read it, then run with ACCEPT=1."""
    found = files(compile_odd(GOLDEN / "letters.odd", files=Files(HERE)))[name]
    if os.environ.get("ACCEPT"):
        (GOLDEN / name).write_bytes(found)
    assert found == (GOLDEN / name).read_bytes()


def test_the_schemas_do_not_depend_on_where_the_files_are(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    shutil.copy(SOURCE, tmp_path)
    shutil.copy(GOLDEN / "letters.odd", tmp_path / "deep")
    there = files(compile_odd(tmp_path / "deep" / "letters.odd", files=Files(tmp_path)))
    assert there == files(compile_odd(GOLDEN / "letters.odd", files=Files(HERE)))
    assert not any(str(tmp_path).encode() in text for text in there.values())


def test_no_choice_has_a_plain_choice_in_it(tmp_path: Path) -> None:
    """libxml2 takes twenty times as long to compile one that has."""
    names = ("tei", "header", "core", "textstructure")
    modules = "".join(f'<moduleRef key="{name}"/>' for name in names)
    flat = compiled(tmp_path, customisation(modules), source=None)
    root = etree.fromstring(to_xsd(flat).schema)
    choices = list(root.iter(f"{XSD}choice"))
    assert len(choices) > 20
    for choice in choices:
        inner = [*choice.findall(f"{XSD}choice"), *choice.findall(f"{XSD}group")]
        assert all(each.get("maxOccurs") for each in inner)


def test_documentation_is_one_line_of_gloss_and_desc(tmp_path: Path) -> None:
    flat = compiled(tmp_path, customisation("all"))
    line = "a document: holds <div> elements, and has @n"
    assert flat.elements["TEI"].documentation.line == line
    rng = etree.fromstring(to_rng(flat)).find(f".//{RNG}element[@name='TEI']/{A}documentation")
    assert rng is not None
    assert rng.text == line
    path = f"{XSD}element[@name='TEI']/{XSD}annotation/{XSD}documentation"
    xsd = etree.fromstring(to_xsd(flat).schema).find(path)
    assert xsd is not None
    assert xsd.text == line


@pytest.mark.parametrize(
    ("lang", "desc"), [("fr", "marque un paragraphe"), ("de", "marks a paragraph")]
)
def test_documentation_is_in_the_language_asked_for(lang: str, desc: str, tmp_path: Path) -> None:
    flat = compiled(tmp_path, customisation("all", more=f'docLang="{lang}"'))
    assert flat.elements["p"].documentation.desc == desc


def test_a_change_of_the_gloss_keeps_the_desc(tmp_path: Path) -> None:
    text = '<elementSpec ident="p" mode="change"><gloss>block</gloss></elementSpec>'
    flat = compiled(tmp_path, customisation(f"all\n{text}"))
    assert flat.elements["p"].documentation.line == "block: marks a paragraph"


def test_the_flat_odd_knows_classes_and_places(tmp_path: Path) -> None:
    change = '<elementSpec ident="hi" mode="change"/>'
    flat = compiled(tmp_path, customisation(f"all\n{change}"))
    assert flat.classes["model.phrase"].members == ("model.hiLike", "model.nameLike")
    assert flat.elements_of("model.phrase") == ("hi", "name", "persName")
    assert flat.elements["p"].classes == ("att.global", "model.pLike")
    assert flat.elements["p"].place.path == str(SOURCE)
    assert flat.elements["hi"].place.path == str(tmp_path / "case.odd")
    own = (tmp_path / "case.odd").read_text().splitlines()
    assert own[flat.elements["hi"].place.line - 1] == change


def test_constraints_are_kept_for_the_rules_to_come(tmp_path: Path) -> None:
    text = """all
<elementSpec ident="p" mode="change">
<constraintSpec ident="one" scheme="schematron"><constraint/></constraintSpec></elementSpec>
<elementSpec ident="p" mode="change">
<constraintSpec ident="one" scheme="schematron" mode="delete"/>
<constraintSpec ident="two" scheme="schematron"/></elementSpec>"""
    flat = compiled(tmp_path, customisation(text))
    assert [each.ident for each in flat.elements["p"].constraints] == ["two"]


def test_what_has_no_effect_gives_a_warning(tmp_path: Path) -> None:
    text = """<moduleRef key="tei"/><moduleRef key="core" except="hi"/>
<elementSpec ident="hi" mode="change"/>
<elementSpec ident="hii" mode="delete"/>
<elementSpec ident="p" mode="change"><attList>
<attDef ident="ren" mode="delete"/></attList></elementSpec>
<elementSpec ident="div" mode="change"><attList>
<attDef ident="type" mode="delete"/></attList></elementSpec>
<classSpec ident="att.typed" type="atts" mode="delete"/>"""
    flat = compiled(tmp_path, customisation(text))
    assert [said(each) for each in flat.warnings] == [
        "<elementSpec mode=`change`> of `hi`, which no moduleRef includes",
        "<elementSpec mode=`delete`> of unknown `hii`; did you mean `hi`?",
        "`p` has no attribute `ren` to delete; did you mean `rend`?",
    ]


def test_a_chosen_source_takes_the_place_of_one_that_is_no_path(tmp_path: Path) -> None:
    more = 'source="https://example.org/p5subset.xml"'
    assert compiled(tmp_path, customisation("all", more=more)).elements
    with pytest.raises(OddError, match="--source"):
        compiled(tmp_path, customisation("all", more=more), source=None)


def test_without_a_source_the_toolkits_own_is_used(tmp_path: Path) -> None:
    text = customisation('<moduleRef key="tei"/><moduleRef key="header"/>', start="teiHeader")
    flat = compiled(tmp_path, text, source=None)
    assert flat.elements["teiHeader"].place.path == str(schema_path("tei.odd"))


def test_a_prefix_is_on_every_pattern(tmp_path: Path) -> None:
    flat = compiled(tmp_path, customisation("all", more='prefix="my_"'))
    root = etree.fromstring(to_rng(flat))
    names = [each.get("name", "") for each in root.iter(f"{RNG}define", f"{RNG}ref")]
    assert names
    assert all(name.startswith("my_") for name in names)
    assert written(tmp_path, flat).jing(['<TEI xmlns="http://www.tei-c.org/ns/1.0"><p/></TEI>'])


def test_two_elements_of_one_name_are_an_error_in_xsd(tmp_path: Path) -> None:
    text = """all
<elementSpec ident="q" mode="add"><altIdent>p</altIdent><content><empty/></content></elementSpec>"""
    flat = compiled(tmp_path, customisation(text))
    with pytest.raises(OddError, match="`p` and `q` are both called <p>"):
        to_xsd(flat)
