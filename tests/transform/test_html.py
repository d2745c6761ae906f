"""The page: what it says, where it leads, and that nothing in it is dangerous or left dangling."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree

from tei_tools.transform import Entry, render

from .conftest import NAMESPACE, TEI, WORKS, document, edition, to_html, to_json, to_text, whole


def parse(page: str | bytes) -> etree._Element:
    """A page as a tree."""
    data = page.encode() if isinstance(page, str) else page
    return etree.fromstring(data, etree.HTMLParser(encoding="utf-8", huge_tree=True))


def found(page: etree._Element, path: str) -> list[etree._Element]:
    """The elements that an XPath leads to."""
    result = page.xpath(path)
    assert isinstance(result, list)
    return [element for element in result if isinstance(element, etree._Element)]


def values(page: etree._Element, path: str) -> list[str]:
    """The attributes that an XPath leads to."""
    result = page.xpath(path)
    assert isinstance(result, list)
    return [str(value) for value in result]


def string(page: etree._Element, path: str) -> str:
    """The text that an XPath leads to."""
    return str(page.xpath(f"string({path})"))


def content(element: etree._Element) -> str:
    """The text in an element."""
    return "".join(element.itertext())


def main_text(page: etree._Element, *, shown: bool) -> str:
    """The running text of a page as one of its views has it; line ends mean nothing in it."""
    other = "[@hidden]" if shown else "[contains(concat(' ', @class, ' '), ' first ')]"
    apart = "[contains(concat(' ', @class, ' '), ' apart ')]"
    texts = page.xpath(
        f"//div[@class='reading']//text()[not(ancestor::*{other})][not(ancestor::*{apart})]"
    )
    assert isinstance(texts, list)
    return "".join(map(str, texts)).replace("\n", "")


def block_text(data: bytes) -> str:
    """The text of the blocks of a JSON document, without what stands between them."""
    made = json.loads(data)
    return "".join(
        one["reading"]["text"][block["start"] : block["end"]]
        for one in made.get("documents", [made])
        for block in one["reading"]["blocks"]
    ).replace("\n", "")


@pytest.mark.parametrize(("view", "other"), [("reading", "diplomatic"), ("diplomatic", "reading")])
def test_both_views_of_a_page_have_the_text_of_the_plain_text(
    file: Path, view: str, other: str
) -> None:
    page = edition(file, "html", view).data
    assert main_text(parse(page), shown=True) == block_text(edition(file, "json", view).data)
    assert main_text(parse(page), shown=False) == block_text(edition(file, "json", other).data)


def test_ids_stand_once_links_lead_somewhere_and_never_stand_in_links(file: Path) -> None:
    page = parse(edition(file, "html").data)
    ids = values(page, "//@id")
    assert len(ids) == len(set(ids))
    inner = [href[1:] for href in values(page, "//a/@href") if href.startswith("#")]
    assert inner
    assert set(inner) <= set(ids)
    outer = [href for href in values(page, "//a/@href") if not href.startswith("#")]
    assert all(re.match(r"https?://", href) for href in outer)
    assert found(page, "//a//a") == []
    for labelled in values(page, "//@aria-labelledby"):
        assert labelled in ids


def test_a_page_is_complete_in_itself(file: Path) -> None:
    page = parse(edition(file, "html").data)
    assert found(page, "//script[not(@type='application/ld+json')]") == []
    assert values(page, "//@src | //link[@rel='stylesheet'] | //@onclick") == []
    assert "url(" not in string(page, "//style")
    assert "@import" not in string(page, "//style")


def test_headings_go_down_one_level_at_a_time(file: Path) -> None:
    page = parse(edition(file, "html").data)
    levels = [
        int(str(h.tag)[1]) for h in found(page, "//*[self::h1|self::h2|self::h3|self::h4|self::h5]")
    ]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_corpus_has_a_contents_list_of_all_the_works() -> None:
    page = parse(edition(TEI / "corpus.xml", "html").data)
    works = found(page, "//nav/ol/li/a")
    assert [(work.get("href"), work.text) for work in works][1:9] == [
        ("#w1", "Letter to the Congress"),
        ("#w2", "Granting Legislative Functions to the State Planning Commission"),
        ("#w3", 'The Question of Nationalities or "Autonomisation"'),
        ("#w4", "Pages From A Diary"),
        ("#w5", "On Cooperation"),
        ("#w6", "Our Revolution"),
        ("#w7", "How We Should Reorganise the Workers' and Peasants' Inspection"),
        ("#w8", "Better Fewer, But Better"),
    ]
    assert len(works) == 10  # the front matter before them, the registers after them


def test_units_show_when_they_were_dictated_and_who_took_them_down() -> None:
    page = parse(edition(WORKS[0], "html").data)
    captions = {
        unit.get("id"): " ".join(string(unit, "p[contains(@class, 'unit-note')]").split())
        for unit in found(page, "//*[contains(@class, 'dictated')]")
    }
    assert len(captions) == 6
    assert captions["w1.I"].startswith(
        "Dictated 23 December 1922 · taken down by M.V. (Maria Akimovna Volodicheva)"
    )
    assert captions["w1.II.a"].startswith(
        "II.a · Dictated 24 December 1922 · hand inferred: Maria Akimovna Volodicheva"
    )
    assert "4 January 1923 · taken down by L.F." in captions["w1.addition"]
    assert values(page, "//*[@id='w1.I']/p/time/@datetime") == ["1922-12-23"]


def test_the_next_unit_in_the_order_of_dictation_is_a_link_where_it_is_on_the_page() -> None:
    alone = parse(edition(WORKS[0], "html").data)
    corpus = parse(edition(TEI / "corpus.xml", "html").data)
    path = "//*[@id='w1.III']/p[contains(@class, 'unit-note')]//a/@href"
    assert "#w1.II.b" in values(alone, path)
    assert "#w2.IV" not in values(alone, path)
    assert "#w2.IV" in values(corpus, path)


def test_names_lead_to_their_entries_on_the_page_and_else_to_the_index() -> None:
    [linked] = found(
        parse(edition(TEI / "corpus.xml", "html").data), "//*[@id='w1.II.a.p5']//a[@href='#stalin']"
    )
    assert (linked.text, linked.get("title")) == ("Stalin", "Joseph Vissarionovich Stalin")
    [alone] = found(
        parse(edition(WORKS[0], "html").data), "//*[@id='w1.II.a.p5']//*[@data-ref='stalin']"
    )
    assert (alone.tag, alone.get("href")) == ("a", "#index.stalin")
    assert alone.get("title") == "Joseph Vissarionovich Stalin"


@pytest.mark.parametrize("path", [*WORKS, TEI / "front.xml"], ids=lambda path: str(path.stem))
def test_ids_of_the_text_are_ids_of_its_page(path: Path) -> None:
    ids = etree.parse(path).xpath("//*[local-name()='text']//@xml:id")
    assert isinstance(ids, list)
    page = parse(edition(path, "html").data)
    assert {str(one) for one in ids} <= set(values(page, "//main//@id"))


def test_in_the_corpus_a_work_leads_to_another_on_the_page() -> None:
    page = parse(edition(TEI / "corpus.xml", "html").data)
    [link] = found(page, "//*[@id='w3.a.p4']//a[@href='#w1.III.p1']")
    assert content(link) == "as I pointed out in one of the preceding sections of my diary"


def test_entries_of_the_corpus_tell_how_often_they_are_named_and_lead_to_the_index() -> None:
    page = parse(edition(TEI / "corpus.xml", "html").data)
    [link] = found(page, "//*[@id='stalin']//p[contains(@class, 'mentions')]/a")
    places = found(page, "//*[@id='index.stalin']/span[@class='places']/a")
    assert link.get("href") == "#index.stalin"
    assert int(str(link.text).split()[1]) >= len(places) > 1


def test_notes_lead_there_and_back() -> None:
    page = parse(edition(WORKS[5], "html").data)
    [caller] = found(page, "//a[@role='doc-noteref'][@href='#w6.nA']")
    assert "".join(caller.itertext()) == "Note A"
    [note] = found(page, "//section[@role='doc-endnotes']/ol/li[@id='w6.nA']")
    assert values(note, ".//a[@role='doc-backlink']/@href") == [f"#{caller.get('id')}"]
    assert content(found(page, "//section[@role='doc-endnotes']/h2")[0]) == (
        "Notes of the source Marxists Internet Archive"
    )


def test_the_notes_of_the_source_and_those_of_this_edition_are_two_lists() -> None:
    page = parse(edition(WORKS[0], "html").data)
    lists = {
        content(found(part, "h2")[0]): values(part, "ol/li/@id")
        for part in found(page, "//section[@role='doc-endnotes']")
    }
    assert lists == {
        "Notes of the source The editors of Lenin Collected Works": ["w1.note1"],
        "Notes of this edition The editors of tei-tools": ["w1.note2"],
    }


def test_a_note_between_blocks_stands_in_its_place() -> None:
    page = parse(edition(WORKS[5], "html").data)
    [note] = found(page, "//*[@id='w6.note1']")
    assert (note.get("role"), note.get("aria-label")) == (
        "note",
        "Note by Marxists Internet Archive",
    )
    assert found(page, "//section[@role='doc-endnotes']//*[@id='w6.note1']") == []


def test_every_change_has_a_line_that_leads_to_its_mark_and_back() -> None:
    for path in WORKS:
        page = parse(edition(path, "html").data)
        made = json.loads(edition(path, "json").data)
        count = len(made["reading"]["interventions"])
        count += sum(len(note["interventions"]) for note in made["notes"])
        rows = found(page, "//section[contains(@class, 'changes')]//tbody/tr")
        assert len(rows) == count
        for row in rows:
            [mark] = found(page, f"//a[@href='#{row.get('id')}']")
            assert values(row, "th/a/@href") == [f"#{mark.get('id')}"]
            assert content(mark).strip("°")


def test_the_list_of_changes_tells_place_readings_responsibility_and_certainty() -> None:
    page = parse(edition(WORKS[0], "html").data)
    rows = [
        [content(cell) for cell in row]
        for row in found(page, "//section[contains(@class, 'changes')]//tbody/tr")
    ]
    assert rows[1] == [
        "II.a 1", "measure", "measures", "correction", "The editors of tei-tools", "medium",
    ]  # fmt: skip
    assert rows[4][:4] == ["addition 1", "nothing–", "minor", "supplied (omitted)"]


def test_sources_licences_and_originals_not_consulted_are_said_on_the_page() -> None:
    page = parse(edition(WORKS[0], "html").data)
    said = {
        content(term): string(term, "following-sibling::dd[1]")
        for term in found(page, "//div[@class='about']/dl/dt")
    }
    assert "were not consulted" in said["Originals not consulted"]
    assert "Lenin's Last Works" in said["Sources, the nearest first"]
    assert "Kommunist" in said["First published"]
    assert said["Cite as"] == (
        "Vladimir Ilyich Lenin, “Letter to the Congress”, First digital edition, "
        "tei-tools 2026, w1."
    )
    assert "https://creativecommons.org/licenses/by/4.0/" in values(page, "//dd/a/@href")


def test_every_paragraph_can_be_cited() -> None:
    page = parse(edition(WORKS[0], "html").data)
    for paragraph in found(page, "//div[@class='reading']//p[@class='p']"):
        own = paragraph.get("id")
        [cite] = found(paragraph, "a[contains(@class, 'cite')]")
        assert (cite.get("href"), str(own) in cite.get("aria-label", "")) == (f"#{own}", True)


def test_metadata_is_linked_data() -> None:
    page = parse(edition(TEI / "corpus.xml", "html").data)
    data = json.loads(string(page, "//script"))
    assert data["@context"] == "https://schema.org"
    assert data["name"] == "Lenin's Last Works"
    assert [part["identifier"] for part in data["hasPart"]][1] == "w1"


def test_tables_have_header_cells_with_scope() -> None:
    page = parse(edition(WORKS[3], "html").data)
    [table] = found(page, "//table[@id='w4.table1']")
    assert values(table, "thead/tr[1]/th/@scope") == ["colgroup"] * 3
    assert values(table, "thead/tr[1]/th/@colspan") == ["2"] * 3
    assert values(table, "thead/tr[2]/th/@scope") == ["col"] * 6
    assert len(found(table, "tbody/tr/th[@scope='row']")) == 4
    assert found(table, "//th[not(normalize-space())]") == []


def test_the_choice_of_views_needs_no_script_and_is_there_only_where_they_differ() -> None:
    page = parse(edition(WORKS[0], "html").data)
    inputs = found(page, "//fieldset/label/input")
    assert [(i.get("type"), i.get("checked")) for i in inputs] == [
        ("radio", "checked"),
        ("radio", None),
    ]
    assert found(parse(to_html("<p>same</p>")), "//fieldset") == []


def test_text_and_attributes_are_escaped() -> None:
    body = (
        '<p xml:id="p">&lt;script&gt;alert("&amp;")&lt;/script&gt; '
        '<persName ref="#x" rend="&quot;&gt;&lt;b&gt;">&lt;i&gt;</persName></p>'
    )
    header = "<fileDesc><titleStmt><title>&lt;/script>&lt;b></title></titleStmt></fileDesc>"
    made = render(
        document(body, header),
        to="html",
        lookup=lambda _: Entry('"><script>alert(1)</script>', "person"),
    ).data.decode()
    page = parse(made)
    assert (
        found(page, "//div[@class='reading']//script | //b[not(ancestor::section[@class='index'])]")
        == []
    )
    assert len(found(page, "//script")) == 1
    assert main_text(page, shown=True) == to_text(body)


@pytest.mark.parametrize(
    "target",
    ["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "vbscript:x", "file:///x"],
)
def test_links_that_could_do_something_are_refused_and_found(target: str) -> None:
    made = render(document(f'<p><ref target="{target}">x</ref></p>'), to="html")
    assert found(parse(made.data), "//div[@class='reading']//a") == []
    assert [finding.code for finding in made.findings] == ["transform.unsafe-link"]


@pytest.mark.parametrize("target", ["#nowhere", "other.xml#p", "http://[broken", "", "unknown:x"])
def test_links_that_lead_nowhere_keep_their_text(target: str) -> None:
    made = render(document(f'<p xml:id="p"><ref target="{target}">x</ref></p>'), to="html")
    page = parse(made.data)
    links = "//div[@class='reading']//a[not(ancestor-or-self::*[contains(@class, 'cite')])]"
    assert found(page, links) == []
    assert main_text(page, shown=True) == "x"
    assert made.findings == ()


def test_links_outside_and_inside_are_written() -> None:
    page = parse(
        to_html(
            '<p xml:id="p">a <ref target="https://x.org/ä&lt;&quot;?c=d&amp;e">x</ref> '
            '<ref target="#p">y</ref> <ref target="test.xml#p">z</ref></p>'
        )
    )
    hrefs = values(page, "//a[contains(@class, 'ref')]/@href")
    assert hrefs == ["https://x.org/%C3%A4%3C%22?c=d&e", "#p", "#p"]


def test_callers_and_marks_in_a_link_stand_behind_it() -> None:
    body = (
        '<p xml:id="p"><ref target="#p">a<note>n</note> <persName ref="#p">b</persName>'
        "<choice><sic>c</sic><corr>d</corr></choice></ref> e</p>"
    )
    page = parse(to_html(body))
    assert found(page, "//a//a") == []
    after = found(page, "//a[contains(@class, 'ref')]/following-sibling::*")
    assert [element.get("class") for element in after] == ["caller apart", "mark apart"]


def test_languages_and_dates_are_told_to_machines() -> None:
    page = parse(
        to_html(
            '<p xml:lang="de">a <foreign xml:lang="lat">b</foreign> '
            '<date when="1922-12">c</date> <date when="1922-02-30">d</date> '
            '<date from="1922" to="1923">e</date></p>'
        )
    )
    [paragraph] = found(page, "//p[contains(@class, 'p')][@lang='de']")
    assert values(paragraph, "i/@lang") == ["la"]
    assert values(paragraph, "time/@datetime") == ["1922-12"]
    assert values(paragraph, "span[@class='date']/@data-from") == ["1922"]


def test_the_page_of_a_text_in_another_language_tells_its_own_words_apart() -> None:
    text = f'<TEI {NAMESPACE} xml:lang="de"><text><body><p>a<note>b</note></p></body></text></TEI>'
    page = parse(to_html(whole(text)))
    assert page.get("lang") == "de"
    assert string(page, "//section[@role='doc-endnotes']/h2/@lang") == "en"


def test_lists_and_rules_are_lists_and_rules() -> None:
    page = parse(
        to_html(
            "<list><head>L</head><item>a</item><item>b</item></list>"
            "<list rend='numbered'><item>c</item></list>"
            "<list><label>d</label><item>e</item></list><milestone unit='section'/><p>f</p>"
        )
    )
    [reading] = found(page, "//div[@class='reading']")
    assert [e.tag for e in found(reading, ".//ul | .//ol | .//dl | .//hr")] == [
        "ul", "ol", "dl", "hr",
    ]  # fmt: skip
    assert [e.text for e in found(reading, ".//ul/li")] == ["a", "b"]
    assert string(reading, ".//dl/dt") == "d"


def test_an_image_is_named_by_its_description() -> None:
    page = parse(to_html("<figure><graphic url='x.png'/><figDesc>A &lt;map&gt;</figDesc></figure>"))
    assert string(page, "//figure//p | //div[contains(@class, 'figure')]/p") == ("[Image: A <map>]")


def test_the_view_asked_for_is_the_one_that_is_shown() -> None:
    body = "<p><choice><sic>wrod</sic><corr>word</corr></choice></p>"
    assert main_text(parse(to_html(body)), shown=True) == "word"
    assert main_text(parse(to_html(body, view="diplomatic")), shown=True) == "wrod"


def test_a_word_is_written_whole_in_each_view() -> None:
    page = parse(to_html("<p>on <choice><sic>Pyatakoy</sic><corr>Pyatakov</corr></choice>.</p>"))
    assert [content(s) for s in found(page, "//span[@class='first']")] == ["Pyatakov"]
    assert [content(s) for s in found(page, "//span[@class='second']")] == ["Pyatakoy"]


def test_a_work_with_sections_has_a_contents_list() -> None:
    page = parse(edition(WORKS[0], "html").data)
    assert [content(link) for link in found(page, "//nav/ol/li/a")] == [
        "I", "II", "Addition to the above letter", "III", "VII",
    ]  # fmt: skip
    assert [content(link) for link in found(page, "//nav/ol/li/ol/li/a")] == ["II.a", "II.b"]
    assert found(parse(to_html("<head>A</head><p>b</p>")), "//nav") == []


def test_only_the_words_that_differ_are_written_twice() -> None:
    body = "<p>long before I <del>did</del> went and long after</p>"
    page = parse(to_html(body))
    assert [content(s) for s in found(page, "//span[@hidden]")] == ["⟦did⟧", " "]
    assert to_json(body)["reading"]["text"] == "long before I went and long after"


def test_twenty_thousand_sections_have_ids_of_their_own() -> None:
    page = parse(to_html("<div><head>A</head><p>b</p></div>" * 20_000))
    ids = values(page, "//section/@id")
    assert len(ids) == len(set(ids)) == 20_000
