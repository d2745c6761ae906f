"""``hands.sole``: the only hand is alone."""

from __future__ import annotations

from tei_tools.rules.context import Context
from tei_tools.rules.nodes import children
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="hands.sole",
    name="the only hand is not the only one",
    reason='@scope="sole" says that no other hand is in the manuscript; @major and @minor are for '
    "several.",
    source="TEI Guidelines, att.handFeatures",
    bad='<handNotes><handNote xml:id="h1" scope="sole">Ink.</handNote><handNote xml:id="h2" '
    'scope="minor">Pencil.</handNote></handNotes>',
    good='<handNotes><handNote xml:id="h1" scope="major">Ink.</handNote><handNote xml:id="h2" '
    'scope="minor">Pencil.</handNote></handNotes>',
)


def check(elements: Elements, _: Context) -> Problems:
    for hands in elements:
        notes = children(hands, "handNote")
        sole = [note for note in notes if note.get("scope") == "sole"]
        if sole and len(notes) > 1:
            yield Problem(
                element=sole[0],
                message=f"the sole hand is one of {len(notes)}",
                attribute="scope",
                suggestion="write major or minor",
            )
