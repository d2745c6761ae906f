"""In: a date in words. Out: what it may mean: days, months, years, and the day of the week.

What is not understood as a whole gives nothing: no reading is better than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from .names import MONTHS, NUMBERS, TO, UNSAID, WEEKDAYS

#: What the words of a date may stand for, by the kinds of the words: n a number, m a month, y a
#: year. In what they stand for, d is a day and s the last two digits of a year.
FORMS: Final = {
    "nmy": ("dmy",), "nmn": ("dms",), "mny": ("mdy",), "mnn": ("mds",),
    "nm": ("dm",), "mn": ("md", "ms"), "my": ("my",), "y": ("y",), "m": ("m",),
    "nny": ("dmy", "mdy"), "nnn": ("dms", "mds", "smd"), "nn": ("dm", "md"),
    "ynn": ("ymd", "ydm"), "ymn": ("ymd",), "ynm": ("ydm",), "ym": ("ym",), "yn": ("ym", "yz"),
}  # fmt: skip
#: What one end of a span may be besides.
PARTS: Final = {**FORMS, "n": ("d", "s"), "ny": ("dy",)}
_TENS: Final = re.compile(r"\b(twenty|thirty)[- ](?=[a-z]+(?:st|nd|rd|th)\b)", re.I)
_TOKEN: Final = re.compile(
    r"(?P<short>['’]\d\d(?!\d))"
    r"|(?P<latin>\d\d?b[a-z]{1,3}\b)\.?"
    r"|(?P<number>\d+)(?:\s?(?:st|nd|rd|th|sten|ten|te|er|ère|\.ten|º)\b)?"
    r"|(?P<name>[^\W\d_]+)\.?"
    r"|(?P<sign>[-‐‑–—/(\[])|[.,;:)\]\s]+"
)
_ROMAN: Final = {
    roman: number for number, roman in enumerate("I II III IV V VI VII VIII IX X XI XII".split(), 1)
}
_DASHES: Final = "-‐‑–—"


class Reading(NamedTuple):
    """What a date in words may mean; None where the words do not say.

    Attributes:
        short: the last two digits of the year, where only these are given.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    short: int | None = None

    @property
    def is_said(self) -> bool:
        """Whether it says more than the digits of a year."""
        return self.year is not None or self.month is not None


class Phrase(NamedTuple):
    """A date in words.

    Attributes:
        begin: what it may mean; of a span, what its beginning may mean.
        end: of a span, what its end may mean; else empty.
        weekday: the day of the week that it names, from 0 for Monday; None for none.
        is_julian: whether it says that it is in the Julian calendar.
    """

    begin: tuple[Reading, ...]
    end: tuple[Reading, ...] = ()
    weekday: int | None = None
    is_julian: bool = False


class _Token(NamedTuple):
    kind: str
    value: int = 0


@lru_cache(2_000)
def read_phrase(words: str) -> Phrase | None:
    """What a date in words means, in English, German or French; None when it is not understood.

    Example: ``Monday, 25th of December 1922`` is the day 1922-12-25, a Monday.
    """
    words, is_julian = _without_style(words)
    tokens = _tokens(_TENS.sub(r"\1", words))
    if tokens is None:
        return None
    weekdays = [token.value for token in tokens if token.kind == "w"]
    tokens = [token for token in tokens if token.kind != "w"]
    if len(weekdays) > 1:
        return None
    meaning = _meaning(tokens)
    if meaning is None:
        return None
    return Phrase(*meaning, weekdays[0] if weekdays else None, is_julian)


_STYLE: Final = re.compile(
    r"[(\[]?\s*\b(?:O\. ?S\.|old style|a\. ?St\.|alten Stils|v\. ?s\.|julian(?:ischer Kalender)?)"
    r"\s*[)\]]?",
    re.I,
)
_NEW: Final = re.compile(
    r"[(\[]?\s*\b(?:N\. ?S\.|new style|n\. ?St\.|neuen Stils|gregorian)\s*[)\]]?", re.I
)


def _without_style(words: str) -> tuple[str, bool]:
    plain = _NEW.sub(" ", words)
    rest = _STYLE.sub(" ", plain)
    return rest, rest != plain and plain == words


def _tokens(words: str) -> list[_Token] | None:
    tokens: list[_Token] = []
    at = 0
    while at < len(words):
        match = _TOKEN.match(words, at)
        if match is None:
            return None
        at = match.end()
        token = _token(match, is_first=not tokens)
        if token is None:
            return None
        if token.kind:
            tokens.append(token)
    return tokens


def _token(match: re.Match[str], *, is_first: bool) -> _Token | None:
    """What a piece is; without a kind when it says nothing, None when it is not understood."""
    if short := match["short"]:
        return _Token("s", int(short[1:]))
    if number := match["number"]:
        return _Token("n" if len(number) < 3 else "y", int(number)) if len(number) < 5 else None
    if sign := match["sign"]:
        return _Token("~" if sign in _DASHES else "/")
    written = match["name"] or match["latin"]
    if not written:
        return _Token("")
    name = written.lower()
    if name in UNSAID:
        return _Token("")
    if name in TO:
        return _Token("~")
    if name in NUMBERS:
        return _Token("n", NUMBERS[name])
    if name in MONTHS:
        return _Token("m", MONTHS[name])
    if written in _ROMAN:
        return _Token("m", _ROMAN[written])
    if name in WEEKDAYS and (len(name) > 2 or is_first):
        return _Token("w", WEEKDAYS[name])
    return None


def _meaning(
    tokens: list[_Token],
) -> tuple[tuple[Reading, ...], tuple[Reading, ...]] | None:
    """What tokens mean: one date, the two ends of a span, or one date in two calendars."""
    if one := tuple(_readings(tokens, FORMS)):
        return one, ()
    for sign in "~/":
        places = [n for n, token in enumerate(tokens) if token.kind == sign]
        if len(places) == 1 and tokens[places[0] + 1 :]:
            left = tuple(_readings(tokens[: places[0]], PARTS))
            right = tuple(_readings(tokens[places[0] + 1 :], PARTS))
            pairs = [_joined(one, other) for one in left for other in right]
            begin = tuple(dict.fromkeys(one for one, _ in pairs if one.is_said))
            end = tuple(dict.fromkeys(other for _, other in pairs if other.is_said))
            if not begin or not end:
                return None
            return (begin, end) if sign == "~" else (begin + end, ())
    return None


def _joined(one: Reading, other: Reading) -> tuple[Reading, Reading]:
    """Two readings, each with what only the other says: of ``23–25 December`` both are in December;
    and of ``11 February 1711/12`` both are the eleventh.
    """
    if other == Reading(short=other.short) and one.year is not None:
        return one, one._replace(year=one.year - one.year % 100 + (other.short or 0))
    begin, end = _filled(one, other), _filled(other, one)
    if one.year is None and begin.year is not None and (begin.month or 0) > (end.month or 12):
        begin = begin._replace(year=begin.year - 1)  # 23 December – 4 January 1923
    return begin, end


def _filled(reading: Reading, other: Reading) -> Reading:
    if reading.year is None and reading.short is None:
        reading = reading._replace(year=other.year, short=other.short)
    if reading.day is not None and reading.month is None:
        reading = reading._replace(month=other.month)
    return reading


def _readings(tokens: list[_Token], forms: dict[str, tuple[str, ...]]) -> Iterator[Reading]:
    said = [token for token in tokens if token.kind not in "~/"]
    kinds = "".join(token.kind for token in said).replace("s", "n")
    for roles in forms.get(kinds, ()):
        if reading := _reading(said, roles):
            yield reading
            if roles == "yz" and reading.year and reading.short is not None:  # 1922/23
                yield Reading(reading.year - reading.year % 100 + reading.short)


def _reading(tokens: list[_Token], roles: str) -> Reading | None:
    year = month = day = short = None
    for token, role in zip(tokens, roles, strict=True):
        value = token.value
        if (role in "sz") < (token.kind == "s"):
            return None
        if role == "y":
            year = value
        elif role in "sz":
            short = value
        elif role == "m" and 1 <= value <= 12:
            month = value
        elif role == "d" and 1 <= value <= 31:
            day = value
        else:
            return None
    return Reading(year, month, day, short)
