"""In: dates, times, whole numbers, and pictures of them. Out: how they are written.

XPath functions 3.1, 9.8 and 4.6. Names of months and days are English, German or French; for other
languages they are English, with ``[Language: en]`` before them, as the specification wants it.
"""

from __future__ import annotations

import re
from typing import Final

from tei_tools.xpath.dates import Moment, days_before, zone_text
from tei_tools.xpath.errors import XPathError
from tei_tools.xpath.functions import function

_MONTHS: Final = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}
_DAYS: Final = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
}
_COMPONENT: Final = r"([YMDdFWwHhPmsfZzCE])(.*?)(?:,([0-9]+|\*)(?:-([0-9]+|\*))?)?"
#: The components that a value of each type has, and the picture of each where none is given.
_OF_DATES: Final = "YMDdFWwCE"
_OF_TIMES: Final = "HhPmsf"
_DEFAULTS: Final = dict.fromkeys("ms", "01") | {"F": "Nn", "P": "n", "C": "N", "E": "N"}
_ROMAN: Final = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


def _formatter(kind: str) -> None:
    @function(f"format-{kind}({kind}?, string) string?")
    def _short(value: Moment | None, picture: str) -> str | None:
        return None if value is None else formatted(value, picture, "en")

    @function(f"format-{kind}({kind}?, string, string?, string?, string?) string?")
    def _long(
        value: Moment | None, picture: str, language: str | None, *others: str | None
    ) -> str | None:
        return None if value is None else formatted(value, picture, language or "en")


for _kind in ("dateTime", "date", "time"):
    _formatter(_kind)


def formatted(value: Moment, picture: str, language: str) -> str:
    """A date or time under a picture such as ``[D1] [MNn] [Y]``."""
    wanted = language.partition("-")[0].lower()
    known = wanted if wanted in _MONTHS else "en"
    parts: list[str] = []
    place = 0
    while place < len(picture):
        character = picture[place]
        if picture.startswith(("[[", "]]"), place):
            parts.append(character)
            place += 2
        elif character == "[":
            end = picture.find("]", place)
            if end < 0:
                raise _no_picture(picture)
            parts.append(_component(value, "".join(picture[place + 1 : end].split()), known))
            place = end + 1
        elif character == "]":
            raise _no_picture(picture)
        else:
            parts.append(character)
            place += 1
    return ("" if known == wanted else "[Language: en]") + "".join(parts)


def _no_picture(picture: str) -> XPathError:
    return XPathError("FOFD1340", f"`{picture[:60]}` is no picture of a date or time")


def _component(value: Moment, text: str, language: str) -> str:
    match = re.fullmatch(_COMPONENT, text, re.S)
    if match is None:
        raise _no_picture(f"[{text}]")
    name, form, least, most = match.groups()
    if (name in _OF_DATES and value.kind == "time") or (name in _OF_TIMES and value.kind == "date"):
        raise XPathError("FOFD1350", f"a {value.kind} has no component `{name}`")
    if name in "Zz":
        return ("GMT" if name == "z" else "") + _zone(value, form)
    form = form or _DEFAULTS.get(name, "1")
    least_width = int(least) if least and least != "*" else 0
    most_width = int(most) if most and most != "*" else None
    if name == "f":
        return _fraction(value, form, least_width, most_width)
    if name in "MF" and form[0] in "Nn":
        words = (_MONTHS if name == "M" else _DAYS)[language].split()
        word = words[value.month - 1 if name == "M" else _weekday(value)]
        return _cased(word[:most_width] if most_width and most_width >= 3 else word, form)
    if name in "PCE":
        return _cased(_half(value, name, most_width), form)
    number = _number(value, name)
    if name == "Y":
        digits = most_width or (len(form) if form.isdigit() and len(form) > 1 else None)
        number = abs(number) % 10**digits if digits else abs(number)
    text = format_integer(number, form)
    return text.rjust(least_width, "0") if text[-1].isdigit() else text.ljust(least_width)


def _half(value: Moment, name: str, most: int | None) -> str:
    """Before or after noon, before or after Christ."""
    if name != "P":
        return "BC" if name == "E" and value.year <= 0 else "AD"
    letter = "a" if value.second < 43200 else "p"
    return f"{letter}m" if most and most < 4 else f"{letter}.m."


def _cased(word: str, form: str) -> str:
    if form.startswith("Nn"):
        return word[:1].upper() + word[1:]
    return word.upper() if form.startswith("N") else word.lower()


def _weekday(value: Moment) -> int:
    """0 is Monday. (The first of March of year 0 was a Wednesday.)"""
    return (days_before(value.year, value.month, value.day) + 2) % 7


def _number(value: Moment, name: str) -> int:
    hour = int(value.second) // 3600
    days = days_before(value.year, value.month, value.day)
    match name:
        case "Y":
            return value.year
        case "M":
            return value.month
        case "D":
            return value.day
        case "d":
            return days - days_before(value.year, 1, 1) + 1
        case "F":
            return _weekday(value) + 1
        case "W":
            return _week(value)
        case "w":
            first = days_before(value.year, value.month, 1)
            start = (first + 2) % 7
            return (value.day - 1 + start) // 7 + (1 if start <= 3 else 0) or 5
        case "H":
            return hour
        case "h":
            return hour % 12 or 12
        case "m":
            return int(value.second) // 60 % 60
    return int(value.second) % 60


def _week(value: Moment) -> int:
    """The week of the year (ISO 8601): that of the Thursday."""
    days = days_before(value.year, value.month, value.day)
    thursday = days - (days + 2) % 7 + 3
    for year in (value.year + 1, value.year, value.year - 1):
        start = days_before(year, 1, 1)
        if thursday >= start:
            return (thursday - start) // 7 + 1
    raise AssertionError("a week of no year")


def _fraction(value: Moment, form: str, least: int, most: int | None) -> str:
    digits = format(value.second % 1, "f").partition(".")[2].rstrip("0")
    if form.isdigit() and len(form) > 1 and not least:
        least = most = len(form)
    return digits[: most or 9].ljust(max(least, 1), "0")


def _zone(value: Moment, form: str) -> str:
    if value.zone is None:
        return ""
    if form == "Z0" or (form.endswith("t") and value.zone == 0):
        return "Z"
    text = zone_text(value.zone).replace("Z", "+00:00")
    plain = form.rstrip("t")
    if plain in ("0", "1"):
        hours = f"{text[0]}{int(text[1:3])}"
        return hours if text.endswith("00") else hours + text[3:]
    return text.replace(":", "") if plain in ("0001", "0000") else text


@function("format-integer(integer?, string, string?=) string")
def _format_integer(number: int | None, picture: str, language: str | None = None) -> str:
    if number is None:
        return ""
    if not picture:
        raise XPathError("FODF1310", "a picture of a number cannot be empty")
    return ("-" if number < 0 else "") + format_integer(abs(number), picture)


def format_integer(number: int, picture: str) -> str:
    """A number under a picture such as ``1``, ``001``, ``#,##0``, ``1;o``, ``i`` or ``A``."""
    form, _, modifier = picture.rpartition(";") if ";" in picture else (picture, "", "")
    if len(form) > 1 and form[-1] in "oc" and form[:-1].isdigit():
        form, modifier = form[:-1], form[-1]
    if form in ("i", "I") and 0 < number < 4000:
        roman = _roman(number)
        return roman if form == "I" else roman.lower()
    if form in ("a", "A") and number > 0:
        letters = _letters(number)
        return letters if form == "A" else letters.lower()
    if form in ("w", "W", "Ww"):
        raise XPathError("TEIX0002", "numbers in words are not possible here")
    if not re.fullmatch(r"[#0-9.,\x27 ]*[0-9][#0-9.,\x27 ]*", form):
        return str(number)
    digits = str(number).rjust(sum(character.isdigit() for character in form), "0")
    signs = [character for character in form if not character.isdigit() and character != "#"]
    if signs:
        size = len(form) - max(form.rindex(sign) for sign in signs) - 1
        digits = _grouped(digits, size, signs[-1])
    return digits + (_ordinal(number) if modifier.startswith("o") else "")


def _grouped(digits: str, size: int, sign: str) -> str:
    pieces: list[str] = []
    while len(digits) > size > 0:
        pieces.insert(0, digits[-size:])
        digits = digits[:-size]
    return sign.join([digits, *pieces])


def _ordinal(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        while number >= value:
            text += sign
            number -= value
    return text


def _letters(number: int) -> str:
    text = ""
    while number:
        number, place = divmod(number - 1, 26)
        text = chr(65 + place) + text
    return text
