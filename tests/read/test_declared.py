"""Markup that a DOCTYPE declares is in the tree, and everything else as libxml2 reads it."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

from tei_tools.grammar.read_rng import read_rng
from tei_tools.model.closed import closed
from tei_tools.model.finding import SchemaError, TeiToolsError, UnreadableDocumentError
from tei_tools.model.names import tei
from tei_tools.odd.reader import parse as parse_odd
from tei_tools.read.declared import declares_markup, parse_declared
from tei_tools.read.large import Index
from tei_tools.read.parse import parse

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


@pytest.mark.parametrize(
    "before", ["", "<!-- <!DOCTYPE a> -->\n<?x?>", f"<!--{'x' * 1_000_000}-->"]
)
@pytest.mark.parametrize("subset", ["", '[<!ATTLIST p n CDATA "1">]', "[<!ENTITY e '<p/>'>]"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_dtd_in_another_file_is_not_read(
    tmp_path: Path, before: str, subset: str, encoding: str
) -> None:
    (tmp_path / "a.dtd").write_text('<!ENTITY leak "secret"><!ATTLIST p rend CDATA "secret">')
    for address in ("SYSTEM '{}'", 'PUBLIC\n "-//x//y" "{}"'):
        doctype = f"<!DOCTYPE TEI {address.format(tmp_path / 'a.dtd')} {subset}>"
        data = f"{before}{doctype}<TEI {NS}><p>x</p></TEI>".encode(encoding)
        assert b"secret" not in etree.tostring(parse(data, "a.xml"))
        leaking = data.decode(encoding).replace("x</p>", "&leak;</p>").encode(encoding)
        with pytest.raises(UnreadableDocumentError, match="`&leak;` is not defined"):
            parse(leaking, "a.xml")


def read_in_pieces(data: bytes) -> None:
    Index("a.xml", lambda: BytesIO(data))


READERS = {
    "a document": lambda data: parse(data, "a.xml"),
    "a large document": read_in_pieces,
    "a schema": lambda data: read_rng(data, "a.rng"),
    "an ODD": lambda data: parse_odd(data, "a.odd"),
}


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_dtd_that_never_ends_is_not_opened(read: Callable[[bytes], object], tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)  # who opens it waits for ever
    with suppress(UnreadableDocumentError, SchemaError, TeiToolsError):
        read(f'<!DOCTYPE TEI SYSTEM "{pipe}"><TEI {NS}/>'.encode())


def test_places_stay_where_they_are() -> None:
    data = b'<!DOCTYPE TEI\r\nPUBLIC "a"\n"b" [<!-- c -->]><TEI><p></TEI>'
    assert closed(data) == data.replace(b'PUBLIC "a"', b" " * 10).replace(b'"b"', b"   ")
    untouched = b'<!-- <!DOCTYPE a SYSTEM "b"> --><TEI><!DOCTYPE a SYSTEM "b"></TEI>'
    assert closed(untouched) == untouched
