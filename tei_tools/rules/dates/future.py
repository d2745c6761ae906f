"""``dates.future``: what is said to have happened cannot lie in the future."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from tei_tools.rules.context import Context
from tei_tools.rules.nodes import inside, name
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

from .values import as_day, span_of

RULE = Rule(
    code="dates.future",
    name="a date in the header lies in the future",
    reason="A change, a publication, a birth is recorded when it has happened: a later date is a "
    "slip, most often in the year.",
    source="TEI Guidelines 2.6, 2.2.4",
    bad='<revisionDesc><change when="2922-12-25">Proofread.</change></revisionDesc>',
    good='<revisionDesc><change when="2022-12-25">Proofread.</change></revisionDesc>',
)
#: What a `date` is in when it is to be past.
PAST: Final = ("creation", "correspAction", "imprint", "publicationStmt")
#: Where a date may well be to come: an embargo, the end of a licence.
TO_COME: Final = ("availability", "licence")
NAMES: Final = ("when", "from", "notBefore")


def check(elements: Elements, context: Context) -> Problems:
    tomorrow = as_day(context.today + timedelta(days=1))  # somewhere it is
    for element in elements:
        if name(element) == "date" and (
            inside(element, *PAST) is None or inside(element, *TO_COME) is not None
        ):
            continue
        for attribute in NAMES:
            value = element.get(attribute, "")
            if (span := span_of(value)) and span.first > tomorrow:
                yield Problem(
                    element=element,
                    message=f"`{value}` lies in the future",
                    attribute=attribute,
                )
