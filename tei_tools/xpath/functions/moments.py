"""In: dates, times and durations. Out: their parts, and others (XPath functions 3.1, 8 and 9)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from tei_tools.xpath.contexts import Context
from tei_tools.xpath.dates import Duration, Moment, to_zone
from tei_tools.xpath.errors import XPathError
from tei_tools.xpath.functions import function
from tei_tools.xpath.nodes import Item


def _now(f: Context) -> Moment:
    now = f.run.now
    second = Decimal(now.hour * 3600 + now.minute * 60 + now.second)
    second += Decimal(now.microsecond) / 1_000_000
    return Moment("dateTime", now.year, now.month, now.day, second, f.run.zone)


@function("current-dateTime() dateTime", sees_context=True)
def _current_date_time(f: Context, i: Item) -> Moment:
    return _now(f)


@function("current-date() date", sees_context=True)
def _current_date(f: Context, i: Item) -> Moment:
    return replace(_now(f), kind="date", second=Decimal(0))


@function("current-time() time", sees_context=True)
def _current_time(f: Context, i: Item) -> Moment:
    return Moment("time", second=_now(f).second, zone=f.run.zone)


@function("implicit-timezone() dayTimeDuration", sees_context=True)
def _implicit_timezone(f: Context, i: Item) -> Duration:
    return Duration(0, Decimal(f.run.zone * 60), "dayTimeDuration")


@function("dateTime(date?, time?) dateTime?")
def _date_time(date: Moment | None, time: Moment | None) -> Moment | None:
    if date is None or time is None:
        return None
    if date.zone is not None and time.zone is not None and date.zone != time.zone:
        raise XPathError("FORG0008", "the date and the time have different timezones")
    zone = date.zone if date.zone is not None else time.zone
    return replace(date, kind="dateTime", second=time.second, zone=zone)


def _seconds(moment: Moment) -> Decimal | int:
    seconds = moment.second % 60
    return Decimal(seconds)


def _zone(moment: Moment) -> Duration | None:
    if moment.zone is None:
        return None
    return Duration(0, Decimal(moment.zone * 60), "dayTimeDuration")


_PARTS: dict[str, Callable[[Moment], object]] = {
    "year": lambda moment: moment.year,
    "month": lambda moment: moment.month,
    "day": lambda moment: moment.day,
    "hours": lambda moment: int(moment.second) // 3600,
    "minutes": lambda moment: int(moment.second) // 60 % 60,
    "seconds": _seconds,
    "timezone": _zone,
}


def _part(kind: str, part: str) -> None:
    getter = _PARTS[part]
    result = {"timezone": "dayTimeDuration", "seconds": "numeric"}.get(part, "integer")

    @function(f"{part}-from-{kind}({kind}?) {result}?")
    def _of(moment: Moment | None) -> object:
        return None if moment is None else getter(moment)


for _kind, _parts in {
    "dateTime": "year month day hours minutes seconds timezone",
    "date": "year month day timezone",
    "time": "hours minutes seconds timezone",
}.items():
    for _name in _parts.split():
        _part(_kind, _name)


_DURATION_PARTS: dict[str, Callable[[Duration], Decimal | int]] = {
    "years": lambda duration: _cut(duration.months, 12),
    "months": lambda duration: duration.months - 12 * _cut(duration.months, 12),
    "days": lambda duration: _cut(duration.seconds, 86400),
    "hours": lambda duration: _cut(duration.seconds % 86400, 3600),  # Decimal's % keeps the sign
    "minutes": lambda duration: _cut(duration.seconds % 3600, 60),
    "seconds": lambda duration: duration.seconds % 60,
}


def _cut(number: Decimal | int, unit: int) -> int:
    """How often a unit is in a number; towards zero."""
    whole = int(abs(Decimal(number)) // unit)
    return -whole if number < 0 else whole


def _duration_part(part: str) -> None:
    getter = _DURATION_PARTS[part]
    result = "numeric" if part == "seconds" else "integer"

    @function(f"{part}-from-duration(duration?) {result}?")
    def _of(duration: Duration | None) -> object:
        return None if duration is None else getter(duration)


for _name in _DURATION_PARTS:
    _duration_part(_name)


def _adjust(f: Context, moment: Moment | None, zone: tuple[Duration | None, ...]) -> Item:
    if moment is None:
        return None
    if not zone:
        return to_zone(moment, f.run.zone)
    if zone[0] is None:
        return to_zone(moment, None)
    minutes = zone[0].seconds / 60
    if minutes != int(minutes) or abs(minutes) > 14 * 60:
        raise XPathError("FODT0003", f"`{zone[0]}` is no timezone")
    return to_zone(moment, int(minutes))


def _adjuster(kind: str) -> None:
    @function(f"adjust-{kind}-to-timezone({kind}?, dayTimeDuration?=) {kind}?", sees_context=True)
    def _of(f: Context, i: Item, moment: Moment | None, *zone: Duration | None) -> Item:
        return _adjust(f, moment, zone)


for _kind in ("dateTime", "date", "time"):
    _adjuster(_kind)
