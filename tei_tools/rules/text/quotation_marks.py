"""``text.quotation-marks``: a text has one kind of quotation marks."""

from __future__ import annotations

import re
from typing import Final

from tei_tools.rules.context import Context
from tei_tools.rules.nodes import inside
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="text.quotation-marks",
    name="straight and curly quotation marks are mixed",
    reason="Two hands or two programs have been at work; searches and display have to know both.",
    source="TEI Guidelines 3.3.3; practice of many editions",
    bad='<p>A "mixed" text with “two” kinds.</p>',
    good="<p>A “pure” text with “one” kind.</p>",
)
STRAIGHT: Final = re.compile('"')
CURLY: Final = frozenset("“”„«»")


def check(_: Elements, context: Context) -> Problems:
    curly = CURLY & context.characters
    if not curly:
        return
    number = sum(context.texts.joined.count(each) for each in curly)
    straight = [
        hit for hit in context.texts.find(STRAIGHT) if inside(hit.element, "text") is not None
    ]
    if straight and number:
        yield Problem(
            element=straight[0].element,
            message=f"straight quotation marks ({len(straight)}) beside others ({number})",
            stretch=straight[0].stretch,
        )
