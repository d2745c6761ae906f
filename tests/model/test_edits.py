"""An edit changes what it names and no other byte, in whatever way the file is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from tei_tools.model.document import Document
from tei_tools.model.finding import Edit
from tei_tools.model.names import XML_ID
from tei_tools.read import read_document

#: Ways in which the same text is written to disk.
WAYS: dict[str, Callable[[str], bytes]] = {
    "utf-8": lambda text: text.encode(),
    "utf-8 with a mark": lambda text: text.encode("utf-8-sig"),
    "utf-16 little-endian": lambda text: b"\xff\xfe" + text.encode("utf-16-le"),
    "utf-16 big-endian": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    "CRLF": lambda text: text.replace("\n", "\r\n").encode(),
    "CR and a mark": lambda text: text.replace("\n", "\r").encode("utf-8-sig"),
    "latin-1": lambda text: (
        '<?xml version="1.0" encoding="iso-8859-1"?>\n'
        + text.encode("iso-8859-1", "xmlcharrefreplace").decode("iso-8859-1")
    ).encode("iso-8859-1"),
}
TEXT = """<!-- é 😀 -->
<p xml:id="a"
   ref = 'x &amp; 𝔸' n="1">é😀 one<!-- <q> --> t&#119;o
 <hi rend="b &#105; u"/> three &lt; <![CDATA[fo<ur]]> é</p>
"""

Make = Callable[[Document, etree._Element], Edit | tuple[Edit | None, ...] | None]


def edited(data: bytes, make: Make) -> bytes | None:
    """The bytes after an edit of the root element; None where none is made."""
    document = read_document(Path("x.xml"), data=data)
    made = make(document, document.root)
    edits = (made,) if made is None or isinstance(made, Edit) else made
    for edit in sorted(filter(None, edits), key=lambda each: -each.start):
        codec = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(data[:2])
        codec = codec or ("iso-8859-1" if b"iso-8859-1" in data else "utf-8")
        data = data[: edit.start] + edit.text.encode(codec) + data[edit.end :]
    return None if None in edits else data


CASES: dict[str, tuple[Make, str, str]] = {
    "a value": (
        lambda d, e: d.edit_value(e, "ref", "it's <&> \"ok\""),
        "'x &amp; 𝔸'", """'it&apos;s &lt;&amp;> "ok"'""",
    ),
    "a value with a prefix": (lambda d, e: d.edit_value(e, XML_ID, "b"), '"a"', '"b"'),
    "a value of a child": (
        lambda d, e: d.edit_value(e[1], "rend", "c"), '"b &#105; u"', '"c"',
    ),
    "a word of a value": (
        lambda d, e: d.edit_token(e[1], "rend", "u", "ul"), "&#105; u", "&#105; ul",
    ),
    "a word that is written as a reference": (
        lambda d, e: d.edit_token(e[1], "rend", "i", "j"), "&#105; u", "j u",
    ),
    "an attribute away": (lambda d, e: d.edit_attribute_away(e, "n"), ' n="1"', ""),
    "an attribute away, with the line end before it": (
        lambda d, e: d.edit_attribute_away(e, "ref"), "\n   ref = 'x &amp; 𝔸'", "",
    ),
    "the name of an attribute": (
        lambda d, e: d.edit_attribute_name(e, "n", "xml:n"), 'n="1"', 'xml:n="1"',
    ),
    "one more attribute": (
        lambda d, e: d.edit_add_attribute(e, "type", 'a"b'), 'n="1">', 'n="1" type="a&quot;b">',
    ),
    "one more attribute of an empty element": (
        lambda d, e: d.edit_add_attribute(e[1], XML_ID, "h"), 'u"/>', 'u" xml:id="h"/>',
    ),
    "the name of an element": (
        lambda d, e: d.edit_name(e[1], "seg"), "<hi rend", "<seg rend",
    ),
    "words before a child": (
        lambda d, e: d.edit_words(e, 0, 3, 6, "eins"), "é😀 one", "é😀 eins",
    ),
    "a reference among words": (
        lambda d, e: d.edit_words(e, 0, 8, 9, "W"), "t&#119;o", "tWo",
    ),
    "words after a child": (
        lambda d, e: d.edit_words(e, 1, 1, 8, "3 &"), "three &lt;", "3 &amp;",
    ),
    "words in a CDATA section": (
        lambda d, e: d.edit_words(e, 1, 9, 14, "4<5"), "fo<ur", "4<5",
    ),
    "words put in": (lambda d, e: d.edit_words(e, 1, 0, 0, "!"), "/> three", "/>! three"),
    "words at the end": (lambda d, e: d.edit_words(e, 1, 16, 16, "!"), " é</p>", " é!</p>"),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("case", CASES)
def test_edit_changes_no_other_byte(case: str, way: str) -> None:
    make, old, new = CASES[case]
    assert TEXT.count(old) == 1
    assert edited(WAYS[way](TEXT), make) == WAYS[way](TEXT.replace(old, new))


@pytest.mark.parametrize("way", WAYS)
def test_both_tags_of_an_element_are_renamed(way: str) -> None:
    renamed = TEXT.replace("<p", "<ab").replace("</p", "</ab")
    assert edited(WAYS[way](TEXT), lambda d, e: d.edit_name(e, "ab")) == WAYS[way](renamed)


def test_what_the_encoding_lacks_is_written_as_a_reference() -> None:
    data = '<?xml version="1.0" encoding="iso-8859-1"?><p n="1"/>'.encode("iso-8859-1")
    new = edited(data, lambda d, e: d.edit_value(e, "n", "é…"))
    assert new == data.replace(b'"1"', b'"\xe9&#8230;"')


def test_new_line_ends_are_those_of_the_file() -> None:
    new = edited(b"<p>\r\none two</p>", lambda d, e: d.edit_words(e, 0, 4, 5, "\n"))
    assert new == b"<p>\r\none\r\ntwo</p>"


DOCTYPE = (
    '<!DOCTYPE p [<!ENTITY v "two"><!ENTITY e "<hi n=\'1\'>three</hi>"><!ATTLIST p t CDATA "d">]>\n'
)
NONE: dict[str, tuple[str, Make]] = {
    "a value that the DTD gives": ("<p/>", lambda d, e: d.edit_value(e, "t", "x")),
    "a value with an entity": ('<p n="&v;"/>', lambda d, e: d.edit_value(e, "n", "x")),
    "a word that an entity gives": ('<p n="&v;"/>', lambda d, e: d.edit_token(e, "n", "two", "x")),
    "text with an entity": ("<p>a &v; b</p>", lambda d, e: d.edit_words(e, 0, 0, 1, "x")),
    "an attribute from an entity": ("<p>&e;</p>", lambda d, e: d.edit_value(e[0], "n", "x")),
    "the name of an element from an entity": ("<p>&e;</p>", lambda d, e: d.edit_name(e[0], "x")),
    "text of an element from an entity": (
        "<p>&e;</p>", lambda d, e: d.edit_words(e[0], 0, 0, 1, "x"),
    ),
    "text after an element from an entity": (
        "<p>&e; four</p>", lambda d, e: d.edit_words(e, 1, 0, 1, "x"),
    ),
    "an attribute that is not there": ("<p/>", lambda d, e: d.edit_attribute_away(e, "n")),
    "a second attribute of a name": ("<p n='1'/>", lambda d, e: d.edit_add_attribute(e, "n", "2")),
    "text across a comment": ("<p>a<!-- -->b</p>", lambda d, e: d.edit_words(e, 0, 0, 2, "x")),
    "text of an empty element": ("<p/>", lambda d, e: d.edit_words(e, 0, 0, 0, "x")),
    "the end of a CDATA section in one": (
        "<p><![CDATA[ab]]></p>", lambda d, e: d.edit_words(e, 0, 0, 1, "]]>"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", NONE)
def test_no_edit_is_made_of(case: str) -> None:
    text, make = NONE[case]
    assert edited((DOCTYPE + text).encode(), make) is None


def test_edits_of_an_included_file_are_edits_of_that_file(tmp_path: Path) -> None:
    (tmp_path / "tei-tools.toml").touch()
    (tmp_path / "b.xml").write_text("<!-- 😀 --><q n='1'>x</q>")
    main = tmp_path / "a.xml"
    main.write_text(
        '<p xmlns:xi="http://www.w3.org/2001/XInclude">'
        '<hi n="2"/> one <xi:include href="b.xml"/> two<hi n="3"/> three</p>'
    )
    document = read_document(main)
    first, included, last = document.root
    edits = [document.edit_value(each, "n", "0") for each in (first, included, last)]
    for edit in edits:
        assert edit is not None
        assert Path(edit.path).read_bytes()[edit.start : edit.end] in (b"1", b"2", b"3")
    assert [Path(edit.path).name for edit in edits if edit] == ["a.xml", "b.xml", "a.xml"]
    assert document.edit_words(document.root, 1, 1, 4, "x") is not None
    assert document.edit_words(document.root, 2, 1, 4, "x") is None, "its start is not known"
    assert document.edit_words(document.root, 3, 1, 4, "x") is not None
