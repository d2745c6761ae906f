"""What looks like a mistake and is none is silent; its neighbour that is one is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tei_tools.model.draft import told
from tei_tools.model.finding import Finding
from tei_tools.read import read_document
from tei_tools.rules import check_rules
from tei_tools.rules.text.language_case import in_usual_case
from tei_tools.rules.text.language_tag import why_no_tag
from tests.rules.examples import document_of


def findings(code: str, example: str) -> list[Finding]:
    document = read_document(Path("letter.xml"), data=document_of(example).encode())
    return list(told(document, check_rules(document, lambda each: each == code)))


SILENT = [
    ("text.mojibake", "<p>„Ä“ und „TÜ“, ein Ã, un château, IRMÃ.</p>"),
    ("text.lookalike", "<p>Правда Pravda α-Strahlen Δt µm PHP-шный ΑΒΓ</p>"),
    ("text.nfc", "<p>é ȩ̀ ẛ̣</p>"),
    ("text.escaped", "<p>Marx &amp; Engels &amp;c. AT&amp;T; R&amp;D</p>"),
    ("text.escaped", "<p>Write <gi>p</gi> for &amp;lt;p&amp;gt;.</p>"),
    ("text.private-use", "<p>A <g>\ue000</g>.</p>"),
    ("text.soft-hyphen", "<p>Con\u00ad<lb/>gress</p>"),
    ("text.doubled-space", "<p>One\n    two <hi>three</hi>  <!-- c --></p>"),
    ("text.boundary-space", "<p>One <hi>\n  two\n</hi> three</p>"),
    ("text.space-before-mark", "<p>And then . . . nothing .5</p>"),
    (
        "structure.table-width",
        '<table><row><cell rows="2">a</cell><cell>b</cell></row><row><cell>c</cell></row>'
        '<row><cell cols="2">d</cell></row></table>',
    ),
    (
        "structure.choice-same",
        '<p><choice><orig>a</orig><reg><hi rend="b">a</hi></reg></choice></p>',
    ),
    (
        "structure.choice-pair",
        "<p><choice><abbr>a</abbr><expan>b</expan><expan>c</expan></choice></p>",
    ),
    (
        "structure.page-numbers",
        '<p><pb n="278"/>a<pb n="1"/>b<pb n="2"/>c<pb n="iv"/><pb n="2" ed="B"/></p>',
    ),
    (
        "structure.dimensions",
        '<p><gap extent="some" unit="lines"/><gap quantity="2" unit="lines"/></p>',
    ),
    ("structure.parts", '<lg><l part="I">a</l><l part="M">b</l><l part="F">c</l><l>d</l></lg>'),
    ("hands.shift-same", '<p><handShift new="#a"/>x<handShift new="#a" medium="pencil"/></p>'),
    ("names.empty", '<p><choice><sic/><corr><persName ref="#a">A</persName></corr></choice></p>'),
    ("names.punctuation", "<p><persName>Lenin</persName>, <persName>V. I.</persName></p>"),
    (
        "header.status",
        '<revisionDesc status="b"><change when="2022-12-24" status="a">One.</change>'
        '<change when="2022-12-25" status="b">Two.</change></revisionDesc>',
    ),
    (
        "header.language-declared",
        '<langUsage><language ident="eng">English</language></langUsage><p xml:lang="en-GB">a</p>',
    ),
    ("pointers.mutual", '<p xml:id="a" next="#b">One</p><p xml:id="b">two.</p>'),
    ("pointers.itself", '<p xml:id="a" corresp="#ab">One</p><p xml:id="ab">two.</p>'),
    ("pointers.address", '<p><ref target="https://web.archive.org/web/https://a.org/">a</ref></p>'),
    ("dates.future", '<p><date when="2922">in a thousand years</date></p>'),
    (
        "dates.life",
        '<listPerson><person><birth notBefore="1788" notAfter="1790"/><death when="1789"/>'
        "</person></listPerson>",
    ),
]


@pytest.mark.parametrize(("code", "example"), SILENT)
def test_what_is_no_mistake_is_silent(code: str, example: str) -> None:
    assert findings(code, example) == []


TOLD = [
    ("text.mojibake", "<p>Ã¼ber</p>", "`Ã¼`", "did you mean `ü`?"),
    ("text.mojibake", "<p>â€œnoâ€\u009d</p>", "`â€œ`", "did you mean `“`?"),
    ("text.lookalike", "<p>Пpавда</p>", "`Пpавда`", "the letters look alike, and are not the same"),
    ("text.control", "<p>a\ufffdb\ufffd</p>", "2 times", "look into the source what it was"),
    ("text.escaped", "<p>&amp;nbsp;</p>", "`&nbsp;`", "write the character itself"),
    ("text.language-tag", '<p xml:lang="deu-AT">a</p>', "`deu-AT`", "did you mean `de-AT`?"),
    ("text.language-tag", '<p xml:lang="en-UK">a</p>', "`UK`", "did you mean `en-GB`?"),
    ("text.language-tag", '<p xml:lang="ru_Latn">a</p>', "`ru_Latn`", "did you mean `ru-Latn`?"),
    ("structure.page-numbers", '<p><pb n="12"/>a<pb n="11"/></p>', "page 11 comes after 12", ""),
    (
        "pointers.address",
        '<p><ref target="http//a.org">a</ref></p>',
        "`http//a.org`",
        "it begins with `https://` and the name of a site",
    ),
    (
        "notes.called",
        '<p><ref type="noteref" target="#n">1</ref><ref type="noteref" target="#n">1'
        '</ref></p><p><note xml:id="n">N</note></p>',
        "called 2 times",
        "",
    ),
]


@pytest.mark.parametrize(("code", "example", "message", "suggestion"), TOLD)
def test_what_is_a_mistake_is_told(code: str, example: str, message: str, suggestion: str) -> None:
    finding, *_ = findings(code, example)
    assert message in finding.message
    assert finding.suggestion == suggestion


TAGS = (
    "de en-GB ru-Latn zh-Hant-TW sr-Cyrl-RS es-419 de-1901 sl-rozaj-biske de-CH-1996 grc und zxx "
    "la-x-medieval x-klingon i-navajo mul gsw-u-sd-chzh art-lojban hy-arevela zh-cmn-Hans-CN"
).split()
NO_TAGS = "ger eng fre gr en_GB German sr-Cryl en-UK d e -de de- x-".split()


@pytest.mark.parametrize("tag", TAGS)
def test_language_tag_is_known(tag: str) -> None:
    assert why_no_tag(tag) is None
    assert in_usual_case(tag.upper().replace("X-", "x-")).lower() == tag.lower()


@pytest.mark.parametrize("tag", NO_TAGS)
def test_what_is_no_language_tag_is_told(tag: str) -> None:
    assert why_no_tag(tag)
