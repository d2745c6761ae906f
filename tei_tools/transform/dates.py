"""In: an element with machine dating. Out: its dates, as data and in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from lxml import etree

#: The attributes of the class att.datable.w3c.
DATING: Final = ("when", "from", "to", "notBefore", "notAfter")
MONTHS: Final = (
    "January February March April May June July August September October November December".split()
)
_DATE: Final = re.compile(r"(\d{4,})(?:-(\d\d)(?:-(\d\d))?)?(T.*)?")


def dating(element: etree._Element) -> dict[str, str]:
    """The dating attributes that an element has, in a fixed order."""
    return {name: value for name in DATING if (value := element.get(name))}


def in_words(dates: Mapping[str, str]) -> str:
    """Dates as readers write them: ``23 December 1922``; empty when there is none."""
    shown = {name: _words(value) for name, value in dates.items()}
    match shown:
        case {"when": when}:
            return when
        case {"from": start, "to": end}:
            return f"{start} to {end}"
        case {"notBefore": start, "notAfter": end}:
            return f"between {start} and {end}"
        case {"from": start}:
            return f"from {start}"
        case {"to": end}:
            return f"until {end}"
        case {"notBefore": start}:
            return f"not before {start}"
        case {"notAfter": end}:
            return f"not after {end}"
    return ""


def is_valid_html(value: str) -> bool:
    """Whether a value can stand in ``time/@datetime`` (HTML, 2.3.5): a day, month or year."""
    match = _DATE.fullmatch(value)
    if match is None or match[4] or int(match[1]) == 0:
        return False
    month, day = int(match[2] or 1), int(match[3] or 1)
    if not 1 <= month <= 12:
        return False
    year = int(match[1])
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    days = (31, 29 if is_leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
    return 1 <= day <= days


def _words(value: str) -> str:
    match = _DATE.fullmatch(value)
    if match is None or not is_valid_html(value.partition("T")[0]):
        return value
    year, month, day = match[1], match[2], match[3]
    return " ".join(
        part for part in (day and str(int(day)), month and MONTHS[int(month) - 1], year) if part
    )
