"""ID and IDREF (RELAX NG DTD Compatibility): the same verdict as jing, on schemas and documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from tei_tools import SchemaError, load_schema
from tests.oracles import jing

HEAD = (
    '<element name="r" xmlns="http://relaxng.org/ns/structure/1.0" '
    'datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">{}</element>'
)
ONE = '<element name="{}"><attribute name="{}"><data type="{}"/></attribute></element>'
SCHEMA = HEAD.format(
    f"<zeroOrMore><choice>{ONE.format('a', 'id', 'ID')}{ONE.format('b', 'key', 'ID')}"
    f"{ONE.format('c', 'to', 'IDREF')}{ONE.format('d', 'to', 'IDREFS')}</choice></zeroOrMore>"
)
#: What stands in the root, and the lines and codes of what is found.
DOCUMENTS = {
    '<a id="x"/><c to="x"/>': [],
    '<c to="x"/><a id="x"/>': [],
    '<a id="x"/>\n<b key="x"/>': [(2, "ids.duplicate")],
    '<a id="x"/>\n<a id=" x "/>': [(2, "ids.duplicate")],
    '<a id="x"/>\n<d to="x y x"/>': [(2, "ids.dangling")],
    '<d to="y"/>\n<c to="z"/>': [(1, "ids.dangling"), (2, "ids.dangling")],
}


@pytest.mark.parametrize(("inside", "expected"), DOCUMENTS.items())
def test_ids_are_unique_and_references_lead_to_one(
    inside: str, expected: list[tuple[int, str]], tmp_path: Path
) -> None:
    (tmp_path / "s.rng").write_text(SCHEMA)
    (tmp_path / "d.xml").write_text(f"<r>{inside}</r>")
    found = list(load_schema(tmp_path / "s.rng").validate(tmp_path / "d.xml"))
    assert [(f.location.line, f.code) for f in found] == expected
    (errors,) = jing(tmp_path / "s.rng", [tmp_path / "d.xml"]).values()
    assert bool(errors) == bool(expected)


CONTRADICTIONS = [
    ("a token elsewhere", "<choice>" + ONE.format("a", "id", "ID")
     + ONE.format("a", "id", "token") + "</choice>"),
    ("any name elsewhere", ONE.format("a", "id", "ID")
     + "<element><anyName/><zeroOrMore><attribute><anyName/></attribute></zeroOrMore></element>"),
    ("ID and IDREF", "<choice>" + ONE.format("a", "id", "ID") + ONE.format("a", "id", "IDREF")
     + "</choice>"),
    ("an ID of an element of any name",
     '<element><anyName/><attribute name="id"><data type="ID"/></attribute></element>'),
]  # fmt: skip


@pytest.mark.parametrize(
    "inside", [c[1] for c in CONTRADICTIONS], ids=[c[0] for c in CONTRADICTIONS]
)
def test_schema_that_contradicts_itself_on_ids_is_refused(inside: str, tmp_path: Path) -> None:
    (tmp_path / "s.rng").write_text(HEAD.format(inside))
    with pytest.raises(SchemaError) as caught:
        load_schema(tmp_path / "s.rng")
    assert {f.code for f in caught.value.findings} == {"schema.id-type"}
    (tmp_path / "d.xml").write_text("<r/>")
    with pytest.raises(AssertionError, match=r"ID-type|ID type"):
        jing(tmp_path / "s.rng", [tmp_path / "d.xml"])
