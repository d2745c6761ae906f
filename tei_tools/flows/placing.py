"""In: a file, a place in it, a view. Out: how the words there are read, and why.

Words are marked in the file's own text, and the marks are looked for in what is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Final, NamedTuple

from lxml import etree

from tei_tools.model.finding import TeiToolsError, UnreadableDocumentError
from tei_tools.read import read_document
from tei_tools.transform import Edition, TransformOptions
from tei_tools.transform.reasons import FIRST_MARK, Reading, readings
from tei_tools.transform.rendering import modelled_by
from tei_tools.transform.whitespace import HYPHENS

#: What is no text in a file; an attribute may hold `>`.
_MARKUP: Final = re.compile(
    r"<!--.*?-->|<!\[CDATA\[|\]\]>|<\?.*?\?>|<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.DOTALL
)
_WORD: Final = re.compile(r"(?:&[^;\s]*;|[^\s<&])(?:[^\s<])*")
#: The longest line of which all words are explained, in words.
MOST_WORDS: Final = 1000


class Word(NamedTuple):
    """A word of a file, where it stands (line and column from 1), and how it is read."""

    text: str
    line: int
    column: int
    reading: Reading


def words_at(file: Path, line: int, column: int | None, options: TransformOptions) -> list[Word]:
    """How the words of a line, or the word at a place, are read in plain text.

    Whether a model is for an element is asked of the file as it is, without marks.

    Raises:
        TeiToolsError: the file cannot be read, or there are no words at the place.
    """
    try:
        document = read_document(file)
        text = document.parts[0].source.text.removeprefix("\ufeff")
        found = list(_words(text, line))
        if column is not None:
            found = [(at, word) for at, word in found if at <= column <= at + len(word)][-1:]
        marks = [chr(FIRST_MARK + number) for number in range(len(found))]
        marked = read_document(file, data=_marked(text, line, found, marks).encode())
    except UnreadableDocumentError as error:
        raise TeiToolsError(f"{file}: {error.finding.message}") from None
    modelled = modelled_by(options, marked, "text")
    if modelled is not None:
        both = (each.root.iter(etree.Element) for each in (marked, document))
        modelled.twins = dict(zip(*both, strict=True))
    told = readings(Edition(marked, modelled=modelled), options.as_view, marks)
    words = [
        Word(unescape(word), line, at, reading)
        for (at, word), reading in zip(found, told, strict=True)
        if reading is not None
    ]
    if not words:
        place = f"{line}" if column is None else f"{line}:{column}"
        raise TeiToolsError(f"{file}:{place}: there is no word at this place, only markup or none")
    return words


def _words(text: str, line: int) -> Iterator[tuple[int, str]]:
    """The words of a line that are no markup, each with its column."""
    plain = _MARKUP.sub(lambda match: re.sub(r"[^\n]", "<", match[0]), text)
    lines = plain.split("\n")
    if 1 <= line <= len(lines):
        for match, _ in zip(_WORD.finditer(lines[line - 1]), range(MOST_WORDS), strict=False):
            yield match.start() + 1, match[0]


def _marked(text: str, line: int, found: list[tuple[int, str]], marks: list[str]) -> str:
    """A text with a mark in each of some words: after the first character, so that what stands at
    the edge of a word decides as before; before it, where a hyphen is all there is.
    """
    lines = text.split("\n")
    written = lines[line - 1] if 1 <= line <= len(lines) else ""
    for (column, word), mark in reversed(list(zip(found, marks, strict=True))):
        reference = re.match(r"&[^;\s]*;", word)
        inside = 0 if word in HYPHENS else reference.end() if reference else 1
        place = column - 1 + inside
        written = f"{written[:place]}{mark}{written[place:]}"
    return re.sub(
        r"""^(<\?xml[^>]*?)\s+encoding\s*=\s*("[^"]*"|'[^']*')""",
        r"\1",
        "\n".join([*lines[: line - 1], written, *lines[line:]]),
    )
