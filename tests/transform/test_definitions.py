"""Views that a project defines: each setting changes what it names, and mistakes are told."""

from __future__ import annotations

import json
import pickle
import tomllib
from typing import Any

import pytest

from tei_tools.model.finding import TeiToolsError
from tei_tools.transform import VIEWS, TransformOptions, all_views, view_named, written

from .conftest import to_html, to_json, to_text
from .test_html import block_text, main_text, parse

CASES: list[tuple[dict[str, Any], str, str]] = [
    ({"choice": ["sic"]}, "<choice><sic>a</sic><corr>b</corr></choice>", "a"),
    ({"choice": ["sic"]}, "<choice><orig>a</orig><reg>b</reg></choice>", "b"),
    ({"choice": ["abbr"]}, "w<am>t</am><ex>ith</ex>", "wt"),
    ({"choice": ["expan", "abbr"]}, "w<am>t</am><ex>ith</ex>", "with"),
    ({"choice": ["rdg"]}, "<app><lem>a</lem><rdg>b</rdg></app>", "b"),
    ({"additions": "omit"}, "a <add>b</add> c", "a c"),
    ({"additions": ["<", ">"]}, "a <add>b</add> c", "a <b> c"),
    ({"deletions": "read"}, "a <del>b</del> c", "a b c"),
    ({"deletions": ["[", "]"]}, "a <del>b</del> c", "a [b] c"),
    ({"supplied": ["[", "]"]}, "a<supplied>nd</supplied>", "a[nd]"),
    ({"surplus": "read"}, "a <surplus>a</surplus>", "a a"),
    ({"unclear": "omit"}, "a <unclear>b</unclear>.", "a."),
    ({"corrections": ["<", ">"]}, "<corr>b</corr>", "<b>"),
    ({"regularisations": ["<", ">"]}, "<reg>b</reg>", "<b>"),
    ({"gaps": "???"}, "a <gap/> b", "a ??? b"),
    ({"gaps": ""}, "a <gap/> b", "a b"),
    ({"notes": ["margin"]}, 'a <note place="margin">n</note>', "a [n]"),
    ({"hyphenation": "keep"}, 'a<pc force="weak">-</pc>\n<lb break="no"/>b', "a-b"),
    ({"base": "diplomatic", "hyphenation": "join"}, 'a-<lb break="no"/>b', "a|b"),
    ({"page-breaks": "//"}, "a<pb/>b", "a // b"),
    ({"column-breaks": "/"}, "a<cb/>b", "a / b"),
    ({"base": "diplomatic", "line-breaks": ""}, "a<lb/>b", "a b"),
    ({"quotation-marks": "always"}, "<q>a <q>b</q></q>", "“a ‘b’”"),
    ({"quotation-marks": "always", "quotation-signs": ["„", "“"]}, "<q>a</q>", "„a“"),
]


@pytest.mark.parametrize(("table", "encoding", "text"), CASES)
def test_a_setting_changes_what_it_names(table: dict[str, Any], encoding: str, text: str) -> None:
    view = all_views({"mine": table})["mine"]
    body = f"<p>{encoding}</p>"
    assert to_text(body, view=view) == text
    made = to_json(body, view=view)
    assert (made["reading"]["view"], made["reading"]["text"]) == ("mine", text)
    page = to_html(body, view=view)
    assert 'data-view="mine"' in page
    assert main_text(parse(page), shown=True) == block_text(json.dumps(made).encode())


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_that_is_shown_and_pasted_reads_the_same(name: str) -> None:
    tables = tomllib.loads(written(VIEWS[name]))["tool"]["tei-tools"]["view"]
    pasted = all_views(tables)[f"my-{name}"]
    for _, encoding, _ in CASES:
        assert to_text(f"<p>{encoding}</p>", view=pasted) == to_text(
            f"<p>{encoding}</p>", view=name
        )
    assert {**pasted_values(pasted), "name": name} == pasted_values(VIEWS[name])


def pasted_values(view: Any) -> dict[str, Any]:
    """All that makes a view, but breaks and signs that are empty."""
    values = {slot: getattr(view, slot) for slot in view.__slots__}
    values["breaks"] = {name: sign for name, sign in view.breaks.items() if sign}
    values["signs"] = {k: v for k, v in view.signs.items() if k != "note" or view.notes_in_text}
    return values


def test_a_view_may_stand_on_another_of_the_settings() -> None:
    views = all_views({"a": {"gaps": "~"}, "b": {"base": "a", "deletions": "read"}})
    assert to_text("<p><gap/> <del>x</del></p>", view=views["b"]) == "~ x"


def test_two_views_of_one_document_share_nothing_that_they_read_differently() -> None:
    view = all_views({"mine": {"gaps": "~", "quotation-marks": "always"}})["mine"]
    body = "<p><gap/></p><p><q>a</q></p><p>b</p>"
    page = parse(to_html(body, view=view))
    assert main_text(page, shown=True) == "~“a”b"
    assert main_text(page, shown=False) == "[…]ab"


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"addition": "omit"}, "unknown setting `addition`; did you mean `additions`"),
        ({"additions": "omitt"}, "`additions` is not `omitt`; did you mean `omit`"),
        ({"additions": ["["]}, "two signs"),
        ({"choice": ["cor"]}, "did you mean `corr`"),
        ({"choice": "corr"}, "list of texts"),
        ({"base": "readin"}, "unknown view `readin`; did you mean `reading`"),
        ({"gaps": 3}, "`gaps` is a text"),
        ({"notes": "inline"}, "list of texts"),
        ({"hyphenation": True}, "known are join, keep"),
        ({"quotation-signs": ["a"]}, "two, or four"),
        ({"quotation-marks": "allways"}, "did you mean `always`"),
    ],
)
def test_a_mistake_in_a_view_is_told_with_its_place_and_cure(
    table: dict[str, Any], message: str
) -> None:
    with pytest.raises(TeiToolsError, match=r"my\.toml: view `mine`: ") as told:
        all_views({"mine": table}, "my.toml")
    assert message in str(told.value)


def test_a_built_in_view_is_not_redefined_and_an_unknown_one_is_told() -> None:
    with pytest.raises(TeiToolsError, match="built in"):
        all_views({"reading": {}})
    with pytest.raises(TeiToolsError, match="did you mean `diplomatic`"):
        view_named("diplomatik", VIEWS)


@pytest.mark.parametrize("view", [*VIEWS.values(), all_views({"mine": {"gaps": ""}})["mine"]])
def test_options_with_a_view_travel_between_processes(view: Any) -> None:
    options = TransformOptions(view=view)
    assert pickle.loads(pickle.dumps(options)) == options
