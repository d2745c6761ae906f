"""Lines and columns are those an editor shows: characters, from 1, as the file was written."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from tei_tools.model.document import Document
from tei_tools.model.finding import Location, UnreadableDocumentError
from tei_tools.model.names import XML_ID, XML_NS
from tei_tools.model.positions import SourceText, encoding_of
from tei_tools.read import read_document

NS = 'xmlns="http://www.tei-c.org/ns/1.0"'


def read(data: bytes) -> Document:
    return read_document(Path("a.xml"), data=data)


LAYOUTS = [
    ("LF", "\n", "utf-8"),
    ("CRLF", "\r\n", "utf-8"),
    ("CR", "\r", "utf-8"),
    ("BOM", "\n", "utf-8-sig"),
    ("UTF-16", "\r\n", "utf-16"),
    ("Latin-1", "\n", "iso-8859-1"),
    ("Windows-1252", "\r\n", "windows-1252"),
    ("Shift JIS", "\n", "shift_jis"),
]


@pytest.mark.parametrize(("end", "encoding"), [x[1:] for x in LAYOUTS], ids=[x[0] for x in LAYOUTS])
def test_places_do_not_depend_on_line_ends_and_encoding(end: str, encoding: str) -> None:
    declared = {"utf-8-sig": "utf-8"}.get(encoding, encoding)
    letter = {"shift_jis": "ケ"}.get(encoding, "é")
    lines = [
        f'<?xml version="1.0" encoding="{declared}"?>',
        f"<TEI {NS}>",
        f'  <p xml:id="{letter}1"',
        f"     n=\"x\">{letter}<hi rend='b'/></p>",
        "</TEI>",
    ]
    document = read(end.join(lines).encode(encoding))
    paragraph = next(document.root.iter("{*}p"))
    emphasised = next(document.root.iter("{*}hi"))
    places = [
        document.locate(paragraph),
        document.locate(paragraph, XML_ID),
        document.locate(paragraph, "n"),
        document.locate(emphasised),
        document.locate(emphasised, "rend"),
    ]
    assert [(p.line, p.column, p.end_column) for p in places] == [
        (3, 4, 5),
        (3, 14, 16),
        (4, 9, 10),
        (4, 14, 16),
        (4, 23, 24),
    ]
    assert document.parts[0].source.line(5) == "</TEI>"


def test_characters_beyond_the_basic_plane_count_as_one() -> None:
    document = read(f'<TEI {NS}>𝔸😀<p n="y"/></TEI>'.encode())
    place = document.locate(next(document.root.iter("{*}p")))
    assert place.column == len(f"<TEI {NS}>") + 4


def test_places_are_known_in_encodings_that_expat_does_not_know() -> None:
    text = f'<?xml version="1.0" encoding="euc-jp"?>\n<TEI {NS}>あ<p n="い"/></TEI>'
    document = read(text.encode("euc-jp"))
    place = document.locate(next(document.root.iter("{*}p")), "n")
    assert (place.line, place.column) == (2, len(f"<TEI {NS}>あ<p n=x") + 1)


@pytest.mark.parametrize("name", ["hex", "zlib", "rot13", "idna", "undefined", "unicode_escape"])
def test_a_codec_that_is_no_encoding_of_files_is_told_and_nothing_more(name: str) -> None:
    data = f'<?xml version="1.0" encoding="{name}"?>\n<TEI {NS}/>'.encode()
    assert SourceText("a.xml", data).line(2) == f"<TEI {NS}/>"
    with pytest.raises(UnreadableDocumentError) as caught:
        read(data)
    assert caught.value.finding.code == "xml.encoding"


def test_lines_past_65535_are_right() -> None:
    document = read(f"<TEI {NS}>{chr(10) * 70_000}<p/></TEI>".encode())
    assert document.locate(next(document.root.iter("{*}p"))).line == 70_001


def test_everything_past_line_65535_is_at_its_place() -> None:
    lines = "\n" * 70_000
    text = f"<TEI {NS}>{lines}  <p\n  n='x'>\n  a\n  <hi/> b\n  </p>\n</TEI>"
    document = read(text.encode())
    paragraph = next(document.root.iter("{*}p"))
    places = [
        document.locate(paragraph),
        document.locate(paragraph, "n"),
        document.locate(paragraph, after=0),
        document.locate(paragraph, after=1),
        document.locate(paragraph, end=True),
    ]
    assert [(place.line, place.column) for place in places] == [
        (70_001, 4),
        (70_002, 6),
        (70_003, 3),
        (70_004, 9),
        (70_005, 5),
    ]
    with pytest.raises(UnreadableDocumentError) as caught:
        read(text.replace("</p>", "</q>").encode())
    wrong, opened = caught.value.finding.location, caught.value.finding.related
    assert (wrong.line, wrong.column) == (70_005, 3)
    assert opened is not None
    assert (opened.line, opened.column) == (70_001, 4)


def test_attribute_is_found_by_its_namespace_not_by_its_local_name_alone() -> None:
    text = (
        f'<TEI {NS} xmlns:x="urn:x"><p x:id="1" y:id="2" xmlns:y="urn:y" xml:id="p3" id="4"/></TEI>'
    )
    document = read(text.encode())
    element = next(document.root.iter("{*}p"))
    for name in ("x:id", "y:id", "xml:id", "id"):
        uri = {"x": "urn:x", "y": "urn:y", "xml": XML_NS}.get(name.split(":")[0])
        place = document.locate(element, f"{{{uri}}}id" if uri else "id", name=True)
        assert (place.column, place.end_column) == oracle(text, f" {name}=", 1, len(name))[1:]


def test_what_an_entity_gives_is_at_the_reference() -> None:
    text = (
        '<!DOCTYPE TEI [<!ENTITY v "<name>Vladimir\n\nIlyich</name> Lenin">\n]>\n'
        f"<TEI {NS}>\n  <p>By &v; <hi>x</hi></p><q>&v;</q></TEI>"
    )
    document = read(text.encode())
    name, second = document.root.iter("{*}name")
    emphasised, quoted = (next(document.root.iter(f"{{*}}{n}")) for n in ("hi", "q"))
    assert place_of(document.locate(name)) == oracle(text, "&v;", 0, 3)
    assert place_of(document.locate(emphasised)) == oracle(text, "<hi", 1, 2)
    assert place_of(document.locate(second)) == oracle(text, "<q>&v;", 3, 3)
    assert place_of(document.locate(quoted, after=1)) == oracle(text, "<q>&v;", 3, 3)


def test_attribute_that_a_dtd_gives_is_at_the_start_tag() -> None:
    text = f'<!DOCTYPE TEI [<!ATTLIST p rend CDATA "b">]>\n<TEI {NS}>\n <p>x</p></TEI>'
    document = read(text.encode())
    paragraph = next(document.root.iter("{*}p"))
    assert paragraph.get("rend") == "b"
    assert place_of(document.locate(paragraph, "rend")) == oracle(text, "<p", 1, 1)


def test_words_are_those_after_the_child_that_is_meant() -> None:
    text = f"<TEI {NS}>one <p/>\n\t two<!-- no -->\n <![CDATA[three]]> <q/><?no?> &#102;our </TEI>"
    document = read(text.encode())
    words = [(0, "one"), (1, "two"), (2, "&#102;our")]
    for after, word in words:
        assert place_of(document.locate(document.root, after=after)) == oracle(
            text, word, 0, len(word)
        )


def place_of(location: Location) -> tuple[int, int, int]:
    return location.line, location.column, location.end_column


def oracle(text: str, sought: str, skip: int, length: int) -> tuple[int, int, int]:
    """Where something stands that stands once (or first) in a text, told by counting."""
    at = text.index(sought) + skip
    column = at - text.rfind("\n", 0, at)
    return text.count("\n", 0, at) + 1, column, column + length


def test_one_token_and_the_first_words_of_an_element_are_found() -> None:
    document = read(f'<TEI {NS}>\n  <p ana="#a #ab #b">\n   Hello <hi/></p></TEI>'.encode())
    paragraph = next(document.root.iter("{*}p"))
    token = document.locate(paragraph, "ana", token="#b")
    assert (token.line, token.column, token.end_column) == (2, 18, 20)
    words = document.locate(paragraph, after=0)
    assert (words.line, words.column, words.end_column) == (3, 4, 9)


def test_end_of_an_element_is_its_end_tag_or_the_tag_of_an_empty_one() -> None:
    document = read(b"<TEI><p>x/></p><q n='a>b'/><r></r><s>/></s></TEI>")
    ends = [document.locate(element, end=True).column for element in document.root]
    assert ends == [14, 17, 33, 42]


def test_context_and_xpath_lead_to_the_element() -> None:
    document = read(f'<TEI {NS}><div xml:id="d"><p/><p><hi/></p></div></TEI>'.encode())
    location = document.locate(next(document.root.iter("{*}hi")))
    assert location.xpath == "/TEI/div/p[2]/hi"
    assert (location.context, location.id) == ("div#d > p", "d")


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b"<a/>", "utf-8"),
        (codecs.BOM_UTF8 + b"<a/>", "utf-8-sig"),
        ("<a/>".encode("utf-16"), "utf-16"),
        (b'<?xml version="1.0" encoding="ISO-8859-1"?><a/>', "iso8859-1"),
        (b'<?xml version="1.0" encoding="no-such"?><a/>', "utf-8"),
    ],
)
def test_encoding_is_read_from_mark_or_declaration(data: bytes, encoding: str) -> None:
    assert encoding_of(data) == encoding


def test_excerpt_of_a_very_long_line_is_the_part_around_the_place() -> None:
    source = SourceText("a.xml", b"x" * 5000 + b"HERE" + b"y" * 5000)
    text, start = source.excerpt(1, 5001)
    assert len(text) == 400
    assert text[5001 - start :].startswith("HERE")
