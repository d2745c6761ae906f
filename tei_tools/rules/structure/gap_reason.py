"""``structure.gap-reason``: a gap says why."""

from __future__ import annotations

from tei_tools.rules.context import Context
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="structure.gap-reason",
    name="a gap does not say why",
    reason="Illegible, lost, or left out by the editors: readers trust a text by knowing what they "
    "do not see.",
    source="TEI Guidelines 3.5.3, 11.3.3.2",
    bad="<p>He <gap/> it.</p>",
    good='<p>He <gap reason="illegible"/> it.</p>',
)


def check(elements: Elements, _: Context) -> Problems:
    for gap in elements:
        if not gap.get("reason") and not len(gap):
            yield Problem(
                element=gap, message="this gap does not say why", suggestion="add @reason"
            )
