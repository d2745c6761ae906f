"""The JSON of the edition gives the inventory of its dictation exactly: units, hands, dates."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from .conftest import TEI, WORKS, edition

UNITS = tomllib.loads(Path(__file__).with_name("inventory.toml").read_text("utf-8"))["unit"]


def _expected() -> list[dict[str, Any]]:
    return [
        {
            "id": unit["id"],
            "n": unit["n"],
            "person": unit["hand"],
            "named": unit.get("named"),
            "dates": [
                {"role": role, "when": unit[role]} for role in ("opener", "closer") if role in unit
            ],
            "signed": "named" in unit,
            "prev": unit.get("prev"),
            "next": unit.get("next"),
        }
        for unit in UNITS
    ]


def _found(document: dict[str, Any]) -> list[dict[str, Any]]:
    persons = {hand["id"]: hand["person"] for hand in document["hands"]}
    return [
        {
            "id": unit["id"],
            "n": unit["n"],
            "person": persons[unit["hand"]],
            "named": unit["takenDownBy"],
            "dates": unit["dates"],
            "signed": unit["signed"],
            "prev": unit["prev"],
            "next": unit["next"],
        }
        for unit in document["units"]
    ]


@pytest.mark.parametrize("view", ["reading", "diplomatic"])
def test_the_works_one_by_one_give_the_inventory(view: str) -> None:
    found = [
        unit for work in WORKS for unit in _found(json.loads(edition(work, "json", view).data))
    ]
    assert found == _expected()


def test_the_corpus_gives_the_inventory() -> None:
    corpus = json.loads(edition(TEI / "corpus.xml", "json").data)
    found = [unit for document in corpus["documents"] for unit in _found(document)]
    assert found == _expected()


def test_there_are_13_units_12_signatures_9_by_one_hand_and_3_by_the_other() -> None:
    units = [u for w in WORKS for u in json.loads(edition(w, "json").data)["units"]]
    assert len(units) == 13
    assert {unit["type"] for unit in units} == {"dictation"}
    assert sum(unit["signed"] for unit in units) == 12
    named = [unit["takenDownBy"] for unit in units]
    assert (named.count("volodicheva"), named.count("fotieva"), named.count(None)) == (9, 3, 1)


def test_the_one_hand_that_is_inferred_says_how_certain_it_is() -> None:
    units = [u for w in WORKS for u in json.loads(edition(w, "json").data)["units"]]
    assert {u["id"]: u["handCertainty"] for u in units if u["handCertainty"]} == {"w1.II.a": "high"}


def test_a_unit_begins_with_its_heading_or_opener_and_ends_with_its_last_line() -> None:
    letter = json.loads(edition(WORKS[0], "json").data)
    texts = {u["id"]: letter["reading"]["text"][u["start"] : u["end"]] for u in letter["units"]}
    assert texts["w1.I"].startswith("I\n\nI would urge strongly")
    assert texts["w1.I"].endswith("Lenin\nDecember 23, 1922\nTaken down by M.V.")
    assert texts["w1.II.a"].startswith("Continuation of the notes.\nDecember 24, 1922\n\nBy stab")
    assert texts["w1.II.b"].startswith("December 25\n\nAs for Pyatakov")


def test_hands_have_the_names_that_the_registers_give() -> None:
    [mv, lf] = json.loads(edition(WORKS[0], "json").data)["hands"]
    assert (mv["id"], mv["person"], mv["scribe"]) == (
        "w1.h.mv",
        "volodicheva",
        "Maria Akimovna Volodicheva",
    )
    assert (lf["id"], lf["person"]) == ("w1.h.lf", "fotieva")
