"""In: lines of verse. Out: their numbers, and where the parts of a shared line begin."""

from __future__ import annotations

from typing import Final

from lxml import etree

from tei_tools.model.names import tei
from tei_tools.pages import start

from ..flatten import text_of
from ..nodes import Block, Group
from .page import Page

VERSE: Final = tei("l")
#: Every how many lines a number is shown.
STEP: Final = 5


def line_number(page: Page, source: etree._Element) -> str:
    """The number of every fifth line, where the lines of a text are numbered."""
    number = source.get("n", "")
    if not (number.isascii() and number.isdigit() and len(number) < 7) or int(number) % STEP:
        return ""
    hidden = start("span", class_="unseen", lang=page.ui_language)
    return f'<span class="line-number apart">{hidden}Line </span>{number} </span>'


class SharedVerses:
    """Where in a line of verse the next of its speakers begins (``@part``)."""

    def __init__(self) -> None:
        self.before = 0

    def style(self, node: Block | Group) -> str | None:
        """How many characters of the same line stand before a middle or final part."""
        part = node.source.get("part", "")
        if part not in ("I", "M", "F") or not isinstance(node, Block):
            return None
        before = 0 if part == "I" else self.before
        self.before = 0 if part == "F" else before + len(text_of(node.children)) + 1
        return f"--before: {before}" if before else None
