"""Schemas of several files, in both syntaxes at once: converted, and loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from tei_tools import SchemaError, TeiToolsError, load_schema
from tei_tools.flows.conversion import convert
from tei_tools.model.names import RNG_NS

FILES = {
    "main.rng": """<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="urn:a">
  <include href="parts/b.rnc"/><define name="c"><externalRef href="c.rng"/></define></grammar>""",
    "parts/b.rnc": "start = element b { c }  include '../d.rng'",
    "c.rng": """<element xmlns="http://relaxng.org/ns/structure/1.0" name="c"><empty/></element>""",
    "d.rng": """<grammar xmlns="http://relaxng.org/ns/structure/1.0">
  <define name="d"><empty/></define></grammar>""",
}
VALID = b'<b xmlns="urn:a"><c/></b>'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "parts").mkdir()
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def is_valid(schema: Path, document: bytes) -> bool:
    return not list(load_schema(schema).validate(document))


@pytest.mark.usefixtures("folder")
def test_files_in_both_syntaxes_are_one_schema() -> None:
    assert is_valid(Path("main.rng"), VALID)
    assert not is_valid(Path("main.rng"), b"<b><c/></b>")


@pytest.mark.parametrize("to", ["rnc", "rng"])
@pytest.mark.usefixtures("folder")
def test_all_files_are_converted_and_mean_the_same(folder: Path, to: str) -> None:
    output = folder / f"out/new.{to}"
    converted = convert(Path("main.rng"), to, output)
    assert sorted(converted.companions) == [f"b.{to}", f"c.{to}", f"d.{to}"]
    output.parent.mkdir()
    output.write_bytes(converted.schema)
    for name, data in converted.companions.items():
        (output.parent / name).write_bytes(data)
    assert is_valid(output, VALID)
    assert not is_valid(output, b"<b><c/></b>")


@pytest.mark.usefixtures("folder")
def test_namespace_that_a_file_inherits_is_not_written_into_it() -> None:
    converted = convert(Path("main.rng"), "rnc", Path("out/new.rnc"))
    assert converted.schema.startswith(b'default namespace = "urn:a"\n')
    assert converted.companions["c.rnc"] == b"element c { empty }\n"
    parts = convert(Path("parts/b.rnc"), "rng", Path("out/b.rng"))
    assert b" ns=" not in parts.schema


def test_files_of_the_same_name_get_different_ones(folder: Path) -> None:
    (folder / "parts/c.rng").write_text(FILES["c.rng"])
    (folder / "parts/b.rnc").write_text("start = element b { c, external 'c.rng' }")
    converted = convert(Path("main.rng"), "rnc", Path("out/c.rnc"))
    assert sorted(converted.companions) == ["__c.rnc", "_c.rnc", "b.rnc"]
    assert b"_c.rnc" in converted.schema


@pytest.mark.usefixtures("folder")
def test_nothing_is_written_over_what_is_read() -> None:
    with pytest.raises(TeiToolsError, match=r"[cd].rng is read, and is not written over"):
        convert(Path("main.rng"), "rng", Path("new.rng"))
    with pytest.raises(TeiToolsError, match="consists of 4 files; name one with --output"):
        convert(Path("main.rng"), "rnc", None)


def test_missing_file_is_said_where_it_is_named(folder: Path) -> None:
    (folder / "d.rng").unlink()
    with pytest.raises(SchemaError, match=r"^parts/b.rnc:1: d.rng cannot be read: no such file"):
        convert(Path("main.rng"), "rnc", Path("new.rnc"))


def test_web_address_stays_as_it_is(folder: Path) -> None:
    (folder / "a.rnc").write_text('external "https://example.org/a.rnc"')
    assert b'href="https://example.org/a.rnc"' in convert(Path("a.rnc"), "rng", None).schema


def test_lost_rules_are_named(folder: Path) -> None:
    rule = '<sch:rule xmlns:sch="http://purl.oclc.org/dsdl/schematron" context="b"/>'
    text = FILES["d.rng"].replace("<define", rule + "<define", 1)
    (folder / "d.rng").write_text(text)
    assert convert(Path("main.rng"), "rnc", Path("new.rnc")).losses == (
        "d.rng: its Schematron rules",
    )


def test_schema_nested_too_deep_is_refused(folder: Path) -> None:
    (folder / "deep.rnc").write_text("element a { " + "(b, " * 450 + "c" + ")" * 450 + " }")
    with pytest.raises(SchemaError, match="nested too deep"):
        convert(Path("deep.rnc"), "rnc", None)


def test_namespace_of_xml_is_never_the_default_one(folder: Path) -> None:
    schema = f'<element xmlns="{RNG_NS}" name="xml:lang"><text/></element>'
    (folder / "a.rng").write_text(schema)
    compact = convert(Path("a.rng"), "rnc", None).schema.decode()
    assert compact == 'default namespace = ""\n\nelement xml:lang { text }\n'


def test_namespace_that_is_no_uri_is_told(folder: Path) -> None:
    (folder / "a.rnc").write_text('namespace p = "é a"\nelement a { attribute p:b { text } }')
    assert "é a".encode() in convert(Path("a.rnc"), "rnc", None).schema
    with pytest.raises(SchemaError, match="cannot be written in XML"):
        convert(Path("a.rnc"), "rng", None)
