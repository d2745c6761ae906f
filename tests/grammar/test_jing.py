"""jing is the oracle: the same verdict on every document, the first error on the same line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tei_tools import Severity, load_schema
from tei_tools.flows.schemas import Parts
from tests.oracles import corpora, jing

pytestmark = pytest.mark.corpora

#: What jing itself cannot read: files that name a DTD or an inclusion that is not there.
UNREADABLE = ("testTripReport.xml", "testplus.xml")
#: jing tells the line where a start tag ends, which has several lines here; we where it begins.
LONG_START_TAGS = {"comenius.xml", "testdocbook2.xml", "testdocbook3.xml", "testtite.xml"}


def documents() -> list[Path]:
    folders = ("gerdracor", "eltec", "tei-p5/tests", "stylesheets-tests")
    files = [f for folder in folders for f in sorted((corpora() / folder).rglob("*.xml"))]
    return [
        file
        for file in files
        if file.name not in UNREADABLE
        and ".dtd" not in file.read_text(encoding="utf-8", errors="replace")[:5000]
    ]


@pytest.mark.parametrize("name", ["tei_all", "tei_lite", "tei_simplePrint"])
def test_every_document_has_the_verdict_and_first_line_of_jing(name: str) -> None:
    file = corpora() / "tei-p5" / f"{name}.rng"
    schema = load_schema(file, parts=Parts.GRAMMAR)  # jing leaves out the rules
    expected = jing(file, documents())
    assert len(expected) > 100
    for path, errors in expected.items():
        found = [f for f in schema.validate(path) if f.severity is Severity.ERROR]
        assert bool(found) == bool(errors), f"{path.name}: {found[:1]} {errors[:1]}"
        if errors and path.name not in LONG_START_TAGS:
            lines = [f.location.line for f in found if f.location.line]
            assert min(lines) == min(line for line, _ in errors), path.name
