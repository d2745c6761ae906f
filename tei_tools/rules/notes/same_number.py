"""``notes.same-number``: the notes of a division have different numbers."""

from __future__ import annotations

from lxml import etree

from tei_tools.rules.context import Context
from tei_tools.rules.nodes import inside
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="notes.same-number",
    name="two notes of a division have the same number",
    reason="A reference to note 3 of a chapter could mean either; a number was copied. In texts "
    "that number their notes by the page, this rule is of no use.",
    source="TEI Guidelines 3.9.1",
    bad='<p>One<note n="1">One.</note>, two<note n="1">Two.</note>.</p>',
    good='<p>One<note n="1">One.</note>, two<note n="2">Two.</note>.</p>',
)


def check(elements: Elements, _: Context) -> Problems:
    seen: dict[tuple[object, ...], etree._Element] = {}
    for note in elements:
        number = note.get("n", "")
        if not number.isalnum():
            continue
        key = inside(note, "div", "text"), note.get("type"), note.get("place"), number
        if key in seen:
            yield Problem(
                element=note,
                message=f"there is a note `{number}` in this division already",
                attribute="n",
                related=seen[key],
            )
        seen.setdefault(key, note)
