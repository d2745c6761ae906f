"""In: nothing. Out: small documents, each with the paths of some of its nodes."""

from __future__ import annotations

from typing import Final, NamedTuple


class Sample(NamedTuple):
    """A document, and nodes of it to evaluate expressions at."""

    text: str
    nodes: tuple[str, ...]


_TEI: Final = '<TEI xmlns="http://www.tei-c.org/ns/1.0">{}</TEI>'

SAMPLES: Final = {
    "mixed": Sample(
        '<?p top?><!--t--><a b="1" xmlns:t="urn:t" t:c="2">x<b n="3">y<c/>z</b><!--k-->'
        '<t:d><b n="4">5</b>w</t:d><?pi q="1"?>tail<b/></a>',
        ("/", "/a", "/a/b[1]", "/a/b[1]/text()[2]", "/a/@b", "/a/comment()[1]"),
    ),
    "empty": Sample("<a/>", ("/a",)),
    "one": Sample('<a b="x">y</a>', ("/a/text()[1]",)),
    "nested": Sample(
        '<a><b n="1"><b n="2"><c>1</c><b n="3"><c>2</c></b></b><c>3</c></b><b n="4"/></a>',
        ("/a/b[1]/b[1]", "/a/b[1]"),
    ),
    "ids": Sample(
        '<a xml:id="i1" xml:lang="en"><b xml:id="i2" n="#i1"/><c xml:lang="de"><b xml:id="i3"/>'
        '<b xml:id=" i2 "/></c><b xml:lang="en-GB" xml:id="i1"/></a>',
        ("/a", "/a/c[1]"),
    ),
    "namespaces": Sample(
        '<t:a xmlns:t="urn:t" xmlns="urn:u" t:n="1" n="2"><b t:n="3"/><t:b xmlns=""><c n="4"/>'
        '</t:b><x:b xmlns:x="urn:t" x:n="5"/></t:a>',
        ("/*", "/*/*[2]"),
    ),
    "numbers": Sample(
        '<a><b n="10">10</b><b n="9">9</b><b n="">x</b><b n=" 7 ">1e2</b><b n="-3">INF</b></a>',
        ("/a", "/a/b[2]"),
    ),
    "comments": Sample(
        "<!--1--><?p 2?><a>1<!--2-->2<?p 3?>3<b><!--4--></b><!--5--></a><!--6--><?q 7?>",
        ("/", "/comment()[1]", "/a/text()[2]", "/processing-instruction()[2]"),
    ),
    "tails": Sample("<a><b><c/>1</b>2<d><b><b><c/>3</b>4</b>5</d>6</a>", ("/a", "/a/d[1]")),
    "spaces": Sample(
        "<a>\n  <b> one\ttwo </b>\n  <b>&#160;three&#x2003;</b>\n<c/>\n</a>", ("/a", "/a/b[1]")
    ),
    "characters": Sample('<a b="é😀">ÄÖ<b>𝒜β</b>&lt;&amp;<c>\u0301e</c></a>', ("/a", "/a/@b")),
    "wide": Sample(
        "<a>" + "".join(f'<b n="{n % 7}"><c/>{n}</b>' for n in range(12)) + "</a>",
        ("/a/b[5]", "/a/b[12]/c[1]"),
    ),
    "tei": Sample(
        _TEI.format(
            '<text><body><div n="1" type="a"><p n="1">x <hi rend="b">y</hi><lb/>z</p><lg><l>1</l>'
            '<l>2</l></lg></div><div n="2"><p><q><p>in</p></q></p></div></body></text>'
        ),
        ("/*", "//*:p[1]", "//*:hi"),
    ),
}
