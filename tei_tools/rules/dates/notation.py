"""In: a value of ISO 8601, or EDTF. Out: what is wrong with it; empty when it is right.

Dates may be calendar dates, week dates (1922-W52-1) and ordinal dates (1922-359), with or without
hyphens; there may be a time, a zone, a duration, an interval or a repetition (ISO 8601-1:2019); and
of EDTF levels 0 to 2 (ISO 8601-2:2019): seasons, sets, open ends, digits that are not known, and
``?``, ``~``, ``%`` for what is not certain.
"""

from __future__ import annotations

import re
from typing import Final

from .values import days_in, is_leap

_YEAR: Final = r"(?P<year>[+-]?\d{4}|[+-]\d{5,9}|Y-?\d{5,99}|[-+]?[\dX]{4}|-?\d{4}S\d)"
_DATE: Final = re.compile(
    rf"{_YEAR}(?:-?W(?P<week>\d\d)(?:-?(?P<weekday>\d))?|-(?P<month>[\dX]{{2}})(?:-(?P<day>[\dX]{{2}}))?"
    r"|(?P<month2>\d\d)(?P<day2>\d\d)|-?(?P<ordinal>\d{3}))?"
)
_TIME: Final = re.compile(
    r"(?P<hour>\d\d)(?::?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,]\d+)?)?)?"
    r"(?:Z|[+-]\d\d(?::?\d\d)?)?"
)
_DURATION: Final = re.compile(
    r"-?P(?=[\dT])(?:\d+(?:[.,]\d+)?[YMWD])*(?:T(?:\d+(?:[.,]\d+)?[HMS])+)?"
)
_CENTURY: Final = re.compile(r"-?\d\d|-?\d{3}")
_REPEATED: Final = re.compile(r"R\d*/")
_DOUBT: Final = str.maketrans("", "", "?~%")
_PARTIAL: Final = re.compile(r"--\d\d(?:-\d\d)?|---\d\d")


def why_no_iso(value: str) -> str:
    """What is wrong with a value of ISO 8601 or EDTF; empty when nothing is."""
    value = _REPEATED.sub("", value.strip(), count=1)
    if value[:1] + value[-1:] in ("[]", "{}"):
        return next(filter(None, map(_range, value[1:-1].split(","))), "")
    ends = value.split("/")
    if len(ends) > 2:
        return "an interval has two ends"
    if len(ends) == 2 and ends[1].isdigit() and len(ends[1]) == 2 and not _date(ends[0]):
        return ""  # 1922-12-24/25
    return next(filter(None, (_end(end, is_end=len(ends) == 2) for end in ends)), "")


def _range(member: str) -> str:
    """What is wrong with a member of a set, which may be a span: ``1922..1924``."""
    return next(filter(None, (_end(end, is_end=True) for end in member.strip().split(".."))), "")


def _end(value: str, *, is_end: bool) -> str:
    if value in ("", "..") and is_end:
        return ""
    if _DURATION.fullmatch(value):
        return ""
    date, _, time = value.partition("T")
    if not date and time:
        return _time(time)
    return _date(date.translate(_DOUBT)) or (_time(time) if "T" in value else "")


def _date(value: str) -> str:
    if _CENTURY.fullmatch(value) or _PARTIAL.fullmatch(value):
        return ""
    match = _DATE.fullmatch(value)
    if match is None:
        is_time = ":" in value and _TIME.fullmatch(value)
        return "" if is_time and not _time(value) else "it is not written as one"
    year = match["year"].partition("S")[0].lstrip("Y")
    month, day = match["month"] or match["month2"], match["day"] or match["day2"]
    number = 2000 if "X" in year else int(year)  # a leap year, so that nothing is ruled out
    if week := match["week"]:
        is_week = 1 <= int(week) <= 53 and 1 <= int(match["weekday"] or 1) <= 7
        return "" if is_week else f"there is no week {week}, or no such day in it"
    if ordinal := match["ordinal"]:
        days = 365 + is_leap(number)
        return "" if 1 <= int(ordinal) <= days else f"{year} has {days} days"
    if month is None or "X" in month:
        return ""
    if day is None and 21 <= int(month) <= 41:
        return ""  # seasons, quarters (EDTF)
    if not 1 <= int(month) <= 12:
        return f"there is no month {month}"
    if day and "X" not in day and not 1 <= int(day) <= days_in(number, int(month)):
        return f"there is no day {day} in month {month}"
    return ""


def _time(value: str) -> str:
    match = _TIME.fullmatch(value)
    if match is None:
        return "its time is not written as one"
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    is_time = hour < 24 and minute < 60 and second <= 60
    is_midnight = (hour, minute, second) == (24, 0, 0)
    return "" if is_time or is_midnight else "there is no such time"
