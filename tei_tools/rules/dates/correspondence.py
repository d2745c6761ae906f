"""``dates.correspondence``: a letter is sent before it is received."""

from __future__ import annotations

from lxml import etree

from tei_tools.model.finding import Severity
from tei_tools.model.names import tei
from tei_tools.rules.context import Context
from tei_tools.rules.nodes import children
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

from .values import Span
from .words import valued

RULE = Rule(
    code="dates.correspondence",
    name="a letter is received before it is sent",
    reason="Indexes of correspondence sort letters by these dates; one of them is a slip, or the "
    "two are in different calendars.",
    source="TEI Guidelines 2.4.6",
    bad='<correspDesc><correspAction type="sent"><date when="1922-12-25"/></correspAction>'
    '<correspAction type="received"><date when="1922-12-23"/></correspAction></correspDesc>',
    good='<correspDesc><correspAction type="sent"><date when="1922-12-23"/></correspAction>'
    '<correspAction type="received"><date when="1922-12-25"/></correspAction></correspDesc>',
    severity=Severity.ERROR,
)


def check(elements: Elements, _: Context) -> Problems:
    for letter in elements:
        sent, received = (_dates(letter, type_) for type_ in ("sent", "received"))
        for date, span in received:
            for earlier, first in sent:
                if span.last < first.first:
                    yield Problem(
                        element=date,
                        message="the letter is received before it is sent",
                        related=earlier,
                    )
                    break


def _dates(letter: etree._Element, type_: str) -> list[tuple[etree._Element, Span]]:
    """The dates of one kind of action, each with the days that it may mean."""
    found = []
    for action in children(letter, "correspAction"):
        for date in action.iter(tei("date")) if action.get("type") == type_ else ():
            begin, end, _ = valued(date)
            if begin and end:
                found.append((date, Span(begin.first, end.last)))
    return found
