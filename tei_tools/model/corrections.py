"""In: a wrong value. Out: what may have been meant, likeliest first, and why it is no date.

Nothing here knows a schema: who asks takes the first correction that the schema allows.
"""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Iterator
from typing import Final

MONTHS: Final = (
    "january february march april may june july august september october november december".split()
)
_YEAR, _MONTH, _DAY = r"(?P<y>\d{4})", r"(?P<m>\d\d?)", r"(?P<d>\d\d?)"
_NAMED = r"(?P<name>[A-Za-z]{3,9})\.?"
#: How people write dates that XSD and ISO 8601 write ``1922-12-25``.
_DATES: Final = tuple(
    re.compile(form)
    for form in (
        rf"{_YEAR}[-/. ]{_MONTH}[-/. ]{_DAY}",
        rf"{_YEAR}(?P<m>\d\d)(?P<d>\d\d)",
        rf"{_DAY}\.\s?{_MONTH}\.\s?{_YEAR}",
        rf"(?P<d>1[3-9]|2\d|3[01])[-/]{_MONTH}[-/]{_YEAR}",  # 3/4 may be April or March
        rf"{_MONTH}[-/](?P<d>1[3-9]|2\d|3[01])[-/]{_YEAR}",
        rf"{_DAY}(?:st|nd|rd|th)?\.? (?:of )?{_NAMED},? {_YEAR}",
        rf"{_NAMED} {_DAY}(?:st|nd|rd|th)?,? {_YEAR}",
        rf"{_NAMED},? {_YEAR}",
        rf"{_YEAR}[-/. ]{_MONTH}",
        rf"{_MONTH}[/.]{_YEAR}",
    )
)
_YEAR_ALONE = re.compile(r"-?\d{4,}")
_ISO_DATE = re.compile(r"-?\d{4,}-(\d\d)(?:-(\d\d))?(?![\d:])")
_RANGE = re.compile(r"(.+?)\s*(?:/|–|—|\.\.|\s-\s|\sto\s)\s*(.+)")


def corrections(text: str, *, is_name: bool = False) -> Iterator[str]:
    """What may have been meant by a value; ``is_name``: a word without spaces is wanted."""
    words = text.replace("\N{NO-BREAK SPACE}", " ").split()
    joined = " ".join(words)
    yield joined
    if date := as_date(joined):
        yield date
    yield joined.lower()
    yield joined.replace("_", "-")
    yield joined.replace(",", ".")
    if re.fullmatch(r"[^\s:/.#]+", joined):
        yield f"#{joined}"
    if is_name:
        yield "-".join(words)
        yield "-".join(re.sub(r"[^\w.]+", " ", joined).split())


def as_date(text: str) -> str:
    """A date as XSD writes it; empty when the text is none that can be told for sure."""
    for form in _DATES:
        if match := form.fullmatch(text):
            parts = match.groupdict()
            month = _month(parts.get("name") or "", parts.get("m") or "")
            if month == 0:
                continue
            day = int(parts.get("d") or 0)
            date = parts["y"] + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")
            return "" if why_no_date(date) else date
    return ""


def _month(name: str, number: str) -> int | None:
    """The number of a month; None where none is given, 0 where it is no month."""
    if name:
        near = [n for n, month in enumerate(MONTHS, 1) if month.startswith(name.lower())]
        return near[0] if len(near) == 1 else 0
    return int(number) if number else None


def why_no_date(text: str) -> str:
    """What is wrong with a value that looks like a date, or is a range of two."""
    if match := _ISO_DATE.fullmatch(text):
        year = text.lstrip("-").split("-")[0]
        month, day = int(match[1]), int(match[2] or 1)
        if not 1 <= month <= 12:
            return f"there is no month {match[1]}"
        days = _days(int(year[-4:]), month)  # leap years come round every 400 years
        if not 1 <= day <= days:
            return f"{MONTHS[month - 1].title()} {year} has {days} days"
        return ""
    ends = _RANGE.fullmatch(text)
    return "this is a range" if ends and all(map(_is_date, ends.groups())) else ""


def _is_date(text: str) -> bool:
    return bool(as_date(text) or _YEAR_ALONE.fullmatch(text) or _ISO_DATE.fullmatch(text))


def _days(year: int, month: int) -> int:
    return 28 + isleap(year) if month == 2 else 30 if month in (4, 6, 9, 11) else 31
