"""Examples are shown as XML that can be read, and read back."""

from __future__ import annotations

import re
from copy import deepcopy
from pathlib import Path

import pytest
from lxml import etree

from tei_tools.odd.documentation.highlight import content_of, highlight

from ...oracles import corpora
from .pages import LAST_WORKS, at, fact, last_works, page, root_of, says

TEI = "{http://www.tei-c.org/ns/1.0}"
EXAMPLES = "{http://www.tei-c.org/ns/Examples}"


def same(text: str) -> str:
    """The XML of an example, without what means nothing: its TEI namespace, white space."""
    root = etree.fromstring(f'<x xmlns="http://www.tei-c.org/ns/1.0">{text}</x>')
    return canonical(root)


def canonical(element: etree._Element) -> str:
    copy = deepcopy(element)
    copy.tail, copy.tag = None, "x"
    for key in list(copy.attrib):
        del copy.attrib[key]
    for each in copy.iter(etree.Element):
        name = etree.QName(each)
        if name.namespace in ("http://www.tei-c.org/ns/1.0", EXAMPLES[1:-1]):
            each.tag = name.localname
    text = etree.tostring(copy, method="c14n2").decode()
    text = re.sub(r' xmlns(:\w+)?="[^"]*"', "", text)
    return re.sub(r"\s*(</?x>)\s*", r"\1", re.sub(r"\s+", " ", text))


def test_every_example_of_the_edition_is_shown_at_its_element_and_reads_back_the_same() -> None:
    _, root = last_works()
    specs = [each for each in root_of(LAST_WORKS).iter(f"{TEI}elementSpec") if len(each)]
    count = 0
    for spec in specs:
        examples = list(spec.iterfind(f"{TEI}exemplum/{EXAMPLES}egXML"))
        if examples:
            shown = fact(root, spec.get("ident", ""), "Examples").iter("pre")
            read = [same(each.text_content()) for each in shown]
            assert read == [canonical(each) for each in examples]
            count += len(examples)
    assert count > 40


def test_every_example_of_the_manual_is_shown_and_reads_back_the_same() -> None:
    _, root = last_works()
    (manual,) = root.find_class("manual")
    shown = [
        same(each.text_content()) for each in manual.iter("pre") if each.find(".//span") is not None
    ]
    specs = "ancestor::*[local-name()='schemaSpec']"
    examples = root_of(LAST_WORKS).xpath(f"//*[local-name()='egXML'][not({specs})]")
    assert isinstance(examples, list)
    assert len(examples) > 40
    assert shown == [canonical(each) for each in examples if isinstance(each, etree._Element)]


@pytest.mark.corpora
def test_examples_of_the_tei_read_back_the_same() -> None:
    parser = etree.XMLParser(collect_ids=False, huge_tree=True)
    tree = etree.parse(corpora() / "tei-p5" / "p5subset.xml", parser)
    examples = list(tree.iter(f"{EXAMPLES}egXML"))
    assert len(examples) > 1900
    different = []
    for example in examples:
        shown = highlight(content_of(example), lambda text, _: text)
        text = etree.fromstring(f"<pre>{shown.replace('&quot;', '&#34;')}</pre>")
        if same("".join(text.itertext())) != canonical(example):
            different.append(example.sourceline)
    assert different == []


SHOWN = {
    "the indent that all lines have is not shown": (
        "\n      <p>a\n        <hi>b</hi></p>\n    ", "<p>a\n  <hi>b</hi></p>"),
    "that of a preserved line is kept": ("<p>\n  a\n\n  b</p>", "<p>\na\n\nb</p>"),
    "characters that mark up are escaped": (
        '<p n="a&amp;&lt;&quot;">&lt;&amp;&gt;</p>', '<p n="a&amp;&lt;&quot;">&lt;&amp;&gt;</p>'),
    "comments and instructions stand": ("<p><!--a--><?b c?></p>", "<p><!--a--><?b c?></p>"),
    "other namespaces are declared": (
        '<m:math xmlns:m="http://a.example" m:x="1"/>',
        '<m:math m:x="1" xmlns:m="http://a.example"/>'),
    "and so is the way back": (
        '<x xmlns="http://a.example"><p xmlns="http://www.tei-c.org/ns/Examples"/></x>',
        '<x xmlns="http://a.example"><p xmlns="http://www.tei-c.org/ns/1.0"/></x>'),
    "long tags are broken before an attribute": (
        "\n  <p>\n    <hi n='%s' rend='%s' x='%s'/></p>" % (("x" * 40,) * 3),
        '<p>\n  <hi n="%s"\n    rend="%s"\n    x="%s"/></p>' % (("x" * 40,) * 3)),
}  # fmt: skip


@pytest.mark.parametrize(("example", "shown"), SHOWN.values(), ids=list(SHOWN))
def test_an_example_is_shown_as_xml(example: str, shown: str, tmp_path: Path) -> None:
    spec = (
        '<elementSpec ident="p" mode="change"><exemplum>'
        f'<egXML xmlns="{EXAMPLES[1:-1]}">{example}</egXML></exemplum></elementSpec>'
    )
    (pre,) = fact(page(tmp_path, spec), "p", "Examples").iter("pre")
    assert pre.text_content() == shown


def test_an_example_says_where_it_is_from_and_whether_it_is_valid(tmp_path: Path) -> None:
    spec = (
        '<elementSpec ident="p" mode="change"><exemplum>'
        f'<egXML xmlns="{EXAMPLES[1:-1]}" valid="false" source="a.xml#b"><p/></egXML>'
        "</exemplum></elementSpec>"
    )
    (caption,) = fact(page(tmp_path, spec), "p", "Examples").iter("figcaption")
    assert says(caption) == "Not valid. From a.xml#b"


def test_names_in_an_example_lead_to_the_elements(tmp_path: Path) -> None:
    text = f'<egXML xmlns="{EXAMPLES[1:-1]}"><p><unheard/></p></egXML>'
    (pre,) = page(tmp_path, "", text=text).find_class("manual")[0].iter("pre")
    assert [(each.text_content(), each.get("href")) for each in pre.iter("a")] == [("p", "#p")]
    assert at(page(tmp_path, ""), "p") is not None
