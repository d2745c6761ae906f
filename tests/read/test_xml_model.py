"""The schemas that a document names."""

from __future__ import annotations

import pytest

from tei_tools.read.parse import parse
from tei_tools.read.xml_model import SchemaKind, is_for, schema_links, schema_locations

RNG = "http://relaxng.org/ns/structure/1.0"
XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"/>'

KINDS = [
    (f'href="a.rng" schematypens="{RNG}"', SchemaKind.RNG),
    (f'href="a" schematypens="{RNG}" type="application/xml"', SchemaKind.RNG),
    (f'href="a.rnc" schematypens="{RNG}"', SchemaKind.RNC),
    (f'href="a" schematypens="{RNG}" type="application/relax-ng-compact-syntax"', SchemaKind.RNC),
    ('href="a" type="application/relax-ng-compact-syntax"', SchemaKind.RNC),
    ('href="a" type="Application/Relax-NG-compact-syntax; charset=utf-8"', SchemaKind.RNC),
    ('href="a.xml" type="application/tei+xml"', SchemaKind.ODD),
    ('href="a.odd" type="application/xml"', SchemaKind.ODD),
    ('href="a.xml" schematypens="http://www.tei-c.org/ns/1.0"', SchemaKind.ODD),
    ('href="a.rng" schematypens="http://purl.oclc.org/dsdl/schematron"', SchemaKind.SCHEMATRON),
    ('href="a.sch"', SchemaKind.SCHEMATRON),
    ('href="a.XSD"', SchemaKind.XSD),
    ('href="http://example.org/a.rng?v=1.2#top"', SchemaKind.RNG),
    ('href="a.rng" schematypens="http://example.org/other"', SchemaKind.UNKNOWN),
    ('href="schema"', SchemaKind.UNKNOWN),
    ('schematypens="http://www.w3.org/2001/XMLSchema"', SchemaKind.XSD),
]


@pytest.mark.parametrize(("text", "kind"), KINDS, ids=[k[0] for k in KINDS])
def test_language_is_told_by_namespace_then_type_then_ending(text: str, kind: SchemaKind) -> None:
    root = parse(f"<?xml-model {text}?>{TEI}".encode(), "a.xml")
    assert [link.kind for link in schema_links(root)] == [kind]


def test_all_that_an_instruction_says_is_read() -> None:
    text = """<?xml version="1.0"?>
<?xml-model href='a&amp;b&#x2e;rnc&unknown;' phase = "#ALL"
            charset="UTF-16" data-href="x"?>
<?other href="b.rng"?>
<?xml-model type="application/xml"?>
<!-- <?xml-model href="c.rng"?> -->
"""
    links = list(schema_links(parse((text + TEI + '<?xml-model href="d.rng"?>').encode(), "a.xml")))
    assert [(link.href, link.line) for link in links] == [("a&b.rnc&unknown;", 2), ("", 5)]
    assert (links[0].phase, links[0].charset) == ("#ALL", "UTF-16")


def test_locations_of_xsi_are_read_in_pairs() -> None:
    text = (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0" {XSI} xsi:noNamespaceSchemaLocation=" n.xsd "\n'
        ' xsi:schemaLocation="http://www.w3.org/XML/1998/namespace xml.xsd\n'
        '   http://www.tei-c.org/ns/1.0 tei.xsd  http://example.org/alone"/>'
    )
    root = parse(text.encode(), "a.xml")
    links = list(schema_locations(root))
    assert [(link.href, is_for(link, root)) for link in links] == [
        ("n.xsd", False),
        ("xml.xsd", False),
        ("tei.xsd", True),
    ]
    assert {link.kind for link in links} == {SchemaKind.XSD}


def test_location_without_namespace_is_for_a_root_without_one() -> None:
    root = parse(f'<x {XSI} xsi:noNamespaceSchemaLocation="n.xsd"/>'.encode(), "a.xml")
    assert [is_for(link, root) for link in schema_locations(root)] == [True]
