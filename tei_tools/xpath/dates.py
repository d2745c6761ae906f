"""In: the lexical forms of dates, times and durations. Out: values that compare and add exactly.

Years have no bounds, and seconds are exact; days are counted in the proleptic Gregorian calendar
(XML Schema 1.1: there is a year 0).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

_ZONE: Final = r"(?P<zone>Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
_YEAR: Final = r"(?P<year>-?(?:[1-9][0-9]{3,9}|0[0-9]{3}))"
_MONTH: Final = r"(?P<month>0[1-9]|1[0-2])"
_DAY: Final = r"(?P<day>0[1-9]|[12][0-9]|3[01])"
_TIME: Final = r"(?P<hour>[0-9]{2}):(?P<minute>[0-5][0-9]):(?P<second>[0-5][0-9](?:\.[0-9]{1,30})?)"

#: The lexical form of each type, without its timezone; compiled where it is needed.
_FORMS: Final = {
    "dateTime": f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}",
    "date": f"{_YEAR}-{_MONTH}-{_DAY}",
    "time": _TIME,
    "gYear": _YEAR,
    "gYearMonth": f"{_YEAR}-{_MONTH}",
    "gMonth": f"--{_MONTH}",
    "gMonthDay": f"--{_MONTH}-{_DAY}",
    "gDay": f"---{_DAY}",
}
_DURATION: Final = (
    r"(-)?P(?:(\d{1,18})Y)?(?:(\d{1,18})M)?(?:(\d{1,18})D)?"
    r"(?:T(?:(\d{1,18})H)?(?:(\d{1,18})M)?(?:(\d{1,18}(?:\.\d{1,30})?|\.\d{1,30})S)?)?"
)
KINDS: Final = frozenset((*_FORMS, "dateTimeStamp"))
DURATIONS: Final = frozenset(("duration", "yearMonthDuration", "dayTimeDuration"))
_MINUTE, _HOUR, _DAY_SECONDS = 60, 3600, 86400


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """A date, a time, or a part of one; what the type has not is that of 1972-12-31.

    Attributes:
        kind: the local name of the type.
        second: of the day.
        zone: minutes east of Greenwich, or None.
    """

    kind: str
    year: int = 1972
    month: int = 12
    day: int = 31
    second: Decimal = Decimal(0)
    zone: int | None = None

    def instant(self, implicit: int) -> Decimal:
        """Seconds since the beginning of year 0 in Greenwich; ``implicit`` is the zone if none."""
        zone = self.zone if self.zone is not None else implicit
        days = days_before(self.year, self.month, self.day)
        return days * _DAY_SECONDS + self.second - zone * _MINUTE

    def __str__(self) -> str:
        sign = "-" if self.year < 0 else ""
        year, month, day = f"{sign}{abs(self.year):04}", f"{self.month:02}", f"{self.day:02}"
        text = {
            "dateTime": f"{year}-{month}-{day}T{self._clock()}",
            "dateTimeStamp": f"{year}-{month}-{day}T{self._clock()}",
            "date": f"{year}-{month}-{day}",
            "time": self._clock(),
            "gYear": year,
            "gYearMonth": f"{year}-{month}",
            "gMonth": f"--{month}",
            "gMonthDay": f"--{month}-{day}",
            "gDay": f"---{day}",
        }[self.kind]
        return text + zone_text(self.zone)

    def _clock(self) -> str:
        total, seconds = divmod(self.second, 60)
        hours, minutes = divmod(int(total), 60)
        whole, _, rest = format(seconds, "f").partition(".")
        rest = rest.rstrip("0")
        return f"{hours:02}:{minutes:02}:{whole:0>2}{'.' if rest else ''}{rest}"


@dataclass(frozen=True, slots=True)
class Duration:
    """Months and seconds; both have the same sign. ``kind`` is the local name of the type."""

    months: int
    seconds: Decimal
    kind: str = "duration"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Duration):
            return NotImplemented
        return (self.months, self.seconds) == (other.months, other.seconds)

    def __hash__(self) -> int:
        return hash((self.months, self.seconds))

    def __str__(self) -> str:
        years, months = divmod(abs(self.months), 12)
        total, seconds = divmod(abs(self.seconds), 60)
        hours, minutes = divmod(int(total), 60)
        days, hours = divmod(hours, 24)
        date = "".join(f"{n}{sign}" for n, sign in ((years, "Y"), (months, "M"), (days, "D")) if n)
        second = format(seconds, "f")
        second = second.rstrip("0").rstrip(".") if "." in second else second
        parts = ((hours, "H"), (minutes, "M"), (second if seconds else 0, "S"))
        time = "".join(f"{n}{sign}" for n, sign in parts if n)
        if not date and not time:
            return "P0M" if self.kind == "yearMonthDuration" else "PT0S"
        sign = "-" if self.months < 0 or self.seconds < 0 else ""
        return f"{sign}P{date}{'T' if time else ''}{time}"


def read_moment(text: str, kind: str) -> Moment | None:
    """The value of a lexical form; None where it has none."""
    form = _FORMS["dateTime" if kind == "dateTimeStamp" else kind]
    match = re.fullmatch(form + _ZONE, text, re.A)
    if match is None:
        return None
    parts = match.groupdict()
    numbers: dict[str, Any] = {
        name: int(parts[name]) for name in ("year", "month", "day") if parts.get(name)
    }
    zone = read_zone(parts["zone"])
    moment = Moment(kind, **numbers, zone=zone)
    most = 29 if kind == "gMonthDay" and moment.month == 2 else days_in(moment.year, moment.month)
    if moment.day > most and "day" in numbers:
        return None
    if kind == "dateTimeStamp" and zone is None:
        return None
    if parts.get("hour") is None:
        return moment
    seconds = int(parts["hour"]) * _HOUR + int(parts["minute"]) * _MINUTE + Decimal(parts["second"])
    if seconds > _DAY_SECONDS:
        return None
    if seconds == _DAY_SECONDS:  # 24:00:00 is the beginning of the next day
        return replace(add_days(moment, 1) if kind != "time" else moment, second=Decimal(0))
    return replace(moment, second=seconds)


def read_zone(text: str | None) -> int | None:
    """Minutes east of Greenwich, of ``Z`` or ``+01:00``."""
    if text is None:
        return None
    if text == "Z":
        return 0
    minutes = int(text[1:3]) * 60 + int(text[4:])
    return -minutes if text[0] == "-" else minutes


def zone_text(zone: int | None) -> str:
    """A timezone as it is written."""
    if zone is None:
        return ""
    return f"{'-' if zone < 0 else '+'}{abs(zone) // 60:02}:{abs(zone) % 60:02}" if zone else "Z"


def read_duration(text: str, kind: str) -> Duration | None:
    """The value of a lexical form; None where it has none."""
    match = re.fullmatch(_DURATION, text, re.A)
    if match is None or text[-1] in "PT":
        return None
    years, months, days, hours, minutes = (int(part or 0) for part in match.groups()[1:6])
    if kind == "yearMonthDuration" and (match[4] or "T" in text):
        return None
    if kind == "dayTimeDuration" and (match[2] or match[3]):
        return None
    seconds = days * _DAY_SECONDS + hours * _HOUR + minutes * _MINUTE + Decimal(match[7] or 0)
    sign = -1 if match[1] else 1
    return Duration(sign * (years * 12 + months), sign * seconds, kind)


# The calendar


def is_leap(year: int) -> bool:
    """Has the year a 29th of February?"""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in(year: int, month: int) -> int:
    """How many days a month has."""
    if month == 2:
        return 29 if is_leap(year) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def days_before(year: int, month: int, day: int) -> int:
    """How many days there are from the first of March of year 0 to a date."""
    year, month = (year, month - 3) if month > 2 else (year - 1, month + 9)
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * month + 2) // 5 + day - 1


def date_of(days: int) -> tuple[int, int, int]:
    """The date that is so many days after the first of March of year 0."""
    era, rest = divmod(days, 146097)
    year_of_era = (rest - rest // 1460 + rest // 36524 - rest // 146096) // 365
    day_of_year = rest - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    month = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * month + 2) // 5 + 1
    year = era * 400 + year_of_era
    return (year, month + 3, day) if month < 10 else (year + 1, month - 9, day)


def add_days(moment: Moment, days: int) -> Moment:
    """The same time some days later."""
    year, month, day = date_of(days_before(moment.year, moment.month, moment.day) + days)
    return replace(moment, year=year, month=month, day=day)


def add(moment: Moment, duration: Duration) -> Moment:
    """A date or time so much later (XPath functions 3.1, 9.7)."""
    if duration.months:
        months = moment.year * 12 + moment.month - 1 + duration.months
        year, month = months // 12, months % 12 + 1
        day = min(moment.day, days_in(year, month))
        moment = replace(moment, year=year, month=month, day=day)
    days, seconds = divmod_floor(moment.second + duration.seconds)
    if moment.kind == "time":
        return replace(moment, second=seconds)
    moment = add_days(moment, days)
    return replace(moment, second=Decimal(0) if moment.kind == "date" else seconds)


def divmod_floor(seconds: Decimal) -> tuple[int, Decimal]:
    """Whole days, and the seconds of the last one (Decimal's own divmod cuts towards zero)."""
    days = int(seconds // _DAY_SECONDS)
    rest = seconds - days * _DAY_SECONDS
    return (days - 1, rest + _DAY_SECONDS) if rest < 0 else (days, rest)


def to_zone(moment: Moment, zone: int | None) -> Moment:
    """The same moment in another timezone; a moment without one gets it, None takes it away."""
    if zone is None or moment.zone is None:
        return replace(moment, zone=zone)
    shift = Duration(0, Decimal((zone - moment.zone) * 60))
    if moment.kind == "date":
        started = add(replace(moment, kind="dateTime"), shift)
        return replace(started, kind="date", second=Decimal(0), zone=zone)
    return replace(add(moment, shift), zone=zone)
