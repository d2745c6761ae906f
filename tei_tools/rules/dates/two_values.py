"""``dates.two-values``: the same date in W3C form and in ISO form."""

from __future__ import annotations

from typing import Final

from tei_tools.model.finding import Severity
from tei_tools.rules.context import Context
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

from .values import span_of

RULE = Rule(
    code="dates.two-values",
    name="a date has two values that differ",
    reason="@when and @when-iso say the same thing in two notations; which one counts is up to the "
    "program that reads them.",
    source="TEI Guidelines, att.datable.iso",
    bad='<p><date when="1922-12-25" when-iso="1922-12-26">at Christmas</date></p>',
    good='<p><date when="1922-12-25" when-iso="1922-12-25">at Christmas</date></p>',
    severity=Severity.ERROR,
)
NAMES: Final = ("when", "from", "to", "notBefore", "notAfter")


def check(elements: Elements, _: Context) -> Problems:
    for element in elements:
        for name in NAMES:
            value, iso = element.get(name, ""), element.get(f"{name}-iso", "")
            one, other = span_of(value), span_of(iso)
            if one and other and (one.first > other.last or other.first > one.last):
                yield Problem(
                    element=element,
                    message=f"@{name} is `{value}`, but @{name}-iso is `{iso}`",
                    attribute=f"{name}-iso",
                )
