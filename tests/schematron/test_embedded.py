"""Schematron that stands in RELAX NG is found wherever it stands, and in what is included."""

from __future__ import annotations

from pathlib import Path

import pytest

from tei_tools import load_schema

NS = 'xmlns="http://relaxng.org/ns/structure/1.0" xmlns:s="http://purl.oclc.org/dsdl/schematron"'
RULE = '<s:rule context="a"><s:report test="true()">{}</s:report></s:rule>'


def messages(folder: Path, schema: str) -> list[tuple[str, int]]:
    """The findings on one element, and the lines of the schema that they come from."""
    path = folder / "x.rng"
    path.write_text(schema)
    found = load_schema(path).validate(b"<a/>")
    return [(each.message, int(each.source.rpartition(":")[2])) for each in found]


@pytest.mark.parametrize(
    "schema",
    [
        f"<element name='a' {NS}><s:pattern>{RULE.format('x')}</s:pattern><empty/></element>",
        f"<element name='a' {NS}>{RULE.format('x')}<empty/></element>",
        f"<element name='a' {NS}><s:report test='true()'>x</s:report><empty/></element>",
        f"<grammar {NS}><s:pattern>{RULE.format('x')}</s:pattern><start><element name='a'><empty/>"
        "</element></start></grammar>",
        f"<grammar {NS}><s:schema><s:pattern>{RULE.format('x')}</s:pattern></s:schema><start>"
        "<element name='a'><empty/></element></start></grammar>",
    ],
)
def test_rules_may_stand_anywhere(schema: str, tmp_path: Path) -> None:
    assert messages(tmp_path, schema) == [("x", 1)]


def test_assertion_alone_is_about_its_element_in_its_namespace(tmp_path: Path) -> None:
    path = tmp_path / "x.rng"
    path.write_text(
        f"<element name='a' ns='urn:x' {NS}><s:report test='true()'>a</s:report>"
        "<element name='b'><s:report test='true()'>b</s:report><empty/></element></element>"
    )
    found = load_schema(path).validate(b"<a xmlns='urn:x'><b/></a>")
    assert [(each.message, each.location.xpath) for each in found] == [("a", "/a"), ("b", "/a/b")]


def test_namespaces_variables_and_phases_are_those_of_all_files(tmp_path: Path) -> None:
    (tmp_path / "inner.rng").write_text(
        f"<grammar {NS}>\n<s:pattern id='q'><s:rule context='p:a'>\n<s:report test='$v'>inner"
        "</s:report></s:rule></s:pattern><define name='b'><empty/></define></grammar>"
    )
    outer = (
        f"<grammar {NS}><s:ns prefix='p' uri='urn:x'/><s:let name='v' value='true()'/>"
        "<s:phase id='none'/><include href='inner.rng'/>"
        "<start><element name='a' ns='urn:x'><ref name='b'/></element></start></grammar>"
    )
    path = tmp_path / "x.rng"
    path.write_text(outer)
    (found,) = load_schema(path).validate(b"<a xmlns='urn:x'/>")
    assert (found.message, found.source) == ("inner", f"{tmp_path / 'inner.rng'}:3")
    assert list(load_schema(path, phase="none").validate(b"<a xmlns='urn:x'/>")) == []


def test_keys_are_found_beside_the_rules(tmp_path: Path) -> None:
    xsl = 'xmlns:xsl="http://www.w3.org/1999/XSL/Transform"'
    key = f"<xsl:key {xsl} name='k' match='a' use='name()'/>"
    rule = "<s:rule context='a'><s:report test=\"key('k', 'a')\">key</s:report></s:rule>"
    schema = f"<element name='a' {NS}>{key}<s:pattern>{rule}</s:pattern><empty/></element>"
    assert messages(tmp_path, schema) == [("key", 1)]


def test_schema_without_rules_has_none(tmp_path: Path) -> None:
    assert messages(tmp_path, f"<element name='a' {NS}><empty/></element>") == []


COMPACT = """namespace s = "http://purl.oclc.org/dsdl/schematron"
s:ns [ prefix = "p" uri = "urn:x" ]
s:pattern [
  id = "c"
  s:rule [ context = "p:a"
    s:report [ test = "true()" "in " s:name [ ] ", " ~ \"\"\"on two
lines\"\"\" ] ]
]
include "inner.rnc"
start = element a { b }
"""
INNER = """namespace s = "http://purl.oclc.org/dsdl/schematron"
default namespace = "urn:x"
b = [ s:rule [ context = "p:a" s:assert [ test = "@n" "no n" ] ] ] empty
"""


def test_compact_syntax_has_rules_as_annotations(tmp_path: Path) -> None:
    path = tmp_path / "x.rnc"
    path.write_text(f'default namespace = "urn:x"\n{COMPACT}')
    (tmp_path / "inner.rnc").write_text(INNER)
    found = load_schema(path).validate(b"<a xmlns='urn:x'/>")
    assert sorted((each.code, each.message, each.source) for each in found) == [
        ("schematron.assert", "no n", f"{tmp_path / 'inner.rnc'}:3"),
        ("schematron.c", "in a, on two lines", f"{path}:7"),
    ]
