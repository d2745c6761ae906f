"""``hands.shift-new``: a change of hand says which hand comes."""

from __future__ import annotations

from tei_tools.rules.context import Context
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="hands.shift-new",
    name="a change of hand does not say what changes",
    reason="handShift begins the work of another hand, pen or ink: without @new, @medium, @scribe "
    "or @script nobody knows of which.",
    source="TEI Guidelines 11.3.2.1",
    bad="<p>In ink <handShift/> and in pencil.</p>",
    good='<p>In ink <handShift medium="pencil"/> and in pencil.</p>',
)
NAMES = ("new", "medium", "scribe", "scribeRef", "script", "scriptRef", "corresp", "ana")


def check(elements: Elements, _: Context) -> Problems:
    for shift in elements:
        if not any(shift.get(name) for name in NAMES):
            yield Problem(
                element=shift,
                message="this change of hand does not say which hand comes",
                suggestion="add @new",
            )
