"""JSON back to TEI: the same document, with what was added; and clear words for what is no JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tei_tools.flows.models import load_models
from tei_tools.flows.options import ValidationOptions
from tei_tools.flows.restoration import restore_file
from tei_tools.flows.transformation import Result, Task
from tei_tools.model.finding import TeiToolsError
from tei_tools.model.names import XML_BASE
from tei_tools.read import read_document
from tei_tools.transform import VIEWS, Edition, TransformOptions, render
from tei_tools.transform.marking import marked

from ..oracles import corpora
from .conftest import NAMESPACE, WORKS, document, to_json, whole
from .test_models import compiled
from .test_source import real_files

#: As others read it: with doubled ids, and with what the entities of the file stand for.
PARSER = etree.XMLParser(collect_ids=False)


def canonical(data: bytes, path: Path | None = None) -> bytes:
    """Canonical XML with comments, by libxml2; what is included is in it.

    Programs disagree on ``xml:base`` where a file of the same folder is included: it is left out.
    """
    root = etree.fromstring(data, PARSER, base_url=str(path) if path else None)
    if path is not None and b"<xi:include" in data:
        root.getroottree().xinclude()
    if b"xi:include" in data or path is None:
        for element in root.iter(etree.Element):
            element.attrib.pop(XML_BASE, None)
    return etree.tostring(root.getroottree(), method="c14n", with_comments=True)


@pytest.fixture
def back(tmp_path: Path) -> Callable[..., Result]:
    """What becomes of JSON: a value, or the bytes of a file."""

    def restore(made: Any, models: bytes = b"") -> Result:
        file = tmp_path / "made.json"
        file.write_bytes(made if isinstance(made, bytes) else json.dumps(made).encode())
        return restore_file(Task(file, None), ValidationOptions(), TransformOptions(models=models))

    return restore


Back = Callable[..., Result]


def message(result: Result) -> str:
    """The one finding of what could not be restored."""
    [finding] = result.findings
    assert result.data is None
    return f"{finding.code}: {finding.message}"


def comes_back(file: Path, back: Back, view: str = "reading", models: bytes = b"") -> None:
    options = TransformOptions(view=view, models=models)
    made = render(read_document(file), to="json", options=options).data
    result = back(made, models)
    assert result.findings == ()
    assert result.data is not None
    original = file.read_bytes()
    base = b"<xi:include" in original
    given = canonical(original, file)
    assert canonical(result.data) == (given if base else canonical(original))


@pytest.mark.parametrize("view", VIEWS)
def test_every_file_of_the_edition_comes_back(file: Path, view: str, back: Back) -> None:
    comes_back(file, back, view)


@pytest.mark.corpora
def test_every_real_document_comes_back(back: Back) -> None:
    count = 0
    for file in real_files():
        try:
            read_document(file)
        except TeiToolsError:
            continue  # what it includes is not there
        comes_back(file, back)
        count += 1
    assert count > 140


@pytest.mark.corpora
def test_real_documents_come_back_from_json_by_the_models_of_others(back: Back) -> None:
    models, _ = load_models(corpora() / "tei-p5" / "exemplars" / "tei_simplePrint.odd")
    for file in sorted((corpora() / "tei-p5" / "tests").glob("*.xml"))[::4]:
        comes_back(file, back, models=models)


def test_what_models_leave_out_double_or_make_comes_back(tmp_path: Path, back: Back) -> None:
    models = compiled(
        tmp_path,
        hi='<model behaviour="omit"/>',
        emph='<model behaviour="inline"><param name="content" value="., \'x\', ."/></model>',
        head='<model behaviour="note"><param name="place" value="\'inline\'"/></model>',
        p='<modelSequence><model behaviour="list"/><model behaviour="block"/></modelSequence>',
    )
    file = tmp_path / "a.xml"
    text = "<div><head>a <hi>b</hi></head><p>c <emph>d</emph><hi>e</hi></p></div>"
    file.write_text(f"<TEI {NAMESPACE}><text><body>{text}</body></text></TEI>", "utf-8")
    for view in VIEWS:
        comes_back(file, back, view, models)


def test_json_by_models_that_are_not_named_comes_back_and_its_text_is_told(
    tmp_path: Path, back: Back
) -> None:
    models = compiled(tmp_path, hi='<model behaviour="omit"/>')
    text = f"<TEI {NAMESPACE}><text><body><p>a <hi>b</hi> C</p></body></text></TEI>"
    (tmp_path / "a.xml").write_text(text, "utf-8")
    options = TransformOptions(models=models)
    made = json.loads(render(read_document(tmp_path / "a.xml"), to="json", options=options).data)
    result = back(made)
    assert result.data is not None
    assert canonical(result.data) == canonical(text.encode())
    assert {each.code for each in result.findings} == {"json.not-taken"}
    assert all(
        "of JSON made with --odd, name the ODD" in each.suggestion for each in result.findings
    )
    made["reading"]["entities"].append({"type": "person", "ref": None, "start": 2, "end": 3})
    marked = back(made, models).data or b""
    assert b"<persName>C</persName>" in marked


@pytest.mark.parametrize(
    "text",
    [
        f'<?a b?><!DOCTYPE TEI SYSTEM "x.dtd" [<!ENTITY e "é">]><!--c--><TEI {NAMESPACE}>&e;</TEI>'
        "<?end?><!-- end -->",
        '<TEI xmlns="urn:a" xmlns:p="urn:b" xmlns:q="urn:b" q:x="1" p:y="2"><t xmlns=""><p:u/></t>'
        "</TEI>",
        '<x a="&#9;&#10;&#13; &lt;&amp;&quot;&apos;">&#13;\n&lt;&amp;]]&gt;\t𐍈<![CDATA[<&]]></x>',
        '<x xml:space="preserve" xml:lang="en"> <!----> <?p?> <?p  a?></x>',
        '<a xmlns:p="urn:u"><p:b xmlns:p="urn:v"><p:c/></p:b><p:d/></a>',
        "<a><é.-·/><b\u0301/></a>",
    ],
)
def test_odd_documents_come_back(text: str, back: Back) -> None:
    result = back(to_json(whole(text)))
    assert result.data is not None
    assert canonical(result.data) == canonical(text.encode())


# --- JSON that is none, or no longer any


def changed(path: str, value: Any) -> dict[str, Any]:
    """The JSON of a small document, with another value somewhere in its source."""
    made = to_json('<p xml:id="p">one <hi>two</hi><!--c--><?d e?> three</p>')
    place: Any = made
    *way, last = (int(step) if step.isdigit() else step for step in path.split("/"))
    for step in way:
        place = place[step]
    place[last] = value
    return dict(made)


A = "source/annotations"  # 0 TEI, 1 text, 2 body, 3 p, 4 hi, 5 comment, 6 instruction


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (f"{A}/4/end", 9, "json.annotations: $.source.annotations[5].start: 7 overlaps"),
        (f"{A}/4/end", 99, "json.annotations: $.source.annotations[4].end: 99 is outside the text"),
        (f"{A}/3/end", 6, "json.annotations: $.source.annotations[4].end: 7 overlaps the end of"),
        (f"{A}/4/start", 8, "json.annotations: $.source.annotations[4].end: 7 is before"),
        (f"{A}/4/p", 7, "json.annotations: $.source.annotations[4].p: there is no annotation 7"),
        (f"{A}/4/p", None, "json.annotations: $.source.annotations[4].start: 4 overlaps"),
        (f"{A}/6/p", 5, "json.annotations: $.source.annotations[6].p: 5 is no element"),
        (f"{A}/4/i", 3, "json.annotations: $.source.annotations[4].i: there is an annotation 3"),
        (f"{A}/0/start", 1, "json.annotations: $.source.annotations[0].start: all text must be"),
        (f"{A}/5/end", 8, "json.annotations: $.source.annotations[5].end: only elements"),
        (f"{A}/4/name", "h i", "json.form: $.source.annotations[4].name: `h i` is no name"),
        (f"{A}/4/name", "hi/><x", "json.form: $.source.annotations[4].name: `hi/><x` is no name"),
        (f"{A}/4/name", "x:hi", "json.form: $.source.annotations[4].name: the prefix of `x:hi`"),
        (f"{A}/4/attrs", {'a="': "1"}, 'json.form: $.source.annotations[4].attrs: `a="` is no'),
        (f"{A}/4/attrs", {"xmlns": "1"}, "json.form: $.source.annotations[4].attrs: `xmlns`"),
        (f"{A}/4/attrs", {"a": 1}, "json.form: $.source.annotations[4].attrs['a']: must be a str"),
        (f"{A}/4/ns", {"p": ""}, "json.form: $.source.annotations[4].ns: the prefix `p` cannot"),
        (f"{A}/4/start", "4", "json.form: $.source.annotations[4].start: must be a whole number"),
        (f"{A}/4/start", True, "json.form: $.source.annotations[4].start: must be a whole number"),
        (f"{A}/4/start", -1, "json.form: $.source.annotations[4].start: must be a whole number"),
        (f"{A}/4/comment", "x", "json.form: $.source.annotations[4]: must have exactly one of"),
        (f"{A}/4/more", "x", "json.form: $.source.annotations[4]: `more` is no member"),
        (f"{A}/4", [], "json.form: $.source.annotations[4]: must be an object, not a list"),
        (f"{A}/5/comment", "a--b", "json.form: $.source.annotations[5].comment: a comment must"),
        (f"{A}/6/data", "?><x>", "json.form: $.source.annotations[6].pi: an instruction must"),
        (f"{A}/6/pi", "XML", "json.form: $.source.annotations[6].pi: an instruction must not"),
        (A, [], "json.annotations: $.source.annotations: there is no root element"),
        (A, {}, "json.form: $.source.annotations: must be a list, not an object"),
        ("source/text", "a\0b", "json.form: $.source.text: U+0000 at 1 is no character"),
        ("source/text", "a\ud800", "json.form: $.source.text: U+D800 at 1 is no character"),
        ("source/text", None, "json.form: $.source.text: must be a string, not null"),
        ("source/doctype", "<x>", "json.form: $.source.doctype: is no document type"),
        (
            "source/doctype",
            "<!DOCTYPE x [<!ENTITY>]>",
            "json.annotations: $.source: what this describes is no XML",
        ),
        ("source", None, "json.form: $.source: must be an object, not null"),
        ("format", "other/1", "json.form: $.format: must be `tei-tools-document/1` or"),
        ("reading/view", "mine", "json.form: $.reading.view: must be the name of a view"),
        ("reading/entities", [1], "json.form: $.reading.entities[0]: must be an object with"),
        ("notes", [1], "json.form: $.notes: must be a list of objects"),
        ("documents", [], "json.form: $.documents[0].reading.view"),
    ],
)
def test_what_is_wrong_is_told_with_its_path(path: str, value: Any, told: str, back: Back) -> None:
    if path == "documents":
        told = "json.form: $.reading.view"
    assert message(back(changed(path, value))).startswith(told)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "json.malformed: this is no JSON"),
        (b"<TEI/>", "json.malformed: this is no JSON"),
        (b'{"a": 1,\n "b" 2}', "json.malformed: this is no JSON: expecting ':' delimiter"),
        (b"\xff\xff", "json.malformed"),
        (b"[" * 1_000_000, "json.malformed: $: is nested too deep"),
        (b'{"a": ' + b"9" * 10_000 + b"}", "json.malformed: $: this is no JSON"),
        (b"[]", "json.form: $.format"),
        (b'"text"', "json.form: $.format"),
        (b'{"format": "tei-tools-document/1"}', "json.form: $.source: is missing"),
    ],
    ids=str,
)
def test_what_is_no_json_is_told(data: bytes, told: str, back: Back) -> None:
    assert message(back(data)).startswith(told)


def test_elements_nested_too_deep_are_refused(back: Back) -> None:
    made = to_json("<p>a</p>")
    last = made["source"]["annotations"][-1]
    made["source"]["annotations"] += [
        {**last, "i": n, "p": n - 1} for n in range(last["i"] + 1, 3000)
    ]
    assert message(back(made)).startswith("json.annotations: $.source: what this describes")


def test_a_bomb_of_entities_does_not_go_off(back: Back) -> None:
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 20}">' for n in range(1, 12))
    made = to_json("<p>a&amp;e11;</p>")
    made["source"]["doctype"] = (
        f'<!DOCTYPE TEI [<!ENTITY e0 "boom">{lines}<!ATTLIST p n CDATA "&e11;">]>'
    )
    assert len(back(made).data or b"") < 10_000


# --- JSON that was edited


def add(made: Any, words: str, **members: Any) -> Any:
    """The JSON with one more entity: the first occurrence of some words in the reading."""
    reading = made["reading"]
    start = reading["text"].index(words)
    entity = {"type": "person", "ref": None, "start": start, "end": start + len(words)}
    reading["entities"].append({**entity, **members})
    return made


def body(result: Result) -> str:
    """What stands in the body, without namespaces."""
    assert result.data is not None, result.findings
    return result.data.decode().partition("<body>")[2].partition("</body>")[0]


@pytest.mark.parametrize(
    ("encoding", "words", "expected"),
    [
        ("<p>Ann Bee ran</p>", "Ann Bee", "<p><persName>Ann Bee</persName> ran</p>"),
        (
            "<p>so <hi>Ann</hi> Bee ran</p>",
            "Ann Bee",
            "<p>so <persName><hi>Ann</hi> Bee</persName> ran</p>",
        ),
        ("<p><hi>Ann</hi></p>", "Ann", "<p><hi><persName>Ann</persName></hi></p>"),
        (
            "<p>a<lb/>Ann<lb/>Bee<lb/>b</p>",
            "Ann Bee",
            "<p>a<lb/><persName>Ann<lb/>Bee</persName><lb/>b</p>",
        ),
        (
            "<p><!--x-->An<!--y-->n<!--z--></p>",
            "Ann",
            "<p><!--x--><persName>An<!--y-->n</persName><!--z--></p>",
        ),
        (
            "<p>by <choice><sic>An</sic><corr>Ann</corr></choice> B</p>",
            "Ann",
            "<p>by <choice><sic>An</sic><corr><persName>Ann</persName></corr></choice> B</p>",
        ),
        (
            "<p>A <choice><sic>n</sic><corr>nn</corr></choice> B</p>",
            "A nn B",
            "<p><persName>A <choice><sic>n</sic><corr>nn</corr></choice> B</persName></p>",
        ),
        (
            "<p>A.\n   Bee<note>c</note> d</p>",
            "A. Bee",
            "<p><persName>A.\n   Bee</persName><note>c</note> d</p>",
        ),
    ],
)
def test_an_added_name_becomes_an_element_at_its_place(
    encoding: str, words: str, expected: str, back: Back
) -> None:
    assert body(back(add(to_json(encoding), words))) == expected


def test_each_type_of_entity_has_its_element(back: Back) -> None:
    made = to_json("<p>a b c d e</p>")
    for words, kind in (("a", "org"), ("b", "place"), ("c", "work"), ("d", "ship"), ("e", "event")):
        add(made, words, type=kind, ref="http://x.org")
    assert body(back(made)) == (
        '<p><orgName ref="http://x.org">a</orgName> <placeName ref="http://x.org">b</placeName>'
        ' <title ref="http://x.org">c</title> <rs type="ship" ref="http://x.org">d</rs>'
        ' <rs type="event" ref="http://x.org">e</rs></p>'
    )


def test_an_added_name_is_read_again_where_it_was_added(back: Back) -> None:
    for kind in ("person", "org", "place", "work", "ship", "event"):
        made = add(to_json("<p>so <hi>Ann</hi>\n Bee</p>"), "Ann Bee", type=kind, ref="http://x.y")
        again = to_json(whole((back(made).data or b"").decode()))
        assert again["reading"] == {**made["reading"], "blocks": again["reading"]["blocks"]}


def test_names_can_stand_in_names_and_refer_to_several(back: Back) -> None:
    made = to_json("<p>Ann of Wye ran</p>")
    add(made, "Ann of Wye", ref="http://a.org")
    add(made, "Ann of Wye", ref="http://b.org")
    add(made, "Wye", type="place", ref="http://w.org")
    assert body(back(made)) == (
        '<p><persName ref="http://a.org http://b.org">Ann of '
        '<placeName ref="http://w.org">Wye</placeName></persName> ran</p>'
    )


def test_a_name_in_a_note_goes_into_the_note(back: Back) -> None:
    made = to_json("<p>a<note>by Ann</note></p>")
    made["notes"][0]["entities"].append({"type": "person", "ref": None, "start": 3, "end": 6})
    assert body(back(made)) == "<p>a<note>by <persName>Ann</persName></note></p>"


def test_a_short_name_is_written_as_the_document_writes_it() -> None:
    made = json.loads(render(read_document(WORKS[0]), to="json").data)
    add(made, "I intend", ref="krupskaya")
    marking = marked(made, Edition(read_document(WORKS[0])))
    assert marking.source is not None
    assert {"ref": "reg:krupskaya"} in [a.get("attrs") for a in marking.source["annotations"]]


def test_the_prefix_of_tei_is_that_of_the_place(back: Back) -> None:
    made = to_json(
        whole(
            '<t:TEI xmlns:t="http://www.tei-c.org/ns/1.0"><t:text><t:body><t:p>Ann</t:p></t:body>'
            "</t:text></t:TEI>"
        )
    )
    assert b"<t:p><t:persName>Ann</t:persName></t:p>" in (back(add(made, "Ann")).data or b"")


def test_a_stretch_across_elements_is_refused_with_the_reason(back: Back) -> None:
    made = add(to_json("<p>a <hi>Ann B</hi>ee</p>"), "Bee")
    assert message(back(made)) == (
        "json.entity: $.reading.entities[0]: it cannot be one element: `hi` (annotation 4) begins"
        " before it and ends in it"
    )
    made = add(to_json("<p>a <hi>Ann B</hi>ee</p>"), "a Ann")
    assert "`hi` (annotation 4) begins in it and ends after it" in message(back(made))


def test_an_element_that_the_schema_does_not_allow_is_told_and_not_made(back: Back) -> None:
    made = to_json("<p>a</p><p>b</p>")
    add(made, "a\n\nb")
    result = back(made)
    assert result.data is None
    assert "grammar.not-allowed-here" in [finding.code for finding in result.findings]


def test_a_name_of_which_the_source_has_no_characters_is_refused(back: Back) -> None:
    made = add(to_json("<p>a <gap/> b</p>"), "[…]")
    assert "“[…]” does not begin and end with characters of the source" in message(back(made))


def test_a_short_name_that_leads_nowhere_is_refused(back: Back) -> None:
    made = add(to_json("<p>a b</p>"), "a", ref="ann")
    assert "$.reading.entities[0].ref: `ann` is no id of this document" in message(back(made))


def test_other_changes_are_told_and_change_nothing(back: Back) -> None:
    made = to_json('<p>a <persName ref="#x">Ann</persName> on <date when="1918">x</date></p>')
    made["title"] = "Other"
    made["reading"]["dates"] = []
    made["reading"]["entities"] = []
    result = back(made)
    assert [f.message.partition(":")[0] for f in result.findings] == [
        "$.title",
        "$.reading.dates",
        "$.reading.entities",
    ]
    assert body(result).startswith('<p>a <persName ref="#x">Ann</persName>')


def test_a_text_edited_in_the_source_comes_back(back: Back) -> None:
    made = to_json("<p>one</p>")
    made["source"]["text"] = "two"
    result = back(made)
    assert body(result) == "<p>two</p>"
    assert [f.code for f in result.findings] == ["json.not-taken"]  # what is read no longer fits


def test_no_name_is_put_into_a_text_that_was_edited(back: Back) -> None:
    made = add(to_json("<p>one Ann</p>"), "Ann")
    made["reading"]["text"] = "ONE Ann"
    result = back(made)
    assert "is not what the source gives" in message(result)


def test_a_document_stays_what_it_is_when_many_names_are_added(back: Back) -> None:
    made = to_json(document("<p>a b c</p>" * 300))
    text = made["reading"]["text"]
    made["reading"]["entities"] = [
        {"type": "person", "ref": None, "start": n, "end": n + 1}
        for n, character in enumerate(text)
        if character == "b"
    ]
    assert body(back(made)) == "<p>a <persName>b</persName> c</p>" * 300
