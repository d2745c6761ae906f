"""In: a large file and where things stand in it. Out: its text around these places, as it is asked.

Of the file only the part around a place is read, and only when a message is told of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import BinaryIO, Final, NamedTuple

from tei_tools.model.positions import EXCERPT, SPACE, WHOLE_TAG, SourceText, Stretch

#: Opens a file from its beginning, each time it is called.
Open = Callable[[], BinaryIO]

#: The words up to the end of the line or the next tag.
_WORDS: Final = re.compile(r"[^<\n]++")


class Place(NamedTuple):
    """A place in a file: the byte from 0, the line and the column from 1."""

    byte: int
    line: int
    column: int


class LargeText(SourceText):
    """The text of a large file, as far as it is around some places."""

    def __init__(
        self,
        path: str,
        open_file: Open,
        encoding: str,
        starts: Mapping[int, Place],
        ends: Mapping[int, Place],
        words: Mapping[tuple[int, int], tuple[Place, str]],
    ) -> None:
        """Places of start tags and end tags by the numbers of elements; of words, with what they
        begin with, by the numbers and how many children come before.
        """
        super().__init__(path, b"")
        self._open = open_file
        self._encoding = encoding
        self._places = starts, ends, words
        self._windows: dict[Place, _Window] = {}
        self._rows: dict[int, list[tuple[int, str]]] = {}

    def start_tag(self, ordinal: int) -> Stretch | None:
        """As `SourceText` has it."""
        place = self._places[0].get(ordinal)
        return self._window(place).start_tag(0) if place else None

    def end_tag(self, ordinal: int) -> Stretch | None:
        """As `SourceText` has it."""
        start, end = (places.get(ordinal) for places in self._places[:2])
        is_empty = start and self._window(start).unit.endswith("/>")
        place = start if is_empty else end
        return self._window(place).end_tag(0) if place else None

    def words(self, ordinal: int, after: int) -> Stretch | None:
        """As `SourceText` has it."""
        noted = self._places[2].get((ordinal, after))
        return self._window(*noted).words(0, 0) if noted else None

    def attribute(
        self, ordinal: int, names: Collection[str], *, token: str = "", name: bool = False
    ) -> Stretch | None:
        """As `SourceText` has it."""
        place = self._places[0].get(ordinal)
        return self._window(place).attribute(0, names, token=token, name=name) if place else None

    def excerpt(self, line: int, column: int) -> tuple[str, int]:
        """As `SourceText` has it, where something on the line has been asked for."""

        def known(row: tuple[int, str]) -> int:
            first, text = row
            return min(column - first, EXCERPT // 2) + min(first + len(text) - column, EXCERPT)

        rows = [row for row in self._rows.get(line, ()) if row[0] <= column <= row[0] + len(row[1])]
        if not rows:
            return "", 1
        first, text = max(rows, key=known)
        is_long = first - 1 + len(text) > EXCERPT
        start = max(0, column - 1 - EXCERPT // 2) if is_long else 0
        return text[start - first + 1 :][:EXCERPT], start + 1

    def _window(self, place: Place, words: str = "") -> _Window:
        if place not in self._windows:
            with self._open() as stream:
                before, text = _around(stream, self._encoding, place.byte)
            window = self._windows[place] = _Window(self.path, before, text, place, words)
            for line, column, row in window.rows():
                self._rows.setdefault(line, []).append((column, row))
        return self._windows[place]


class _Window(SourceText):
    """The part of a file around one thing, as if there was no other in it.

    Attributes:
        unit: the tag at the place, or the words up to the end of the line or the next tag.
    """

    def __init__(self, path: str, before: str, text: str, place: Place, words: str) -> None:
        super().__init__(path, b"")
        self.unit = _unit(text)
        rest = text[len(self.unit) :].partition("\n")[0]
        self.text = before + self.unit + rest[:EXCERPT]
        at = len(before)
        self._before = place.line - 1, place.column - 1 - at
        first = at if text.startswith("&") else at + len(words) - len(words.lstrip(SPACE))
        self._starts, self._ends = [at], {0: at}
        self._words = {(0, 0): (first, first + len(words.strip(SPACE)))}

    def place(self, start: int, end: int) -> Stretch:
        """The place in the file of the characters from one offset to another."""
        line, column, end_column = super().place(start, end)
        lines, columns = self._before
        columns = columns if line == 1 else 0
        return Stretch(line + lines, column + columns, end_column + columns)

    def rows(self) -> Iterator[tuple[int, int, str]]:
        """The lines of the part: number, column of the first character, text."""
        lines, columns = self._before
        for line, text in enumerate(self.text.split("\n"), lines + 1):
            yield line, columns + 1, text
            columns = 0


def _unit(text: str) -> str:
    unit = WHOLE_TAG.match(text) or _WORDS.match(text)
    return unit[0] if unit else ""


def _around(stream: BinaryIO, encoding: str, at: int) -> tuple[str, str]:
    """What stands on the line before a byte, and from there on, as far as it is shown."""

    def text_of(data: bytes) -> str:
        text = data.decode(encoding, "ignore")  # it may begin and end within a character
        return text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")

    stream.seek(max(0, at - 4 * EXCERPT))
    before = text_of(stream.read(at - stream.tell())).rpartition("\n")[2][-EXCERPT:]
    size, text, is_all = 16 * EXCERPT, "", False
    while not is_all:
        stream.seek(at)
        data = stream.read(size)
        text = text_of(data)
        unit = _unit(text)
        is_all = len(data) < size or (bool(unit) and len(text) > len(unit) + EXCERPT)
        size *= 4
    return before, text
