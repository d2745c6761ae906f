"""``names.nested``: a name is tagged once."""

from __future__ import annotations

from tei_tools.rules.context import Context
from tei_tools.rules.nodes import name, said
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="names.nested",
    name="a name is tagged twice",
    reason="The same words count as two mentions of the person or place.",
    source="TEI Guidelines 3.6.1",
    bad="<p>By <persName><persName>Lenin</persName></persName>.</p>",
    good="<p>By <persName>Lenin</persName>.</p>",
)


def check(elements: Elements, _: Context) -> Problems:
    for element in elements:
        above = element.getparent()
        if above is not None and above.tag == element.tag and said(above) == said(element):
            differs = (
                element.get("ref") and above.get("ref") and element.get("ref") != above.get("ref")
            )
            if not differs:
                yield Problem(
                    element=element,
                    message=f"the same words are a `{name(element)}` already",
                    related=above,
                )
