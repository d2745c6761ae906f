"""``notes.blocks``: a footnote is a paragraph or two."""

from __future__ import annotations

from typing import Final

from lxml import etree

from tei_tools.model.names import tei
from tei_tools.rules.context import Context
from tei_tools.rules.nodes import name
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="notes.blocks",
    name="a footnote has a list, a table or the like in it",
    reason="At the foot of a page, and in a word processor or on paper, there is no room for them.",
    source="practice of many editions",
    bad='<p>A word<note place="bottom"><list><item>One</item><item>Two</item></list></note>.</p>',
    good='<p>A word<note place="bottom">Or two.</note>.</p>',
)
BLOCKS: Final = tuple(map(tei, ("list", "table", "lg", "figure", "sp", "floatingText", "listBibl")))
FOOT: Final = ("bottom", "foot")


def check(elements: Elements, _: Context) -> Problems:
    for note in elements:
        block: etree._Element | None = next(note.iter(*BLOCKS), None)
        if note.get("place") in FOOT and block is not None:
            yield Problem(element=block, message=f"a footnote has a `{name(block)}` in it")
