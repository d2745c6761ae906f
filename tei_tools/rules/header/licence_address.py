"""``header.licence-address``: a licence has an address."""

from __future__ import annotations

from tei_tools.rules.context import Context
from tei_tools.rules.nodes import children
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="header.licence-address",
    name="a licence has no address",
    reason="Programs know a licence by the address in @target; words differ from file to file.",
    source="TEI Guidelines 2.2.4; FAIR principles, R1.1",
    bad="<publicationStmt><publisher>The editors</publisher><availability><licence>CC BY 4.0"
    "</licence></availability></publicationStmt>",
    good="<publicationStmt><publisher>The editors</publisher><availability><licence "
    'target="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</licence></availability>'
    "</publicationStmt>",
)


def check(elements: Elements, _: Context) -> Problems:
    for availability in elements:
        licences = children(availability, "licence")
        if licences and not any(licence.get("target") for licence in licences):
            yield Problem(
                element=licences[0], message="the licence has no address", suggestion="add @target"
            )
