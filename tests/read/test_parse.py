"""A file that is no document gives one finding that names the cause, the place and the cure."""

from __future__ import annotations

import pytest

from tei_tools.model.finding import UnreadableDocumentError
from tei_tools.read.parse import parse

TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0">\n%s\n</TEI>'

#: Title, bytes, code, line, words of the message and its cure.
CASES = [
    ("empty", b"", "xml.empty", 0, ["is empty"]),
    ("only blanks", b" \n ", "xml.empty", 0, ["is empty"]),
    ("plain text", b"hello world", "xml.not-xml", 1, ["does not begin with `<`"]),
    ("a picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "xml.binary", 0, ["binary"]),
    ("wrong end tag", (TEI % "<p>a<hi>b</p>").encode(), "xml.not-well-formed", 2,
     ["`<hi>` is not closed before `</p>`", "line 2"]),
    ("never closed", b"<TEI>\n<p>abc", "xml.not-well-formed", 2, ["`<p>`", "never closed"]),
    ("entity", (TEI % "<p>a&nbsp;b</p>").encode(), "xml.undefined-entity", 2,
     ["`&nbsp;`", "`&#160;`"]),
    ("ampersand", (TEI % "<p>a & b</p>").encode(), "xml.not-well-formed", 2, ["`&amp;`"]),
    ("less than", (TEI % "<p>a < b</p>").encode(), "xml.not-well-formed", 2, ["`&lt;`"]),
    ("less than in a value", (TEI % '<p n="<">a</p>').encode(), "xml.not-well-formed", 2,
     ["the value of `n`"]),
    ("attribute twice", (TEI % '<p n="1" n="2"/>').encode(), "xml.not-well-formed", 2,
     ["`n` stands twice"]),
    ("no quotation marks", (TEI % "<p n=1/>").encode(), "xml.not-well-formed", 2, ["straight"]),
    ("curly quotation marks", (TEI % "<p n=“1”/>").encode(), "xml.not-well-formed", 2, ["curly"]),
    ("after the root", (TEI % "").encode() + b"<x/>", "xml.not-well-formed", 3, ["root element"]),
    ("Latin-1 without saying so", (TEI % "<p>é</p>").encode("latin-1"), "xml.encoding", 2,
     ["not UTF-8"]),
    ("unknown encoding", b'<?xml version="1.0" encoding="foo-99"?><a/>', "xml.encoding", 1,
     ["`foo-99`"]),
    ("control character", (TEI % "<p>\x01</p>").encode(), "xml.not-well-formed", 2,
     ["control character"]),
    ("undeclared prefix", (TEI % "<x:p/>").encode(), "xml.not-well-formed", 2, ["`x`"]),
    ("late declaration", b'\n<?xml version="1.0"?><a/>', "xml.not-well-formed", 2,
     ["start of the file"]),
    ("hyphens in a comment", (TEI % "<!-- a -- b -->").encode(), "xml.not-well-formed", 2,
     ["`--`"]),
    ("too deep", b"<a>" * 300 + b"</a>" * 300, "xml.too-deep", 1, ["256"]),
    ("too many attributes", (TEI % f"<p {' '.join(f'a{n}=`x`' for n in range(10_001))}/>")
     .replace("`", '"').encode(), "xml.too-many-attributes", 2, ["10,001", "as elements"]),
    ("many attributes again and again",
     (TEI % (f"<p {' '.join(f'a{n}=`x`' for n in range(1_001))}/>" * 11))
     .replace("`", '"').encode(), "xml.too-many-attributes", 2, ["1,001", "as elements"]),
    ("too large", b"<a>" + b"x" * 11_000_000 + b"</a>", "xml.too-large", 1, ["ten million"]),
    ("external entity", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
     "xml.undefined-entity", 1, ["never read"]),
    ("entity bomb",
     b'<!DOCTYPE a [<!ENTITY a "' + b"a" * 60 + b'">'
     + b"".join(b'<!ENTITY %c "%s">' % (c, b"&%c;" % (c - 1) * 10) for c in range(98, 110))
     + b"]><a>&m;</a>", "xml.entity-bomb", 1, ["more text than is safe"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "code", "line", "words"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_unreadable_file_gives_one_finding(
    data: bytes, code: str, line: int, words: list[str]
) -> None:
    with pytest.raises(UnreadableDocumentError) as caught:
        parse(data, "a.xml")
    finding = caught.value.finding
    assert (finding.code, finding.location.path, finding.location.line) == (code, "a.xml", line)
    for word in words:
        assert word in f"{finding.message} {finding.suggestion}"
    assert "libxml" not in finding.message
    assert len(finding.excerpt) <= 400


def test_place_of_a_mistake_is_its_column() -> None:
    with pytest.raises(UnreadableDocumentError) as caught:
        parse((TEI % "<p>ab & c</p>").encode(), "a.xml")
    location = caught.value.finding.location
    assert (location.line, location.column) == (2, 7)


def test_entities_declared_in_the_file_are_expanded() -> None:
    root = parse(b'<!DOCTYPE a [<!ENTITY x "yes">]><a>&x;</a>', "a.xml")
    assert root.text == "yes"
