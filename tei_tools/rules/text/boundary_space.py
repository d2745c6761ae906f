"""``text.boundary-space``: marked words have no space at their ends."""

from __future__ import annotations

from tei_tools.rules.context import Context
from tei_tools.rules.rule import Elements, Problems, Rule
from tei_tools.rules.spaces import boundary_spaces

RULE = Rule(
    code="text.boundary-space",
    name="marked words begin or end with a space",
    reason="Underlined or in a link the space is seen; in an index of terms or titles they stand "
    "out of line.",
    source="practice of many editions",
    bad="<p>The<title> Pravda</title> of Monday.</p>",
    good="<p>The <title>Pravda</title> of Monday.</p>",
    fixes=True,
)


def check(elements: Elements, _: Context) -> Problems:
    yield from boundary_spaces(elements)
