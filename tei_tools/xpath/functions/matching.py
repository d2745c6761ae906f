"""In: strings and regular expressions. Out: what matches (XPath functions 3.1, 5.6)."""

from __future__ import annotations

import re

from tei_tools.xpath.errors import XPathError
from tei_tools.xpath.functions import function
from tei_tools.xpath.functions.strings import short
from tei_tools.xpath.regex import check_work, compiled


@function("matches(string?, string, string=) boolean")
def _matches(text: str | None, pattern: str, flags: str = "") -> bool:
    found = compiled(pattern, flags)
    check_work(pattern, flags, text or "")
    return found.search(text or "") is not None


@function("tokenize(string?=.) string*")
def _tokenize_words(text: str | None) -> list[str]:
    return re.split("[ \t\n\r]+", text.strip(" \t\n\r")) if text and text.strip() else []


@function("tokenize(string?, string, string=) string*")
def _tokenize(text: str | None, pattern: str, flags: str = "") -> list[str]:
    found = _never_empty(pattern, flags)
    if not text:
        return []
    check_work(pattern, flags, text)
    parts, start = [], 0
    for match in found.finditer(text):
        parts.append(text[start : match.start()])
        start = match.end()
    return [*parts, text[start:]]


@function("replace(string?, string, string, string=) string")
def _replace(text: str | None, pattern: str, replacement: str, flags: str = "") -> str:
    found = _never_empty(pattern, flags)
    check_work(pattern, flags, text or "")
    if "q" in flags:
        return short(found.sub(lambda match: replacement, text or ""))
    pieces = _pieces(replacement, found.groups)
    size = sum(len(piece) if isinstance(piece, str) else 1 for piece in pieces)
    if size * (len(text or "") + 1) > 10**9:
        raise XPathError("TEIX0001", "a replacement becomes too long")

    def replaced(match: re.Match[str]) -> str:
        return "".join(p if isinstance(p, str) else match[p] or "" for p in pieces)

    return short(found.sub(replaced, text or ""))


def _never_empty(pattern: str, flags: str) -> re.Pattern[str]:
    found = compiled(pattern, flags)
    if found.search("") is not None:
        raise XPathError("FORX0003", f"the regular expression `{pattern[:60]}` matches nothing")
    return found


def _pieces(replacement: str, groups: int) -> list[str | int]:
    """Texts, and numbers of groups."""
    pieces: list[str | int] = []
    place = 0
    while place < len(replacement):
        character = replacement[place]
        following = replacement[place + 1 : place + 2]
        if character == "\\":
            if following not in ("\\", "$"):
                raise XPathError("FORX0004", f"`{replacement[:60]}` is no replacement")
            pieces.append(following)
            place += 2
        elif character == "$":
            if not following.isdigit():
                raise XPathError("FORX0004", f"`{replacement[:60]}` is no replacement")
            number = int(following)
            place += 2
            while (
                replacement[place : place + 1].isdigit()
                and (longer := number * 10 + int(replacement[place])) <= groups
            ):
                number = longer
                place += 1
            pieces.append(number if number <= groups else "")
        else:
            pieces.append(character)
            place += 1
    return pieces
