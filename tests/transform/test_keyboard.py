"""What a reader without a mouse can do with a page in Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .chromium import ENTER, RIGHT, TAB, Tab, opened, stops
from .conftest import WORKS, edition, to_html

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("judges")]

#: What can be done something with, where it is shown; of a choice, the one that is chosen.
ACTIVE = """[...document.querySelectorAll("a[href], summary, input:checked, [tabindex='0']")]
    .filter(e => e.checkVisibility()).length"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """The page of a letter, with both views, notes and all that stands below the text."""
    made = tmp_path / "page.html"
    made.write_bytes(edition(WORKS[0], "html").data)
    return made


@pytest.fixture
def tab(page: Path, tmp_path: Path) -> Iterator[Tab]:
    with opened(page, tmp_path) as made:
        yield made


def test_the_tab_key_comes_to_all_that_can_be_done_and_shows_where_it_is(
    page: Path, tmp_path: Path
) -> None:
    found = stops(page, tmp_path)
    assert [stop["html"] for stop in found if not (stop["marked"] and stop["seen"])] == []
    kinds = [stop["what"] for stop in found]
    assert kinds[:2] == ["skip", "tt-view-first"]
    assert {"doc-noteref", "doc-backlink", "mark"} <= set(kinds)
    with opened(page, tmp_path) as tab:
        assert len(found) == tab.value(ACTIVE)


def test_the_first_link_leads_past_the_contents_to_the_text(tab: Tab) -> None:
    tab.press(TAB)
    tab.press(ENTER)
    assert tab.value("location.hash") == "#tt-text"
    tab.press(TAB)
    assert tab.value("document.activeElement.closest('main') !== null")


def test_an_arrow_key_chooses_the_other_view(tab: Tab) -> None:
    shown = "document.querySelector('.second').checkVisibility()"
    assert tab.value(shown) is False
    tab.press(TAB)
    tab.press(TAB)
    tab.press(RIGHT)
    assert tab.value("document.activeElement.id") == "tt-view-second"
    assert tab.value(shown) is True


def test_enter_follows_the_number_of_a_note_and_its_way_back(tab: Tab) -> None:
    tab.value("document.querySelector('[role=doc-noteref]').focus()")
    number = tab.value("document.activeElement.id")
    tab.press(ENTER)
    assert tab.value("document.querySelector(':target').matches('.notes li')")
    tab.press(TAB)
    while tab.value("document.activeElement.getAttribute('role')") != "doc-backlink":
        tab.press(TAB)
    tab.press(ENTER)
    assert tab.value("location.hash") == f"#{number}"


def test_a_stop_that_does_not_show_is_seen(tmp_path: Path) -> None:
    made = tmp_path / "page.html"
    hidden = '<style>#h:focus { outline: none !important; }</style><a id="h" href="#tt-text">x</a>'
    made.write_text(to_html("<p>a</p>").replace("</main>", f"{hidden}</main>"), "utf-8")
    assert [stop["html"] for stop in stops(made, tmp_path) if not stop["marked"]] != []
