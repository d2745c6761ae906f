"""After a mistake the next one is found, and what merely follows from the first is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tei_tools import Schema, load_schema

SCHEMA = """<grammar xmlns="http://relaxng.org/ns/structure/1.0"
    datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <start><element name="book">
    <optional><attribute name="lang"><choice><value>en</value><value>ru</value></choice></attribute>
    </optional>
    <element name="title"><text/></element>
    <optional><element name="author"><attribute name="born"><data type="gYear"/></attribute>
      <text/></element></optional>
    <oneOrMore><ref name="chapter"/></oneOrMore>
    <optional><element name="index"><empty/></element></optional>
  </element></start>
  <define name="chapter"><element name="chapter">
    <element name="head"><text/></element>
    <zeroOrMore><element name="para"><mixed><zeroOrMore><element name="em"><text/></element>
    </zeroOrMore></mixed></element></zeroOrMore>
  </element></define>
</grammar>"""

CHAPTER = "<chapter><head>h</head></chapter>"
UNKNOWN, MISPLACED = "unknown-element", "not-allowed-here"
#: What stands in the book, and the codes that it gives, in order.
CASES = {
    f"<title/>{CHAPTER}": [],
    f"<titel/>{CHAPTER}": [UNKNOWN],
    CHAPTER: ["missing-element"],
    f"{CHAPTER}<title/>": ["out-of-order"],
    f"<title/><index/>{CHAPTER}": ["out-of-order"],
    "<title/>": ["missing-element"],
    "<title/><chapter/>": ["missing-element"],
    "<title/><chapter><para/></chapter>": ["missing-element"],
    "<title/><chapter><para/><head/></chapter>": ["out-of-order"],
    "<title/><chapter>x<head/>y</chapter><chapter>z<head/></chapter>": ["text-not-allowed"] * 2,
    "<title/><chapter><foo/></chapter><chapter/>": [UNKNOWN, "missing-element"],
    "<title/><foo><para><bar/></para></foo><chapter><head/></chapter>": [UNKNOWN, UNKNOWN],
    f"<title/><author/>{CHAPTER}": ["missing-attribute"],
    f"<title/><author borm='1870'/>{CHAPTER}": ["unknown-attribute"],
    f"<title/><author born='x'/>{CHAPTER}": ["attribute-value"],
    f"<title/><em x='1'><para/></em>{CHAPTER}": [MISPLACED],
    f"<title/><p:title xmlns:p='urn:p'><p:x/></p:title>{CHAPTER}": ["wrong-namespace"],
    f"<title/>{CHAPTER}<chapter><head/><em/><em/></chapter>": [MISPLACED, MISPLACED],
}


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    file: Path = tmp_path_factory.mktemp("schema") / "book.rng"
    file.write_text(SCHEMA)
    return load_schema(file)


@pytest.mark.parametrize(("inside", "codes"), CASES.items())
def test_each_cause_is_told_once(inside: str, codes: list[str], schema: Schema) -> None:
    findings = list(schema.validate(f"<book>{inside}</book>".encode()))
    assert [f.code.removeprefix("grammar.") for f in findings] == codes, [
        f.message for f in findings
    ]
