"""In: every ODD of the TEI's own examples and tests, written by many hands over twenty years.
Out: that each compiles, and that jing and our engine say the same of documents by its schema."""

from __future__ import annotations

from pathlib import Path

import pytest

from tei_tools import load_schema
from tei_tools.flows.schemas import Parts
from tei_tools.model.finding import Severity, UnreadableDocumentError
from tei_tools.odd import Files, compile_odd, to_rng
from tei_tools.read import read_document

from ..oracles import corpora, jing

pytestmark = pytest.mark.corpora

#: Grammars of other vocabularies that the ODDs name and that are not among the corpora.
MISSING = {
    "docbook.rng", "its.rng", "kml22.rng", "mathml2-main.rng", "rdfxml.rng", "relaxng.rng",
    "svg11.rng",
}  # fmt: skip


def odds() -> list[Path]:
    tei = corpora() / "tei-p5"
    return [*sorted(tei.glob("exemplars/*.odd")), *sorted(tei.glob("tests/*.odd"))]


def documents() -> list[Path]:
    """The documents that a parser can read by itself: no DTD, no inclusions."""
    files = [
        *sorted((corpora() / "tei-p5" / "tests").glob("*.xml")),
        *sorted((corpora() / "stylesheets-tests").glob("*.xml")),
    ]
    return [file for file in files if _stands_alone(file)]


def _stands_alone(file: Path) -> bool:
    data = file.read_bytes()
    if b"<!DOCTYPE" in data or b":include" in data:
        return False
    try:
        read_document(file)
    except UnreadableDocumentError:
        return False
    return True


@pytest.mark.parametrize("part", range(4))
def test_every_odd_compiles_and_documents_get_jings_verdict(part: int, tmp_path: Path) -> None:
    tei = corpora() / "tei-p5"
    compared = 0
    for odd in odds()[part::4]:
        flat = compile_odd(odd, source=tei / "p5subset.xml", files=Files(tei))
        assert flat.elements, odd.name
        missing = {each.url.rpartition("/")[2] for each in flat.schema.foreign if not each.is_there}
        assert missing <= MISSING, odd.name
        schema = tmp_path / f"{odd.stem}.rng"
        schema.write_bytes(to_rng(flat))
        own = [file for file in documents() if file.stem == odd.stem]
        chosen = own or documents()[:: len(documents()) // 4]
        ours = load_schema(schema, parts=Parts.GRAMMAR)  # jing leaves out the rules
        for file, errors in jing(schema, chosen).items():
            found = [f for f in ours.validate(file) if f.severity is Severity.ERROR]
            assert bool(found) == bool(errors), f"{odd.name}: {file.name}: {found[:1]} {errors[:1]}"
            compared += 1
    assert compared > 15
