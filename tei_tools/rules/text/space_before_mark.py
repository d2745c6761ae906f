"""``text.space-before-mark``: no space before a comma."""

from __future__ import annotations

import re
from functools import partial
from typing import Final

from tei_tools.model.document import Document
from tei_tools.model.finding import Fix
from tei_tools.rules.context import Context
from tei_tools.rules.nodes import name
from tei_tools.rules.rule import Elements, Problem, Problems, Rule
from tei_tools.rules.texts import Hit

RULE = Rule(
    code="text.space-before-mark",
    name="a space stands before a comma or a full stop",
    reason="In most languages it is a slip, left over when words were deleted. French has a space "
    "before some marks, old prints before many.",
    source="practice of many editions",
    bad="<p>The letter , dictated.</p>",
    good="<p>The letter, dictated.</p>",
    fixes=True,
)
SPACE: Final = re.compile(r"(?<=[^\s\0.]) +(?=,[\s\0]|\.(?:\s[^.]|\0))")


def check(_: Elements, context: Context) -> Problems:
    for hit in context.texts.find(SPACE):
        if name(hit.element) not in ("code", "eg", "egXML", "formula"):
            yield Problem(
                element=hit.element,
                message="a space stands before a punctuation mark",
                stretch=hit.stretch,
                fix=partial(_fix, hit=hit),
            )


def _fix(document: Document, hit: Hit) -> Fix | None:
    edit = document.edit_words(hit.element, *hit.stretch, "")
    return Fix.of("take the space away", edit, is_safe=False)
