"""``notes.type``: every note says of what kind it is."""

from __future__ import annotations

from tei_tools.rules.context import Context
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="notes.type",
    name="a note has no type",
    reason="Where an edition tells kinds of notes apart, one without a type is shown nowhere.",
    source="TEI Guidelines 3.9.1",
    bad="<p>A word<note>Or two.</note>.</p>",
    good='<p>A word<note type="editorial">Or two.</note>.</p>',
)


def check(elements: Elements, _: Context) -> Problems:
    for note in elements:
        if not note.get("type"):
            yield Problem(element=note, message="this note has no type", suggestion="add @type")
