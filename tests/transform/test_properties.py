"""What holds for any document: no format raises, and all of them read the same text."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tei_tools.model.names import tei
from tei_tools.transform import FORMATS, VIEWS, TransformOptions, render
from tei_tools.transform.behaviours import RULES

from ..oracles import ROOT
from .conftest import NAMESPACE, edition, whole
from .conftest import WORKS as FILES
from .test_html import block_text, found, main_text, parse, values

VALIDATOR = Draft202012Validator(
    json.loads((ROOT / "schemas" / "document.schema.json").read_text("utf-8"))
)
#: Elements that meet each other in all sorts of ways, and all the others.
COMMON = (
    "p div list item table row cell hi note choice sic corr del add lb pb ref persName head lg l q "
    "supplied gap label closer signed"
).split()
ALL = [name.removeprefix(tei("")) for name in RULES if name.startswith(tei(""))] + ["unheard"]
ATTRIBUTES = (
    ("xml:id", ["i1", "i2", "i3", "i4", "i5"]),
    ("target", ["#i1", "#i2", "#i3", "https://x.org", "javascript:x"]),
    ("ref", ["#i1 #i2", "reg:x"]),
    ("place", ["inline", "end"]),
    ("break", ["no"]),
    ("type", ["noteref", "dictation", "main"]),
    ("hand", ["#i1"]),
    ("role", ["label"]),
    ("cols", ["3", "0", "x"]),
    ("when", ["1922-12-23", "1922-13"]),
    ("xml:space", ["preserve"]),
)
TEXTS = st.sampled_from(
    [
        "a",
        "b c",
        " ",
        "\n",
        " \n ",
        ", x",
        ".",
        "-",
        "\u00a0",
        "&lt;b&gt;",
        '"',
        "<!--c-->",
        "<?p i?>",
    ]
)


@st.composite
def elements(draw: st.DrawFn, depth: int = 4) -> str:
    """An element with others in it, as no schema would allow it."""
    name = draw(st.sampled_from(COMMON) | st.sampled_from(ALL))
    chosen = draw(st.lists(st.sampled_from(ATTRIBUTES), max_size=3, unique_by=lambda a: a[0]))
    written = "".join(f' {key}="{draw(st.sampled_from(values))}"' for key, values in chosen)
    inner = TEXTS if depth == 0 else TEXTS | elements(depth=depth - 1)
    return f"<{name}{written}>{''.join(draw(st.lists(inner, max_size=4)))}</{name}>"


@st.composite
def documents(draw: st.DrawFn) -> str:
    """A TEI document, or a fragment of one."""
    body = "".join(draw(st.lists(elements(), min_size=1, max_size=3)))
    if draw(st.booleans()):
        return f"<div {NAMESPACE}>{body}</div>"
    return f"<TEI {NAMESPACE}><text><body>{body}</body></text></TEI>"


@settings(max_examples=150, deadline=None)
@given(documents())
def test_both_views_of_the_page_have_the_text_of_the_plain_text(text: str) -> None:
    made: dict[str, Any] = {
        view: render(whole(text), to="json", options=TransformOptions(view=view)).data
        for view in VIEWS
    }
    for view, other in (("reading", "diplomatic"), ("diplomatic", "reading")):
        page = render(whole(text), to="html", options=TransformOptions(view=view)).data
        assert main_text(parse(page), shown=True) == block_text(made[view])
        assert main_text(parse(page), shown=False) == block_text(made[other])


@settings(max_examples=150, deadline=None)
@given(documents(), st.sampled_from(list(VIEWS)))
def test_json_follows_its_schema_and_its_blocks_tile_the_text(text: str, view: str) -> None:
    made = json.loads(render(whole(text), to="json", options=TransformOptions(view=view)).data)
    VALIDATOR.validate(made)
    reading, done = made["reading"], 0
    for block in reading["blocks"]:
        assert done <= block["start"] < block["end"]
        done = block["end"]
    assert done == len(reading["text"])
    for marked in (*reading["entities"], *reading["dates"], *reading["interventions"]):
        assert 0 <= marked["start"] <= marked["end"] <= len(reading["text"])


@settings(max_examples=150, deadline=None)
@given(documents())
def test_ids_stand_once_and_no_link_is_left_dangling(text: str) -> None:
    page = parse(render(whole(text), to="html").data)
    ids = values(page, "//@id")
    assert len(ids) == len(set(ids))
    assert {h[1:] for h in values(page, "//a/@href") if h.startswith("#")} <= set(ids)
    assert found(page, "//a//a") == []


@settings(max_examples=150, deadline=None)
@given(documents(), st.sampled_from(["none", "end", "inline"]))
def test_plain_text_has_no_space_at_the_edge_of_a_line(text: str, notes: str) -> None:
    if "preserve" in text:
        return
    made = render(whole(text), to="text", options=TransformOptions(notes=notes)).data.decode()
    for line in made.split("\n"):
        assert line == line.rstrip(" ")
        assert "  " not in line.lstrip(" ")


@pytest.mark.parametrize("to", list(FORMATS))
@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.stem))
def test_no_file_of_the_edition_has_findings(path: Any, to: str) -> None:
    assert edition(path, to).findings == ()
