"""What RELAX NG refuses and XSD 1.0 cannot: listed by name, and shown by a document each."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from tei_tools.odd import compile_odd, to_xsd
from tei_tools.read.parse import parse

from ..oracles import ROOT, jing

SCHEMAS = ROOT / "schemas"
WORK = (ROOT / "tei/works/06-our-revolution.xml").read_text(encoding="utf-8")

#: Each difference between the XSD and the RELAX NG of the edition, with a document that shows it.
LOSSES = {
    "root": '<p xmlns="http://www.tei-c.org/ns/1.0">A paragraph is no document.</p>',
    "xsi": WORK.replace(
        "<TEI ",
        '<TEI xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xsi:schemaLocation="http://www.tei-c.org/ns/1.0 my.xsd" ',
    ),
}


def test_the_differences_are_these_and_no_others() -> None:
    losses = to_xsd(compile_odd(SCHEMAS / "last-works.odd")).losses
    assert [(loss.name, loss.spec) for loss in losses] == [
        ("root", "last-works"),
        ("xsi", "last-works"),
    ]


@pytest.mark.parametrize("name", LOSSES)
def test_difference_is_real(name: str, tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    file.write_text(LOSSES[name], encoding="utf-8")
    assert jing(SCHEMAS / "last-works.rng", [file])[file]
    xsd = etree.XMLSchema(etree.parse(SCHEMAS / "last-works.xsd"))
    assert xsd.validate(parse(file.read_bytes(), "a.xml").getroottree())
