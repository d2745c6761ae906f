"""XSDs that nobody should write: each ends with an answer, or says which bound it is beyond."""

from __future__ import annotations

from pathlib import Path

import pytest

from tei_tools import SchemaError, load_schema
from tei_tools.xsd import process

XS = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{}</xs:schema>'


def element(content: str) -> str:
    return f'<xs:element name="a"><xs:complexType>{content}</xs:complexType></xs:element>'


def value(facet: str) -> str:
    restriction = f'<xs:restriction base="xs:string">{facet}</xs:restriction>'
    return f'<xs:element name="a"><xs:simpleType>{restriction}</xs:simpleType></xs:element>'


#: What takes for ever is ended after this many seconds.
FOR_EVER = 4.0


def codes(folder: Path, xsd: str, document: str) -> list[str]:
    """The codes of the findings, or of the errors of the schema."""
    file = folder / "my.xsd"
    file.write_text(XS.format(xsd), encoding="utf-8")
    try:
        schema = load_schema(file)
    except SchemaError as error:
        return [finding.code for finding in error.findings]
    return [finding.code for finding in schema.validate(document.encode())]


#: Substitution groups that lead to one another take libxml2 for ever.
CHAIN = '<xs:element name="s0"/>' + "".join(
    f'<xs:element name="s{n + 1}" substitutionGroup="s{n}"/>' for n in range(4000)
)
RING = '<xs:group name="g"><xs:sequence><xs:group ref="g"/></xs:sequence></xs:group>'
TYPES = '<xs:complexType name="t2000"/>' + "".join(
    f'<xs:complexType name="t{n}"><xs:complexContent><xs:extension base="t{n + 1}"/>'
    "</xs:complexContent></xs:complexType>"
    for n in range(2000)
)
MANY = '<xs:sequence><xs:element name="b" minOccurs="0" maxOccurs="{}"/></xs:sequence>'

CASES = [
    ("a chain of substitutions",
     CHAIN + element('<xs:choice maxOccurs="unbounded"><xs:element ref="s0"/></xs:choice>'),
     "<a/>", ["schema.limit"]),
    ("a ring of groups", RING + element('<xs:group ref="g"/>'), "<a/>", ["schema.syntax"]),
    ("types too deep for a diagnosis", TYPES + '<xs:element name="a" type="t0"/>', "<a><b/></a>",
     ["schema.no-diagnosis", "grammar.invalid"]),
    ("a pattern that can run away", value('<xs:pattern value="(a+)+b"/>'), f"<a>{'a' * 50}</a>",
     ["schema.slow-pattern", "grammar.invalid"]),
    ("a hundred thousand times", element(MANY.format(100_000)), f"<a>{'<b/>' * 1000}</a>", []),
    ("a million million times", element(MANY.format(10**12)), "<a/>", ["schema.syntax"]),
    ("the network", '<xs:import namespace="x" schemaLocation="http://127.0.0.1:9/x.xsd"/>', "<a/>",
     ["schema.include"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("xsd", "document", "told"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_an_answer_or_a_bound_is_told(
    xsd: str,
    document: str,
    told: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if "schema.limit" in told:
        monkeypatch.setattr(process, "SECONDS", FOR_EVER)
    assert codes(tmp_path, xsd, document) == told


def test_what_libraries_quote_of_a_schema_is_cut_short(tmp_path: Path) -> None:
    file = tmp_path / "my.xsd"
    file.write_text(XS.format(value(f'<xs:pattern value="{"(" * 10_000}"/>')), encoding="utf-8")
    with pytest.raises(SchemaError) as caught:
        load_schema(file)
    assert len(str(caught.value)) < 500


def test_after_a_document_that_was_too_much_the_next_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "SECONDS", FOR_EVER)
    file = tmp_path / "my.xsd"
    file.write_text(XS.format(value(f'<xs:pattern value="{"(.*)" * 9}x"/>')), encoding="utf-8")
    schema = load_schema(file)
    found = list(schema.validate(f"<a>{'a' * 60}</a>".encode()))
    assert [finding.code for finding in found] == ["schema.no-diagnosis", "grammar.invalid"]
    assert not list(schema.validate(b"<a>ax</a>"))


def test_files_that_include_one_another_are_read_once_and_a_thousand_of_them_at_most(
    tmp_path: Path,
) -> None:
    for number in range(1001):
        include = f'<xs:include schemaLocation="{(number + 1) % 1001}.xsd"/>'
        (tmp_path / f"{number}.xsd").write_text(XS.format(include), encoding="utf-8")
    assert codes(tmp_path, '<xs:include schemaLocation="0.xsd"/>', "<a/>") == ["schema.limit"]
    (tmp_path / "900.xsd").write_text(XS.format('<xs:element name="a"/>'), encoding="utf-8")
    assert not codes(tmp_path, '<xs:include schemaLocation="700.xsd"/>', "<a/>")
