"""What the parameters of models do, behaviour by behaviour."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from lxml import etree

from tei_tools.odd.read_models import UNUSED
from tei_tools.processing import PARAMETERS, Behaviour

from .test_html import found, values
from .test_models import compiled, made, page, read, told

BREAK: Final = (
    '<model behaviour="break"><param name="type" value="@unit"/>'
    '<param name="label" value="@n"/></model>'
)
#: The page breaks that the view of the page reads.
PAGES: Final = "//*[@role='doc-pagebreak'][not(ancestor::*[@hidden])]"


def texts(root: etree._Element, path: str) -> list[str]:
    """The texts of the elements that a path finds."""
    return ["".join(each.itertext()) for each in found(root, path)]


def test_a_page_break_of_a_model_shows_its_label_as_other_pages_do(tmp_path: Path) -> None:
    models = compiled(tmp_path, milestone=BREAK)
    content = (
        '<p>a <milestone unit="page" n="5"/>b <milestone unit="line" n="6"/>c</p>'
        '<milestone unit="page" n="Page 7"/><p>d</p>'
    )
    shown = page(tmp_path, content, models)
    assert texts(shown, PAGES) == ["|5", "|Page 7"]
    assert values(shown, f"{PAGES}/@aria-label") == ["Page 5", "Page 7"]
    assert read(tmp_path, content, models, "diplomatic") == "a ‖ b | c\n\nd"


def test_a_label_is_the_number_of_a_page_in_place_of_n(tmp_path: Path) -> None:
    label = '<param name="label" value="concat(@n, \' \', @facs)"/>'
    models = compiled(tmp_path, pb=f'<model behaviour="break" cssClass="leaf">{label}</model>')
    shown = page(tmp_path, '<p>a <pb n="5" facs="x"/>b <pb/>c</p>', models)
    assert texts(shown, PAGES) == ["|5 x"]
    assert values(shown, f"{PAGES}/@class") == ["pb apart leaf"]


def test_the_signs_of_a_model_stand_around_the_number_of_a_page(tmp_path: Path) -> None:
    signs = (
        "<outputRendition scope='before'>content: '[Page '</outputRendition>"
        "<outputRendition scope='after'>content: ']'</outputRendition>"
    )
    models = compiled(tmp_path, pb=f'<model behaviour="break">{signs}</model>')
    assert texts(page(tmp_path, '<p>a <pb n="5"/>b</p>', models), PAGES) == ["[Page 5]"]


def test_colours_of_models_are_those_of_a_light_page(tmp_path: Path) -> None:
    rendition = "<outputRendition>background-color: #F0F0F0</outputRendition>"
    models = compiled(tmp_path, hi=f'<model behaviour="inline">{rendition}</model>')
    html = made(tmp_path, "<p><hi>a</hi></p>", models, "html").data.decode()
    assert ".look-1 { background-color: #F0F0F0 }" in html
    assert "dark) { .look-1 { color: inherit; background: none } }" in html


def test_links_find_an_anchor_by_the_id_of_its_model(tmp_path: Path) -> None:
    models = compiled(
        tmp_path,
        anchor='<model behaviour="anchor"><param name="id" value="concat(\'at-\', @n)"/></model>',
    )
    content = (
        '<p>a<anchor n="1" xml:id="own"/>b <ref target="#at-1">c</ref> <ref target="#own">d</ref> '
        '<ref target="#at-3">e</ref> <ref target="#at-2 x">f</ref><anchor n="2 x"/></p>'
    )
    shown = page(tmp_path, content, models)
    assert values(shown, "//span[@class='anchor']/@id") == ["at-1"]
    assert values(shown, "//p//a/@href") == ["#at-1", "#at-1"]


def test_an_image_is_told_by_the_title_or_the_address_of_its_model(tmp_path: Path) -> None:
    models = compiled(
        tmp_path,
        graphic='<model behaviour="graphic"><param name="url" value="concat(\'i/\', @url)"/>'
        '<param name="title" value="desc"/></model>',
        seg='<model behaviour="graphic"><param name="title" value="@n"/></model>',
    )
    content = (
        '<p>a <graphic url="x.png"><desc>A <hi>tree</hi></desc></graphic> '
        '<graphic url="y.png"/> <seg n="S">t</seg></p>'
        '<figure><graphic url="z.png"/><figDesc>D</figDesc></figure><seg n="T">t</seg>'
    )
    shown = page(tmp_path, content, models)
    told = ["A tree", "i/y.png", "S", "D", "T"]
    assert texts(shown, "//*[@class='image apart']") == [f"[Image: {each}]" for each in told]
    assert found(shown, "//img") == []
    assert read(tmp_path, content, models) == "a"
    assert b"x.png" not in made(tmp_path, content, models, "html").data


def test_items_that_a_model_makes_have_the_marks_of_a_list(tmp_path: Path) -> None:
    models = compiled(
        tmp_path,
        div='<model predicate="@type=\'list\'" behaviour="list"/>',
        p='<model predicate="parent::div[@type=\'list\']" behaviour="listItem"/>',
        label='<model behaviour="listItem"/>',
    )
    content = (
        '<div type="list" rend="numbered"><head>H</head><p>a</p><p n="b">c</p>'
        "<div type='list'><p>d</p></div></div><list><label>e</label><label>f</label></list>"
    )
    expected = "H\n1. a\nb. c\n  - d\n\n- e\n- f"
    assert read(tmp_path, content, models) == expected
    shown = page(tmp_path, content, models)
    assert texts(shown, "//main//ol/li") == ["a", "b. c"]
    assert texts(shown, "//main//ul/li") == ["d", "e", "f"]
    assert texts(shown, "//p[@class='head']") == ["H"]
    assert found(shown, "//div[@class='reading']//dl") == []


def test_a_list_of_a_model_without_items_has_a_dot_for_each_part(tmp_path: Path) -> None:
    models = compiled(tmp_path, div='<model predicate="@n" behaviour="list"/>')
    content = '<div n="1"><p>a</p><p>b</p></div>'
    assert read(tmp_path, content, models) == "a\nb"
    assert texts(page(tmp_path, content, models), "//main//ul/li") == ["a", "b"]


def headings(root: etree._Element) -> list[str]:
    """The headings in the text of a page, each with its level."""
    inner = found(root, "//div[@class='reading']//*[self::h1|self::h2|self::h3|self::h4]")
    return [f"{each.tag!s} {''.join(each.itertext())}" for each in inner]


LEVEL: Final = (
    '<model behaviour="heading"><param name="level" value="if (@n) then @n else 2"/></model>'
)


def test_headings_have_the_level_of_their_model_and_skip_none_on_the_way_down(
    tmp_path: Path,
) -> None:
    models = compiled(tmp_path, head=LEVEL)
    content = (
        '<div><head n="1">a</head><p>x</p><div><head n="1">b</head><p>y</p></div></div>'
        '<div><head n="5">c</head><p>z</p></div><div><head n="high">d</head><p>w</p></div>'
        '<div><head n="0">e</head><p>v</p><div><head n="1 2">f</head><p>u</p></div></div>'
    )
    shown = page(tmp_path, content, models)
    assert headings(shown) == ["h2 a", "h2 b", "h3 c", "h2 d", "h2 e", "h3 f"]
    assert texts(shown, "//nav[@class='contents']/ol/li/a") == ["a", "b", "d", "e"]


def test_the_title_of_a_work_stays_the_highest_heading(tmp_path: Path) -> None:
    models = compiled(tmp_path, head=LEVEL.replace("else 2", "else 1"))
    body = "</div><head>T</head><div><head>a</head><p>x</p></div><div>"  # after an empty division
    shown = page(tmp_path, body, models)
    assert headings(shown) == ["h1 T", "h2 a"]


def test_what_a_model_makes_a_heading_is_one_of_the_page_and_of_its_contents(
    tmp_path: Path,
) -> None:
    models = compiled(
        tmp_path,
        label='<model behaviour="heading"/>',
        seg='<model behaviour="heading"><param name="level" value="1"/></model>',
    )
    content = (
        "<div><head>a</head><label>b</label><p>x</p><seg>c</seg><p>y <note><p>n</p>"
        "<label>d</label></note></p><list><label>e</label><item>z</item></list></div>"
    )
    shown = page(tmp_path, content, models)
    assert headings(shown) == ["h2 a", "h3 b", "h2 c"]
    ids = values(shown, "//h3[@class='label']/@id | //h2[@class='seg']/@id")
    links = values(shown, "//nav[@class='contents']//a/@href")
    assert {f"#{each}" for each in ids} <= set(links)
    assert texts(shown, "//dt")
    assert "d" in "".join(texts(shown, "//section[@class='notes']//p"))


def test_the_title_of_a_figure_is_its_caption_and_is_read_once(tmp_path: Path) -> None:
    models = compiled(
        tmp_path,
        figure='<model behaviour="figure"><param name="title" value="head"/></model>',
        seg='<model behaviour="figure"><param name="title" value="@n"/>'
        '<param name="content" value="hi"/></model>',
    )
    content = (
        '<figure xml:id="f"><head>A <hi>tree</hi></head><graphic url="x.png"/><p>b</p></figure>'
        '<seg n="N">c <hi>d</hi></seg><p>e<note>f <figure><head>g</head><p>h</p>'
        "</figure></note></p>"
    )
    assert read(tmp_path, content, models) == "b\n\nA tree\n\nd\n\nN\n\ne"
    shown = page(tmp_path, content, models)
    assert texts(shown, "//figure/figcaption") == ["A tree", "N", "g"]
    assert texts(shown, "//figure/*[last()]") == ["A tree", "N", "g"]
    assert values(shown, "//figure/@id") == ["f"]
    assert texts(shown, "//figure[2]/p") == ["d"]


def test_the_label_of_an_inline_element_is_told_by_its_page(tmp_path: Path) -> None:
    label = '<param name="label" value="@n"/>'
    models = compiled(tmp_path, hi=f'<model behaviour="inline">{label}</model>')
    shown = page(tmp_path, '<p><hi n="a &lt;&quot;">b</hi> <hi>c</hi></p>', models)
    assert values(shown, "//span[@class='hi']/@title") == ['a <"']


def test_the_content_of_a_glyph_is_read_in_place_of_what_its_declaration_says(
    tmp_path: Path,
) -> None:
    content = '<param name="content" value="@n"/>'
    models = compiled(tmp_path, g=f'<model behaviour="glyph">{content}</model>')
    assert read(tmp_path, '<p>a<g ref="#g1" n="r"/>b</p>', models) == "arb"


def test_the_source_of_a_quotation_stands_after_it_if_it_is_not_in_it(tmp_path: Path) -> None:
    source = '<model behaviour="cit"><param name="source" value="{}"/></model>'
    content = '<p>a <cit n="N"><quote>q</quote> <bibl>B</bibl></cit> c</p>'
    models = compiled(tmp_path, cit=source.format("@n"))
    assert read(tmp_path, content, models) == "a q B N c"
    models = compiled(tmp_path, cit=source.format("bibl"))
    assert read(tmp_path, content, models) == "a q B c"


@pytest.mark.parametrize(
    ("name", "model", "said"),
    [
        ("graphic", '<model behaviour="graphic"><param name="scale" value="2"/></model>', "scale"),
        ("body", '<model behaviour="index"><param name="type" value="\'toc\'"/></model>', "type"),
        ("p", '<model behaviour="metadata"><param name="content" value="hi"/></model>', "content"),
        ("lb", '<model behaviour="break"><param name="label" value="@n"/></model>', "label"),
        (
            "pb",
            '<model behaviour="break"><param name="type" value="\'line\'"/>'
            '<param name="label" value="@n"/></model>',
            "label",
        ),
        (
            "head",
            '<modelGrp output="plain"><model behaviour="heading">'
            '<param name="level" value="2"/></model></modelGrp>',
            "level",
        ),
        (
            "choice",
            '<model behaviour="alternate"><param name="alternate" value="sic"/></model>',
            "alternate",
        ),
    ],
)
def test_a_parameter_that_changes_nothing_is_told_with_its_place(
    name: str, model: str, said: str, tmp_path: Path
) -> None:
    [(code, message)] = told(tmp_path, **{name: model})
    assert code == "odd.no-effect"
    assert f"the parameter `{said}` of `" in message
    assert "has no effect here: " in message


def test_nothing_is_told_of_parameters_that_have_an_effect(tmp_path: Path) -> None:
    models = {
        "pb": '<model behaviour="break"><param name="label" value="@n"/></model>',
        "milestone": BREAK,
        "graphic": '<model behaviour="graphic"><param name="url" value="@url"/></model>',
        "head": '<model output="web" behaviour="heading"><param name="level" value="2"/></model>',
        "body": '<model output="print" behaviour="index"><param name="type" value="2"/></model>',
    }
    assert told(tmp_path, **models) == []


def test_a_scope_that_nothing_is_shown_by_is_told(tmp_path: Path) -> None:
    rendition = '<outputRendition scope="middle">color: red</outputRendition>'
    [(code, message)] = told(tmp_path, p=f'<model behaviour="block">{rendition}</model>')
    assert (code, "the scope `middle` has no effect" in message) == ("odd.no-effect", True)


#: Values of parameters, where it is not any text, and what they need beside them.
VALUES: Final = {
    "uri": "'#at'",
    "source": "@n",
    "type": "'page'",
    "place": "'inline'",
    "level": "1",
    "id": "'i'",
}
BESIDE: Final = {
    (Behaviour.ALTERNATE, "alternate"): '<param name="default" value="hi[1]"/>',
    (Behaviour.BREAK, "label"): '<param name="type" value="\'page\'"/>',
}
PAIRS: Final = [(each, name) for each, names in PARAMETERS.items() for name in names]


@pytest.mark.parametrize(("behaviour", "name"), [pair for pair in PAIRS if pair not in UNUSED])
def test_every_parameter_that_is_not_told_changes_some_format(
    behaviour: Behaviour, name: str, tmp_path: Path
) -> None:
    is_glyph = (behaviour, name) == (Behaviour.GLYPH, "uri")  # of which nothing else is read
    value = "'#g1'" if is_glyph else VALUES.get(name, "hi[2]")
    param = f'<param name="{name}" value="{value}"/>'
    beside = BESIDE.get((behaviour, name), "")
    inner = "" if is_glyph else "<hi>b</hi> <hi>c</hi>"
    seg = f'<seg n="9">{inner}</seg>'
    content = f"<div><head>h</head><p xml:id='at'>x {seg}</p><div>{seg}<p>y</p></div></div>"
    shown = []
    for params in (beside, beside + param):
        models = compiled(tmp_path, seg=f'<model behaviour="{behaviour}">{params}</model>')
        shown.append(
            [
                made(tmp_path, content, models, to, view).data
                for to in ("text", "html")
                for view in ("reading", "diplomatic")
            ]
        )
    assert shown[0] != shown[1]
