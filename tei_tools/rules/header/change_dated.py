"""``header.change-dated``: every change has a date."""

from __future__ import annotations

from tei_tools.rules.context import Context
from tei_tools.rules.nodes import children
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="header.change-dated",
    name="a change has no date",
    reason="A history without dates cannot be put in order, nor compared with that of other files.",
    source="TEI Guidelines 2.6",
    bad="<revisionDesc><change>Proofread.</change></revisionDesc>",
    good='<revisionDesc><change when="2022-12-25">Proofread.</change></revisionDesc>',
)
NAMES = ("when", "from", "to", "notBefore", "notAfter", "when-iso")


def check(elements: Elements, _: Context) -> Problems:
    for change in elements:
        if not any(change.get(name) for name in NAMES) and not children(change, "date"):
            yield Problem(element=change, message="this change has no date", suggestion="add @when")
