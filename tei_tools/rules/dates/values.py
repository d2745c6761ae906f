"""In: a value of W3C dating. Out: the days that it covers, first and last.

Values are those of XSD 1.1: ``1922-12-25``, ``1922-12``, ``1922``, with a time or a zone, or before
the year 1 (TEI Guidelines, teidata.temporal.w3c).
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final, NamedTuple, TypeAlias

#: Year (0 is the year before the year 1), month, day.
Day: TypeAlias = tuple[int, int, int]
_VALUE: Final = re.compile(r"(-?\d{4,9})(?:-(\d\d)(?:-(\d\d)(?:T[\d:.]+)?)?)?(?:Z|[+-]\d\d:\d\d)?")


class Span(NamedTuple):
    """The days that a value covers."""

    first: Day
    last: Day

    @property
    def is_day(self) -> bool:
        """Whether it is a single day."""
        return self.first == self.last


def span_of(value: str) -> Span | None:
    """The days of a value; None when it is no such value, a time or a part of each year."""
    match = _VALUE.fullmatch(value.strip())
    if match is None:
        return None
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if month > 12 or (match[2] and not month):
        return None
    if not month:
        return Span((year, 1, 1), (year, 12, 31))
    days = days_in(year, month)
    if not match[3]:
        return Span((year, month, 1), (year, month, days))
    return Span((year, month, day), (year, month, day)) if 1 <= day <= days else None


def days_in(year: int, month: int) -> int:
    """How many days a month has."""
    return 28 + is_leap(year) if month == 2 else 30 if month in (4, 6, 9, 11) else 31


def is_leap(year: int) -> bool:
    """Whether a Gregorian year has 366 days."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def as_day(when: date) -> Day:
    """A date of Python's as a day."""
    return when.year, when.month, when.day
