"""The test suite of the RELAX NG specification, by James Clark: schemas and documents."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from tei_tools import SchemaError, load_schema
from tests.oracles import corpora

pytestmark = pytest.mark.corpora


def cases() -> Iterator[etree._Element]:
    parser = etree.XMLParser(resolve_entities="internal")
    yield from etree.parse(corpora() / "relaxng" / "spectest-sample.xml", parser).iter("testCase")


def content(element: etree._Element) -> bytes:
    return etree.tostring(next(element.iterchildren(etree.Element)), with_tail=False)


def write_files(case: etree._Element, folder: Path) -> None:
    """The files that the schemas of a case refer to."""
    folder.mkdir(parents=True, exist_ok=True)
    for child in case.iterchildren("resource", "dir"):
        name = folder / child.get("name", "")
        if child.tag == "dir":
            write_files(child, name)
        else:
            name.write_bytes(content(child))


def written(data: bytes, folder: Path) -> Path:
    schema = folder / "schema under test.rng"
    schema.write_bytes(data)
    return schema


def test_every_incorrect_schema_is_refused_with_its_place(tmp_path: Path) -> None:
    count = 0
    for number, case in enumerate(cases()):
        write_files(case, tmp_path / str(number))
        for schema in case.iterchildren("incorrect"):
            file = written(content(schema), tmp_path / str(number))
            with pytest.raises(SchemaError) as caught:
                load_schema(file)
            assert all(f.location.line > 0 for f in caught.value.findings), content(schema)
            count += 1
    assert count > 100


def test_every_correct_schema_gives_each_document_its_verdict(tmp_path: Path) -> None:
    count = 0
    for number, case in enumerate(cases()):
        write_files(case, tmp_path / str(number))
        for correct in case.iterchildren("correct"):
            schema = load_schema(written(content(correct), tmp_path / str(number)))
            for document in case.iterchildren("valid", "invalid"):
                found = list(schema.validate(content(document)))
                assert bool(found) == (document.tag == "invalid"), content(document)
                count += 1
    assert count > 200
