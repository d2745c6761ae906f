"""ODDs that nobody should write: their pages are harmless, whole, and made in good time."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import html

from tei_tools.odd import compile_odd
from tei_tools.odd.documentation import to_html

from ..support import NS, SOURCE
from .pages import at, last_works, page, root_of, says

EVIL = "&lt;script>alert(1)&lt;/script>&lt;img src=x onerror=alert(1)>\"'&amp;"
TEXT = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&"
ATTRIBUTE = EVIL.replace('"', "&quot;")

#: Everything in an ODD that an author can put words into.
SPECS = f"""<elementSpec ident="x{ATTRIBUTE}" module="{ATTRIBUTE}" ns="{ATTRIBUTE}">
<altIdent>{EVIL}</altIdent><gloss>{EVIL}</gloss><desc>{EVIL}</desc>
<content><elementRef key="p"/></content>
<constraintSpec ident="{ATTRIBUTE}" scheme="schematron"><desc>{EVIL}</desc><constraint>
<assert xmlns="http://purl.oclc.org/dsdl/schematron" test="{ATTRIBUTE}">{EVIL}</assert>
</constraint></constraintSpec>
<attList><attDef ident="{ATTRIBUTE}"><desc>{EVIL}</desc><defaultVal>{EVIL}</defaultVal>
<valList type="closed"><valItem ident="{ATTRIBUTE}"><desc>{EVIL}</desc></valItem></valList></attDef>
</attList><exemplum><egXML xmlns="http://www.tei-c.org/ns/Examples" source="{ATTRIBUTE}">
<p n="{ATTRIBUTE}">{EVIL}<!-- </code><script>alert(1)</script> --></p></egXML></exemplum>
<remarks><p>{EVIL}</p></remarks>
<listRef><ptr target="javascript:alert(1)"/></listRef></elementSpec>
<dataSpec ident="d{ATTRIBUTE}" module="tei"><content>
<dataRef name="string" restriction="{ATTRIBUTE}"/></content></dataSpec>
<classSpec ident="c{ATTRIBUTE}" type="atts" module="tei"/>
<macroSpec ident="m{ATTRIBUTE}" module="tei"><content><textNode/></content></macroSpec>"""
MANUAL = f"""<div xml:id="{ATTRIBUTE}"><head>{EVIL}</head><p>{EVIL}<note>{EVIL}</note>
<gi>{EVIL}</gi><att>{EVIL}</att><val>{EVIL}</val><tag>{EVIL}</tag><ident>{EVIL}</ident>
<ref target="javascript:alert(1)">a</ref><ref target=" JavaScript:alert(1)">b</ref>
<ref target="data:text/html,a">c</ref><ref target="//a.example">d</ref>
<ref target="vbscript:a">e</ref><graphic url="javascript:alert(1)"/>
<ref target="http://a.example/&quot;onclick=&quot;alert(1)">f</ref><ref target="http://[">g</ref></p>
<eg>{EVIL}</eg>
<table><head>{EVIL}</head><row><cell cols="99999999" rows="-1">{EVIL}</cell></row></table>
<specGrp n="{ATTRIBUTE}"><moduleRef key="core" include="{ATTRIBUTE}"/></specGrp></div>"""


@pytest.fixture
def root(tmp_path: Path) -> html.HtmlElement:
    return page(tmp_path, SPECS, text=MANUAL)


def test_nothing_of_the_odd_becomes_mark_up(root: html.HtmlElement) -> None:
    assert len(list(root.iter("script"))) == 1
    assert list(root.iter("img", "iframe", "object", "embed", "form", "base")) == []
    attributes = {name for each in root.iter() for name in each.attrib}
    assert {name for name in attributes if name.startswith(("on", "style", "src"))} == set()


def test_the_words_of_the_odd_are_shown_as_they_are(root: html.HtmlElement) -> None:
    name = "_".join(f"x{TEXT}".split())
    assert says(at(root, name).find("h3")).startswith(f"<{TEXT}> {TEXT}")
    assert says(at(root, name)).count(TEXT) > 10
    assert says(root.find_class("manual")[0]).count(TEXT) > 10


def test_no_link_runs_a_program_or_leaves_the_page_unseen(root: html.HtmlElement) -> None:
    links = {each.get("href") for each in root.iter("a") if each.get("href", "")[0] != "#"}
    assert links == {"http://a.example/%22onclick=%22alert(1)"}


def test_every_id_stands_once_and_links_lead_to_them(root: html.HtmlElement) -> None:
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert [each for each in ids if each.split() != [each]] == []
    links = {
        unquote(each.get("href", "")[1:])
        for each in root.iter("a")
        if each.get("href", "")[0] == "#"
    }
    assert links - set(ids) == set()


def test_things_of_one_name_have_a_place_each(tmp_path: Path) -> None:
    specs = """<classSpec ident="p" type="atts" module="tei"><attList><attDef ident="a"/></attList>
    </classSpec><macroSpec ident="tt-text" module="tei"><content><textNode/></content></macroSpec>
    <elementSpec ident="same" module="core"><attList org="choice"><attDef ident="a"/>
    <attList><attDef ident="a"/><attDef ident="b"/></attList></attList></elementSpec>"""
    text = '<div xml:id="p"><p xml:id="p"/><p xml:id="tt-main"/></div><div xml:id=" "/>'
    root = page(tmp_path, specs, text=text)
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert len(root.find_class("spec")) == len(root.xpath('//*[@class="spec"]/@id'))


DEEP = ("div", "list item", "quote", "hi", "note p", "table row cell", "figure", "ref", "specGrp")


@pytest.mark.parametrize("names", DEEP)
def test_depth_is_no_matter(names: str, tmp_path: Path) -> None:
    cycle = names.split()
    nest = [cycle[level % len(cycle)] for level in range(240)]
    inner = "".join(f"<{n}>" for n in nest) + "x" + "".join(f"</{n}>" for n in reversed(nest))
    page(tmp_path, "", text=inner)


@pytest.mark.parametrize(
    "text",
    [
        f'<schemaSpec {NS} ident="a" start="p"><moduleRef key="core"/></schemaSpec>',
        f'<TEI {NS}><text><body><schemaSpec ident="a" start="p"><moduleRef key="core"/>'
        "</schemaSpec></body></text></TEI>",
        f'<TEI {NS} xml:lang="!"><teiHeader><fileDesc><titleStmt><title/><author/><respStmt/>'
        "</titleStmt></fileDesc></teiHeader><text><!--a--><?b?><body><list/><table/><table><row/>"
        '</table><list><label>a</label></list><specList/><specDesc key="x"/><egXML xmlns='
        '"http://www.tei-c.org/ns/Examples"/><head/><div><head/></div><p/>'
        '<schemaSpec ident="a" start="p"><moduleRef key="core"/></schemaSpec></body></text></TEI>',
    ],
    ids=["no text", "no header", "empty parts"],
)
def test_an_odd_with_little_in_it_has_a_page(text: str, tmp_path: Path) -> None:
    path = tmp_path / "case.odd"
    path.write_text(text)
    root = html.document_fromstring(to_html(compile_odd(path, source=SOURCE), root_of(path)).html)
    assert says(root.find(".//h1")) == "a"
    assert says(at(root, "p").find("h3")).startswith("<p>")


def test_the_page_is_the_same_on_every_run_and_needs_no_other_file(tmp_path: Path) -> None:
    first, second = (html.tostring(page(tmp_path, SPECS, text=MANUAL)) for _ in range(2))
    assert first == second
    _, root = last_works()
    assert [each for each in root.iter("link", "img", "script") if each.get("src")] == []
    assert list(root.iter("link")) == []
