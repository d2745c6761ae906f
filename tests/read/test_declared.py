"""Markup that a DOCTYPE declares is in the tree, and everything else as libxml2 reads it."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import pytest
from lxml import etree

from tei_tools.grammar.read_rng import read_rng
from tei_tools.model.finding import SchemaError, UnreadableDocumentError
from tei_tools.model.names import tei
from tei_tools.read import parse
from tei_tools.read.declared import declares_markup, parse_declared

from ..oracles import ROOT

NS = 'xmlns="http://www.tei-c.org/ns/1.0"'
WORKS = sorted((ROOT / "tei").rglob("*.xml"))


def canonical(root: etree._Element) -> bytes:
    return etree.tostring(root.getroottree(), method="c14n")


@pytest.mark.parametrize("path", WORKS, ids=[path.name for path in WORKS])
def test_ordinary_document_is_read_as_libxml2_reads_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    root = parse(text.encode(), "a.xml")
    assert not declares_markup(root, text)
    assert canonical(parse_declared(text)) == canonical(root)


def test_comments_instructions_and_prefixes_are_kept() -> None:
    text = (
        f'<!-- a --><?b c?><TEI {NS} xmlns:x="urn:x"><p x:y="1" xml:id="i">d<!-- e -->f<?g?>h'
        "<x:k/>l<![CDATA[<m>]]></p>n</TEI><!-- o --><?q r?>"
    )
    assert canonical(parse_declared(text)) == canonical(etree.fromstring(text.encode()))


def test_elements_of_an_entity_are_in_the_namespace_around_it() -> None:
    declared = '<!DOCTYPE TEI [<!ENTITY v "<hi>V</hi> I">]>'
    root = parse(f"{declared}<TEI {NS}><p>a&v;b</p></TEI>".encode(), "a.xml")
    (emphasised,) = root.iter(tei("hi"))
    assert (emphasised.text, emphasised.tail) == ("V", " Ib")


def test_default_attributes_are_given_where_none_is_written() -> None:
    declared = '<!DOCTYPE TEI [<!ATTLIST p rend CDATA "bold" n CDATA #IMPLIED>]>'
    root = parse(f'{declared}<TEI {NS}><p/><p rend="italic"/></TEI>'.encode("utf-16"), "a.xml")
    assert [dict(p.attrib) for p in root] == [{"rend": "bold"}, {"rend": "italic"}]


@pytest.mark.parametrize("subset", ["", '[<!ATTLIST p n CDATA "1">]', "[<!ENTITY e '<p/>'>]"])
@pytest.mark.parametrize("reference", ["", "&leak;"])
def test_no_other_file_is_read(tmp_path: Path, subset: str, reference: str) -> None:
    (tmp_path / "a.dtd").write_text('<!ENTITY leak "secret"><!ATTLIST p rend CDATA "secret">')
    declared = f'<!DOCTYPE TEI SYSTEM "{tmp_path}/a.dtd" {subset}>'
    data = f"{declared}<TEI {NS}><p>x{reference}</p></TEI>".encode()
    if reference:
        with pytest.raises(UnreadableDocumentError, match="`&leak;` is not defined"):
            parse(data, "a.xml")
    else:
        assert b"secret" not in etree.tostring(parse(data, "a.xml"))


def test_file_that_never_ends_is_not_opened(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)  # who opens it waits for ever
    for read in (lambda d: parse(d, "a.xml"), lambda d: read_rng(d, "a.rng")):
        with suppress(UnreadableDocumentError, SchemaError):
            read(f'<!DOCTYPE TEI SYSTEM "{pipe}"><TEI {NS}/>'.encode())
