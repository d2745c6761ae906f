"""The index of a page: that it has every name, at every place, and under the right heading."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from tei_tools.transform.html.index import sort_key
from tei_tools.transform.html.places import place_in_words, short_place

from .conftest import TEI, WORKS, document, edition, to_html
from .test_html import content, found, parse, string, values

NAMES = "persName orgName placeName settlement region country geogName eventName name rs title"
#: Names that the reading view has in a text: not those in a register, nor in the source's slips.
NAMED = (
    f"//t:text//*[@ref][{' or '.join(f'self::t:{name}' for name in NAMES.split())}]"
    "[not(ancestor::t:sic)]/@ref"
)


def counted_in_tei(path: Path) -> Counter[str]:
    """How often each entry is named in a file and what it includes, counted by XPath."""
    tree = etree.parse(path)
    tree.xinclude()
    found = tree.xpath(NAMED, namespaces={"t": "http://www.tei-c.org/ns/1.0"})
    assert isinstance(found, list)
    return Counter(re.split("[:#]", str(ref))[-1] for ref in found)


def counted_in_index(page: etree._Element) -> Counter[str]:
    """The same by the index: a place for each link, and more where it says how often."""
    counts: Counter[str] = Counter()
    for entry in found(page, "//section[@class='index']/ul/li"):
        for link in found(entry, "span[@class='places']//a"):
            times = re.match(r" ×(\d+)", link.tail or "")
            counts[entry.get("id", "").removeprefix("index.")] += int(times[1]) if times else 1
    return counts


@pytest.mark.parametrize("path", [*WORKS, TEI / "corpus.xml"], ids=lambda path: str(path.stem))
def test_every_occurrence_of_every_name_is_in_the_index(path: Path) -> None:
    expected = counted_in_tei(path)
    assert expected
    assert counted_in_index(parse(edition(path, "html").data)) == expected


def test_links_lead_to_the_paragraph_in_which_the_name_stands() -> None:
    page = parse(edition(WORKS[0], "html").data)
    for entry in found(page, "//section[@class='index']/ul/li"):
        for href in values(entry, "span[@class='places']//a/@href"):
            [place] = found(page, f"//*[@id='{href[1:]}']")
            slug = entry.get("id", "").removeprefix("index.")
            assert found(place, f"descendant-or-self::*[@data-ref='{slug}']")


def test_entries_are_grouped_by_kind_and_sorted_by_surname() -> None:
    page = parse(edition(WORKS[0], "html").data)
    kinds = [content(head) for head in found(page, "//section[@class='index']/h3")]
    assert kinds == ["People", "Organisations", "Places", "Events", "Works"]
    people = [content(t) for t in found(page, "//section[@class='index']/ul[1]/li/b")]
    assert people[:3] == [
        "Bukharin, Nikolai Ivanovich", "Fotieva, Lydia Alexandrovna", "Kamenev, Lev Borisovich",
    ]  # fmt: skip
    for group in found(page, "//section[@class='index']/ul"):
        heads = [content(term).casefold() for term in found(group, "li/b")]
        assert heads == sorted(heads)


def test_an_entry_says_in_a_few_words_who_it_is() -> None:
    page = parse(edition(WORKS[0], "html").data)
    assert string(page, "//*[@id='index.bukharin']/span[1]") == (
        "1888–1938: Editor of Pravda; theorist of the Party"
    )
    assert string(
        parse(edition(TEI / "front.xml", "html").data), "//*[@id='index.lcw-36']/span"
    ) == ("Vladimir Ilyich Lenin, vol. 36")
    assert string(page, "//*[@id='index.central-committee']/span[1]").startswith(
        "The governing body of the Party"
    )


def test_an_entry_is_called_as_its_register_calls_it_and_not_as_a_place_happens_to() -> None:
    page = parse(edition(WORKS[0], "html").data)
    terms = [content(term) for term in found(page, "//section[@class='index']//b")]
    assert {"Twelfth Congress of the Party", "October Revolution"} <= set(terms)
    assert "revolution" not in terms


def test_in_a_corpus_places_stand_after_the_title_of_their_work() -> None:
    page = parse(edition(TEI / "corpus.xml", "html").data)
    titles = [
        content(t) for t in found(page, "//*[@id='index.pyatakov']/span[@class='places']/cite")
    ]
    assert titles == [
        "Letter to the Congress",
        "Granting Legislative Functions to the State Planning Commission",
    ]
    assert values(page, "//*[@id='index.pyatakov']/b/a/@href") == ["#pyatakov"]


def test_a_name_in_a_paragraph_without_an_id_is_found_too() -> None:
    page = parse(
        to_html('<p>a <persName ref="#n">b</persName></p><p><persName ref="#n">c</persName></p>')
    )
    links = found(page, "//*[@id='index.n']/span[@class='places']/a")
    assert [link.text for link in links] == ["1", "2"]
    places = [string(page, f"//*[@id='{str(link.get('href'))[1:]}']") for link in links]
    assert places == ["b", "c"]


def test_there_is_no_index_where_nothing_is_named() -> None:
    assert found(parse(to_html("<p>a <persName>b</persName></p>")), "//*[@class='index']") == []


def test_names_of_an_authority_file_are_one_entry_that_leads_there() -> None:
    ref = "https://d-nb.info/gnd/118571508"
    page = parse(
        to_html(f'<p xml:id="p"><persName ref="{ref}">L</persName> <rs ref="{ref}">he</rs></p>')
    )
    [entry] = found(page, "//section[@class='index']/ul/li")
    assert (string(entry, "b"), values(entry, "b/a/@href")) == ("L", [ref])
    assert string(entry, "span[@class='places']") == "p ×2"


def test_accents_and_case_do_not_part_what_is_beside_each_other() -> None:
    names = ["Zola", "Ärzte", "arzt", "Éluard", "“Eine”", "łódź"]
    assert sorted(names, key=sort_key) == ["arzt", "Ärzte", "“Eine”", "Éluard", "Zola", "łódź"]


@pytest.mark.parametrize(
    ("identifier", "short", "words"),
    [
        ("w1.II.a.p3", "II.a 3", "section II.a, paragraph 3"),
        ("w1.p3", "3", "paragraph 3"),
        ("w1.II", "II", ""),
        ("w1", "", ""),
        ("p3", "3", "paragraph 3"),
        ("x.intro", "x.intro", ""),
    ],
)
def test_places_are_called_by_their_ids(identifier: str, short: str, words: str) -> None:
    assert short_place(identifier, "w1") == short
    assert place_in_words(identifier, "w1") == words


def test_the_index_of_a_document_is_that_of_the_view_it_shows() -> None:
    body = (
        '<p xml:id="p"><choice><sic><persName ref="#a">A</persName></sic>'
        '<corr><persName ref="#b">B</persName></corr></choice></p>'
    )
    reading = parse(to_html(document(body)))
    diplomatic = parse(to_html(document(body), view="diplomatic"))
    path = "//section[@class='index']/ul/li/@id"
    assert (values(reading, path), values(diplomatic, path)) == (["index.b"], ["index.a"])
