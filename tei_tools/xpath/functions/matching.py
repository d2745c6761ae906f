"""In: strings and regular expressions. Out: what matches (XPath functions 3.1, 5.6)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tei_tools.xpath.contexts import Context
from tei_tools.xpath.errors import XPathError
from tei_tools.xpath.functions import function
from tei_tools.xpath.functions.strings import short
from tei_tools.xpath.nodes import Item

if TYPE_CHECKING:
    from tei_tools.xpath.regex import Regex


def _compiled(pattern: str, flags: str) -> Regex:
    from tei_tools.xpath.regex import compiled  # loaded where a pattern is met

    return compiled(pattern, flags)


@function("matches(string?, string, string=) boolean", sees_context=True)
def _matches(f: Context, i: Item, text: str | None, pattern: str, flags: str = "") -> bool:
    found = _compiled(pattern, flags)
    return next(iter(found.spans(text or "", f.run.spend)), None) is not None


@function("tokenize(string?=.) string*")
def _tokenize_words(text: str | None) -> list[str]:
    return [part for part in re.split("[ \t\n\r]+", text or "") if part]


@function("tokenize(string?, string, string=) string*", sees_context=True)
def _tokenize(f: Context, i: Item, text: str | None, pattern: str, flags: str = "") -> list[str]:
    if pattern == " " and not flags:  # the usual thing, at once
        return text.split(" ") if text else []
    found = _never_empty(pattern, flags)
    if not text:
        return []
    parts, start = [], 0
    for spans in found.spans(text, f.run.spend):
        parts.append(text[start : spans[0][0]])
        start = spans[0][1]
    return [*parts, text[start:]]


@function("replace(string?, string, string, string=) string", sees_context=True)
def _replace(
    f: Context, i: Item, text: str | None, pattern: str, replacement: str, flags: str = ""
) -> str:
    found = _never_empty(pattern, flags)
    text = text or ""
    pieces = [replacement] if "q" in flags else _pieces(replacement, found.groups)
    parts, start = [], 0
    for spans in found.spans(text, f.run.spend):
        parts.append(text[start : spans[0][0]])
        for piece in pieces:
            new = piece if isinstance(piece, str) else text[slice(*spans[piece])]
            parts.append(new)
            f.run.spend(1 + (len(new) >> 4))
        start = spans[0][1]
    return short("".join([*parts, text[start:]]))


def _never_empty(pattern: str, flags: str) -> Regex:
    found = _compiled(pattern, flags)
    if found.matches_nothing:
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
