"""In: strings. Out: what the string functions make of them (XPath functions 3.1, 5)."""

from __future__ import annotations

import math
import unicodedata
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from tei_tools.xpath.casts import number, to_double
from tei_tools.xpath.contexts import LONGEST, Context
from tei_tools.xpath.errors import XPathError
from tei_tools.xpath.functions import function
from tei_tools.xpath.nodes import Item
from tei_tools.xpath.values import is_number, item_string, to_string

CODEPOINTS = "http://www.w3.org/2005/xpath-functions/collation/codepoint"
_CASELESS = "http://www.w3.org/2005/xpath-functions/collation/html-ascii-case-insensitive"


def short(text: str) -> str:
    """The same string; an XPathError where it is too long."""
    if len(text) > LONGEST:
        raise XPathError("TEIX0001", f"a string becomes longer than {LONGEST:,} characters")
    return text


def collation(uri: str | None) -> Any:
    """What is compared in place of a string, under a collation."""
    if uri is None or uri == CODEPOINTS:
        return str
    if uri == _CASELESS:
        return lambda text: text.translate(_ASCII_LOWER)
    raise XPathError("FOCH0002", f"there is no collation `{uri}` here")


_ASCII_LOWER = {code: code + 32 for code in range(65, 91)}


@function("string(item?=.) string", of_1=1)
def _string(item: Item) -> str:
    return "" if item is None else item_string(item)


@function("concat(anyAtomicType?, anyAtomicType?, ...) string", of_1=1000)
def _concat(*values: Item) -> str:
    return short("".join("" if value is None else to_string(value) for value in values))


@function("string-join(anyAtomicType*, string=) string")
def _string_join(values: list[Item], separator: str = "") -> str:
    length = sum(len(value) for value in values if isinstance(value, str))
    if length + len(separator) * len(values) > LONGEST:
        raise XPathError("TEIX0001", f"a string becomes longer than {LONGEST:,} characters")
    return separator.join(map(to_string, values))


@function("string-length(string?=.) integer", of_1=1)
def _string_length(text: str | None) -> int:
    return len(text or "")


@function("normalize-space(string?=.) string", of_1=1)
def _normalize_space(text: str | None) -> str:
    if not text:
        return ""
    if text.isascii():  # XML has none of the other characters that str.split() takes for spaces
        return " ".join(text.split())
    spaced = text.replace("\t", " ").replace("\n", " ").replace("\r", " ")
    return " ".join(part for part in spaced.split(" ") if part)


@function("normalize-unicode(string?, string=) string")
def _normalize_unicode(text: str | None, form: str = "NFC") -> str:
    name = form.strip().upper()
    if name == "":
        return text or ""
    if name not in ("NFC", "NFD", "NFKC", "NFKD"):
        raise XPathError("FOCH0003", f"there is no normalization form `{form}`")
    return unicodedata.normalize(name, text or "")  # type: ignore[arg-type]


@function("upper-case(string?) string")
def _upper_case(text: str | None) -> str:
    return (text or "").upper()


@function("lower-case(string?) string")
def _lower_case(text: str | None) -> str:
    return (text or "").lower()


@function("substring(string?, double, double=) string", of_1=3)
def _substring(text: str | None, start: float, length: float = math.inf) -> str:
    first = _rounded(start)
    end = first + _rounded(length)
    if math.isnan(first) or math.isnan(end):
        return ""
    text = text or ""
    begin = max(first, 1.0)
    if begin > len(text) or end <= begin:
        return ""
    stop = len(text) if end > len(text) else int(end) - 1
    return text[int(begin) - 1 : stop]


def _rounded(value: float) -> float:
    return value if not math.isfinite(value) else math.floor(value + 0.5)


@function("translate(string?, string, string) string", of_1=3)
def _translate(text: str | None, old: str, new: str) -> str:
    table: dict[int, str | None] = {}
    for place, character in enumerate(old):
        table.setdefault(ord(character), new[place] if place < len(new) else None)
    return (text or "").translate(table)


@function("contains(string?, string?, string=) boolean", of_1=2)
def _contains(text: str | None, part: str | None, uri: str | None = None) -> bool:
    if uri is None:
        return (part or "") in (text or "")
    key = collation(uri)
    return key(part or "") in key(text or "")


@function("starts-with(string?, string?, string=) boolean", of_1=2)
def _starts_with(text: str | None, part: str | None, uri: str | None = None) -> bool:
    key = collation(uri)
    return bool(key(text or "").startswith(key(part or "")))


@function("ends-with(string?, string?, string=) boolean")
def _ends_with(text: str | None, part: str | None, uri: str | None = None) -> bool:
    key = collation(uri)
    return bool(key(text or "").endswith(key(part or "")))


@function("substring-before(string?, string?, string=) string", of_1=2)
def _substring_before(text: str | None, part: str | None, uri: str | None = None) -> str:
    key = collation(uri)
    place = key(text or "").find(key(part or ""))
    return (text or "")[:place] if place > 0 else ""


@function("substring-after(string?, string?, string=) string", of_1=2)
def _substring_after(text: str | None, part: str | None, uri: str | None = None) -> str:
    key = collation(uri)
    place = key(text or "").find(key(part or ""))
    return (text or "")[place + len(part or "") :] if place >= 0 else ""


@function("compare(string?, string?, string=) integer?")
def _compare(one: str | None, other: str | None, uri: str | None = None) -> int | None:
    if one is None or other is None:
        return None
    key = collation(uri)
    a, b = key(one), key(other)
    return int(a > b) - int(a < b)


@function("codepoint-equal(string?, string?) boolean?")
def _codepoint_equal(one: str | None, other: str | None) -> bool | None:
    return None if one is None or other is None else str(one) == str(other)


@function("contains-token(string*, string, string=) boolean")
def _contains_token(texts: list[str], token: str, uri: str | None = None) -> bool:
    key = collation(uri)
    wanted = key(" ".join(token.split()))
    return bool(wanted) and any(key(part) == wanted for text in texts for part in text.split())


@function("string-to-codepoints(string?) integer*")
def _string_to_codepoints(text: str | None) -> list[int]:
    return [ord(character) for character in text or ""]


@function("codepoints-to-string(integer*) string")
def _codepoints_to_string(codes: list[int]) -> str:
    for code in codes:
        if not (code in (9, 10, 13) or 32 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD) and not (
            0x10000 <= code <= 0x10FFFF
        ):
            raise XPathError("FOCH0001", f"XML has no character {code}")
    return "".join(map(chr, codes))


@function("encode-for-uri(string?) string")
def _encode_for_uri(text: str | None) -> str:
    return quote(text or "", safe="-_.~")


@function("iri-to-uri(string?) string")
def _iri_to_uri(text: str | None) -> str:
    return quote(text or "", safe="!#$%&'()*+,-./:;=?@[]_~")


@function("escape-html-uri(string?) string")
def _escape_html_uri(text: str | None) -> str:
    return "".join(c if 32 <= ord(c) <= 126 else quote(c) for c in text or "")


@function("default-collation() string")
def _default_collation() -> str:
    return CODEPOINTS


@function("number(anyAtomicType?=.) double", of_1=1)
def _number(value: Item) -> float:
    return math.nan if value is None else number(value)


@function("data(item*=.) anyAtomicType*", sees_context=True)
def _data(f: Context, i: Item, items: list[Item]) -> list[Item]:
    from tei_tools.xpath.values import atomize

    return atomize(items)


def as_decimal(value: Item) -> Decimal:
    """A number as a decimal one."""
    return Decimal(value) if is_number(value) else Decimal(to_double(value))
