"""``hands.count``: as many hands are described as are counted."""

from __future__ import annotations

from tei_tools.rules.context import Context
from tei_tools.rules.nodes import children
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="hands.count",
    name="more hands are described than counted",
    reason="handDesc/@hands is the number of hands in the manuscript; catalogues show it.",
    source="TEI Guidelines 10.7.2.1",
    bad="<sourceDesc><msDesc><msIdentifier><repository>An archive</repository><idno>1</idno></msIdentifier><physDesc><handDesc "
    'hands="1"><handNote>Ink.</handNote><handNote>Pencil.</handNote></handDesc></physDesc></msDesc>'
    "</sourceDesc>",
    good="<sourceDesc><msDesc><msIdentifier><repository>An archive</repository><idno>1</idno></msIdentifier><physDesc><handDesc "
    'hands="2"><handNote>Ink.</handNote><handNote>Pencil.</handNote></handDesc></physDesc></msDesc>'
    "</sourceDesc>",
)


def check(elements: Elements, _: Context) -> Problems:
    for description in elements:
        said, notes = description.get("hands", ""), children(description, "handNote")
        if said.isascii() and said.isdigit() and len(said) < 9 and len(notes) > int(said):
            yield Problem(
                element=description,
                message=f"{said} hands are counted, {len(notes)} described",
                attribute="hands",
            )
