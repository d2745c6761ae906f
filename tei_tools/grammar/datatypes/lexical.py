"""In: the text of a value, its white space normalised. Out: the value, or None where it is none.

One function for each way of writing values (XSD 1.0 part 2, section 3). Values of one type can be
compared with ``==``; those of an ordered type also with ``<``, by `Moment` partially.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from tei_tools.model.characters import is_name_char, is_name_start

if TYPE_CHECKING:
    from fractions import Fraction

#: Numbers with more digits than this are compared no further; no edition counts so far.
DIGITS: Final = 4_000
Context = Mapping[str, str]

_WORD = re.compile(r"[^ \t\r\n]+")
_ZONE = r"(?P<zone>Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))?"
_YEAR = r"(?P<year>-?(?:[1-9]\d{3,8}|0\d{3}))"
_MONTH, _DAY = r"(?P<month>0[1-9]|1[0-2])", r"(?P<day>0[1-9]|[12]\d|3[01])"
_PART = rf"(?:\.\d{{1,{DIGITS}}})?"
_TIME = rf"(?P<hour>[01]\d|2[0-4]):(?P<minute>[0-5]\d):(?P<second>[0-5]\d{_PART})"
#: The ways of writing points in time.
MOMENTS: Final = {
    "dateTime": rf"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}",
    "date": rf"{_YEAR}-{_MONTH}-{_DAY}{_ZONE}",
    "time": rf"{_TIME}{_ZONE}",
    "gYearMonth": rf"{_YEAR}-{_MONTH}{_ZONE}",
    "gYear": rf"{_YEAR}{_ZONE}",
    "gMonthDay": rf"--{_MONTH}-{_DAY}{_ZONE}",
    "gMonth": rf"--{_MONTH}(?:--)?{_ZONE}",
    "gDay": rf"---{_DAY}{_ZONE}",
}
_DURATION = (
    r"(?P<sign>-?)P(?=.)(?:(?P<years>\d{1,9})Y)?(?:(?P<months>\d{1,9})M)?(?:(?P<days>\d{1,9})D)?"
    r"(?:T(?=.)(?:(?P<hours>\d{1,9})H)?(?:(?P<minutes>\d{1,9})M)?"
    rf"(?:(?P<seconds>\d{{1,9}}{_PART})S)?)?"
)
_LENGTHS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FOURTEEN_HOURS = 14 * 3600


def words(text: str) -> list[str]:
    """What XML's white space parts; a no-break space is none of it."""
    return text.split() if text.isascii() else _WORD.findall(text)


def number(text: str) -> int | Fraction:
    """The number that digits, with or without a point among them, stand for."""
    whole, _, fraction = text.partition(".")
    if not fraction.strip("0"):
        return int(whole or "0") if whole not in ("+", "-") else 0
    from fractions import Fraction  # seldom needed

    return Fraction(text)


def string(text: str, _: Context) -> Hashable | None:
    """Any text."""
    return text


def language(text: str, _: Context) -> Hashable | None:
    """A language tag (RFC 3066)."""
    return text.lower() if re.fullmatch(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", text) else None


def name(text: str, _: Context) -> Hashable | None:
    """A name of XML."""
    return text if text and is_name_start(text[0]) and all(map(is_name_char, text)) else None


def ncname(text: str, context: Context) -> Hashable | None:
    """A name without a colon."""
    return None if ":" in text else name(text, context)


def nmtoken(text: str, _: Context) -> Hashable | None:
    """One or more characters that names may have."""
    return text if text and all(map(is_name_char, text)) else None


def qname(text: str, context: Context) -> Hashable | None:
    """A name whose prefix is declared: its namespace and its local part."""
    prefix, _, local = text.rpartition(":")
    if ncname(local, context) is None or (":" in text and ncname(prefix, context) is None):
        return None
    if prefix == "xml":
        return "http://www.w3.org/XML/1998/namespace", local
    return (context.get(prefix, ""), local) if not prefix or prefix in context else None


def any_uri(text: str, _: Context) -> Hashable | None:
    """A reference; nearly everything is one (XLink 5.4)."""
    wrong_percent = re.search(r"%(?![0-9A-Fa-f]{2})", text)
    return None if wrong_percent or text.count("#") > 1 or text.startswith(":") else text


def boolean(text: str, _: Context) -> Hashable | None:
    """``true``, ``false``, ``1`` or ``0``."""
    return {"true": 1, "1": 1, "false": 0, "0": 0}.get(text)


def decimal(text: str, _: Context) -> Hashable | None:
    """A number without exponent."""
    if not re.fullmatch(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)", text) or len(text) > DIGITS:
        return None
    return number(text)


def integer(text: str, context: Context) -> Hashable | None:
    """A whole number."""
    return decimal(text, context) if re.fullmatch(r"[+-]?[0-9]+", text) else None


def double(text: str, _: Context) -> Hashable | None:
    """A floating-point number of 64 bits; not-a-number equals itself (XSD 3.2.5)."""
    if text == "NaN":
        return "NaN"
    if text in ("INF", "-INF"):
        return float(text.lower())
    if not re.fullmatch(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[Ee][+-]?[0-9]+)?", text):
        return None
    return float(text)


def single(text: str, context: Context) -> Hashable | None:
    """A floating-point number of 32 bits."""
    value = double(text, context)
    if not isinstance(value, float):
        return value
    from struct import pack, unpack

    try:
        rounded: float = unpack("f", pack("f", value))[0]
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")
    return rounded


def hex_binary(text: str, _: Context) -> Hashable | None:
    """Bytes, two hexadecimal digits each."""
    return bytes.fromhex(text) if re.fullmatch(r"(?:[0-9A-Fa-f]{2})*", text) else None


def base64_binary(text: str, _: Context) -> Hashable | None:
    """Bytes in base 64."""
    packed = text.replace(" ", "")
    if not re.fullmatch(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?", packed):  # fmt: skip  # noqa: E501
        return None
    from base64 import b64decode  # seldom needed

    return b64decode(packed)


class Duration(NamedTuple):
    """A length of time: months and seconds, which have no common measure."""

    months: int
    seconds: int | Fraction


def duration(text: str, _: Context) -> Hashable | None:
    """A length of time."""
    match = re.fullmatch(_DURATION, text, flags=re.ASCII)
    if match is None or text.endswith("T"):
        return None
    part = {key: number(value) for key, value in match.groupdict("0").items() if key != "sign"}
    sign = -1 if match["sign"] else 1
    months = part["years"] * 12 + part["months"]
    hours = part["days"] * 24 + part["hours"]
    return Duration(
        sign * int(months), sign * ((hours * 60 + part["minutes"]) * 60 + part["seconds"])
    )


class Moment(NamedTuple):
    """A point in time: seconds from 1 BC, universal time where the zone is given.

    Without zone a moment may be up to fourteen hours earlier or later (XSD 3.2.7.4).
    """

    seconds: int | Fraction
    has_zone: bool

    def is_before(self, other: Moment) -> bool:
        """Whether this moment is earlier in every zone."""
        slack = 0 if self.has_zone is other.has_zone else _FOURTEEN_HOURS
        return self.seconds + slack < other.seconds


def moment(kind: str, text: str) -> Moment | None:
    """A point in time of one of the kinds in `MOMENTS`."""
    match = re.fullmatch(MOMENTS[kind], text, flags=re.ASCII)
    if match is None:
        return None
    part = match.groupdict()
    year = int(part.get("year") or 1972)  # a leap year stands for every year
    month, day = int(part.get("month") or 1), int(part.get("day") or 1)
    if part.get("year") and not year:
        return None  # there is no year 0 (XSD 1.0, 3.2.7.1)
    if day > _LENGTHS[month - 1] or (month == 2 and day == 29 and not _is_leap(year)):
        return None
    hour, minute = int(part.get("hour") or 0), int(part.get("minute") or 0)
    second = number(part.get("second") or "0")
    if hour == 24 and (minute or second):
        return None
    seconds = ((_days(year, month, day) * 24 + hour) * 60 + minute) * 60 + second
    if kind == "time" and hour == 24:
        seconds -= 24 * 3600
    return Moment(seconds - _offset(part.get("zone")), bool(part.get("zone")))


def _is_leap(year: int) -> bool:
    year += year < 0  # the year -1 comes before the year 1
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _days(year: int, month: int, day: int) -> int:
    """Days since the first of March of the year 1 BC, in the proleptic Gregorian calendar."""
    year += year < 0
    year -= month < 3
    return (
        year * 365
        + year // 4
        - year // 100
        + year // 400
        + (153 * ((month + 9) % 12) + 2) // 5
        + day
    )


def _offset(zone: str | None) -> int:
    if zone in (None, "Z"):
        return 0
    hours, minutes = int(zone[1:3]), int(zone[4:6])
    return (-1 if zone[0] == "-" else 1) * (hours * 60 + minutes) * 60
