"""What the two views read, and the signs by which the diplomatic one makes the encoding visible."""

from __future__ import annotations

import pytest

from tei_tools.model.finding import TeiToolsError
from tei_tools.transform import VIEWS, TransformOptions, render

from .conftest import document, to_text

BOTH = [
    # the encoding, the reading view, the diplomatic view
    ("<choice><sic>Pyatakoy</sic><corr>Pyatakov</corr></choice>", "Pyatakov", "Pyatakoy"),
    ("<choice><reg>colour</reg><orig>color</orig></choice>", "colour", "color"),
    ("it is <supplied>minor</supplied>.", "it is minor.", "it is [minor]."),
    ("I <del>did</del> went", "I went", "I ⟦did⟧ went"),
    ("<add>very</add> good", "very good", "⸌very⸍ good"),
    ("me <surplus>me</surplus> too", "me too", "me {me} too"),
    ("<unclear>me</unclear>", "me", "me[?]"),
    ("w<am>t</am><ex>ith</ex>", "with", "wt"),
    ("<expan>w<ex>i</ex>th</expan>", "with", "w(i)th"),
    ("<abbr>eu<am>er</am>y</abbr>", "euery", "euery"),
    ("<sic>alone</sic> <orig>too</orig>", "alone too", "alone too"),
    ("<corr>alone</corr>", "alone", "⟨alone⟩"),
    ("<restore><del>kept</del></restore>", "kept", "⟦kept⟧"),
    ("a<lb/>b<pb/>c", "a b c", "a | b ‖ c"),
    ('Buf-<lb break="no"/>falo', "Buffalo", "Buf-|falo"),
    ('The Georgian <note place="inline">Stalin</note>,', "The Georgian,", "The Georgian [Stalin],"),
    ('x <note place="inline">⏎see⏎ y⏎</note> z'.replace("⏎", "\n"), "x z", "x [see y] z"),
    ("word<note>by an editor</note>", "word", "word"),
    ("<app><lem>read</lem><rdg>other</rdg></app>", "read", "read"),
    ("<choice><seg>first</seg><seg>second</seg></choice>", "first", "first"),
]


@pytest.mark.parametrize(("encoding", "reading", "diplomatic"), BOTH)
def test_each_view_reads_its_side(encoding: str, reading: str, diplomatic: str) -> None:
    assert to_text(f"<p>{encoding}</p>") == reading
    assert to_text(f"<p>{encoding}</p>", view="diplomatic") == diplomatic


def test_views_are_data_that_can_be_listed() -> None:
    assert list(VIEWS) == ["reading", "diplomatic"]
    assert VIEWS["reading"].signs == {}


def test_an_unknown_view_is_refused_with_the_names_of_those_there_are() -> None:
    with pytest.raises(TeiToolsError, match="unknown view `fancy`; known are reading, diplomatic"):
        TransformOptions(view="fancy")


def test_an_unknown_format_is_refused_with_the_names_of_those_there_are() -> None:
    with pytest.raises(TeiToolsError, match="unknown format `pdf`; known are text, html, json"):
        render(document("<p/>"), to="pdf")


def test_an_unknown_way_with_notes_and_lines_too_short_are_refused() -> None:
    with pytest.raises(TeiToolsError, match="none, end, inline"):
        TransformOptions(notes="margin")
    with pytest.raises(TeiToolsError, match="20 characters"):
        TransformOptions(wrap=3)


def test_quotation_marks_are_made_only_where_the_header_says_that_none_were_kept() -> None:
    body = "<p>He said <q>no <q>never</q></q>.</p>"
    declared = (
        '<encodingDesc><editorialDecl><quotation marks="none"/></editorialDecl></encodingDesc>'
    )
    assert to_text(body) == "He said no never."
    made = render(document(body, declared), to="text").data.decode()
    assert made == "He said “no ‘never’”.\n"
