"""The pages before the judges: the W3C's validator, and axe-core in Chromium."""

from __future__ import annotations

from pathlib import Path

import pytest

from .browser import axe, overflow, vnu
from .conftest import FILES, TEI, WORKS, document, edition, to_html

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("judges")]

#: Constructs that the edition has not, in one page.
OTHERS = (
    "<head>Title</head><p xml:id='p1'>a<note>b <hi rend='sup'>c</hi></note> "
    "<del>d</del> <ref target='#p1'>e</ref> <gap/></p>"
    "<div><head>One</head><list><label>f</label><item>g</item></list>"
    "<list rend='numbered'><item>h<list><item>i</item></list></item></list>"
    "<div><head>Two</head><lg><head>j</head><l>k</l></lg><sp><speaker>l</speaker><p>m</p></sp>"
    "<table><head>n</head><row role='label'><cell>o</cell><cell>p</cell></row>"
    "<row><cell role='label'>q</cell><cell>r</cell></row></table>"
    "<table><row><cell>s</cell></row></table>"
    "<figure><graphic url='x.png'/><head>t</head><figDesc>u</figDesc></figure>"
    "<q><p>v</p></q><p>w <list><item>x</item></list> y</p></div></div>"
    "<closer>z <signed>S</signed></closer>"
)
#: Chooses the other view, as a reader would.
CHANGE_VIEW = "document.getElementById('tt-view-second').click();"


def test_vnu_has_nothing_to_say_of_any_page(tmp_path: Path) -> None:
    pages = []
    for view in ("reading", "diplomatic"):
        for path in FILES:
            page = tmp_path / f"{path.stem}-{view}.html"
            page.write_bytes(edition(path, "html", view).data)
            pages.append(page)
    others = tmp_path / "others.html"
    others.write_text(to_html(document(OTHERS)), "utf-8")
    assert vnu([*pages, others]) == []


def test_vnu_sees_a_page_that_is_broken(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(to_html("<p>a</p>").replace("<main", "<main role='none' foo='1'"), "utf-8")
    assert vnu([page])


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.stem))
def test_axe_finds_no_violation_in(path: Path, tmp_path: Path) -> None:
    page = tmp_path / f"{path.stem}.html"
    page.write_bytes(edition(path, "html").data)
    assert axe(page, tmp_path) == []


@pytest.mark.parametrize(
    ("setup", "is_dark", "width"),
    [(CHANGE_VIEW, False, 1280), ("", True, 1280), (CHANGE_VIEW, True, 390)],
    ids=["diplomatic", "dark", "diplomatic-dark-narrow"],
)
def test_axe_finds_no_violation_in_another_state(
    tmp_path: Path, setup: str, is_dark: bool, width: int
) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(edition(WORKS[0], "html").data)
    assert axe(page, tmp_path, setup=setup, is_dark=is_dark, width=width) == []


def test_axe_finds_no_violation_in_what_the_edition_has_not(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(to_html(document(OTHERS)), "utf-8")
    assert axe(page, tmp_path) == []


def test_axe_sees_a_page_that_shuts_readers_out(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    text = edition(TEI / "front.xml", "html").data.decode()
    page.write_text(text.replace("--soft: #625d53", "--soft: #ddd"), "utf-8")
    assert "color-contrast" in [violation["rule"] for violation in axe(page, tmp_path)]


@pytest.mark.parametrize(
    "path", [WORKS[0], WORKS[3], TEI / "corpus.xml"], ids=lambda p: str(p.stem)
)
def test_no_page_is_wider_than_a_small_phone(path: Path, tmp_path: Path) -> None:
    page = tmp_path / f"{path.stem}.html"
    page.write_bytes(edition(path, "html").data)
    assert overflow(page, tmp_path, 320) <= 0


def test_a_page_that_is_too_wide_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    text = to_html("<p>a</p>").replace("<main", "<p style='width:400px'>b</p><main", 1)
    page.write_text(text, "utf-8")
    assert overflow(page, tmp_path, 320) >= 80


@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
def test_axe_finds_no_violation_where_the_citation_of_a_paragraph_is_shown(
    tmp_path: Path, is_dark: bool
) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(edition(WORKS[0], "html").data)
    show = "location.hash = 'w1.II.a.p8';"
    show += "document.querySelector('p:target + .cited details').open = true;"
    assert axe(page, tmp_path, setup=show, is_dark=is_dark) == []
