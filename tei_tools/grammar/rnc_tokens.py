"""In: the bytes of a schema in the compact syntax of RELAX NG. Out: its tokens and their places.

The stages of the specification (RELAX NG Compact Syntax, A.2): encoding, byte order mark, newlines,
escapes, tokens. What is no token is kept as one of kind ``illegal`` or ``unclosed``: the reader
knows what was expected there.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from typing import Final, NamedTuple

from tei_tools.model.characters import NCNAME_BEFORE
from tei_tools.model.finding import SchemaError

from .syntax import schema_finding

KEYWORDS: Final = frozenset(
    "attribute default datatypes div element empty external grammar include inherit list mixed "
    "namespace notAllowed parent start string text token".split()
)
#: Stands for a newline of the file; one that is written ``\x{A}`` is a character (A.2.3, A.2.4).
NEWLINE: Final = "\0"
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPE = re.compile(r"\\x+\{(?:([0-9A-Fa-f]+)\})?")
_TOKEN = re.compile(
    rf"""
    (?: [\0\n\t\ ] | \#(?!\#)[^\0\n]* )*+
    (?: (?P<documentation> \#\#[^\0\n]*(?:[\0\n][\t\ ]*\#\#[^\0\n]*)* )
      | (?P<CName> {NCNAME_BEFORE}:{NCNAME_BEFORE} )
      | (?P<nsName> {NCNAME_BEFORE}:\* )
      | (?P<identifier> \\?{NCNAME_BEFORE} )
      | (?P<literal> \"\"\".*?\"\"\" | '''.*?''' | "(?!"")[^"\0]*" | '(?!'')[^'\0]*' )
      | (?P<symbol> [|&]= | >> | [=|&,+?*\-(){{}}\[\]~] )
      | (?P<end> \Z )
      | (?P<unclosed> ["'] )
      | (?P<illegal> . )
    )""",
    re.VERBOSE | re.DOTALL,
)


class Tokens(NamedTuple):
    """The tokens of a schema, in columns; the last one is of kind ``end``.

    Attributes:
        kinds: ``identifier``, ``CName``, ``nsName``, ``literal``, ``documentation``, ``illegal``,
            ``unclosed``, ``end``; of keywords and symbols what they are.
        texts: what is written; of a literal its value, of a quoted identifier the name.
        lines: the line of each, counted from 1.
        starts: where each begins in ``text``.
        text: the schema, its escapes replaced.
        escapes: of each escape its place in ``text`` and by how much it was longer.
    """

    kinds: list[str]
    texts: list[str]
    lines: list[int]
    starts: list[int]
    text: str
    escapes: list[tuple[int, int]]

    def column(self, at: int) -> int:
        """The column of a token in the file, counted in characters from 1."""
        return _column(self.text, self.starts[at], self.escapes)


def tokens(data: bytes, file: str) -> Tokens:
    """Take a schema to pieces.

    Raises:
        SchemaError: the bytes are no text, or an escape is wrong.
    """
    text, escapes = _unescaped(_decoded(data, file), file)
    found = Tokens([], [], [], [], text, escapes)
    kinds, texts, lines, starts = found[:4]
    line, last = 1, 0
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        start, end = match.span(kind)
        written = text[start:end]
        line += text.count(NEWLINE, last, start)
        last = start
        if kind == "symbol" or (kind == "identifier" and written in KEYWORDS):
            kind = written
        elif kind == "literal":
            written = _value(written)
        elif kind == "identifier" and written[0] == "\\":
            written = written[1:]
        kinds.append(kind)
        texts.append(written)
        lines.append(line)
        starts.append(start)
        if kind == "end":
            break
    return found


def _decoded(data: bytes, file: str) -> str:
    """The characters of a file, with its newlines marked (A.2.1–A.2.3)."""
    encoding = "utf-16" if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8"
    try:
        text = data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, errors="replace").replace(NEWLINE, " ")
        message = f"the file is not in {encoding.upper()}: {error.reason}"
        cure = "save it in UTF-8"
        raise _wrong(message, before, file, cure) from None
    if found := _FORBIDDEN.search(text):
        message = f"the character U+{ord(found[0]):04X} is not allowed in a schema"
        raise _wrong(message, text[: found.start()], file, "remove it")
    return text.replace("\r\n", NEWLINE).replace("\r", NEWLINE).replace("\n", NEWLINE)


def _unescaped(text: str, file: str) -> tuple[str, list[tuple[int, int]]]:
    """The text with its escapes replaced, and where they were (A.2.4)."""
    parts: list[str] = []
    escapes: list[tuple[int, int]] = []
    last = length = 0
    for match in _ESCAPE.finditer(text):
        char = _char(match[1] or "")
        if not char:
            message = f"`{match[0]}` stands for no character"
            cure = r"an escape is written `\x{E9}`; a plain `\` before `x{` is `\x{5C}`"
            raise _wrong(message, text[: match.start()], file, cure)
        parts += (text[last : match.start()], char)
        length += match.start() - last + 1
        last = match.end()
        escapes.append((length - 1, len(match[0]) - 1))
    return "".join((*parts, text[last:])), escapes


def _char(code: str) -> str:
    """The character of a code; nothing where there is none in XML."""
    number = int(code[-8:], 16) if code and not code[:-8].strip("0") else 0
    if not 0 < number <= 0x10FFFF or _FORBIDDEN.match(chr(number)):
        return ""
    return chr(number)


def _value(literal: str) -> str:
    """The value of a literal segment."""
    quotes = 3 if len(literal) > 5 and literal[0] == literal[1] else 1
    return literal[quotes:-quotes].replace(NEWLINE, "\n")


def _wrong(message: str, before: str, file: str, cure: str) -> SchemaError:
    """The error at the place that stands after ``before``."""
    before = before.removeprefix("\ufeff").replace("\r\n", NEWLINE)
    before = re.sub(r"[\r\n]", NEWLINE, before)
    line, column = before.count(NEWLINE) + 1, _column(before, len(before), [])
    return SchemaError([schema_finding("syntax", message, file, line, column, suggestion=cure)])


def _column(text: str, place: int, escapes: list[tuple[int, int]]) -> int:
    begin = text.rfind(NEWLINE, 0, place) + 1
    return place - begin + 1 + sum(more for at, more in escapes if begin <= at < place)
