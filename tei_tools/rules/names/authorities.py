"""In: an identifier and its kind. Out: what is wrong with it; empty when nothing is known to be."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

_ADDRESS: Final = re.compile(
    r"https?://(?:www\.)?(?:"
    r"(?P<gnd>d-nb\.info/gnd)|(?P<orcid>orcid\.org)|(?P<isni>isni\.org/(?:isni/)?)"
    r"|(?P<wikidata>wikidata\.org/(?:wiki|entity))|(?P<viaf>viaf\.org/viaf)"
    r"|(?P<geonames>geonames\.org))/?(?P<id>[^/?#\s]*)/?"
)


def in_address(address: str) -> tuple[str, str]:
    """The kind of authority and the identifier in an address; both empty in another."""
    match = _ADDRESS.match(address)
    if match is None:
        return "", ""
    kinds = ("gnd", "orcid", "isni", "wikidata", "viaf", "geonames")
    return next(kind for kind in kinds if match[kind]), match["id"]


def why_wrong(kind: str, identifier: str) -> str:
    """Why an identifier is not one of its kind, as the end of a sentence."""
    check = _KINDS.get(kind)
    return check(identifier.strip()) if check else ""


def _digits(text: str, length: int) -> list[int] | None:
    """The digits of a number whose last may be X, which is 10."""
    plain = re.sub(r"[\s\-–]", "", text)
    if len(plain) != length or not re.fullmatch(r"[0-9]+[0-9Xx]", plain):
        return None
    return [10 if digit in "Xx" else int(digit) for digit in plain]


def _isbn(text: str) -> str:
    text = re.sub(r"^(?:urn:)?isbn(?:-1[03])?:?\s*", "", text, flags=re.I)
    if digits := _digits(text, 10):
        total = sum(digit * weight for digit, weight in zip(digits, range(10, 0, -1), strict=True))
        return "" if total % 11 == 0 else "is no ISBN: its check digit is wrong"
    if (digits := _digits(text, 13)) and 10 not in digits:
        total = sum(digit * (3 if place % 2 else 1) for place, digit in enumerate(digits))
        return "" if total % 10 == 0 else "is no ISBN: its check digit is wrong"
    return "is no ISBN, which has 10 or 13 digits"


def _issn(text: str) -> str:
    digits = _digits(re.sub(r"^e?issn:?\s*", "", text, flags=re.I), 8)
    if digits is None:
        return "is no ISSN, which has 8 digits"
    total = sum(digit * weight for digit, weight in zip(digits, range(8, 0, -1), strict=True))
    return "" if total % 11 == 0 else "is no ISSN: its check digit is wrong"


def _person(text: str) -> str:
    """ORCID and ISNI (ISO 7064, MOD 11-2)."""
    digits = _digits(text.rpartition("/")[2], 16)
    if digits is None:
        return "has not the 16 digits of an ORCID or ISNI"
    total = 0
    for digit in digits[:-1]:
        total = (total + digit) * 2
    return "" if (12 - total % 11) % 11 == digits[-1] else "has a wrong check digit"


def _gnd(text: str) -> str:
    number = text.rpartition("/")[2].upper()
    if not re.fullmatch(r"1[0-9]{7,9}[0-9X]|[2-9][0-9]{1,7}-[0-9X]|1[0-9]{0,8}-[0-9X]", number):
        return "is no number of the GND"
    digits = [10 if digit == "X" else int(digit) for digit in number.replace("-", "")]
    weights = range(len(digits), 1, -1)
    total = sum(digit * weight for digit, weight in zip(digits[:-1], weights, strict=True))
    allowed = {(11 - total % 11) % 11, total % 11} if "-" in number else {(11 - total % 11) % 11}
    return "" if digits[-1] in allowed else "is no number of the GND: its check digit is wrong"


def _form(pattern: str, words: str) -> Callable[[str], str]:
    form = re.compile(pattern)
    return lambda text: "" if form.fullmatch(text) else words


_KINDS: Final[dict[str, Callable[[str], str]]] = {
    "isbn": _isbn,
    "isbn-10": _isbn,
    "isbn-13": _isbn,
    "issn": _issn,
    "orcid": _person,
    "isni": _person,
    "gnd": _gnd,
    "wikidata": _form(r"[QPL][1-9][0-9]*", "is no identifier of Wikidata, such as Q1394"),
    "viaf": _form(r"[1-9][0-9]*", "is no number of VIAF"),
    "geonames": _form(r"[1-9][0-9]*", "is no number of GeoNames"),
}
