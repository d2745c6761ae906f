"""``header.change-by``: every change says who made it."""

from __future__ import annotations

from tei_tools.rules.context import Context
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="header.change-by",
    name="a change does not say who made it",
    reason="Years later, questions about a reading go to the person who made the change.",
    source="TEI Guidelines 2.6",
    bad='<revisionDesc><change when="2022-12-25">Proofread.</change></revisionDesc>',
    good='<listPerson><person xml:id="ab"><persName>A. B.</persName></person></listPerson>'
    '<revisionDesc><change when="2022-12-25" who="#ab">Proofread.</change></revisionDesc>',
)


def check(elements: Elements, _: Context) -> Problems:
    for change in elements:
        if not (change.get("who") or change.get("resp")):
            yield Problem(
                element=change,
                message="this change does not say who made it",
                suggestion="add @who",
            )
