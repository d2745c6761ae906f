"""Why a word is kept, dropped, joined or bracketed: what is said agrees with what is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tei_tools.cli.app import app
from tei_tools.flows.placing import words_at
from tei_tools.model.finding import TeiToolsError
from tei_tools.transform import VIEWS, TransformOptions, View, all_views

from .conftest import NAMESPACE, WORKS, edition
from .test_models import compiled, written

CASES = [
    # what stands on the line; the word; in the reading view, how it is read; a part of the reason
    ("<choice><sic>wrod</sic><corr>word</corr></choice>", "wrod", "", "`sic` gives way to `corr`"),
    ("<choice><sic>wrod</sic><corr>word</corr></choice>", "word", "word", "read of `choice`"),
    ("<app><lem>a</lem><rdg>b</rdg></app>", "b", "", "`rdg` gives way to `lem`"),
    ("<app><rdgGrp><rdg>a</rdg><rdg>b</rdg></rdgGrp></app>", "a", "a", ""),
    ("I <del>did <hi>not</hi></del> go", "not", "", "`del` is left out"),
    ("a<supplied>nd</supplied>", "nd", "and", "no white space parts it"),
    ('Buf-<lb break="no"/>falo', "Buf-", "Buffalo", 'after it by `lb break="no"`'),
    ('Buf- <lb break="no"/> <hi>falo</hi>', "falo", "Buffalo", 'before it by `lb break="no"`'),
    ('<w>l</w> <w join="left">a</w>', "l", "la", 'after it by `w join="left"`'),
    ('<w>l</w> <w join="left">a</w>', "a", "la", 'before it by `w join="left"`'),
    ("a<fw>page</fw>", "page", "", "`fw` is no running text (its behaviour is omit)"),
    ("a<note>why <hi>this</hi></note>", "this", "this", "read apart"),
    ("&amp;c. <hi>b</hi>", "&c.", "&c.", ""),
    ("a -, b", "-,", "-,", ""),
]


def _at(
    folder: Path, body: str, view: View = VIEWS["reading"], models: bytes = b""
) -> dict[str, tuple[str, str]]:
    """For each word of a line how it is read, and why."""
    file = folder / "a.xml"
    file.write_text(f"<TEI {NAMESPACE}><text><body><p>\n{body}\n</p></body></text></TEI>")
    words = words_at(file, 2, None, TransformOptions(view=view, models=models))
    return {word.text: (word.reading.shown, "; ".join(word.reading.reasons)) for word in words}


@pytest.mark.parametrize(("body", "word", "shown", "reason"), CASES)
def test_a_word_is_read_as_said_and_for_the_reason_given(
    tmp_path: Path, body: str, word: str, shown: str, reason: str
) -> None:
    told = _at(tmp_path, body)[word]
    assert told[0] == shown
    assert reason in told[1]


def test_what_a_view_puts_around_a_word_is_told(tmp_path: Path) -> None:
    body = 'a <supplied>b</supplied> <note place="inline">c</note>'
    told = _at(tmp_path, body, VIEWS["diplomatic"])
    assert told["b"] == ("[b]", "`supplied` is marked with [ and ]")
    assert told["c"] == ("[c]", "`note` is read where it stands; `note` is marked with [ and ]")
    view = all_views({"mine": {"additions": "omit"}})["mine"]
    assert _at(tmp_path, "a <add>b</add>", view)["b"] == ("", "`add` is left out by the view")


@pytest.mark.parametrize(
    ("model", "shown", "reason"),
    [
        ('behaviour="omit"', "", "`hi` is no running text (its behaviour is omit, by its model in"),
        ('behaviour="inline" predicate=". = \'word\'" cssClass="w"', "word", ""),
        ('behaviour="omit" predicate=". = \'other\'"', "word", ""),
        ('behaviour="note"', "word", "`hi` is read apart, with the notes, by its model in"),
    ],
)
def test_a_word_is_read_as_the_model_of_a_project_says(
    model: str, shown: str, reason: str, tmp_path: Path
) -> None:
    models = compiled(tmp_path, hi=f"<model {model}/>")
    told = _at(tmp_path, "a <hi>word</hi> b", models=models)["word"]
    assert told[0] == shown
    assert told[1].startswith(reason)
    assert bool(told[1]) == bool(reason)


def test_what_a_model_reads_in_place_of_a_word_or_around_it_is_told(tmp_path: Path) -> None:
    sign = "<outputRendition scope='before'>content: '*'</outputRendition>"
    models = compiled(
        tmp_path,
        hi='<model behaviour="inline"><param name="content" value="emph, \'x\'"/></model>',
        seg=f'<model behaviour="inline">{sign}</model>',
        name='<model behaviour="text"><param name="content" value="upper-case(.)"/></model>',
        choice='<model behaviour="alternate"><param name="default" value="abbr"/></model>',
    )
    body = (
        "<hi>one <emph>two</emph></hi> <seg>three</seg> <name>four</name> "
        "<choice><abbr>five</abbr><expan>six</expan></choice>"
    )
    told = _at(tmp_path, body, models=models)
    assert told["one"][0] == told["six"][0] == ""
    assert told["one"][1].startswith("`hi` is read without what stands here, by its model at")
    assert told["six"][1].startswith("`choice` is read without what stands here, by its model at")
    assert told["two"][0] == "twox"
    assert told["three"][1].startswith("`seg` is marked with *, by its model at")
    place = f"{tmp_path / 't.odd'}:2"
    assert told["four"] == ("FOUR", f"what is read of `name` is made by its model at {place}")
    assert told["five"] == ("five", "")


def test_explain_knows_the_models_of_an_option_or_of_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _at(tmp_path, "a <hi>word</hi>")
    written(tmp_path, hi='<model behaviour="omit"/>')
    monkeypatch.chdir(tmp_path)
    runner, command = CliRunner(), ["explain", "a.xml:2"]
    assert "word" not in runner.invoke(app, command).stdout
    said = runner.invoke(app, [*command, "--odd", "t.odd"]).stdout
    assert "word: not read (view: reading)" in said
    assert "its behaviour is omit, by its model in the ODD" in said
    (tmp_path / "tei-tools.toml").write_text('odd = "t.odd"')
    assert "word: not read (view: reading)" in runner.invoke(app, command).stdout


def test_what_stands_in_markup_is_no_word(tmp_path: Path) -> None:
    body = '<hi rend="x > y">one</hi><!-- two\n--> <?pi three?> four'
    assert list(_at(tmp_path, body)) == ["one"]
    with pytest.raises(TeiToolsError, match="no word at this place"):
        words_at(tmp_path / "a.xml", 9, None, TransformOptions())
    [word] = words_at(tmp_path / "a.xml", 3, 18, TransformOptions())
    assert (word.text, word.column) == ("four", 18)


def test_lines_and_encodings_of_the_file_are_those_of_its_author(tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    text = f'<?xml version="1.0" encoding="UTF-16"?>\r\n<p {NAMESPACE}>\r\né <del>ü</del></p>'
    file.write_bytes(text.encode("utf-16"))
    told = [
        (word.text, word.column, word.reading.shown)
        for word in words_at(file, 3, None, TransformOptions())
    ]
    assert told == [("é", 1, "é"), ("ü", 8, "")]


@pytest.mark.parametrize("view", VIEWS)
def test_words_of_the_edition_are_in_the_text_unless_a_reason_is_given(view: str) -> None:
    path = WORKS[0]
    read = set(edition(path, "text", view).data.decode().split())
    count = 0
    for line in range(244, 290):
        try:
            words = words_at(path, line, None, TransformOptions(view=view))
        except TeiToolsError:
            continue
        for word in words:
            count += 1
            if not word.reading.note:
                assert word.reading.shown in read if word.reading.shown else word.reading.reasons
    assert count > 200
