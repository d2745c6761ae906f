"""Plain text: how blocks are parted, what becomes of notes, how lines are wrapped."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tei_tools.model.finding import TeiToolsError
from tei_tools.read import read_document
from tei_tools.transform import TransformOptions, render

from .conftest import NAMESPACE, WORKS, document, edition, to_text, whole
from .conftest import TEI as FOLDER

CALLED = (
    '<div><p>Project<ref type="noteref" n="A" target="#nA">A</ref>, etc.</p>'
    '<p>One<note xml:id="n1">An editor\'s <hi>note</hi>.</note> more.</p></div>'
    '<div><head>Endnotes</head><note xml:id="nA" n="A" place="end"><p>About the project.</p>'
    "</note></div>"
)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<head>I</head><p>a</p><p>b</p>", "I\n\na\n\nb"),
        ("<lg><l>a</l><l>b</l></lg><p>c</p>", "a\nb\n\nc"),
        ("<sp><speaker>X.</speaker><p>Hello.</p><stage>Exit.</stage></sp>", "X.\nHello.\nExit."),
        ("<list><item>a<list><item>b</item></list></item></list>", "- a\n  - b"),
        (
            "<closer><signed>Lenin</signed> <dateline><date>December 23</date></dateline>"
            '<seg type="takenDown">Taken down by M.V.</seg></closer>',
            "Lenin\nDecember 23\nTaken down by M.V.",
        ),
        (
            "<opener><seg>Continuation.</seg> <dateline>December 24</dateline></opener><p>a</p>",
            "Continuation.\nDecember 24\n\na",
        ),
        ("<closer>Yours, <signed>X</signed></closer>", "Yours,\nX"),
        ("<table><head>T</head><row><cell>a</cell><cell>b</cell></row></table>", "T\na\tb"),
        ("<p>a <q><p>b</p><p>c</p></q> d</p>", "a\nb\n\nc\nd"),
        ("<q>alone</q><p>b</p>", "alone\n\nb"),
        ("<p>a</p><milestone unit='section'/><p>b</p>", "a\n\nb"),
        ("<figure><graphic url='x.png'/><head>Fig.</head><figDesc>d</figDesc></figure>", "Fig."),
        ("<p/><p>  </p><p>a</p>", "a"),
        ("<lg><l>a</l> between <l>b</l></lg>", "a\nbetween\nb"),
        ("<lg><!-- none --> <l>a</l>\n<?none?> <l>b</l></lg>", "a\nb"),
    ],
)
def test_blocks_are_parted(body: str, text: str) -> None:
    assert to_text(body) == text


def test_header_registers_and_endnotes_are_no_running_text() -> None:
    made = render(
        whole(
            f"<TEI {NAMESPACE}><teiHeader><fileDesc/></teiHeader><standOff><listPerson><person>"
            "<persName>X</persName></person></listPerson></standOff><text><body>"
            "<p>a</p></body></text></TEI>"
        ),
        to="text",
    )
    assert made.data == b"a\n"
    assert to_text(CALLED) == "Project, etc.\n\nOne more."


def test_notes_at_the_end_are_called_by_their_labels() -> None:
    assert to_text(CALLED, notes="end") == (
        "Project[A], etc.\n\nOne[1] more.\n\n[A] About the project.\n\n[1] An editor's note."
    )


def test_notes_in_the_line_stand_in_brackets() -> None:
    assert to_text(CALLED, notes="inline") == (
        "Project [A. About the project.], etc.\n\nOne [An editor's note.] more."
    )


def test_blocks_in_a_note_that_is_shown_in_its_place_are_parted() -> None:
    body = "<p>a</p><note place='inline'><p>b</p><p>c</p></note>"
    assert "b c" in to_text(body, view="diplomatic")


def test_a_note_between_blocks_has_a_star() -> None:
    body = "<note><p>By the editors.</p></note><p>a<note>b</note></p>"
    assert to_text(body) == "a"
    assert to_text(body, notes="end") == "[*]\n\na[1]\n\n[*] By the editors.\n\n[1] b"
    assert to_text(body, notes="inline") == "[By the editors.]\n\na [b]"


def test_a_note_in_a_note_and_a_note_that_calls_itself_are_told_once() -> None:
    body = '<p>a<note xml:id="n">b<ref type="noteref" target="#n">1</ref><note>c</note></note></p>'
    assert to_text(body, notes="end") == "a[1]\n\n[1] b[1][2]\n\n[2] c"


def test_lines_are_wrapped_at_spaces_and_tables_are_not() -> None:
    words = "<p>" + "four " * 12 + "</p>"
    table = f"<table><row><cell>{'wide ' * 6}</cell><cell>b</cell></row></table>"
    item = f"<list><item>{'item ' * 8}</item></list>"
    text = to_text(words + table + item, wrap=30)
    assert text.split("\n") == [
        "four four four four four four",
        "four four four four four four",
        "",
        "wide wide wide wide wide wide\tb",
        "",
        "- item item item item item",
        "  item item item",
    ]


def test_wrapping_does_not_break_at_a_hyphen() -> None:
    text = to_text(f"<p>{'a' * 12} well-known thing</p>", wrap=20)
    assert text == f"{'a' * 12}\nwell-known thing"


def test_wrapping_does_not_break_at_a_no_break_space() -> None:
    text = to_text(f"<p>{'a' * 18} b\u00a0c d</p>", wrap=20)
    assert text == f"{'a' * 18}\nb\u00a0c d"


def test_a_transcription_by_lines_is_read_where_there_is_no_other_text() -> None:
    page = "<sourceDoc><surface><zone><line>one</line><line>two</line></zone></surface></sourceDoc>"
    text = "<text><body><p>edited</p></body></text>"
    alone = render(whole(f"<TEI {NAMESPACE}>{page}</TEI>"), to="text")
    both = render(whole(f"<TEI {NAMESPACE}>{page}{text}</TEI>"), to="text")
    assert (alone.data, both.data) == (b"one\ntwo\n", b"edited\n")


def test_text_is_utf8_with_line_feeds_and_is_not_normalised() -> None:
    made = render(document("<p>e\u0301 \u00e9 𐍈</p><p>b</p>"), to="text")
    assert made.data == "e\u0301 \u00e9 𐍈\n\nb\n".encode()


def test_a_document_with_nothing_to_read_gives_nothing_and_a_finding() -> None:
    made = render(whole(f"<TEI {NAMESPACE}><teiHeader/></TEI>"), to="text")
    assert made.data == b""
    assert [finding.code for finding in made.findings] == ["transform.no-text"]


def test_the_letter_reads_as_a_letter() -> None:
    text = edition(FOLDER / "works" / "01-letter-to-the-congress.xml", "text").data.decode()
    assert text.startswith(
        "Letter to the Congress\n\nI\n\nI would urge strongly that at this Congress a number of "
        "changes be made in our political structure.\n\n"
    )
    assert "\n\nLenin\nDecember 23, 1922\nTaken down by M.V.\n\nII\n\n" in text
    assert "it is not a minor detail" in text
    assert "Pyatakov" in text
    assert "Pyatakoy" not in text


def test_the_diplomatic_letter_has_the_slips_and_brackets_of_the_source() -> None:
    path = FOLDER / "works" / "01-letter-to-the-congress.xml"
    text = edition(path, "text", "diplomatic").data.decode()
    assert "it is not a [minor] detail" in text
    assert "Kamenev [See Vol. 26, pp. 216-19] was, of course" in text
    assert "Pyatakoy" in text
    assert "Pyatakov" not in text


def test_the_table_keeps_its_columns() -> None:
    text = edition(FOLDER / "works" / "04-on-education.xml", "text").data.decode()
    assert "\n\t1897\t1920\t1897\t1920\t1897\t1920\n1. European Russia\t326\t422\t" in text


BLOCKS = (
    '<p xml:id="p1">Mr. Smith left. He said:<list><item>a. B</item></list></p>'
    '<lg><l>one</l><l xml:id="l2">two</l></lg><ab xml:space="preserve">x\n  y</ab>'
    "<table><row><cell>1. A.</cell><cell>2</cell></row></table>"
)


def test_a_block_a_line_has_no_blank_lines() -> None:
    assert to_text(BLOCKS, one_line_per="block").split("\n") == [
        "Mr. Smith left. He said:", "- a. B", "one", "two", "x   y", "1. A.\t2",
    ]  # fmt: skip


def test_a_sentence_a_line_parts_sentences_and_nothing_else() -> None:
    body = "<p>Mr. Smith left. He said “No.” Then he <hi>came. And</hi> went.</p><p>So it is</p>"
    assert to_text(body, one_line_per="sentence").split("\n") == [
        "Mr. Smith left.", "He said “No.”", "Then he came.", "And went.", "So it is",
    ]  # fmt: skip


def test_sentences_follow_the_language_of_the_document() -> None:
    text = "<text><body><p>Er kam am 3. Mai. So war es.</p></body></text>"
    german = whole(f'<TEI {NAMESPACE} xml:lang="de-AT">{text}</TEI>')
    made = render(german, to="text", options=TransformOptions(one_line_per="sentence"))
    assert made.data.decode() == "Er kam am 3. Mai.\nSo war es.\n"


@pytest.mark.parametrize("path", WORKS[:3], ids=lambda path: str(path.stem))
def test_sentences_have_all_words_of_the_text(path: Path) -> None:
    document = read_document(path)
    one, other = (
        render(document, to="text", options=TransformOptions(one_line_per=per)).data.decode()
        for per in (None, "sentence")
    )
    assert one.split() == other.split()
    assert other.count("\n") > one.count("\n\n")


def test_without_the_package_for_sentences_the_run_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "sentencex", None)
    with pytest.raises(TeiToolsError, match=r"pip install 'tei-tools\[sentences\]'"):
        to_text("<p>a</p>", one_line_per="sentence")


def test_ids_are_addresses_of_blocks() -> None:
    text = to_text(f"\n{BLOCKS}<p>a<note xml:id='n'>b</note></p>", ids=True, notes="end")
    assert text.split("\n") == [
        "test.xml#p1\tMr. Smith left. He said:", "test.xml:2\t- a. B", "",
        "test.xml:2\tone", "test.xml#l2\ttwo", "",
        "test.xml:2\tx", "  y", "",
        "test.xml:3\t1. A.\t2", "",
        "test.xml:3\ta[1]", "",
        "test.xml#n\t[1] b",
    ]  # fmt: skip


def test_each_sentence_has_the_address_of_its_block() -> None:
    text = to_text('<p xml:id="p">One. Two.</p>', ids=True, one_line_per="sentence")
    assert text == "test.xml#p\tOne.\ntest.xml#p\tTwo."


@pytest.mark.parametrize("options", [{"one_line_per": "block"}, {"ids": True}])
def test_lines_that_are_records_are_not_wrapped(options: dict[str, Any]) -> None:
    with pytest.raises(TeiToolsError, match="not wrapped"):
        TransformOptions(wrap=40, **options)
    with pytest.raises(TeiToolsError, match="block or sentence"):
        TransformOptions(one_line_per="word")


def test_no_other_format_is_loaded_for_text() -> None:
    program = (
        "import sys; from pathlib import Path; from tei_tools.read import read_document;"
        "from tei_tools.transform import render;"
        "render(read_document(Path('a.xml'), data=b'<p>a</p>'), to='text');"
        "print(*(name for name in sys.modules if name.startswith('tei_tools.transform.')))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, text=True
    )
    loaded = {name.split(".")[2] for name in run.stdout.split()}
    assert "text" in loaded
    assert loaded.isdisjoint({"html", "json", "records", "loss", "marking"})
