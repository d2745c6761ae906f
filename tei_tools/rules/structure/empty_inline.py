"""``structure.empty-inline``: what is marked in the text is there."""

from __future__ import annotations

from tei_tools.rules.context import Context
from tei_tools.rules.nodes import inside, name
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="structure.empty-inline",
    name="nothing is marked",
    reason="Emphasis, an addition, a foreign word without words: the words were deleted and the "
    "tags stayed, or stand outside.",
    source="TEI Guidelines 3.3",
    bad='<p>He said <hi rend="bold"/>no.</p>',
    good='<p>He said <hi rend="bold">no</hi>.</p>',
)
KEPT = ("sameAs", "copyOf", "next", "prev", "corresp", "facs", "ref", "target")


def check(elements: Elements, _: Context) -> Problems:
    for element in elements:
        if len(element) or element.text or any(element.get(each) for each in KEPT):
            continue
        if inside(element, "teiHeader", "choice") is None:
            yield Problem(element=element, message=f"this `{name(element)}` is empty")
