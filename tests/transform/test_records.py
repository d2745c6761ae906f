"""JSON Lines: what each record says, and that together they say all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tei_tools.model.finding import TeiToolsError
from tei_tools.read import read_document
from tei_tools.transform import TransformOptions, render
from tei_tools.transform.options import PER

from ..oracles import ROOT
from .conftest import WORKS, document, edition

SCHEMA = json.loads((ROOT / "schemas" / "document.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(
    {"$ref": "#/$defs/record", "$defs": SCHEMA["$defs"]},
)


def records(source: Path | str, per: str = "block") -> list[Any]:
    """The records of a file, or of a body."""
    made = read_document(source) if isinstance(source, Path) else document(source)
    data = render(made, to="jsonl", options=TransformOptions(per=per)).data.decode()
    return [json.loads(line) for line in data.split("\n")[:-1]]


@pytest.mark.parametrize("per", PER)
def test_every_record_of_the_edition_follows_the_schema(file: Path, per: str) -> None:
    for record in records(file, per):
        assert [error.message for error in VALIDATOR.iter_errors(record)] == []


@pytest.mark.parametrize("per", PER)
def test_records_are_parts_of_the_text_that_the_json_has(per: str) -> None:
    for path in WORKS:
        reading = json.loads(edition(path, "json").data)["reading"]
        for record in records(path, per):
            assert record["text"] == reading["text"][record["start"] : record["end"]]


def test_the_names_of_all_blocks_are_the_names_of_the_document() -> None:
    for path in WORKS:
        reading = json.loads(edition(path, "json").data)["reading"]
        found = [
            (e["type"], e["ref"], record["text"][e["start"] : e["end"]])
            for record in records(path)
            for e in record["entities"]
        ]
        assert sorted(found, key=str) == sorted(
            (
                (e["type"], e["ref"], reading["text"][e["start"] : e["end"]])
                for e in reading["entities"]
            ),
            key=str,
        )


def test_a_block_can_be_used_alone() -> None:
    block = next(r for r in records(WORKS[0]) if r["id"] == "w1.I.p4")
    assert block["path"] == str(WORKS[0])
    assert (block["document"], block["title"]) == ("w1", "Letter to the Congress")
    assert block["authors"] == ["Vladimir Ilyich Lenin"]
    assert block["licences"][0] == "https://creativecommons.org/licenses/by/4.0/"
    assert (block["unit"]["id"], block["unit"]["hand"]) == ("w1.I", "w1.h.mv")
    assert block["text"].startswith("Then, I intend to propose")


def test_units_have_their_dates_and_a_document_without_units_is_one() -> None:
    units = records(WORKS[0], "unit")
    assert units[0]["id"] == "w1.I"
    assert {"role": "closer", "when": "1922-12-23"} in units[0]["unit"]["dates"]
    [whole] = records("<p>a</p><p>b</p>", "unit")
    assert (whole["text"], whole["type"], whole["unit"]) == ("a\n\nb", "document", None)


def test_a_block_tells_the_innermost_unit_that_it_stands_in() -> None:
    made = records(
        "<p>a</p><div type='dictation' n='1'><div type='dictation' n='2'><p>b</p></div><p>c</p>"
        "</div><p>d</p>"
    )
    assert [(r["text"], r["unit"] and r["unit"]["n"]) for r in made] == [
        ("a", None),
        ("b", "2"),
        ("c", "1"),
        ("d", None),
    ]


def test_places_count_in_the_text_of_the_record() -> None:
    made = records('<p>a</p><p>by <persName>Ann</persName><note xml:id="n">N</note></p>')
    assert made[1]["entities"] == [{"type": "person", "ref": None, "start": 3, "end": 6}]
    assert made[1]["notes"] == [{"id": "n", "type": None, "anchor": 6, "text": "N"}]
    assert made[0]["notes"] == []


def test_a_record_is_one_of_three_things() -> None:
    with pytest.raises(TeiToolsError, match="a record is a block, unit, document, not `word`"):
        TransformOptions(per="word")
