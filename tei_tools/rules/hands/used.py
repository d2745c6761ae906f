"""``hands.used``: every hand that is described has written something."""

from __future__ import annotations

from tei_tools.model.names import XML_ID
from tei_tools.rules.context import Context
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="hands.used",
    name="a hand is described and wrote nothing",
    reason="Where some hands are pointed to, one that is not has been forgotten in the text, or "
    "is left over in the header.",
    source="TEI Guidelines 11.3.2.1",
    bad='<handNotes><handNote xml:id="h1">Ink.</handNote><handNote xml:id="h2">Pencil.</handNote>'
    '</handNotes><p>A word <add hand="#h1">more</add>.</p>',
    good='<handNotes><handNote xml:id="h1">Ink.</handNote><handNote xml:id="h2">Pencil.</handNote>'
    '</handNotes><p>A word <add hand="#h1">more</add> or <add hand="#h2">less</add>.</p>',
)


def check(elements: Elements, context: Context) -> Problems:
    identifiers = {note.get(XML_ID, "") for note in elements}
    if not identifiers & context.targets:
        return  # nobody says who wrote what
    for note in elements:
        identifier = note.get(XML_ID)
        if identifier and identifier not in context.targets:
            yield Problem(
                element=note,
                message=f"nothing is said to be written by the hand `{identifier}`",
                attribute=XML_ID,
            )
