"""``notes.resp``: a note by an editor says which editor."""

from __future__ import annotations

from tei_tools.rules.context import Context
from tei_tools.rules.rule import Elements, Option, Problem, Problems, Rule

RULE = Rule(
    code="notes.resp",
    name="an editor's note does not say whose it is",
    reason="Notes of the author, of earlier editors and of this edition must be told apart.",
    source="TEI Guidelines 3.9.1",
    bad='<p>A word<note type="editorial">Or two.</note>.</p>',
    good='<listPerson><person xml:id="ed"><persName>A. B.</persName></person></listPerson>'
    '<p>A word<note type="editorial" resp="#ed">Or two.</note>.</p>',
    options=(Option("types", ("editorial", "editor"), "the types of notes that editors write"),),
)


def check(elements: Elements, context: Context) -> Problems:
    types = RULE.value("types", context.options)
    for note in elements:
        if note.get("type") in types and not note.get("resp"):
            yield Problem(
                element=note, message="this note does not say whose it is", suggestion="add @resp"
            )
