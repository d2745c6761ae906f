"""``dates.custom``: values in a calendar of one's own need its name."""

from __future__ import annotations

from typing import Final

from tei_tools.rules.context import Context
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="dates.custom",
    name="a date in a calendar of its own does not say which",
    reason="The values of @when-custom and its like mean nothing without the calendar they are in.",
    source="TEI Guidelines 13.4.4",
    bad='<p><date when-custom="0012-07-12">the 12th of July in the year XII</date></p>',
    good='<calendarDesc><calendar xml:id="republican"><p>French Republican</p></calendar>'
    '</calendarDesc><p><date when-custom="0012-07-12" datingMethod="#republican">the 12th of July '
    "in the year XII</date></p>",
)
NAMES: Final = tuple(f"{name}-custom" for name in ("when", "from", "to", "notBefore", "notAfter"))


def check(elements: Elements, _: Context) -> Problems:
    for element in elements:
        if element.get("datingMethod") is None and element.get("datingPoint") is None:
            attribute = next(name for name in NAMES if element.get(name) is not None)
            yield Problem(
                element=element,
                message=f"@{attribute} without @datingMethod: which calendar is it in?",
                attribute=attribute,
            )
