"""``notes.caller-first``: a note stands after the mark that calls it, in the order of the marks."""

from __future__ import annotations

from tei_tools.model.names import XML_ID
from tei_tools.rules.context import Context
from tei_tools.rules.nodes import name
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

from .callers import callers

RULE = Rule(
    code="notes.caller-first",
    name="a note stands before the mark that calls it",
    reason="Readers meet the mark, then the note; the other way round one of them is misplaced, or "
    "the mark calls the wrong note.",
    source="TEI Guidelines 3.9.1",
    bad='<p><note xml:id="n1" place="bottom">One.</note></p><p>One<ref type="noteref" target="#n1">1'
    "</ref>.</p>",
    good='<p>One<ref type="noteref" target="#n1">1</ref>.</p><p><note xml:id="n1" place="bottom">One.'
    "</note></p>",
)


def check(elements: Elements, context: Context) -> Problems:
    notes = {note.get(XML_ID, ""): note for note in elements if name(note) == "note"}
    for caller, target in callers(context) if notes else ():
        note = notes.get(target)
        if note is not None and context.document.number(note) < context.document.number(caller):
            yield Problem(
                element=note,
                message=f"the note `{target}` stands before the mark that calls it",
                related=caller,
            )
