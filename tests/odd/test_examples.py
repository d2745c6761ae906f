"""The manual's examples are copied from the works to the letter."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from ..oracles import ROOT

ODD = ROOT / "schemas" / "last-works.odd"
EXAMPLES = "{http://www.tei-c.org/ns/Examples}"
ID = "{http://www.w3.org/XML/1998/namespace}id"


def examples() -> list[etree._Element]:
    """All examples but those of rules that were made up to show a mistake, or to be short."""
    parser = etree.XMLParser(collect_ids=False)
    found = etree.parse(ODD, parser).getroot().iter(f"{EXAMPLES}egXML")
    return [each for each in found if each.get("source") or _is_of_no_rule(each)]


def _is_of_no_rule(example: etree._Element) -> bool:
    rule = "{http://www.tei-c.org/ns/1.0}constraintSpec"
    return next(example.iterancestors(rule), None) is None


def flat(element: etree._Element) -> str:
    """An element as text, white space in it made single, in no namespace."""
    element = copy.deepcopy(element)
    element.tail = None
    xml = etree.tostring(element, method="c14n", with_comments=False).decode()
    xml = re.sub(r' xmlns(:\w+)?="[^"]*"', "", xml)
    xml = re.sub(r"<!--.*?-->|<\?.*?\?>", "", xml, flags=re.S)
    return re.sub(r"\s*(</?[^>]*>)\s*", r"\1", re.sub(r"\s+", " ", xml))


def pieces(example: etree._Element) -> Iterator[str]:
    """The elements of an example, in which `…` may stand for what is left out."""
    for child in example.iterchildren(etree.Element):
        yield flat(child)


def test_there_are_examples_and_each_says_where_it_is_from() -> None:
    found = examples()
    assert len(found) > 100
    assert [e.sourceline for e in found if "#" not in e.get("source", "")] == []


@pytest.mark.parametrize("example", examples(), ids=lambda e: f"line {e.sourceline}")
def test_example_stands_in_the_file_it_names(example: etree._Element) -> None:
    file, _, identifier = example.get("source", "").partition("#")
    path = (ODD.parent / file).resolve()
    assert path.is_relative_to(ROOT / "tei")
    root = etree.parse(Path(path)).getroot()
    home = next(e for e in root.iter(etree.Element) if e.get(ID) == identifier)
    text = flat(home)
    for piece in pieces(example):
        parts = [p for p in re.split(r"\s*(?:…|\.\.\.|\[…\])\s*", piece) if p]
        at = 0
        for part in parts:
            found = text.find(part, at)
            assert found >= 0, f"not in {identifier}: {part}"
            at = found + len(part)
