"""``structure.heading``: a division has a heading."""

from __future__ import annotations

from typing import Final

from tei_tools.rules.context import Context
from tei_tools.rules.nodes import children
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="structure.heading",
    name="a division has no heading",
    reason="A table of contents has nothing to show for it.",
    source="TEI Guidelines 4.2.1",
    bad="<div><p>One.</p></div>",
    good="<div><head>I</head><p>One.</p></div>",
)
HEADS: Final = ("head", "opener", "salute", "dateline", "byline", "docTitle")


def check(elements: Elements, _: Context) -> Problems:
    for division in elements:
        if not children(division, *HEADS) and not division.get("n"):
            yield Problem(
                element=division,
                message="this division has no heading",
                suggestion="add `head`, or @n",
            )
