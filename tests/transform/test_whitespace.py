"""What is read, character by character: the cases of `tests/cases/whitespace.toml`."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tei_tools.transform import TransformOptions, render
from tei_tools.transform.whitespace import WHITE, Said, collapsed

from ..oracles import ROOT
from .conftest import document, to_text

CASES = tomllib.loads((ROOT / "tests" / "cases" / "whitespace.toml").read_text("utf-8"))["case"]


def _written(text: str) -> str:
    return text.replace("⏎", "\n").replace("⇥", "\t")


def _body(case: dict[str, Any]) -> str:
    snippet = _written(case["input"])
    alone = snippet.startswith("<p>") or case.get("within") == "body"
    return snippet if alone else f"<p>{snippet}</p>"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_reading_view_has_the_white_space_of(case: dict[str, Any]) -> None:
    made = render(document(_body(case)), to="text")
    assert made.data.decode() == _written(case["reading"]) + "\n"
    assert [finding.code for finding in made.findings] == case.get("findings", [])


@pytest.mark.parametrize(
    "case", [case for case in CASES if "diplomatic" in case], ids=lambda case: case["title"]
)
def test_diplomatic_view_has_the_white_space_of(case: dict[str, Any]) -> None:
    made = render(document(_body(case)), to="text", options=TransformOptions(view="diplomatic"))
    assert made.data.decode() == _written(case["diplomatic"]) + "\n"


def test_the_twenty_cases_of_the_design_are_all_there() -> None:
    assert {case["number"] for case in CASES if "number" in case} == set(range(1, 21))


def test_dropped_hyphens_are_found_where_they_stand() -> None:
    made = render(document('<p>a</p>\n<p>Buf-<lb break="no"/>falo</p>'), to="json")
    [finding] = made.findings
    assert (finding.location.line, finding.severity) == (2, "warning")
    assert "pc" in finding.suggestion


def test_a_flood_of_dropped_hyphens_ends_with_their_number() -> None:
    made = render(document("<p>" + 'a-<lb break="no"/>b ' * 60 + "</p>"), to="text")
    assert len(made.findings) == 50
    assert "10 more" in made.findings[-1].message


def test_a_hyphen_that_divides_nothing_stays() -> None:
    assert to_text("<p>well-<lb/>known</p>") == "well- known"
    assert to_text('<p>a<pc force="weak">-</pc>b</p>') == "a-b"


@given(st.text("ab \t\r\n\u00a0\u2003", max_size=40))
def test_text_in_one_line_is_what_a_pattern_makes_of_it_and_knows_where_it_comes_from(
    text: str,
) -> None:
    value, runs = collapsed(Said.of(text, 100))
    assert value == re.sub("[ \t\r\n]+", " ", text.strip(WHITE))
    assert [start for start, _ in runs] == sorted({start for start, _ in runs})
    for place, character in enumerate(value):
        start, at = max(run for run in runs if run[0] <= place)
        source = text[at - 100 + place - start]
        assert source == character or (character == " " and source in WHITE)
