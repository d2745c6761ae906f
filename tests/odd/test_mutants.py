"""In: the works of the edition, each with one thing wrong.
Out: that RELAX NG (jing) and XSD (libxml2, xmlschema) give each of them the same verdict."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from tei_tools.odd import compile_odd

from ..oracles import ROOT
from .support import written

WORKS = sorted((ROOT / "tei" / "works").glob("*.xml"))

TEI = "{http://www.tei-c.org/ns/1.0}"

NAMES = ("p", "hi", "lb", "div", "head", "note", "date", "closer", "list", "nowhere")

VALUES = ("", "1", "a b", "1922-13-01", "#x", "high", "ü", " ")

# Enough of each kind; xmlschema is slow, and gets the first ones alone.
MUTANTS = 60


def drop(element: etree._Element, _: random.Random) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def swap(element: etree._Element, _: random.Random) -> None:
    after = element.getnext()
    if after is not None:
        after.addnext(element)


def rename(element: etree._Element, chance: random.Random) -> None:
    element.tag = TEI + chance.choice(NAMES)


def double(element: etree._Element, _: random.Random) -> None:
    element.addnext(copy.deepcopy(element))


def insert(element: etree._Element, chance: random.Random) -> None:
    element.insert(0, element.makeelement(TEI + chance.choice(NAMES)))


def write(element: etree._Element, _: random.Random) -> None:
    element.text = "text" + (element.text or "")


def strip(element: etree._Element, chance: random.Random) -> None:
    for name in list(element.attrib)[: chance.randint(1, 2)]:
        del element.attrib[name]


def give(element: etree._Element, chance: random.Random) -> None:
    names = [*element.attrib, "type", "when", "target", "cert", "n", "nowhere"]
    element.set(chance.choice(names), chance.choice(VALUES))


KINDS: tuple[Callable[[etree._Element, random.Random], None], ...] = (
    *(drop, swap, rename, double),
    *(insert, write, strip, give),
)


def mutants(path: Path) -> list[str]:
    """The document with one thing wrong, in many ways; the same ways in each run."""
    chance = random.Random(path.name)
    root = etree.fromstring(path.read_bytes(), etree.XMLParser(collect_ids=False))
    found = []
    for at in range(MUTANTS):
        mutant = copy.deepcopy(root)
        inner = [each for each in mutant.iterdescendants() if isinstance(each.tag, str)]
        element = chance.choice(inner)
        KINDS[at % len(KINDS)](element, chance)
        found.append(etree.tostring(mutant, encoding="unicode"))
    return found


@pytest.mark.parametrize("work", WORKS[:3], ids=lambda path: path.stem)
def test_both_schemas_give_a_mutant_the_same_verdict(work: Path, tmp_path: Path) -> None:
    schemas = written(tmp_path, compile_odd(ROOT / "schemas" / "last-works.odd"))
    documents = mutants(work)
    by_jing = schemas.jing(documents)
    assert len(documents) / 5 < sum(by_jing) < len(documents)
    kinds = [f"{KINDS[at % len(KINDS)].__name__} {at}" for at in range(len(documents))]
    assert dict(zip(kinds, schemas.libxml2(documents), strict=True)) == dict(
        zip(kinds, by_jing, strict=True)
    )
    assert schemas.xmlschema(documents[:16]) == by_jing[:16]
