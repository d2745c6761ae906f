"""``structure.empty-block``: paragraphs, verses and headings have words."""

from __future__ import annotations

from tei_tools.rules.context import Context
from tei_tools.rules.nodes import inside, name
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="structure.empty-block",
    name="a paragraph, line or heading is empty",
    reason="It is left over from a conversion or stands for white space; numbered, it counts.",
    source="TEI Guidelines 3.1",
    bad="<p>One.</p><p/><p>Two.</p>",
    good="<p>One.</p><p>Two.</p>",
)
KEPT = ("sameAs", "copyOf", "next", "prev", "corresp", "facs")


def check(elements: Elements, _: Context) -> Problems:
    for element in elements:
        if len(element) or ((text := element.text) and not text.isspace()):
            continue
        if not any(element.get(each) for each in KEPT) and inside(element, "teiHeader") is None:
            yield Problem(element=element, message=f"this `{name(element)}` is empty")
