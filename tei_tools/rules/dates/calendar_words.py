"""``dates.calendar-words``: @calendar speaks of words."""

from __future__ import annotations

from tei_tools.rules.context import Context
from tei_tools.rules.nodes import is_empty
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="dates.calendar-words",
    name="a calendar is named where there are no words",
    reason="@calendar says which calendar the words of the date are in; values are Gregorian "
    "always. Without words it says nothing, and misleads who thinks that it is about the value.",
    source="TEI Guidelines, att.datable",
    bad='<calendarDesc><calendar xml:id="julian"><p>Julian</p></calendar></calendarDesc>'
    '<p>Moscow, <date when="1917-11-07" calendar="#julian"/>.</p>',
    good='<calendarDesc><calendar xml:id="julian"><p>Julian</p></calendar></calendarDesc>'
    '<p>Moscow, <date when="1917-11-07" calendar="#julian">25 October 1917</date>.</p>',
)


def check(elements: Elements, _: Context) -> Problems:
    for element in elements:
        if is_empty(element):
            yield Problem(
                element=element,
                message="@calendar is about the words of a date, and there are none",
                attribute="calendar",
                suggestion="for values in another calendar use @when-custom with @datingMethod",
            )
