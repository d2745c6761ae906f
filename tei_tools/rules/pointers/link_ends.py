"""``pointers.link-ends``: a link has two ends."""

from __future__ import annotations

from tei_tools.model.finding import Severity
from tei_tools.rules.context import Context
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="pointers.link-ends",
    name="a link has one end",
    reason="`link` says that two or more things belong together.",
    source="TEI Guidelines 16.1",
    bad='<p xml:id="p1">One.<link target="#p1"/></p><p xml:id="p2">Two.</p>',
    good='<p xml:id="p1">One.<link target="#p1 #p2"/></p><p xml:id="p2">Two.</p>',
    severity=Severity.ERROR,
)


def check(elements: Elements, _: Context) -> Problems:
    for link in elements:
        if len(link.get("target", "").split()) == 1:
            yield Problem(element=link, message="a link needs two ends or more", attribute="target")
