"""``dates.undated``: dates of letters and events without a value."""

from __future__ import annotations

from typing import Final

from tei_tools.rules.context import Context
from tei_tools.rules.nodes import inside
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="dates.undated",
    name="a date has no value",
    reason="Without @when or its like, a date is words only, and cannot be searched or sorted.",
    source="TEI Guidelines 3.6.4",
    bad="<div><opener><dateline><date>25 December 1922</date></dateline></opener><p>Words.</p></div>",
    good='<div><opener><dateline><date when="1922-12-25">25 December 1922</date></dateline></opener>'
    "<p>Words.</p></div>",
)
#: Where a date is that of the document.
PLACES: Final = ("dateline", "correspAction", "creation")
STEMS: Final = ("when", "from", "to", "notBefore", "notAfter", "period", "dur")


def check(elements: Elements, _: Context) -> Problems:
    for element in elements:
        is_valued = any(key.startswith(STEMS) for key in map(str, element.attrib))
        if not is_valued and inside(element, *PLACES) is not None:
            yield Problem(
                element=element,
                message="the date of the document has no value",
                suggestion="add @when, or @notBefore and @notAfter",
            )
