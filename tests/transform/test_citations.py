"""The citation, the permanent link and the encoding of each paragraph."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from tei_tools.transform import TransformOptions, render

from .conftest import NAMESPACE, TEI, WORKS, document, edition, to_html, whole
from .test_html import content, found, parse, string, values


@pytest.mark.parametrize("path", [*WORKS, TEI / "corpus.xml"], ids=lambda path: str(path.stem))
def test_every_paragraph_that_has_a_number_is_followed_by_its_citation(path: Path) -> None:
    page = parse(edition(path, "html").data)
    paragraphs = found(page, "//p[a[contains(@class, 'cite')]]")
    assert paragraphs
    assert len(found(page, "//div[contains(@class, 'cited')]")) == len(paragraphs)
    for paragraph in paragraphs:
        own = paragraph.get("id")
        [cited] = found(paragraph, "following-sibling::*[1][contains(@class, 'cited')]")
        assert values(cited, "p/a/@href") == [f"#{own}"]
        assert content(found(cited, "p")[0]).endswith(f", {own}.")


def test_a_citation_names_author_title_edition_and_place() -> None:
    page = parse(edition(WORKS[0], "html").data)
    assert string(page, "//*[@id='w1.II.a.p8']/following-sibling::*[1]/p") == (
        "Vladimir Ilyich Lenin, “Letter to the Congress”, First digital edition, tei-tools 2026, "
        "section II.a, paragraph 8, w1.II.a.p8."
    )


@pytest.mark.parametrize(
    ("idno", "address"),
    [
        ('<idno type="URL">https://example.org/letters/7</idno>', "https://example.org/letters/7"),
        ('<idno type="DOI">10.1000/7</idno>', "https://doi.org/10.1000/7"),
        ('<idno type="local">7</idno><idno type="URL">javascript:x</idno>', ""),
    ],
)
def test_the_permanent_link_is_made_of_the_address_that_the_header_gives(
    idno: str, address: str
) -> None:
    header = (
        "<fileDesc><titleStmt><title>L</title></titleStmt>"
        f"<publicationStmt>{idno}</publicationStmt></fileDesc>"
    )
    page = parse(to_html(document('<p xml:id="p7">a</p>', header)))
    assert values(page, "//div[contains(@class, 'cited')]/p/a/@href") == [f"{address}#p7"]


@pytest.mark.parametrize("path", WORKS, ids=lambda path: str(path.stem))
def test_the_encoding_of_every_paragraph_is_the_element_itself(path: Path) -> None:
    page = parse(edition(path, "html").data)
    ids = {e.get("{http://www.w3.org/XML/1998/namespace}id"): e for e in etree.parse(path).iter()}
    shown = found(page, "//div[contains(@class, 'cited')]/details/pre/code")
    assert shown
    for code in shown:
        own = values(code, "ancestor::div[1]/p/a/@href")[0][1:]
        again = etree.fromstring(content(code).replace("<p", f"<p {NAMESPACE}", 1))
        assert squeezed(again) == squeezed(ids[own])


def squeezed(element: etree._Element) -> str:
    """An element as canonical XML, runs of white space being one space."""
    alone = etree.fromstring(etree.tostring(element, with_tail=False))
    text = etree.tostring(alone, method="c14n").decode()
    return " ".join(text.split())


def test_markup_and_scripts_in_the_encoding_are_shown_and_not_done() -> None:
    page = parse(
        to_html('<p xml:id="p">&lt;/code>&lt;script>alert(1)&lt;/script><!-- </pre> --></p>')
    )
    assert len(found(page, "//script")) == 1
    assert "<!-- </pre> -->" in content(found(page, "//pre/code")[0])


def test_paragraphs_without_ids_and_notes_have_none() -> None:
    page = parse(to_html('<p>a<note xml:id="n"><p xml:id="n.p1">b</p></note></p>'))
    assert found(page, "//div[contains(@class, 'cited')]") == []


def test_a_page_without_the_encoding_has_the_citations_all_the_same() -> None:
    page = parse(to_html('<p xml:id="p">a</p>', source=False))
    assert len(found(page, "//div[contains(@class, 'cited')]")) == 1
    assert found(page, "//pre") == []


def test_what_only_the_encoding_shows_is_lost_all_the_same() -> None:
    options = TransformOptions(loss=True)
    made = render(document('<p xml:id="p" corresp="#q">a</p>'), to="html", options=options)
    assert b"corresp=" in made.data
    assert any("corresp" in finding.message for finding in made.findings)


def test_the_page_of_another_language_tells_citations_apart() -> None:
    text = f'<TEI {NAMESPACE} xml:lang="de"><text><body><p xml:id="p">a</p></body></text></TEI>'
    assert values(parse(to_html(whole(text))), "//div[contains(@class, 'cited')]/@lang") == ["en"]
