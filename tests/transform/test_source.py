"""The source in the JSON: all of the text, all of the markup, and the way from one to the other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from lxml import etree

from tei_tools.model.finding import TeiToolsError
from tei_tools.read import read_document
from tei_tools.transform import VIEWS, TransformOptions, render
from tei_tools.transform.entries import ENTITIES

from ..oracles import ROOT, corpora
from .conftest import FILES, NAMESPACE, to_json, whole

VALIDATOR = Draft202012Validator(
    json.loads((ROOT / "schemas" / "document.schema.json").read_text("utf-8"))
)
WHITE = " \t\r\n"


def readings(made: Any) -> Iterator[Any]:
    """All texts of a JSON object that have a map: those of its documents, and of their notes."""
    for document in made.get("documents", [made]):
        yield document["reading"]
        yield from document["notes"]


def check_map(made: Any) -> None:
    """Every character that a map leads to is the one that is read, or the space for white space."""
    source = made["source"]["text"]
    for reading in readings(made):
        done = 0
        for start, end, at in reading["map"]:
            assert done <= start < end <= len(reading["text"])
            done = end
            for read, said in zip(reading["text"][start:end], source[at : at + end - start]):  # noqa: B905
                assert read == said or (read == " " and said in WHITE)


def check_names(made: Any) -> None:
    """What is marked as a name comes from inside an annotation of a name."""
    names = [
        (a["start"], a["end"])
        for a in made["source"]["annotations"]
        if "name" in a and a["name"] in {etree.QName(tag).localname for tag in ENTITIES}
    ]
    for reading in readings(made):
        places = {
            place: at + place - start
            for start, end, at in reading["map"]
            for place in range(start, end)
        }
        for entity in reading["entities"]:
            inside = [places[p] for p in range(entity["start"], entity["end"]) if p in places]
            assert not inside or any(s <= min(inside) and max(inside) < e for s, e in names)


def real_files() -> list[Path]:
    """The documents of the edition and of the corpora that are in TEI's namespace, or not."""
    return [*FILES, *sorted(f for f in corpora().rglob("*.xml") if f.name != "p5subset.xml")]


@pytest.mark.parametrize("view", VIEWS)
def test_every_character_of_the_edition_comes_from_where_the_map_says(
    file: Path, view: str
) -> None:
    made = json.loads(
        render(read_document(file), to="json", options=TransformOptions(view=view)).data
    )
    check_map(made)
    check_names(made)


@pytest.mark.corpora
def test_every_character_of_real_documents_comes_from_where_the_map_says() -> None:
    for file in real_files():
        try:
            document = read_document(file)
        except TeiToolsError:
            continue
        made = json.loads(render(document, to="json").data)
        check_map(made)
        text = "".join(document.root.itertext(etree.Element, etree.Entity))
        assert made["source"]["text"] == text


def test_what_is_not_in_the_source_is_in_no_run_of_the_map() -> None:
    made = to_json(
        "<p>a  b<lb/>c <gap/></p><list><item>\n d</item></list>"
        "<p>Buf-<lb break='no'/>falo<note>N\n\n n</note></p>"
    )
    reading, source = made["reading"], made["source"]["text"]
    assert reading["text"] == "a b c […]\n\n- d\n\nBuffalo"
    assert source == "a  bc \n dBuf-faloN\n\n n"
    assert reading["map"] == [
        [0, 2, 0],  # a, and the first of two spaces
        [2, 3, 3],  # b; the space for the line break is nowhere
        [4, 6, 4],  # c and a space; the gap is nowhere
        [13, 14, 8],  # d; the marker of the item is nowhere
        [16, 19, 9],  # Buf; the hyphen is not read
        [19, 23, 13],  # falo
    ]
    assert made["notes"][0]["map"] == [[0, 2, 17], [2, 3, 21]]  # the first of three white ones


def test_white_space_that_moves_out_of_an_element_keeps_its_place() -> None:
    made = to_json("<p>a<hi>\nb\n</hi>c</p>")
    assert made["reading"]["text"] == "a b c"
    assert made["reading"]["map"] == [[0, 5, 0]]


def test_annotations_tell_names_namespaces_comments_and_instructions() -> None:
    made = to_json(
        whole(
            '<?xml-model href="a"?><!DOCTYPE x:TEI [<!ENTITY e "é">]><!-- c -->'
            '<x:TEI xmlns:x="http://www.tei-c.org/ns/1.0" xmlns:y="u" xmlns:z="u">'
            '&e;<x:hi z:a="1" xml:id="i" xmlns="v">b<w xmlns=""/></x:hi></x:TEI><?end?>'
        )
    )
    VALIDATOR.validate(made)
    ns = {"x": "http://www.tei-c.org/ns/1.0", "y": "u", "z": "u"}
    attrs = {"z:a": "1", "xml:id": "i"}
    assert made["source"] == {
        "doctype": '<!DOCTYPE x:TEI [<!ENTITY e "é">]>',
        "text": "éb",
        "annotations": [
            {"i": 0, "p": None, "pi": "xml-model", "data": 'href="a"', "start": 0, "end": 0},
            {"i": 1, "p": None, "comment": " c ", "start": 0, "end": 0},
            {"i": 2, "p": None, "name": "x:TEI", "start": 0, "end": 2, "ns": ns},
            {
                "i": 3,
                "p": 2,
                "name": "x:hi",
                "start": 1,
                "end": 2,
                "ns": {"": "v"},
                "attrs": attrs,
            },
            {"i": 4, "p": 3, "name": "w", "start": 2, "end": 2, "ns": {"": ""}},
            {"i": 5, "p": None, "pi": "end", "data": "", "start": 2, "end": 2},
        ],
    }


def test_without_its_source_the_json_has_no_map_either() -> None:
    made = to_json("<p>a<note>n</note></p>", source=False)
    VALIDATOR.validate(made)
    assert "source" not in made
    assert all("map" not in reading for reading in readings(made))


def test_a_hostile_prolog_is_read_in_good_time() -> None:
    prolog = "<?a?>" * 20_000 + "<!DOCTYPE TEI [" + "<!-- ' -->" * 20_000 + "]>"
    made = to_json(whole(f"{prolog}<TEI {NAMESPACE}/>"))
    assert made["source"]["doctype"].endswith("<!-- ' -->]>")


def test_many_namespaces_and_elements_are_told_in_good_time() -> None:
    spaces = " ".join(f'xmlns:p{n}="urn:{n}"' for n in range(3000))
    elements = '<p1:x p2:y=""/>' * 3000
    made = to_json(whole(f"<TEI {NAMESPACE} {spaces}>{elements}</TEI>"))
    assert len(made["source"]["annotations"][0]["ns"]) == 3001
    assert made["source"]["annotations"][1]["attrs"] == {"p2:y": ""}
