"""``text.brackets``: what editors add is marked, not bracketed."""

from __future__ import annotations

import re
from typing import Final

from tei_tools.model.wording import quoted
from tei_tools.rules.context import Context
from tei_tools.rules.nodes import inside, name
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="text.brackets",
    name="square brackets stand in the text",
    reason="Whether the brackets are the author's or an editor's can be told only by an element: "
    "`supplied`, `gap`, `note`, `unclear`.",
    source="TEI Guidelines 11.3.3.1; practice of many editions",
    bad="<p>He [Stalin] is too rude.</p>",
    good="<p>He <supplied>Stalin</supplied> is too rude.</p>",
)
BRACKETS: Final = re.compile(r"\[[^\[\]\0]*\]")
KEPT: Final = frozenset("ref fw code eg egXML formula gap supplied".split())


def check(_: Elements, context: Context) -> Problems:
    for hit in context.texts.find(BRACKETS):
        if name(hit.element) not in KEPT and inside(hit.element, "text") is not None:
            yield Problem(
                element=hit.element,
                message=f"`{quoted(hit.match[0])}` stands in brackets",
                stretch=hit.stretch,
                suggestion="use `supplied`, `gap` or `note`",
            )
