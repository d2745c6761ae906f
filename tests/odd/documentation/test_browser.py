"""The pages before the judges: the W3C's validator, and axe-core in Chromium."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from ...oracles import missing
from ...transform.browser import axe, dom, missing_tool, vnu
from .pages import LAST_WORKS, at, case, says, written
from .test_hostile import MANUAL, SPECS
from .test_manual import BLOCKS, PHRASES
from .test_reference import RULE

pytestmark = pytest.mark.browser

#: Everything that a page can have, in one that is not large.
TEXT = (
    "<div><head>One</head>"
    + "".join(f"<p>{phrase}</p>" for phrase in PHRASES)
    + "".join(BLOCKS)
    + "<p>a<note>b</note></p><table><row role='label'><cell>a</cell></row><row><cell>b</cell></row>"
    "</table><egXML xmlns='http://www.tei-c.org/ns/Examples'><p n='1'>a<!--b--></p></egXML></div>"
)
OWN = f"""<elementSpec ident="note" mode="change">{RULE}<attList><attDef ident="x" usage="req">
<desc>a</desc><defaultVal>5</defaultVal><valList type="closed"><valItem ident="a"><desc>b</desc>
</valItem></valList></attDef></attList><remarks xml:lang="fr"><p>a</p></remarks></elementSpec>
<elementSpec ident="hi" mode="delete"/><dataSpec ident="new" module="tei"><content><dataRef
name="token" restriction="a"/></content></dataSpec>"""
#: A cell of more columns than a table has is not valid, and its author's business.
WIDE = 'cols="99999999"'
#: Chromium leaves out what is not to be seen yet; the judge is to see all, folded parts too.
SHOW = """const style = document.createElement("style");
style.textContent = ".spec { content-visibility: visible !important }";
document.head.append(style);
document.querySelectorAll("details").forEach(fold => { fold.open = true; });"""
FILTER = """const box = document.getElementById("tt-filter");
box.value = "model";
box.dispatchEvent(new Event("input"));
"""


@pytest.fixture(autouse=True)
def _judges() -> None:
    if reason := missing_tool():
        missing(reason)


def saved(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_vnu_has_nothing_to_say_of_any_page(tmp_path: Path) -> None:
    pages = (
        saved(tmp_path / "works.html", written(LAST_WORKS)),
        saved(tmp_path / "others.html", case(tmp_path, OWN, text=TEXT)),
        saved(tmp_path / "hostile.html", case(tmp_path, SPECS, text=MANUAL.replace(WIDE, ""))),
    )
    assert vnu(pages) == []


@pytest.mark.parametrize(
    ("setup", "is_dark", "width"),
    [("", False, 1280), (FILTER, True, 1280), ("", True, 390)],
    ids=["wide", "dark-filtered", "dark-narrow"],
)
def test_axe_finds_no_violation(tmp_path: Path, setup: str, is_dark: bool, width: int) -> None:
    path = saved(tmp_path / "page.html", case(tmp_path, OWN, text=TEXT))
    assert axe(path, tmp_path, setup=SHOW + setup, is_dark=is_dark, width=width) == []


def test_the_filter_leaves_the_names_that_have_the_letters(tmp_path: Path) -> None:
    tell = """const shown = [...document.querySelectorAll("nav li a")]
        .filter(link => link.getClientRects().length).map(link => link.textContent);
    document.querySelector("h1").textContent = shown.join(" ");"""
    path = saved(tmp_path / "page.html", case(tmp_path, ""))
    dump = html.document_fromstring(dom(path, tmp_path, f"<script>{FILTER}{tell}</script>"))
    names = says(dump.find(".//h1")).split()
    assert "model.pLike" in names
    assert all("model" in name for name in names)
    assert says(at(dump, "tt-found")) == f"{len(names)} found"
