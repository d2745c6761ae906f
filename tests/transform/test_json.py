"""The JSON: its schema, its offsets, and what is marked in the text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from lxml import etree

from tei_tools.transform import Entry, render

from ..oracles import ROOT
from .conftest import NAMESPACE, TEI, WORKS, document, edition, to_json, whole

SCHEMA = json.loads((ROOT / "schemas" / "document.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)


def _documents(made: Any) -> list[Any]:
    documents = made.get("documents", [made])
    assert isinstance(documents, list)
    return documents


def _slice(text: str, marked: dict[str, Any]) -> str:
    return text[marked["start"] : marked["end"]]


def test_every_block_and_annotation_has_a_line_whatever_stands_in_it() -> None:
    odd = '}, {"[{'
    body = f"<p n='{odd}'>{odd}</p><p>b</p><note n='{odd}'>{odd}</note>"
    data = render(document(body), to="json").data.decode()
    made = json.loads(data)
    assert made["source"]["text"].count(odd) == 2
    assert [a["attrs"]["n"] for a in made["source"]["annotations"] if "attrs" in a] == [odd, odd]
    lines = [line.strip().removesuffix(",") for line in data.splitlines()]
    for each in (*made["reading"]["blocks"], *made["source"]["annotations"]):
        assert json.dumps(each, ensure_ascii=False) in lines


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("view", ["reading", "diplomatic"])
def test_every_file_of_the_edition_follows_the_schema(file: Path, view: str) -> None:
    data = edition(file, "json", view).data
    assert [error.message for error in VALIDATOR.iter_errors(json.loads(data))] == []
    assert data.endswith(b"}\n")


@pytest.mark.parametrize(
    "change",
    [
        {"format": "other"},
        {"units": None},
        {"reading": {}},
        {"unknown": 1},
        {"notes": [{"id": "n"}]},
    ],
)
def test_the_schema_refuses_what_is_no_document(change: dict[str, Any]) -> None:
    assert not VALIDATOR.is_valid({**to_json("<p>a</p>"), **change})


def test_blocks_follow_each_other_and_hold_all_the_text(file: Path) -> None:
    for made in _documents(json.loads(edition(file, "json").data)):
        text, done = made["reading"]["text"], 0
        for block in made["reading"]["blocks"]:
            between = text[done : block["start"]]
            assert not between.strip("\n\t-.0123456789 *"), between
            assert block["start"] < block["end"]
            done = block["end"]
        assert done == len(text)


def test_blocks_tell_their_element_id_and_line() -> None:
    path = WORKS[0]
    lines = path.read_text("utf-8").split("\n")
    for block in json.loads(edition(path, "json").data)["reading"]["blocks"]:
        assert f"<{block['type']}" in lines[block["line"] - 1]
        if block["id"]:
            assert f'xml:id="{block["id"]}"' in lines[block["line"] - 1]


def test_blocks_of_the_corpus_tell_the_lines_of_their_own_files() -> None:
    corpus = json.loads(edition(TEI / "corpus.xml", "json").data)
    alone = json.loads(edition(WORKS[0], "json").data)
    [letter] = [made for made in corpus["documents"] if made["id"] == "w1"]
    for made in (letter, alone):
        del made["reading"]["map"]  # which leads into another source
    assert letter["reading"] == alone["reading"]


def test_parts_of_one_paragraph_are_blocks_and_the_id_stands_once() -> None:
    reading = to_json('<p xml:id="p">a<list><item>b</item></list>c</p>')["reading"]
    assert reading["text"] == "a\n- b\nc"
    assert [(b["id"], b["type"], _slice(reading["text"], b)) for b in reading["blocks"]] == [
        ("p", "p", "a"),
        (None, "item", "b"),
        (None, "p", "c"),
    ]


def test_offsets_are_code_points() -> None:
    reading = to_json('<p>𐍈e\u0301 <persName ref="#x">𐍈y</persName>.</p>')["reading"]
    assert reading["entities"] == [{"type": "person", "ref": "x", "start": 4, "end": 6}]
    assert reading["text"][4:6] == "𐍈y"


def test_names_of_the_edition_stand_where_they_are_said_to_stand() -> None:
    namespaces = {"t": "http://www.tei-c.org/ns/1.0"}
    for path in WORKS:
        made = json.loads(edition(path, "json", "diplomatic").data)
        text = made["reading"]["text"]
        found = [_slice(text, e) for e in made["reading"]["entities"] if e["type"] == "person"]
        names = etree.parse(path).xpath(
            "//t:body//t:persName[not(ancestor::t:corr)][not(ancestor::t:note[not(@place='inline')])]",
            namespaces=namespaces,
        )
        persons = [" ".join("".join(name.itertext()).split()) for name in names]
        said = [name for name in found if name in persons]
        assert said == persons


def test_references_are_short_names_of_register_entries() -> None:
    reading = json.loads(edition(WORKS[0], "json").data)["reading"]
    text = reading["text"]
    found = {(e["type"], e["ref"], _slice(text, e)) for e in reading["entities"]}
    assert ("person", "stalin", "Stalin") in found
    assert ("org", "central-committee", "C.C.") in found
    assert ("event", "twelfth-congress", "Congress") in found
    assert ("work", "russkaya-mysl", "Russkaya Mysl") in found


def test_a_reference_is_read_by_the_prefix_of_its_header_or_kept_whole() -> None:
    header = (
        "<encodingDesc><listPrefixDef>"
        '<prefixDef ident="r" matchPattern="([a-z]+)" replacementPattern="../r.xml#$1"/>'
        '<prefixDef ident="wd" matchPattern="(Q\\d+)" replacementPattern="https://w.org/$1"/>'
        '<prefixDef ident="slow" matchPattern="(a+)+b" replacementPattern="#$1"/>'
        "</listPrefixDef></encodingDesc>"
    )
    refs = ["r:ab", "wd:Q1", "r:A1", "no:x", "#here", "other.xml#there", f"slow:{'a' * 50}"]
    body = "".join(f'<p><persName ref="{ref}">x</persName></p>' for ref in refs)
    made = to_json(document(body, header))
    found = [entity["ref"] for entity in made["reading"]["entities"]]
    assert found == ["ab", "https://w.org/Q1", "r:A1", "no:x", "here", "there", refs[-1]]


def test_several_references_are_several_entities_and_a_name_without_one_is_an_entity_too() -> None:
    reading = to_json(
        '<p><persName ref="#a #b">x</persName> <placeName>y</placeName> <rs>z</rs>'
        " <title>t</title></p>"
    )["reading"]
    assert [(e["type"], e["ref"]) for e in reading["entities"]] == [
        ("person", "a"),
        ("person", "b"),
        ("place", None),
    ]


@pytest.mark.parametrize(("view", "side"), [("reading", "corr"), ("diplomatic", "sic")])
def test_every_correction_of_the_edition_shows_its_side_where_it_stands(
    view: str, side: str
) -> None:
    count = 0
    for path in WORKS:
        made = json.loads(edition(path, "json", view).data)
        notes = [(note["text"], note["interventions"]) for note in made["notes"]]
        for text, interventions in [
            (made["reading"]["text"], made["reading"]["interventions"]),
            *(notes if view == "reading" else []),
        ]:
            for intervention in interventions:
                count += 1
                if intervention["kind"] == "correction":
                    assert _slice(text, intervention) == intervention[side]
    assert count > 40


def test_the_interventions_of_the_letter_are_these() -> None:
    reading = json.loads(edition(WORKS[0], "json").data)["reading"]
    keys = ("kind", "sic", "corr", "resp", "cert")
    assert [tuple(i[key] for key in keys) for i in reading["interventions"]] == [
        ("correction", "by such", "by such a", "ed", "medium"),
        ("correction", "measure", "measures", "ed", "medium"),
        ("correction", "Pyatakoy", "Pyatakov", "ed", "high"),
        ("correction", "Pyatakoy", "Pyatakov", "ed", "high"),
        ("supplied", None, "minor", "mia", "low"),
        ("correction", "opinion", "opinion,", "ed", "medium"),
        ("correction", "effect", "effect,", "ed", "medium"),
        ("correction", "Peasants", "Peasants'", "ed", "high"),
    ]


@pytest.mark.parametrize(
    ("encoding", "kind", "sic", "corr", "shown"),
    [
        ("<del>x</del>", "deletion", "x", None, ""),
        ("<subst><del>x</del><add>y</add></subst>", "substitution", "x", "y", "y"),
        ("<choice><orig>x</orig><reg>y</reg></choice>", "regularisation", "x", "y", "y"),
        (
            "<choice><abbr>w<am>t</am></abbr><expan>wi</expan></choice>",
            "expansion",
            "wt",
            "wi",
            "wi",
        ),
        ("<gap reason='lost'/>", "gap", None, None, "[…]"),
        ("<surplus>x</surplus>", "surplus", "x", None, ""),
        ("<sic>x</sic>", "apparent error", "x", "x", "x"),
        ("<app><lem>y</lem><rdg>x</rdg><rdg>z</rdg></app>", "variant", "x; z", "y", "y"),
        ("<choice><unclear>x</unclear><unclear>y</unclear></choice>", "unclear", "x", "x", "x"),
    ],
)
def test_interventions_tell_both_sides(
    encoding: str, kind: str, sic: str | None, corr: str | None, shown: str
) -> None:
    reading = to_json(f"<p>a {encoding} b</p>")["reading"]
    [found] = reading["interventions"]
    assert (found["kind"], found["sic"], found["corr"]) == (kind, sic, corr)
    assert _slice(reading["text"], found) == shown


def test_notes_tell_where_they_are_called_and_what_is_marked_in_them() -> None:
    made = to_json(
        '<p>word<note xml:id="n1" type="editorial" resp="#ed">of <persName ref="#x">X</persName>'
        "</note>, more</p>"
    )
    [note] = made["notes"]
    assert made["reading"]["text"][: note["anchor"]] == "word"
    assert (note["id"], note["label"], note["type"], note["resp"]) == ("n1", "1", "editorial", "ed")
    assert _slice(note["text"], note["entities"][0]) == "X"
    assert note["inText"] is False


def test_endnotes_are_anchored_where_they_are_called() -> None:
    made = json.loads(edition(WORKS[5], "json").data)
    text = made["reading"]["text"]
    anchors = {note["id"]: note["anchor"] for note in made["notes"]}
    assert text[: anchors["w6.nA"]].endswith("the utmost flexibility is demanded,")
    assert text[: anchors["w6.nB"]].endswith("with the working-class movement")
    assert anchors["w6.note2"] is None  # a note on a note


def test_notes_that_the_diplomatic_view_reads_in_place_say_so() -> None:
    made = json.loads(edition(WORKS[0], "json", "diplomatic").data)
    note = next(note for note in made["notes"] if note["id"] == "w1.note1")
    assert note["inText"] is True
    assert made["reading"]["text"][note["anchor"] :].startswith("[See Vol. 26")


def test_dates_have_their_machine_form_and_place() -> None:
    reading = to_json('<p>in <date when="1918">1918</date>, <date from="1" to="2">x</date></p>')[
        "reading"
    ]
    assert reading["dates"] == [
        {"when": "1918", "start": 3, "end": 7},
        {"from": "1", "to": "2", "start": 9, "end": 10},
    ]


def test_metadata_has_what_the_header_says() -> None:
    metadata = json.loads(edition(WORKS[0], "json").data)["metadata"]
    assert metadata["authors"] == [{"name": "Vladimir Ilyich Lenin", "ref": "lenin"}]
    assert {
        "role": "Conversion to e-book",
        "agents": [{"name": "Pablo Stern", "ref": "stern", "cert": None}],
    } in metadata["responsibility"]
    assert [source["id"] for source in metadata["sources"]] == [
        "w1.src.ebook",
        "w1.src.mia",
        "w1.src.lcw",
    ]
    assert "were not consulted" in metadata["notConsulted"][0]["text"]
    assert metadata["licences"][0]["target"] == "https://creativecommons.org/licenses/by/4.0/"
    [created] = metadata["created"]
    assert (created["type"], created["from"], created["to"]) == (
        "dictation",
        "1922-12-23",
        "1923-01-04",
    )


def test_sources_are_cited_in_a_readable_line() -> None:
    header = (
        "<fileDesc><sourceDesc><biblStruct><analytic><author>Ann Bee</author><title>Essay</title>"
        "</analytic><monogr><author>Ann Bee</author><title>Book</title><imprint><pubPlace>Here"
        '</pubPlace><date>1900</date></imprint><biblScope unit="page">1–2</biblScope></monogr>'
        "</biblStruct></sourceDesc></fileDesc>"
    )
    made = to_json(document("<p/>", header))
    assert made["metadata"]["sources"][0]["text"] == "Ann Bee, “Essay”, Book, Here, 1900, pp. 1–2"


def test_the_registers_list_their_entries() -> None:
    made = json.loads(edition(TEI / "registers.xml", "json").data)
    entries = {entry["id"]: (entry["type"], entry["label"]) for entry in made["entries"]}
    assert entries["stalin"] == ("person", "Joseph Vissarionovich Stalin")
    assert entries["central-committee"] == ("org", "Central Committee")
    assert entries["pravda"] == ("work", "Pravda")


def test_an_entry_is_read_as_its_name_other_names_dates_and_what_is_said_of_it() -> None:
    made = whole(
        f"""<TEI {NAMESPACE}><standOff><listPerson><head>People</head>
          <person xml:id="x">
            <persName><forename>Ann</forename> <surname>Bee</surname></persName>
            <persName type="variant">A.B.</persName><persName>Ann Bee</persName>
            <birth when="1870-04-22"/><death notBefore="1924" notAfter="1925"/>
            <occupation>writer</occupation><idno type="GND">1</idno>
            <note><p>Said.</p></note>
          </person></listPerson>
          <listEvent><event xml:id="e" from="1918" to="1920-02"><label>War</label>
            <desc>A war.</desc></event></listEvent></standOff></TEI>"""
    )
    assert to_json(made)["reading"]["text"] == (
        "People\n\nAnn Bee\nAlso: A.B.\n"
        "Born 22 April 1870, died between 1924 and 1925\nwriter\nGND: 1\nSaid.\n\n"
        "War\n1918 to February 1920\nA war."
    )


def test_names_come_from_the_lookup_where_the_document_has_no_register() -> None:
    header = (
        '<profileDesc><handNotes><handNote xml:id="h" scribeRef="r.xml#x"/></handNotes>'
        "</profileDesc>"
    )
    made = render(
        document("<p>a</p>", header),
        to="json",
        lookup=lambda slug: Entry("Full Name", "person") if slug == "x" else None,
    )
    assert json.loads(made.data)["hands"][0]["scribe"] == "Full Name"


def test_a_corpus_has_its_documents_in_order() -> None:
    made = json.loads(edition(TEI / "corpus.xml", "json").data)
    assert made["format"] == "tei-tools-corpus/1"
    assert [d["id"] for d in made["documents"]] == [
        "front",
        "w1",
        "w2",
        "w3",
        "w4",
        "w5",
        "w6",
        "w7",
        "w8",
        "registers",
    ]


def test_a_fragment_is_a_document() -> None:
    made = to_json(whole(f'<div {NAMESPACE} xml:id="d"><p>a</p></div>'))
    VALIDATOR.validate(made)
    assert (made["id"], made["reading"]["text"]) == ("d", "a")


def test_the_same_document_gives_the_same_bytes() -> None:
    first, second = (render(whole((WORKS[0]).read_text("utf-8")), to="json") for _ in range(2))
    assert first.data == second.data


def test_a_citation_has_no_comma_after_a_full_stop_and_none_at_its_end() -> None:
    header = (
        "<fileDesc><sourceDesc><biblStruct><monogr><author>Ann Bee</author><title>Book</title>"
        "<textLang>Translated; by whom is not said.</textLang><imprint><publisher>House"
        "</publisher><date/></imprint></monogr></biblStruct></sourceDesc></fileDesc>"
    )
    made = to_json(document("<p/>", header))
    assert made["metadata"]["sources"][0]["text"] == (
        "Ann Bee, Book, Translated; by whom is not said. House"
    )
