"""The chronology: who took what down when, in the picture and in the table that says the same."""

from __future__ import annotations

import pytest
from lxml import etree

from tei_tools.transform.html.timeline import SHAPES

from .conftest import TEI, WORKS, document, edition, to_html
from .test_html import content, found, parse, string, values

MV, LF = "Maria Akimovna Volodicheva", "Lydia Alexandrovna Fotieva"
#: The thirteen units in the order of their dictation, by the inventory of the source.
DICTATED = [
    ("1922-12-23", "w1.I", MV, "the text: M.V."),
    ("1922-12-24", "w1.II.a", MV, "inferred"),
    ("1922-12-25", "w1.II.b", MV, "the text: M.V."),
    ("1922-12-26", "w1.III", LF, "the text: L.F."),
    ("1922-12-27", "w2.IV", MV, "the text: M.V."),
    ("1922-12-28", "w2.V", LF, "the text: L.F."),
    ("1922-12-29", "w2.VI.a", MV, "the text: M.V."),
    ("1922-12-29", "w2.VI.b", MV, "the text: M.V."),
    ("1922-12-29", "w1.VII", MV, "the text: M.V."),
    ("1922-12-30", "w3.a", MV, "the text: M.V."),
    ("1922-12-31", "w3.b", MV, "the text: M.V."),
    ("1922-12-31", "w3.c", MV, "the text: M.V."),
    ("1923-01-04", "w1.addition", LF, "the text: L.F."),
]


@pytest.fixture(scope="module")
def page() -> etree._Element:
    """The page of the corpus."""
    return parse(edition(TEI / "corpus.xml", "html").data)


def dictation(n: str, closer: str, more: str = "") -> str:
    """A dictated unit."""
    return (
        f'<div type="dictation" xml:id="{n}" n="{n}" {more}><p>a</p><closer>{closer}</closer></div>'
    )


def test_the_table_has_all_units_with_their_dates_and_hands(page: etree._Element) -> None:
    rows = [
        (
            string(row, "th/time/@datetime"),
            string(row, "td[1]/a/@href")[1:],
            content(found(row, "td[2]")[0]),
            content(found(row, "td[3]")[0]),
        )
        for row in found(page, "//section[@class='chronology']//tbody/tr")
    ]
    assert rows == DICTATED
    titles = found(page, "//section[@class='chronology']//tbody/tr/td[4]")
    assert {content(title) for title in titles} == {
        "Letter to the Congress",
        "Granting Legislative Functions to the State Planning Commission",
        'The Question of Nationalities or "Autonomisation"',
    }  # fmt: skip


def test_the_picture_has_a_mark_for_each_unit_in_the_column_of_its_hand(
    page: etree._Element,
) -> None:
    [picture] = found(page, "//section[@class='chronology']//figure/*[local-name()='svg']")
    marks = found(picture, "*[local-name()='g'][starts-with(@class, 'lane-')]")
    heads, drawn = marks[:2], marks[2:]
    names = [string(head, "following-sibling::*[1]") for head in heads]
    assert names == ["Volodicheva", "Fotieva"]
    lanes = [str(mark.get("class")).split()[0] for mark in drawn]
    assert lanes == ["lane-0" if hand == MV else "lane-1" for _, _, hand, _ in DICTATED]
    hollow = [n for n, mark in enumerate(drawn) if "hollow" in str(mark.get("class"))]
    assert hollow == [1]
    shapes = {str(mark.get("class")).split()[0]: mark[0].tag for mark in drawn}
    assert len(set(shapes.values())) == 2  # told apart by more than colour


def test_the_picture_says_in_words_what_it_shows(page: etree._Element) -> None:
    [picture] = found(page, "//figure/*[local-name()='svg']")
    assert picture.get("role") == "img"
    ids = [str(picture.get(name)) for name in ("aria-labelledby", "aria-describedby")]
    title, text = (string(page, f"//*[@id='{one}']") for one in ids)
    assert title == "Chronology of dictation"
    assert text.startswith(f"23 December 1922: I ({MV}); 24 December 1922: II.a ({MV}, inferred);")
    assert text.count("(") == len(DICTATED)


def test_a_work_by_itself_has_the_chronology_of_its_own_units() -> None:
    alone = parse(edition(WORKS[0], "html").data)
    hrefs = values(alone, "//section[@class='chronology']//tbody/tr/td[1]/a/@href")
    assert [href[1:] for href in hrefs] == [own for _, own, _, _ in DICTATED if own[:2] == "w1"]
    assert found(parse(edition(WORKS[3], "html").data), "//section[@class='chronology']") == []


def test_there_is_none_of_fewer_than_two_dated_units() -> None:
    one = dictation("a", '<date when="1922-12-23">x</date>')
    assert found(parse(to_html(one + dictation("b", "x"))), "//*[@class='chronology']") == []


def test_units_of_one_day_follow_the_order_that_the_encoding_gives() -> None:
    date = '<date when="1922-12-23">x</date>'
    page = parse(
        to_html(
            dictation("c", date, 'prev="#b"')
            + dictation("b", date, 'prev="#a" next="#c"')
            + dictation("a", date, 'next="#b"')
            + dictation("undated", "")
        )
    )
    links = found(page, "//section[@class='chronology']//tbody//td[1]/a")
    assert [link.text for link in links] == ["a", "b", "c", "undated"]


def test_units_that_name_each_other_in_a_circle_are_shown_once() -> None:
    date = '<date when="1922">x</date>'
    body = dictation("a", date, 'next="#b" prev="#b"') + dictation("b", date, 'next="#a" prev="#a"')
    links = found(parse(to_html(body)), "//section[@class='chronology']//tbody//td[1]/a")
    assert sorted(str(link.text) for link in links) == ["a", "b"]


def test_more_hands_than_shapes_are_drawn() -> None:
    body = "".join(
        dictation(f"u{n}", f'<date when="19{n + 10}">x</date> <seg type="takenDown">'
                  f'<persName ref="#h{n}">H{n}</persName></seg>')
        for n in range(len(SHAPES) + 2)
    )  # fmt: skip
    page = parse(to_html(body))
    assert len(found(page, "//section[@class='chronology']//tbody/tr")) == len(SHAPES) + 2


def test_a_hand_without_a_person_is_called_by_what_the_header_calls_its_scribe() -> None:
    hand = '<handNote xml:id="h1" scribe="Clerk A"/>'
    header = f"<profileDesc><handNotes>{hand}</handNotes></profileDesc>"
    body = "".join(
        dictation(n, f'<date when="1922-12-2{day}">x</date>', hand)
        for n, day, hand in (("a", 1, 'hand="#h1"'), ("b", 2, 'hand="#h2"'), ("c", 3, ""))
    )
    page = parse(to_html(document(body, header)))
    hands = found(page, "//section[@class='chronology']//tbody//td[2]")
    assert [hand.text for hand in hands] == ["Clerk A", "h2", "Hand not recorded"]
    assert "hand: Clerk A" in string(page, "//*[@id='a']/p[contains(@class, 'unit-note')]")


def test_a_thousand_units_have_a_table_and_no_picture() -> None:
    body = "".join(dictation(f"u{n}", f'<date when="{n + 1000}">x</date>') for n in range(1000))
    page = parse(to_html(body))
    assert len(found(page, "//section[@class='chronology']//tbody/tr")) == 1000
    assert found(page, "//figure") == []
