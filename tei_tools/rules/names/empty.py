"""``names.empty``: a name in the text has words."""

from __future__ import annotations

from tei_tools.rules.context import Context
from tei_tools.rules.nodes import inside, is_empty, name
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="names.empty",
    name="a name is empty",
    reason="Nothing is named there: the words were deleted and the tags stayed, or stand outside.",
    source="TEI Guidelines 3.6.1",
    bad="<p>A letter by <persName/>Lenin.</p>",
    good="<p>A letter by <persName>Lenin</persName>.</p>",
)
#: Places where a reference alone will do.
ALONE = ("teiHeader", "standOff", "listPerson", "listPlace", "listOrg", "choice")


def check(elements: Elements, _: Context) -> Problems:
    for element in elements:
        if is_empty(element) and inside(element, *ALONE) is None:
            yield Problem(element=element, message=f"this `{name(element)}` is empty")
