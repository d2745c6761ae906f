"""``pointers.itself``: nothing is next to, the same as, or a copy of itself."""

from __future__ import annotations

from typing import Final

from tei_tools.model.finding import Severity
from tei_tools.model.names import XML_ID
from tei_tools.rules.context import Context
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="pointers.itself",
    name="an element points to itself",
    reason="It follows, copies or excludes itself: a copied pointer was not changed, and programs "
    "that follow it never stop.",
    source="TEI Guidelines 16.6, 16.7",
    bad='<p xml:id="p1" next="#p1">Words.</p>',
    good='<p xml:id="p1" next="#p2">Words,</p><p xml:id="p2" prev="#p1">and more.</p>',
    severity=Severity.ERROR,
)
NAMES: Final = ("next", "prev", "sameAs", "copyOf", "exclude", "corresp", "synch", "follow")


def check(elements: Elements, _: Context) -> Problems:
    for element in elements:
        own = f"#{element.get(XML_ID, ' ')}"
        for name in NAMES:
            if own in element.get(name, "").split():
                yield Problem(
                    element=element,
                    message=f"@{name} leads to the element itself",
                    attribute=name,
                    token=own,
                )
