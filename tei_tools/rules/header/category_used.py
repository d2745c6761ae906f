"""``header.category-used``: what a taxonomy lists is used."""

from __future__ import annotations

from tei_tools.model.names import XML_ID
from tei_tools.rules.context import Context
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="header.category-used",
    name="a category is never used",
    reason="A category that nothing points to is left over, or its texts have been forgotten. "
    "Where one taxonomy serves many files, this rule is of no use.",
    source="TEI Guidelines 2.3.7",
    bad='<classDecl><taxonomy><category xml:id="letter"><catDesc>letter</catDesc></category>'
    "</taxonomy></classDecl>",
    good='<classDecl><taxonomy><category xml:id="letter"><catDesc>letter</catDesc></category>'
    '</taxonomy></classDecl><textClass><catRef target="#letter"/></textClass>',
)


def check(elements: Elements, context: Context) -> Problems:
    for category in elements:
        identifier = category.get(XML_ID)
        if identifier and identifier not in context.targets:
            yield Problem(
                element=category,
                message=f"nothing points to the category `{identifier}`",
                attribute=XML_ID,
            )
