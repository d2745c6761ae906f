"""In: the text of an expression. Out: its tokens (XPath 3.1, A.2)."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from tei_tools.model.characters import NCNAME
from tei_tools.xpath.errors import XPathError

_TOKEN: Final = rf"""
      (?P<double>(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)[eE][+-]?[0-9]+)
    | (?P<decimal>\.[0-9]+|[0-9]+\.[0-9]*)
    | (?P<integer>[0-9]+)
    | (?P<string>"(?:[^"]|"")*"|'(?:[^']|'')*')
    | (?P<braced>Q\{{[^{{}}]*\}}(?:\*|{NCNAME}))
    | (?P<wildcard>\*:{NCNAME}|{NCNAME}:\*)
    | (?P<name>{NCNAME}(?::{NCNAME})?)
    | (?P<symbol><<|>>|<=|>=|!=|\|\||=>|::|:=|//|\.\.|[-()\[\]{{}}@,./|+*=<>!?\#$:])
    """
_SPACE: Final = re.compile(r"[ \t\r\n]+")


class Token(NamedTuple):
    """A token: its ``kind`` (a group of the table above, or ``end``), text, and place from 0."""

    kind: str
    text: str
    start: int


def tokens(text: str) -> list[Token]:
    """The tokens, without white space and comments; the last one is of kind ``end``."""
    token = re.compile(_TOKEN, re.X)  # re keeps it; not at import: it takes 20 ms
    found: list[Token] = []
    place = 0
    while place < len(text):
        if space := _SPACE.match(text, place):
            place = space.end()
        elif text.startswith("(:", place):
            place = _after_comment(text, place)
        elif match := token.match(text, place):
            found.append(Token(str(match.lastgroup), match[0], place))
            place = match.end()
        else:
            what = "this string does not end" if text[place] in "\"'" else "no XPath begins so"
            raise XPathError("XPST0003", f"{what}: {text[place : place + 20]}")
    found.append(Token("end", "", len(text)))
    return found


def _after_comment(text: str, place: int) -> int:
    """The place after the comment that opens at ``place``; comments nest."""
    depth = 0
    for edge in re.compile(r"\(:|:\)").finditer(text, place):
        depth += 1 if edge[0] == "(:" else -1
        if depth == 0:
            return edge.end()
    raise XPathError("XPST0003", "a comment `(:` does not end")
