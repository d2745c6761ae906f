"""``text.leading-mark``: an accent stands behind its letter."""

from __future__ import annotations

import re
import unicodedata

from tei_tools.rules.context import Context
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

from .characters import shown

RULE = Rule(
    code="text.leading-mark",
    name="an accent stands apart from its letter",
    reason="At the beginning of an element an accent joins the tag or a space, not the letter that "
    "it belongs to.",
    source="W3C Character Model, 4.4; TEI Guidelines vi",
    bad="<p>A cafe<hi>\u0301</hi> in Geneva.</p>",
    good="<p>A caf<hi>\u00e9</hi> in Geneva.</p>",
)


def check(_: Elements, context: Context) -> Problems:
    marks = {each for each in context.characters if unicodedata.combining(each)}
    if not marks:
        return
    some = re.escape("".join(sorted(marks)))
    for hit in context.texts.find(re.compile(rf"(?:(?<=[\s\0])|\A)[{some}]")):
        yield Problem(
            element=hit.element,
            message=f"{shown(hit.match[0])} has no letter before it",
            stretch=hit.stretch,
        )
