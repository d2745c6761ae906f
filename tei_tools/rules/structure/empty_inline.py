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
        if len(element) or ((text := element.text) and not text.isspace()):
            continue
        is_kept = any(element.get(each) for each in KEPT)
        if not is_kept and inside(element, "teiHeader", "choice") is None and not element.text:
            yield Problem(element=element, message=f"this `{name(element)}` is empty")
