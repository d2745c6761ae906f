"""``notes.empty``: a note says something."""

from __future__ import annotations

from tei_tools.rules.context import Context
from tei_tools.rules.nodes import is_empty
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="notes.empty",
    name="a note is empty",
    reason="Readers who follow its mark find nothing; the note has been forgotten.",
    source="TEI Guidelines 3.9.1",
    bad='<p>A word<note n="1"/>.</p>',
    good='<p>A word<note n="1">Or two.</note>.</p>',
)
#: With one of these, what the note says stands elsewhere.
ELSEWHERE = ("sameAs", "copyOf", "corresp", "target", "source", "facs", "next", "prev")


def check(elements: Elements, _: Context) -> Problems:
    for note in elements:
        if is_empty(note) and not any(note.get(name) for name in ELSEWHERE):
            yield Problem(element=note, message="this note is empty")
