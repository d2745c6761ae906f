"""In: a day of the Julian calendar. Out: the same day of the Gregorian, which values are in."""

from __future__ import annotations

from typing import Final

from .values import Day

#: The first year in which the Gregorian calendar was in use; before, dates are seldom converted.
REFORM: Final = 1582


def gregorian(day: Day) -> Day:
    """The Gregorian day for a Julian one, by the number of days since 4713 BC."""
    return _from_number(_julian_number(day))


def _julian_number(day: Day) -> int:
    year, month, date = day
    early = (14 - month) // 12
    years, months = year + 4800 - early, month + 12 * early - 3
    return date + (153 * months + 2) // 5 + 365 * years + years // 4 - 32083


def _from_number(number: int) -> Day:
    """The Gregorian day of a Julian day number (Richards' algorithm)."""
    rest = number + 32044
    centuries = (4 * rest + 3) // 146097
    rest -= 146097 * centuries // 4
    years = (4 * rest + 3) // 1461
    rest -= 1461 * years // 4
    months = (5 * rest + 2) // 153
    day = rest - (153 * months + 2) // 5 + 1
    return 100 * centuries + years - 4800 + months // 10, months + 3 - 12 * (months // 10), day


def weekday(day: Day) -> int:
    """The day of the week of a Gregorian day, from 0 for Monday."""
    year, month, date = day
    early = (14 - month) // 12
    years, months = year + 4800 - early, month + 12 * early - 3
    number = date + (153 * months + 2) // 5 + 365 * years + years // 4 - years // 100 + years // 400
    return (number - 32045) % 7
