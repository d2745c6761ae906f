"""``dates.weekday``: the day of the week that a date names must be that of its value."""

from __future__ import annotations

from typing import Final

from tei_tools.rules.context import Context
from tei_tools.rules.nodes import said
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

from .calendars import weekday
from .phrases import read_phrase
from .words import valued

RULE = Rule(
    code="dates.weekday",
    name="a date does not fall on the day of the week that it names",
    reason="The day of the week is a second witness to the date: where the two disagree, the value "
    "(or the calendar, or the writer) is wrong.",
    source="TEI Guidelines 3.6.4",
    bad='<p>On <date when="1922-12-25">Tuesday, 25 December 1922</date> he dictated again.</p>',
    good='<p>On <date when="1922-12-25">Monday, 25 December 1922</date> he dictated again.</p>',
)
DAYS: Final = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


def check(elements: Elements, _: Context) -> Problems:
    for element in elements:
        begin, end, attributes = valued(element)
        if begin is None or begin is not end or not begin.is_day:
            continue
        words = said(element)
        phrase = read_phrase(words) if len(words) <= 80 else None
        if phrase is None or phrase.weekday is None or phrase.end:
            continue
        if weekday(begin.first) != phrase.weekday:
            yield Problem(
                element=element,
                message=f"`{element.get(attributes[0])}` is a {DAYS[weekday(begin.first)]}, "
                f"but the words say {DAYS[phrase.weekday]}",
                attribute=attributes[0],
            )
