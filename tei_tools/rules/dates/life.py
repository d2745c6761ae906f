"""``dates.life``: nobody dies before being born."""

from __future__ import annotations

from tei_tools.model.finding import Severity
from tei_tools.rules.context import Context
from tei_tools.rules.nodes import children
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

from .words import valued

RULE = Rule(
    code="dates.life",
    name="a person dies before being born",
    reason="One of the two dates is a slip; ages and lifetimes made from them are nonsense.",
    source="TEI Guidelines 13.3.2",
    bad='<listPerson><person xml:id="a"><persName>A</persName><birth when="1880"/>'
    '<death when="1788"/></person></listPerson>',
    good='<listPerson><person xml:id="a"><persName>A</persName><birth when="1788"/>'
    '<death when="1880"/></person></listPerson>',
    severity=Severity.ERROR,
)


def check(elements: Elements, _: Context) -> Problems:
    for person in elements:
        births = [valued(each)[0] for each in children(person, "birth")]
        earliest = min((span.first for span in births if span), default=None)
        for death in children(person, "death"):
            _begin, end, attributes = valued(death)
            if earliest and end and end.last < earliest:
                yield Problem(
                    element=death,
                    message=f"death in `{death.get(attributes[-1])}`, birth later",
                    attribute=attributes[-1],
                    related=children(person, "birth")[0],
                )
