"""The table of behaviours: what it covers, and that real texts of all sorts need no more."""

from __future__ import annotations

import json

import pytest
from lxml import etree

from tei_tools.processing import bundled
from tei_tools.read import read_document
from tei_tools.transform import render
from tei_tools.transform.behaviours import BLOCKS, ELEMENT_ONLY, JOINTS, RULES, Behaviour

from ..oracles import ROOT, corpora
from .test_html import block_text, main_text, parse

TEI = "{http://www.tei-c.org/ns/1.0}"
#: The modules whose elements may stand in, or beside, running text.
MODULES = ("core", "textstructure", "namesdates", "transcr", "drama", "verse", "msdescription",
           "figures", "textcrit", "analysis", "linking")  # fmt: skip
#: Elements of these modules that stand in headers, or delete what stands between two places.
WITHOUT_RULE = {"transpose", "delSpan", "metDecl"}


def test_every_element_of_the_vocabulary_has_a_model() -> None:
    vocabulary = etree.parse(ROOT / "schemas" / "tei.odd")
    names = {f"{TEI}{spec.get('ident')}" for spec in vocabulary.iter(f"{TEI}elementSpec")}
    assert names <= set(bundled())


def test_bundled_models_are_a_behaviour_each_so_that_they_cost_one_look_up() -> None:
    assert all(len(models) == 1 and models[0].is_plain for models in bundled().values())


def test_the_names_of_behaviours_are_those_of_the_processing_model() -> None:
    assert len(Behaviour) == 26
    assert {"alternate", "listItem", "metadata", "omit"} <= set(Behaviour)


def test_what_is_said_of_elements_is_said_of_elements_with_a_rule() -> None:
    names = {name.removeprefix(TEI) for name in RULES}
    assert names >= ELEMENT_ONLY
    assert names >= set(JOINTS)
    assert Behaviour.PARAGRAPH in BLOCKS
    assert Behaviour.INLINE not in BLOCKS


@pytest.mark.corpora
def test_the_elements_of_the_tei_that_are_read_have_rules() -> None:
    vocabulary = etree.parse(corpora() / "tei-p5" / "p5subset.xml")
    specs = list(vocabulary.iter(f"{TEI}elementSpec"))
    known = {spec.get("ident", "") for spec in specs}
    ruled = {name.removeprefix(TEI) for name in RULES if name.startswith(TEI)}
    assert ruled <= known
    wanted = {spec.get("ident", "") for spec in specs if spec.get("module") in MODULES}
    assert wanted - ruled == WITHOUT_RULE


@pytest.mark.corpora
@pytest.mark.parametrize("folder", ["gerdracor", "eltec"])
def test_plays_and_novels_need_no_rule_that_is_not_there(folder: str) -> None:
    for path in sorted((corpora() / folder).glob("*.xml"))[::3]:
        document = read_document(path)
        made = render(document, to="json")
        assert made.findings == (), path.name
        reading = json.loads(made.data)["reading"]
        assert len(reading["text"]) > 10_000
        page = parse(render(document, to="html").data)
        assert main_text(page, shown=True) == block_text(made.data)
