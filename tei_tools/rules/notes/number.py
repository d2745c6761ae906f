"""``notes.number``: the mark that calls a note and the note have the same number."""

from __future__ import annotations

from tei_tools.model.names import XML_ID
from tei_tools.rules.context import Context
from tei_tools.rules.nodes import name, said
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

from .callers import callers

RULE = Rule(
    code="notes.number",
    name="the mark that calls a note has another number",
    reason="Readers look for the note by its number: the mark calls the wrong note, or one of the "
    "numbers is wrong.",
    source="TEI Guidelines 3.9.1",
    bad='<p>One<ref type="noteref" n="2" target="#n1">2</ref>.</p><p><note n="1" xml:id="n1">One.'
    "</note></p>",
    good='<p>One<ref type="noteref" n="1" target="#n1">1</ref>.</p><p><note n="1" xml:id="n1">One.'
    "</note></p>",
)


def check(elements: Elements, context: Context) -> Problems:
    notes = {note.get(XML_ID, ""): note for note in elements if name(note) == "note"}
    for caller, target in callers(context) if notes else ():
        note = notes.get(target)
        number = caller.get("n") or said(caller).strip("[]() .")
        if (
            note is not None
            and note.get("n")
            and number
            and number != note.get("n", "").strip("[]() .")
        ):
            yield Problem(
                element=caller,
                message=f"the mark is `{number}`, the note that it calls `{note.get('n')}`",
                attribute="n" if caller.get("n") else "",
                related=note,
            )
