"""The text of an ODD, as a reader of the page finds it."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from .pages import LAST_WORKS, at, last_works, leads_to, one, page, root_of, says

TEI = "{http://www.tei-c.org/ns/1.0}"


def manual(folder: Path, text: str, specs: str = "") -> html.HtmlElement:
    (found,) = page(folder, specs, text=text).find_class("manual")
    return found


PHRASES = {
    "<gi>p</gi>": '<a href="#p"><code>&lt;p&gt;</code></a>',
    "<gi>unheard</gi>": "<code>&lt;unheard&gt;</code>",
    '<gi scheme="DBK">p</gi>': "<code>&lt;p&gt;</code>",
    "<att>target</att>": '<a href="#att.pointing@target"><code>@target</code></a>',
    "<att>type</att>": "<code>@type</code>",
    "<val>a</val>": '<code class="val">a</code>',
    '<ident type="class">model.pLike</ident>':
        '<a href="#model.pLike"><code>model.pLike</code></a>',
    '<tag type="empty">lb n="1"</tag>': '<code>&lt;lb n="1"/&gt;</code>',
    "<emph>a</emph>": "<em>a</em>",
    '<hi rend="bold">a</hi>': "<b>a</b>",
    "<q>a</q>": "<q>a</q>",
    "<soCalled>a</soCalled>": "‘a’",
    "<title>a</title>": "<cite>a</cite>",
    '<title level="a">a</title>': "“a”",
    '<foreign xml:lang="fr">a</foreign>': '<span lang="fr"><i>a</i></span>',
    '<ref target="http://a.example/">a</ref>': '<a href="http://a.example/">a</a>',
    '<ref target="http://a.example/"><gi>p</gi></ref>':
        '<a href="http://a.example/"><code>&lt;p&gt;</code></a>',
    '<ref target="#here">a</ref>': '<a href="#here">a</a>',
    '<ref target="#gone">a</ref>': "a",
    '<ptr target="#here"/>': '<a href="#here">Here</a>',
    '<ptr target="#NDPER"/>': '<a href="https://www.tei-c.org/release/doc/tei-p5-doc/en/html/'
        'ND.html#NDPER">TEI Guidelines, Names, Dates, People, and Places (NDPER)</a>',
    "a<lb/>b": "a<br>b",
    "<unheard>a</unheard>": "a",
}  # fmt: skip


@pytest.mark.parametrize(("phrase", "shown"), PHRASES.items(), ids=list(PHRASES))
def test_a_phrase_is_shown_as_what_it_is(phrase: str, shown: str, tmp_path: Path) -> None:
    text = f'<div xml:id="here"><head>Here</head><p>{phrase}</p></div>'
    (found,) = manual(tmp_path, text).xpath("section/p")
    assert html.tostring(found, encoding="unicode").strip() == f"<p>{shown}</p>"


BLOCKS = {
    "<p>a<list><item>b</item></list>c</p>": "<p>a</p> <ul> <li>b</li> </ul> <p>c</p>",
    '<list rend="numbered"><head>h</head><item><p>a</p><p>b</p></item></list>':
        '<p class="list-head">h</p> <ol> <li><p>a</p> <p>b</p> </li> </ol>',
    "<list><label>a</label><item>b</item><item>c</item></list>":
        '<ul class="glossary"> <li><b>a</b><div>b</div></li> <li><div>c</div></li> </ul>',
    "<quote><p>a</p></quote>": "<p>a</p>",
    "<cit><quote>a</quote><bibl>b</bibl></cit>": "<blockquote> <p><q>a</q>b</p> </blockquote>",
    "<eg>  a\n    b</eg>": '<figure class="example"><pre><code>a b</code></pre></figure>',
    '<specList><specDesc key="p"/></specList>':
        '<dl class="spec-list"> <dt><a href="#p"><code>&lt;p&gt;</code></a></dt> '
        "<dd>(paragraph) marks a paragraph</dd> </dl>",
    "<listBibl><bibl>a</bibl></listBibl>": "<ul> <li>a</li> </ul>",
    "<lg><l>a</l><l>b</l></lg>": "<p>a</p> <p>b</p>",
    '<specGrp n="g"><elementSpec ident="note" mode="delete"/></specGrp>':
        '<div class="spec-group"> <p class="list-head">Group of specifications: g</p> <ul> '
        '<li><a href="#note"><code>&lt;note&gt;</code></a> '
        '<span class="change">left out</span></li> </ul> </div>',
}  # fmt: skip


@pytest.mark.parametrize(("block", "shown"), BLOCKS.items(), ids=list(BLOCKS))
def test_a_block_is_shown_as_what_it_is(block: str, shown: str, tmp_path: Path) -> None:
    found = one(manual(tmp_path, f"<div>{block}</div>"), "section")
    inner = "".join(html.tostring(each, encoding="unicode") for each in found)
    assert " ".join(inner.split()) == shown


def test_a_table_has_headings_and_rows_of_one_width(tmp_path: Path) -> None:
    text = """<div><table><head>T</head><row role="label"><cell cols="2">a</cell>
    <cell>b</cell></row><row><cell role="label">c</cell><cell>d</cell></row></table></div>"""
    (table,) = manual(tmp_path, text).iter("table")
    assert says(table.find("caption")) == "T"
    rows = [
        [(c.tag, c.get("scope"), c.get("colspan"), says(c)) for c in r] for r in table.iter("tr")
    ]
    assert rows == [
        [("th", "col", "2", "a"), ("th", "col", None, "b")],
        [("th", "row", None, "c"), ("td", None, None, "d"), ("td", None, None, "")],
    ]


def test_attributes_that_a_list_of_specs_names_are_described(tmp_path: Path) -> None:
    text = '<div><specList><specDesc key="list" atts="type rend"/></specList></div>'
    (found,) = manual(tmp_path, text).find_class("spec-list")
    assert [says(row) for row in found.iter("li")] == ["@type the kind of list", "@rend"]
    assert leads_to(found) == ["list", "list@type", "att.global.rendition@rend"]


def test_notes_stand_after_the_text_and_lead_back(tmp_path: Path) -> None:
    found = manual(tmp_path, "<div><p>a<note>b<note><p>c</p></note></note>d</p></div>")
    assert says(found.find("section/p")) == "a1d"
    (notes,) = found.find_class("notes")
    assert [says(note) for note in notes.iter("li")] == ["b2 ↩", "c ↩"]
    for link in found.iter("a"):
        assert found.xpath("//*[@id=$id]", id=link.get("href", "")[1:])


def test_headings_make_the_contents_list_and_go_down_by_one(tmp_path: Path) -> None:
    text = """<div xml:id="a"><head>A</head><div><div><head>B <gi>p</gi></head><p/></div></div>
    <div><head>B <gi>p</gi></head></div></div>"""
    root = page(tmp_path, "", text=text)
    headings = root.xpath('//div[@class="manual"]//*[self::h2 or self::h3 or self::h4]')
    assert [(each.tag, says(each)) for each in headings] == [
        ("h2", "A"), ("h3", "B <p>"), ("h3", "B <p>")]  # fmt: skip
    nav = one(root, ".//nav/details/ol")
    assert [says(link) for link in nav.iter("a")] == ["A", "B p", "B p"]
    assert leads_to(nav) == ["a", "b-p", "text-b-p-2"]


def test_an_id_of_the_text_that_is_a_name_of_the_schema_gets_out_of_the_way() -> None:
    _, root = last_works()
    assert says(at(root, "table").find("h3")).startswith("<table>")
    assert says(at(root, "text:table").find("h2")) == "The table"


def test_every_paragraph_heading_and_cell_of_the_manual_is_on_the_page() -> None:
    _, root = last_works()
    (found,) = root.find_class("manual")
    shown = words(says(found))
    text = root_of(LAST_WORKS).find(f"{TEI}text")
    assert text is not None
    wanted = [
        words("".join(each.itertext()))
        for each in text.iter(f"{TEI}p", f"{TEI}head", f"{TEI}cell", f"{TEI}item")
        if next(each.iterancestors(f"{TEI}schemaSpec"), None) is None
    ]
    assert len(wanted) > 300
    assert [each for each in wanted if each not in shown] == []


def words(text: str) -> str:
    """Letters and digits alone, which marks of names and quotations do not change."""
    return "".join(each for each in text if each.isalnum())


def test_a_text_in_another_language_says_so(tmp_path: Path) -> None:
    path = tmp_path / "case.odd"
    found = page(tmp_path, "", text="<div><p>a</p></div>")
    assert found.find_class("manual")[0].get("lang") is None
    assert path.exists()
    text = '<div xml:lang="fr"><p>a</p></div>'
    assert one(manual(tmp_path, text), "section").get("lang") == "fr"
