"""The names of TEI are those of TEI, and names of other vocabularies lead to such."""

from __future__ import annotations

import pytest
from lxml import etree

from tei_tools.model.vocabularies import (
    ELEMENTS,
    MODULES,
    RELATED,
    module_of,
    related,
    strange_attribute,
    stranger,
)

from ..oracles import corpora

TEI = "{http://www.tei-c.org/ns/1.0}"


@pytest.mark.corpora
def test_modules_have_the_elements_that_the_tei_gives_them() -> None:
    specs = etree.parse(corpora() / "tei-p5/p5subset.xml").iter(f"{TEI}elementSpec")
    theirs = {(spec.get("ident"), spec.get("module")) for spec in specs}
    assert {(name, m) for m, names in MODULES.items() for name in names.split()} == theirs


def meant(table: str) -> set[str]:
    entries = table.strip().replace("\n", "|").split("|")
    return {name for entry in entries for name in entry.partition(": ")[2].split()}


def test_names_of_other_vocabularies_lead_to_elements_of_tei() -> None:
    for table in (*ELEMENTS.values(), RELATED):
        assert meant(table)
        assert [name for name in meant(table) if not module_of(name)] == []


def test_no_element_of_tei_is_taken_for_one_of_another_vocabulary() -> None:
    names = [name for names in MODULES.values() for name in names.split()]
    assert [name for name in names if stranger(name)] == []


def test_names_are_found_in_any_letters() -> None:
    assert stranger("EM") == ("HTML", ("hi", "emph"))
    assert stranger("datestruct") == ("TEI P4", ("date",))
    assert stranger("p") is None
    assert strange_attribute("href", "ref") == ("HTML", ("target", "url"))
    assert strange_attribute("type", "biblScope") == ("older TEI", ("unit",))
    assert strange_attribute("type", "p") is None
    assert related("div3") == ("div",)
