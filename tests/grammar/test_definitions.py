"""An element with several definitions at one place: jing is the oracle."""

from __future__ import annotations

from pathlib import Path

import pytest

from tei_tools import load_schema
from tests.oracles import jing

#: Root elements that may have either of two contents, and documents.
CASES = {
    "data, or text and children": (
        '<data type="integer"/>',
        '<mixed><element name="b"><empty/></element></mixed>',
        ["<a>1</a>", "<a>x</a>", "<a>x<b/></a>", "<a><b/>x</a>", "<a> <b/></a>", "<a>1<b/></a>"],
    ),
    "data, or children": (
        '<data type="integer"/>',
        '<element name="b"><empty/></element>',
        ["<a>1</a>", "<a><b/></a>", "<a> <b/> </a>", "<a>1<b/></a>", "<a><b/>1</a>", "<a/>"],
    ),
    "two kinds of data": (
        '<data type="integer"/>',
        "<list><value>x</value><value>y</value></list>",
        ["<a>1</a>", "<a> x y </a>", "<a>x</a>", "<a/>"],
    ),
}


@pytest.mark.parametrize("title", CASES)
def test_every_definition_is_tried(title: str, tmp_path: Path) -> None:
    one, other, documents = CASES[title]
    schema = tmp_path / "schema.rng"
    schema.write_text(
        '<choice xmlns="http://relaxng.org/ns/structure/1.0" '
        'datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">'
        f'<element name="a">{one}</element><element name="a">{other}</element></choice>'
    )
    files = [tmp_path / f"{number}.xml" for number in range(len(documents))]
    for file, document in zip(files, documents, strict=True):
        file.write_text(document)
    ours = load_schema(schema)
    found = {file.read_text(): not list(ours.validate(file)) for file in files}
    assert found == {file.read_text(): not errors for file, errors in jing(schema, files).items()}
