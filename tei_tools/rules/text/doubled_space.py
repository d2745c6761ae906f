"""``text.doubled-space``: one space parts words."""

from __future__ import annotations

import re
from functools import partial
from typing import Final

from tei_tools.model.document import Document
from tei_tools.model.finding import Fix
from tei_tools.model.names import XML_SPACE
from tei_tools.rules.context import Context
from tei_tools.rules.nodes import name
from tei_tools.rules.rule import Elements, Problem, Problems, Rule
from tei_tools.rules.texts import Hit

RULE = Rule(
    code="text.doubled-space",
    name="two spaces part two words",
    reason="Programs that compare or search texts as they stand take them for a difference.",
    source="practice of many editions",
    bad="<p>The  Congress.</p>",
    good="<p>The Congress.</p>",
    fixes=True,
)
DOUBLED: Final = re.compile(r"(?<=[^\s\0])[ \t]{2,}(?=[^\s\0])")
CODE: Final = frozenset("code eg egXML formula".split())


def check(_: Elements, context: Context) -> Problems:
    for hit in context.texts.find(DOUBLED):
        kept = any(
            each.get(XML_SPACE) == "preserve"
            for each in (hit.element, *hit.element.iterancestors())
        )
        if not kept and name(hit.element) not in CODE:
            yield Problem(
                element=hit.element,
                message=f"{len(hit.match[0])} spaces part two words",
                stretch=hit.stretch,
                fix=partial(_fix, hit=hit),
            )


def _fix(document: Document, hit: Hit) -> Fix | None:
    edit = document.edit_words(hit.element, *hit.stretch, " ")
    return Fix.of("write one space", edit, is_safe=True)
