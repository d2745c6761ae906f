"""``dates.words``: a date in words and its value must be able to mean the same day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from tei_tools.model.wording import quoted
from tei_tools.rules.context import Context
from tei_tools.rules.nodes import said
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

from .calendars import REFORM, gregorian
from .phrases import Phrase, Reading, read_phrase
from .values import Day, Span, days_in, span_of

RULE = Rule(
    code="dates.words",
    name="the words of a date and its value disagree",
    reason="Readers see the words, searches and timelines use the value: one of the two is wrong. "
    "Values are Gregorian; words in another calendar have @calendar.",
    source="TEI Guidelines 3.6.4, 13.4",
    bad='<p>On <date when="1922-12-24">25 December 1922</date> he dictated again.</p>',
    good='<p>On <date when="1922-12-25">25 December 1922</date> he dictated again.</p>',
)
#: The longest span, in years, that words without a year are compared with.
YEARS: Final = 50


def check(elements: Elements, _: Context) -> Problems:
    for element in elements:
        begin, end, attributes = valued(element)
        if not attributes or not (words := said(element)) or len(words) > 80:
            continue
        phrase = read_phrase(words)
        if phrase and not _agree(phrase, begin, end, element):
            yield _problem(element, words, phrase, attributes, begin)


def valued(element: etree._Element) -> tuple[Span | None, Span | None, tuple[str, ...]]:
    """What an element is dated: beginning and end, and the attributes that say so."""
    for name in ("when", "when-iso"):
        if when := span_of(element.get(name, "")):
            return when, when, (name,)
    for names in (("from", "to"), ("notBefore", "notAfter"), ("from-iso", "to-iso")):
        begin, end = (span_of(element.get(name, "")) for name in names)
        if begin or end:
            return begin, end, tuple(name for name in names if element.get(name))
    return None, None, ()


def _agree(phrase: Phrase, begin: Span | None, end: Span | None, element: etree._Element) -> bool:
    is_julian = phrase.is_julian or "julian" in element.get("calendar", "").lower()
    if phrase.end and begin is end:
        return True  # a span in words, one value: not for us to judge
    if phrase.end and begin and end and element.get("notBefore") is None:
        return _is_near(phrase.begin, begin, is_julian) and _is_near(phrase.end, end, is_julian)
    whole = Span(begin.first if begin else (-9999, 1, 1), end.last if end else (9999, 12, 31))
    return _is_near(phrase.begin + phrase.end, whole, is_julian)


def _is_near(readings: tuple[Reading, ...], span: Span, is_julian: bool) -> bool:
    return any(
        first <= span.last and last >= span.first
        for reading in readings
        for first, last in _days(reading, span)
        for first, last in _calendars(first, last, is_julian)
    )


def _calendars(first: Day, last: Day, is_julian: bool) -> Iterator[tuple[Day, Day]]:
    """Days as words have them, in the Gregorian calendar."""
    if is_julian:
        yield gregorian(first), gregorian(last)
    if not is_julian or first[0] <= REFORM:
        yield first, last


def _days(reading: Reading, span: Span) -> Iterator[tuple[Day, Day]]:
    """All days, months or years in reach that a reading may mean."""
    years = range(span.first[0], span.last[0] + 1)
    if reading.year is not None:
        years = range(reading.year, reading.year + 1)
    elif len(years) > YEARS:
        yield span
        return
    for year in years:
        if reading.short is not None and year % 100 != reading.short:
            continue
        if reading.month is None and reading.day is None:
            yield (year, 1, 1), (year, 12, 31)
            continue
        for month in range(1, 13) if reading.month is None else (reading.month,):
            days = days_in(year, month)
            if reading.day is None:
                yield (year, month, 1), (year, month, days)
            elif reading.day <= 29 or reading.day <= days:
                yield (year, month, reading.day), (year, month, reading.day)


def _problem(
    element: etree._Element,
    words: str,
    phrase: Phrase,
    attributes: tuple[str, ...],
    begin: Span | None,
) -> Problem:
    values = " ".join(f'@{name} "{element.get(name)}"' for name in attributes)
    return Problem(
        element=element,
        message=f"the words say `{quoted(words)}`, but {values}",
        attribute=attributes[0],
        suggestion=_suggestion(phrase, begin, element),
    )


def _suggestion(phrase: Phrase, begin: Span | None, element: etree._Element) -> str:
    if len(phrase.begin) != 1 or phrase.end or begin is None:
        return ""
    year, month, day, _ = phrase.begin[0]
    if year is None or month is None or day is None or day > days_in(year, month):
        return ""
    said_day, is_said_julian = (year, month, day), bool(element.get("calendar"))
    if gregorian(said_day) == begin.first and not is_said_julian:
        return "if the words are Julian, say so with @calendar"
    if is_said_julian or phrase.is_julian:
        year, month, day = gregorian(said_day)
    meant = f"{year:04}-{month:02}-{day:02}"
    return f"did you mean `{meant}`?" if meant != element.get("when") else ""
