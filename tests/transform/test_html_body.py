"""The body of a page: verse, plays, lists, tables and examples as a reader expects them."""

from __future__ import annotations

import pytest

from tei_tools.transform import render

from .conftest import NAMESPACE, document, to_html, to_json, whole
from .test_html import block_text, content, found, main_text, parse, string, values

EXAMPLES = 'xmlns="http://www.tei-c.org/ns/Examples"'


def test_the_beginning_of_a_page_shows_its_number_beside_the_text() -> None:
    page = parse(to_html('<p>a<pb n="12"/>b <pb/>c</p><pb n="13" xml:id="x"/><p>d</p>'))
    numbers = found(page, "//*[@role='doc-pagebreak'][not(ancestor::*[@hidden])]")
    assert [(e.tag, content(e), e.get("aria-label")) for e in numbers] == [
        ("span", "|12", "Page 12"),
        ("div", "|13", "Page 13"),
    ]
    assert main_text(page, shown=True) == "a b cd"


def test_a_link_leads_to_the_beginning_of_a_page_or_line() -> None:
    page = parse(
        to_html(
            '<p><pb xml:id="p2"/>a<lb xml:id="l2"/>b <ref target="#p2">c</ref> '
            '<ref target="#l2">d</ref></p>'
        )
    )
    assert values(page, "//a[contains(@class, 'ref')]/@href") == ["#p2", "#l2"]
    assert len(found(page, "//*[@id='p2'] | //*[@id='l2']")) == 2


def test_a_part_of_a_verse_begins_where_the_part_before_it_ended() -> None:
    page = parse(
        to_html(
            '<l part="I">Who is</l><l part="M">there</l><l part="F">tonight?</l>'
            '<l part="I">So</l><l part="F">it goes</l><l>A whole</l>'
        )
    )
    lines = found(page, "//p[contains(@class, 'l')]")
    assert [line.get("style") for line in lines] == [
        None, "--before: 7", "--before: 13", None, "--before: 3", None,
    ]  # fmt: skip


def test_every_fifth_line_shows_its_number() -> None:
    body = "".join(f'<l n="{number}">x</l>' for number in (4, 5, 6, 10, "15a", "x"))
    page = parse(to_html(f"<lg>{body}</lg>"))
    assert [content(e) for e in found(page, "//*[@class='line-number apart']")] == [
        "Line 5 ",
        "Line 10 ",
    ]
    assert main_text(page, shown=True) == "xxxxxx"


def test_an_example_shows_its_markup() -> None:
    page = parse(
        to_html(
            f'<egXML {EXAMPLES} xml:id="e">\n    <p rend="b">a &lt; <hi xml:id="i">b</hi></p>\n'
            '    <p/>\n  </egXML><p><ref target="#i">no</ref> <ref target="#e">yes</ref></p>'
        )
    )
    [example] = found(page, "//pre[@id='e']/code")
    assert content(example) == '<p rend="b">a &lt; <hi xml:id="i">b</hi></p>\n<p/>'
    assert values(page, "//a[contains(@class, 'ref')]/@href") == ["#e"]


def test_an_example_in_a_line_or_an_item_shows_its_markup() -> None:
    page = parse(
        to_html(
            f"<p>a <egXML {EXAMPLES}><hi>b</hi></egXML> c</p>"
            f"<list><item><egXML {EXAMPLES}><p>d</p></egXML></item></list>"
        )
    )
    assert [content(e) for e in found(page, "//*[contains(@class, 'egXML')]")] == [
        "<hi>b</hi>",
        "<p>d</p>",
    ]


def test_items_keep_the_numbers_and_the_letters_of_the_source() -> None:
    page = parse(
        to_html(
            '<list rend="numbered"><item n="3">x</item><item>y</item></list>'
            '<list><item n="a)">z</item></list>'
        )
    )
    assert values(page, "//ol/li[1]/@value") == ["3"]
    assert content(found(page, "//span[@class='item-label apart']")[0]) == "a) "


def test_a_page_that_begins_in_a_list_does_not_count_its_items_anew() -> None:
    page = parse(
        to_html(
            '<list rend="numbered"><item>a</item><item>b</item><pb n="2"/><item>c</item></list>'
        )
    )
    assert values(page, "//ol/@start") == ["3"]


def test_a_list_without_marks_has_none() -> None:
    page = parse(to_html('<list type="simple"><item>a</item></list>'))
    assert "plain" in values(page, "//ul/parent::*/@class")[0].split()


def test_numbers_in_a_table_are_told_from_words() -> None:
    cells = "".join(f"<cell>{text}</cell>" for text in ("1,234.5 %", "–", "12 men", "no"))
    page = parse(to_html(f"<table><row>{cells}</row></table>"))
    kinds = ["number" in str(cell.get("class")).split() for cell in found(page, "//td")]
    assert kinds == [True, True, False, False]


@pytest.mark.parametrize(
    ("language", "written", "direction"),
    [
        ("ar", "ar", "rtl"), ("heb", "he", "rtl"), ("he-Latn", "he-Latn", None),
        ("az-Arab", "az-Arab", "rtl"), ("de", "de", None), ("en-UK", "en", None),
        ("sr-Cryl", "sr", None), ("el-grc", "el", None), ("sp", None, None), ("ara-x", "ar", "rtl"),
    ],
)  # fmt: skip
def test_a_language_goes_with_its_direction_and_is_one_that_browsers_know(
    language: str, written: str | None, direction: str | None
) -> None:
    page = parse(to_html(f'<p xml:lang="{language}" n="1">a</p>'))
    [paragraph] = found(page, "//div[@class='reading']//p")
    assert (paragraph.get("lang"), paragraph.get("dir")) == (written, direction)


def test_a_page_from_right_to_left_is_one_as_a_whole() -> None:
    text = f'<TEI {NAMESPACE} xml:lang="ar"><text><body><p>a</p></body></text></TEI>'
    assert parse(to_html(whole(text))).get("dir") == "rtl"


def test_the_first_reading_of_an_apparatus_without_lemma_is_said_to_be_read() -> None:
    page = parse(to_html("<p>a <app><rdg>b</rdg><rdg>c</rdg><rdg>d</rdg></app></p>"))
    assert string(page, "//a[contains(@class, 'mark')]/@title") == (
        "Variant: “b” is read; elsewhere: “c; d”"
    )


def test_a_name_without_text_is_no_link() -> None:
    page = parse(to_html('<p xml:id="p">a <persName ref="#p"/><ref target="#p"><hi/></ref></p>'))
    assert found(page, "//a[contains(@class, 'ref')]") == []


MATHML = 'xmlns="http://www.w3.org/1998/Math/MathML"'


def test_a_formula_is_drawn_and_keeps_no_attribute() -> None:
    page = to_html(
        f'<p>a <formula><math {MATHML} href="x" onclick="y"><mfrac class="c"><mn>1</mn><mrow/>'
        '</mfrac><mfenced open="["><mi>x</mi><mi>&lt;</mi></mfenced></math></formula></p>'
    )
    assert (
        "<math><mfrac><mn>1</mn><mrow></mrow></mfrac><mrow><mo>[</mo><mi>x</mi><mo>,</mo>"
        "<mi>&lt;</mi><mo>)</mo></mrow></math>"
    ) in page


def test_a_formula_in_a_line_of_its_own_is_displayed_so() -> None:
    page = parse(to_html(f'<formula rend="display"><math {MATHML}><mi>x</mi></math></formula>'))
    assert values(page, "//math/@display") == ["block"]


@pytest.mark.parametrize(
    "inner",
    [
        "<mi>x</mi><maction>y</maction>",
        '<mtext>x<b xmlns="http://www.w3.org/1999/xhtml">y</b></mtext>',
        "<annotation-xml><mi>x</mi>y</annotation-xml>",
        "<mfrac><mi>x</mi>y</mfrac>",
        "<mrow>xy</mrow>",
    ],
)
def test_of_a_formula_with_something_unknown_in_it_the_text_is_kept(inner: str) -> None:
    page = parse(to_html(f"<p><formula><math {MATHML}>{inner}</math></formula></p>"))
    assert found(page, "//math") == []
    assert main_text(page, shown=True) == "xy"


def test_no_element_is_shown_or_hidden_as_a_part_of_the_page_is() -> None:
    page = parse(to_html('<p><x:unseen xmlns:x="urn:x">a</x:unseen> <first>b</first></p>'))
    assert values(page, "//p/span/@class") == ["x-unseen", "x-first"]


def test_the_ids_of_the_page_are_its_own() -> None:
    body = '<p xml:id="tt-view-second">a <del>b</del></p><p xml:id="tt-contents">c</p>'
    page = parse(to_html(body + "<div><head>d</head></div><div><head>e</head></div>"))
    ids = values(page, "//@id")
    assert len(ids) == len(set(ids))
    assert string(page, "//*[@id='tt-view-second']/@type") == "radio"


def test_an_address_without_a_host_is_none() -> None:
    page = parse(to_html('<p><ref target="https:javascript:x">a</ref></p>'))
    assert found(page, "//div[@class='reading']//a") == []


def test_utterances_are_labelled_with_who_speaks_and_nothing_else_is_added_to_the_text() -> None:
    people = (
        '<profileDesc><particDesc><listPerson><person xml:id="A"><persName>Ann</persName></person>'
        '<person xml:id="B"/></listPerson></particDesc></profileDesc>'
    )
    body = (
        '<u who="#A">Um</u><u who="#B #A"><l>so</l>then</u><u>no</u><p who="#A">p</p>'
        '<kinesic who="https://a.org/C"><desc>nods</desc></kinesic>'
    )
    page = parse(to_html(document(body, people)))
    labels = found(page, "//*[contains(@class, 'who')]")
    assert [content(e) for e in labels] == ["Ann: ", "B, Ann: ", "https://a.org/C: "]
    assert main_text(page, shown=True) == "Umsothennopnods"
    assert "Ann" not in block_text(render(document(body, people), to="json").data)


def test_a_reference_without_text_shows_its_target_and_one_to_a_note_calls_it() -> None:
    body = (
        '<p>See <ref target="https://a.org/b"/> and <ref target="#x"> </ref>.</p>'
        '<p xml:id="x">said<ref target="#n"/> so<ref><!-- --></ref></p><note xml:id="n">N.</note>'
    )
    page = parse(to_html(body))
    assert values(page, "//a[contains(@class, 'ref')]/@href") == ["https://a.org/b", "#x"]
    assert main_text(page, shown=True) == "See https://a.org/b and x.said so"
    assert content(found(page, "//a[@role='doc-noteref']")[0]) == "Note 1"
    assert block_text(render(document(body), to="json").data) == "See https://a.org/b and x.said so"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "<front><titlePage><docTitle><titlePart>A<lb/>Book</titlePart><titlePart>of two"
            "</titlePart></docTitle></titlePage></front><body><head>x</head><p>y</p></body>",
            "A Book of two",
        ),
        (
            '<front><titlePage><titlePart type="sub">or</titlePart></titlePage></front>'
            "<body><p>y</p></body>",
            "or",
        ),
        (
            '<front><docTitle><titlePart>Or</titlePart><titlePart type="main">So</titlePart>'
            "</docTitle></front><body><p>y</p></body>",
            "So",
        ),
        ("<body><head>All<note>n</note></head><div><head>I</head><p>y</p></div></body>", "All"),
        ("<body><div><head>One</head><p>y</p></div></body>", "One"),
        ("<body><div><head>I</head><p>y</p></div><div><head>II</head><p>z</p></div></body>", ""),
        (
            "<body><p>y</p><floatingText><front><docTitle><titlePart>z</titlePart></docTitle></front>"
            "<body><head>z</head><p>y</p></body></floatingText></body>",
            "",
        ),
        ("<body><p>y</p></body>", ""),
    ],
)
@pytest.mark.parametrize("header", ["", "<title/>"])
def test_a_text_without_a_title_in_its_header_has_the_one_it_gives_itself(
    text: str, title: str, header: str
) -> None:
    header = f"<teiHeader><fileDesc><titleStmt>{header}</titleStmt></fileDesc></teiHeader>"
    made = whole(f"<TEI {NAMESPACE}>{header}<text>{text}</text></TEI>")
    assert string(parse(to_html(made)), "//title") == (title or "Untitled")
    assert to_json(made)["title"] == title
    corpus = f"<teiCorpus {NAMESPACE}><TEI>{header}<text>{text}</text></TEI></teiCorpus>"
    assert string(parse(to_html(whole(corpus))), "//title") == "Untitled"


def test_the_readings_of_a_variant_are_listed_with_the_sigla_of_their_witnesses() -> None:
    header = (
        '<fileDesc><sourceDesc><listWit><witness xml:id="A">Oxford</witness>'
        '<witness xml:id="w2"><abbr type="siglum">Θ</abbr> Rome</witness>'
        '<witness xml:id="w3" n="P"/></listWit></sourceDesc></fileDesc>'
    )
    body = (
        '<p><app><lem wit="#A">a</lem><rdg wit="#w2 #w3">b &amp; c</rdg><rdg wit="#A #x"/></app> '
        '<app><rdg wit="ms:K">d</rdg></app> <app><lem/><rdg>e</rdg></app> <sic>f</sic></p>'
    )
    page = parse(to_html(document(body, header)))
    rows = found(page, "//section[@class='changes']//tbody/tr")
    assert [[content(cell) for cell in found(row, "td")[:2]] for row in rows] == [
        ["b & c Θ P; nothing– A x", "a A"],
        ["nothing–", "d ms:K"],
        ["e", "nothing–"],
        ["f", "f"],
    ]
    assert values(page, "//*[@class='sigla']/abbr/@title")[:2] == ["Θ Rome", "Oxford"]
    said = found(page, "//dt[.='Witnesses']/following-sibling::dd")[:2]
    assert [content(e) for e in said] == ["A Oxford", "Θ Rome"]


def test_the_parts_of_a_manuscript_description_have_labels_beside_the_text() -> None:
    body = (
        "<msDesc><msIdentifier><idno>A</idno></msIdentifier><msContents><msItem><incipit>In</incipit>"
        "<explicit>Ex</explicit><explicit/></msItem></msContents><physDesc><objectDesc><supportDesc>"
        "<support>s</support><extent>e</extent></supportDesc></objectDesc><bindingDesc><p>b</p>"
        "</bindingDesc></physDesc><history><p>h</p></history><msPart><msIdentifier><idno>B</idno>"
        "</msIdentifier><history><origin>o</origin></history></msPart></msDesc><p>x</p>"
    )
    page = parse(to_html(body))
    labels = found(page, "//b[contains(@class, 'part')]")
    assert [(content(e), str(e.tail or "")) for e in labels] == [
        ("Contents", "\n"),
        ("Incipit: ", "In"),
        ("Explicit: ", "Ex"),
        ("Support: ", "s"),
        ("Extent: ", "e"),
        ("Binding", "\n"),
        ("History", "\n"),
        ("Part", "\n"),
        ("Origin: ", "o"),
    ]
    assert main_text(page, shown=True) == "AInExsebhBox"


@pytest.mark.parametrize(
    ("title", "headings"), [("One", ["h1 One", "h2 I"]), ("Other", ["h1 Other", "h2 One", "h3 I"])]
)
def test_the_heading_of_the_only_division_that_repeats_the_title_is_the_title(
    title: str, headings: list[str]
) -> None:
    header = f"<fileDesc><titleStmt><title>{title}</title></titleStmt></fileDesc>"
    body = "<pb/><div><head>One</head><p>y</p><div><head>I</head><p>z</p></div></div>"
    page = parse(to_html(document(body, header)))
    article = found(page, "//article//*[self::h1 or self::h2 or self::h3]")
    assert [" ".join((str(e.tag), content(e))) for e in article] == headings
