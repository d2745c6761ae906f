"""``hands.shift-same``: a change of hand changes something."""

from __future__ import annotations

from lxml import etree

from tei_tools.rules.context import Context
from tei_tools.rules.nodes import inside
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="hands.shift-same",
    name="a change of hand leads to the hand that writes already",
    reason="One of two changes is wrong, or the hand between them is not marked.",
    source="TEI Guidelines 11.3.2.1",
    bad='<handNotes><handNote xml:id="h1">Ink.</handNote></handNotes>'
    '<p>Now <handShift new="#h1"/> ink and <handShift new="#h1"/> ink.</p>',
    good='<handNotes><handNote xml:id="h1">Ink.</handNote><handNote xml:id="h2">Pencil.</handNote>'
    '</handNotes><p>Now <handShift new="#h1"/> ink and <handShift new="#h2"/> pencil.</p>',
)
NAMES = ("new", "medium", "scribe", "scribeRef", "script", "scriptRef", "resp", "n")


def check(elements: Elements, _: Context) -> Problems:
    before: etree._Element | None = None
    for shift in elements:
        is_one_text = before is not None and inside(shift, "text") is inside(before, "text")
        if before is not None and is_one_text and shift.get("new") and _same(shift, before):
            yield Problem(
                element=shift,
                message=f"the hand is `{shift.get('new')}` already",
                attribute="new",
                related=before,
            )
        before = shift


def _same(one: etree._Element, other: etree._Element) -> bool:
    return all(one.get(name) == other.get(name) for name in NAMES)
