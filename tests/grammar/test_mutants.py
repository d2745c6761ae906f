"""Broken works: each mistake is told once, at its place, as the XSD engine tells it."""

from __future__ import annotations

import pytest
from lxml import etree

from tei_tools import Schema, load_schema
from tei_tools.read import read_document
from tests.mutants import MUTANTS, SCHEMAS, Mutant


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_schema(SCHEMAS / "last-works.rng")


@pytest.mark.parametrize("mutant", MUTANTS, ids=[mutant.name for mutant in MUTANTS])
def test_each_mistake_is_one_finding_at_its_place(mutant: Mutant, schema: Schema) -> None:
    data, fault = mutant.make()
    findings = [f for f in schema.validate(data) if f.code.startswith("grammar.")]
    assert [f.code for f in findings] == [mutant.code], [f.message for f in findings]
    document = read_document(mutant.name, data=data)
    element = list(document.root.iter(etree.Element))[fault]
    assert findings[0].location.xpath == document.xpath(element)
