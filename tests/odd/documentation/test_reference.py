"""What the reference says of each element, class, macro and datatype."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import html

from tei_tools.odd import FlatOdd
from tei_tools.odd.documentation.links import attribute_name
from tei_tools.odd.flat import FlatClass, FlatElement
from tei_tools.odd.merge import attribute_definitions

from .pages import at, fact, last_works, leads_to, one, page, says, tei_all, written

Made = tuple[FlatOdd, html.HtmlElement]


@pytest.fixture(
    scope="session",
    params=["last-works", pytest.param("tei_all", marks=pytest.mark.corpora)],
)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    if request.param == "last-works":
        return last_works()
    return tei_all(tmp_path_factory.getbasetemp())


def test_everything_in_the_schema_has_a_section_and_a_line_in_the_contents(made: Made) -> None:
    flat, root = made
    sections = {each.get("id"): says(each.find("h3")) for each in root.find_class("spec")}
    contents = {unquote(link) for nav in root.iter("nav") for link in leads_to(nav)}
    titles = {each.ident: f"<{each.name}>" for each in flat.elements.values()}
    titles |= {each: each for each in (*flat.classes, *flat.macros, *flat.data)}
    assert sections.keys() == titles.keys()
    assert [k for k, title in titles.items() if not sections[k].startswith(title)] == []
    assert titles.keys() <= contents


def test_every_attribute_stands_where_it_is_defined(made: Made) -> None:
    flat, root = made
    anchors = set(root.xpath('//dl[@class="attributes"]/dt/@id'))
    specs: list[FlatElement | FlatClass] = [*flat.elements.values(), *flat.classes.values()]
    assert anchors == {
        f"{spec.ident}@{attribute_name(att)}"
        for spec in specs
        for att in attribute_definitions(spec.attributes.own)
    }


def test_every_link_within_the_page_leads_somewhere_and_every_id_stands_once(made: Made) -> None:
    ids = made[1].xpath("//@id")
    assert len(ids) == len(set(ids))
    links = {unquote(href[1:]) for href in made[1].xpath('//a[starts-with(@href,"#")]/@href')}
    assert links - set(ids) == set()


def test_no_link_is_in_a_link(made: Made) -> None:
    assert made[1].xpath("//a//a") == []


CONTENT = {
    "<empty/>": "Nothing: it is empty.",
    "<textNode/>": "text",
    '<elementRef key="p" minOccurs="0"/>': "<p> (optional)",
    '<elementRef key="p" maxOccurs="unbounded"/>': "one or more <p>",
    '<classRef key="model.pLike" minOccurs="0" maxOccurs="unbounded"/>':
        "any number of model.pLike",
    '<classRef key="model.pLike" expand="sequence"/>': "each member of model.pLike",
    '<alternate minOccurs="0" maxOccurs="unbounded"><textNode/><elementRef key="hi"/></alternate>':
        "Any number of these, in any order: text, <hi>",
    '<alternate><elementRef key="p"/><elementRef key="hi"/></alternate>': "One of these: <p>, <hi>",
    '<alternate minOccurs="0"><elementRef key="p"/><elementRef key="hi"/></alternate>':
        "One of these, or nothing: <p>, <hi>",
    '<sequence><elementRef key="p"/><elementRef key="hi" minOccurs="2" maxOccurs="3"/></sequence>':
        "In this order: <p>, 2 to 3 <hi>",
    '<sequence minOccurs="0"><elementRef key="p"/><alternate><elementRef key="hi"/>'
    '<elementRef key="lb"/></alternate></sequence>':
        "Nothing, or in this order: <p> One of these: <hi>, <lb>",
    '<sequence preserveOrder="false"><elementRef key="p"/><elementRef key="hi"/></sequence>':
        "In any order: <p>, <hi>",
    '<dataRef key="teidata.word"/>': "teidata.word",
    '<valList type="closed"><valItem ident="a"/><valItem ident="b"/></valList>': "one of a, b",
    '<anyElement require="http://a.example"/>': "any element of the namespace http://a.example",
}  # fmt: skip


@pytest.mark.parametrize(("content", "words"), CONTENT.items(), ids=CONTENT.values())
def test_a_content_model_is_told_in_words(content: str, words: str, tmp_path: Path) -> None:
    spec = f'<elementSpec ident="new" module="core"><content>{content}</content></elementSpec>'
    assert says(fact(page(tmp_path, spec), "new", "Content")) == words


def in_note(attribute: str) -> str:
    return (
        '<elementSpec ident="note" mode="change"><attList>'
        f'<attDef ident="x" {attribute}</attDef></attList></elementSpec>'
    )


ATTRIBUTES = {
    "a required one": ('usage="req"><desc>d</desc>', "@x required new here d"),
    "one that is recommended": ('usage="rec">', "@x recommended new here"),
    "gloss and default": (
        "><gloss>an x</gloss><defaultVal>5</defaultVal>", "@x an x new here Default: 5"),
    "a list": (
        '><datatype minOccurs="2" maxOccurs="2"><dataRef key="teidata.word"/></datatype>',
        "@x new here Datatype: teidata.word, 2, separated by white space"),
    "a narrowed datatype": (
        '><datatype><dataRef name="string" restriction="a|b"/></datatype>',
        "@x new here Datatype: any text, that matches the regular expression a|b"),
    "a closed list of values": (
        '><valList type="closed"><valItem ident="a"><desc>the first</desc></valItem></valList>',
        "@x new here One of these values: a the first"),
    "a semi-closed one": (
        '><valList type="semi"><valItem ident="a"><gloss>A</gloss></valItem></valList>',
        "@x new here Suggested values: a A"),
    "an open one": (
        '><valList type="open"><valItem ident="a"/></valList>',
        "@x new here Values, for example: a"),
    "in a namespace": ('ns="http://a.example">', "@x new here Namespace: http://a.example"),
}  # fmt: skip


@pytest.mark.parametrize(("attribute", "words"), ATTRIBUTES.values(), ids=list(ATTRIBUTES))
def test_an_attribute_says_what_it_takes(attribute: str, words: str, tmp_path: Path) -> None:
    root = page(tmp_path, in_note(attribute))
    term = at(root, "note@x")
    assert f"{says(term)} {says(term.getnext())}".strip() == words


def test_attributes_of_classes_lead_to_where_they_are_defined(tmp_path: Path) -> None:
    root = page(tmp_path, "")
    (listed,) = fact(root, "div", "Attributes").find_class("inherited")
    assert [says(row) for row in listed] == [
        "att.global @xml:id @xml:lang @n",
        "att.global.rendition @rend",
        "att.typed @type @subtype",
    ]
    assert "att.global@xml:id" in leads_to(listed)


def test_of_attributes_that_exclude_each_other_one_may_stand(tmp_path: Path) -> None:
    spec = (
        '<elementSpec ident="note" mode="change"><attList org="choice"><attDef ident="x"/>'
        '<attDef ident="y"/></attList></elementSpec>'
    )
    assert says(fact(page(tmp_path, spec), "note", "Attributes")).startswith(
        "Only one of these: @x new here @y new here"
    )


def test_an_element_says_what_it_may_contain_and_what_contains_it(tmp_path: Path) -> None:
    root = page(tmp_path, "")
    assert says(fact(root, "TEI", "Contained by")) == "It may be the root of a document."
    assert says(fact(root, "label", "Contained by")) == "core list"
    assert says(fact(root, "list", "May contain")) == "core head item label"
    assert says(fact(root, "hi", "May contain")).startswith("text core ")
    assert not at(root, "lb").xpath('.//dt[.="May contain"]')


def test_classes_say_their_members_and_where_they_are_used(tmp_path: Path) -> None:
    root = page(tmp_path, "")
    assert says(fact(root, "model.common", "Members")) == "model.listLike: list model.pLike: p"
    assert says(fact(root, "model.common", "Used by")) == "<div>, <TEI>"
    assert says(fact(root, "model.pLike", "Member of")) == "model.common"
    assert says(fact(root, "p", "Member of")) == "model.pLike"
    assert says(fact(root, "att.typed", "Members")) == "div head list note"
    assert says(fact(root, "macro.phraseSeq", "Used by")) == "<hi>, <label>, <note>"
    assert says(fact(root, "teidata.word", "Used by")) == "att.global.rendition/@rend, " + (
        "teidata.enumerated"
    )


def test_what_the_customisation_has_changed_is_marked() -> None:
    _, root = last_works()
    assert says(at(root, "gap").find("h3")) == "<gap> gap"
    assert says(at(root, "div").find("h3")) == "<div> division changed here"
    (said,) = at(root, "div").find_class("changes")
    assert says(said) == "Changed here: description, rules, examples, @xml:id, @type."
    (said,) = at(root, "att.canonical").find_class("changes")
    assert says(said) == "Changed here: @ref. Left out here: @key."
    assert says(at(root, "last-works.entry").find("h3")) == "last-works.entry new here"
    assert "att.sortable" in says(fact(root, "tt-schema", "Left out here"))
    assert says(fact(root, "tt-schema", "New here")) == "last-works.entry"


def test_what_no_source_has_is_not_called_new(tmp_path: Path) -> None:
    text = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><schemaSpec ident="own" start="a">
    <elementSpec ident="a"><content><textNode/></content></elementSpec></schemaSpec></TEI>"""
    (tmp_path / "own.odd").write_text(text)
    root = html.document_fromstring(written(tmp_path / "own.odd"))
    assert says(at(root, "a").find("h3")) == "<a>"
    assert root.find_class("change") == []


def test_elements_that_are_not_taken_from_a_module_are_listed(tmp_path: Path) -> None:
    root = page(tmp_path, '<elementSpec ident="note" mode="delete"/>')
    assert "1 not in this schema note" in says(fact(root, "tt-schema", "Elements by module"))


RULE = """<constraintSpec ident="no-empty" scheme="schematron"><desc>Notes say something.</desc>
<constraint><s:rule context="t:note" xmlns:s="http://purl.oclc.org/dsdl/schematron">
<s:assert test="normalize-space(.) &lt; 'b'">An empty <s:name/> at
<s:value-of select="@n"/></s:assert></s:rule></constraint></constraintSpec>"""


def test_a_rule_says_its_message_its_context_and_its_test(tmp_path: Path) -> None:
    root = page(tmp_path, f'<elementSpec ident="note" mode="change">{RULE}</elementSpec>')
    (rule,) = fact(root, "note", "Rules").find_class("rule")
    assert rule.get("id") == "rule.no-empty"
    said, asked = rule.find("p"), rule.find_class("assertion")[0]
    assert says(said) == "Rule no-empty: Notes say something."
    assert says(asked) == "An empty name() at @n For t:note Must hold normalize-space(.) < 'b'"
    assert '<s:value-of select="@n"/>' in one(rule, ".//pre").text_content()
    assert leads_to(fact(root, "tt-schema", "Rules")) == ["rule.no-empty"]


EXAMPLES = """<desc type="example"><egXML xmlns="http://www.tei-c.org/ns/Examples">
<note>Words.</note></egXML><egXML xmlns="http://www.tei-c.org/ns/Examples" valid="false">
<note/></egXML></desc><constraint>"""


def test_the_examples_of_a_rule_say_whether_they_pass(tmp_path: Path) -> None:
    rule = RULE.replace("<constraint>", EXAMPLES)
    root = page(tmp_path, f'<elementSpec ident="note" mode="change">{rule}</elementSpec>')
    (shown,) = fact(root, "note", "Rules").find_class("rule")
    assert says(one(shown, "p")) == "Rule no-empty: Notes say something."
    assert [says(figure) for figure in shown.iterchildren("figure")] == [
        "<note>Words.</note>Passes.",
        "<note/>Fails.",
    ]
    assert "Words." not in one(shown, "details").text_content()


TWO = """<elementSpec ident="hi" mode="change"><gloss xml:lang="fr">mis en relief</gloss>
<gloss xml:lang="en">highlighted</gloss><remarks xml:lang="en"><p>English.</p></remarks>
<remarks xml:lang="fr"><p>Français.</p></remarks></elementSpec>"""


@pytest.mark.parametrize(
    ("lang", "gloss", "remark", "desc"),
    [
        ("", "highlighted", "English.", "marks a paragraph"),
        ("fr", "mis en relief", "Français.", "marque un paragraphe"),
        ("fr-CA", "mis en relief", "Français.", "marque un paragraphe"),
        ("de", "highlighted", "English.", "marks a paragraph"),
    ],
)
def test_the_language_is_that_asked_for_where_the_odd_has_it(
    tmp_path: Path, lang: str, gloss: str, remark: str, desc: str
) -> None:
    root = page(tmp_path, TWO, lang=lang)
    shown = one(at(root, "hi"), ".//h3/span")
    assert shown.text_content() == gloss
    assert shown.xpath(".//@lang") == (["fr"] if lang.startswith("fr") else [])
    assert says(fact(root, "hi", "Remarks")) == remark
    assert says(at(root, "p").find("p")) == desc
