"""What stands on paper when a page is printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from .chromium import printed
from .conftest import WORKS, edition

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("judges")]

#: The numbers of paragraphs and notes, which stand in the text of a page, but are none of it.
NUMBERS = ".cite, [role=doc-noteref]"


@pytest.mark.parametrize("view", ["reading", "diplomatic"])
def test_all_of_the_text_is_printed_and_nothing_that_is_for_the_screen(
    tmp_path: Path, view: str
) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(edition(WORKS[0], "html", view).data)
    paper = " ".join(printed(page, tmp_path, NUMBERS).split())
    text = edition(WORKS[0], "text", view).data.decode()
    blocks = [" ".join(block.split()) for block in text.split("\n\n")]
    assert [block for block in blocks if block.casefold() not in paper.casefold()] == []
    for shown in ("Skip to the text", "As the source has it", "↩", "→"):
        assert shown not in paper
    assert "The principles common to all the files" in paper  # of details that are closed on screen
