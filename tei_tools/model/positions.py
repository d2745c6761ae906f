"""In: the bytes of an XML file. Out: its text in lines, and where each start tag stands in it.

libxml2 keeps a line for an element and no column, so positions are found by a second, cheap pass
with expat, and only for a file that has findings.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from contextlib import suppress
from functools import cached_property
from itertools import count
from typing import Final, NamedTuple, TypeAlias
from xml.parsers import expat

from .finding import Finding, Fix, Location, Severity

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
)
#: Codecs of Python that are no encodings of files.
_NO_CHARSETS: Final = ("idna", "punycode", "raw_unicode_escape", "unicode_escape", "utf-7")
#: XML's white space.
SPACE: Final = " \t\r\n"
#: How many characters of a line a finding carries.
EXCERPT = 400
#: The beginning of a start tag or end tag, with its name.
TAG = re.compile(r"</?([^\s/>]+)")
#: A tag from its beginning to its end.
WHOLE_TAG = re.compile(r"""</?[^\s/>]+(?:[^"'>]++|"[^"]*+"|'[^']*+')*+>""")
_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z][\w.\-]*)["']""")
_WORDS = re.compile(r"(?:\s*(?!\]\]>)[^\s<]+)*")
_ENTITY = re.compile(r"&[^\s;]+;")
ATTRIBUTE = re.compile(r"""\s*([^\s=/>"']+)\s*=\s*("([^"]*)"|'([^']*)')""")


def encoding_of(data: bytes) -> str:
    """The encoding of an XML file by byte order mark, declaration, or default (XML 1.0, F)."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return name
    declared = _DECLARED.match(data[:200])
    if declared is None:
        return "utf-8"
    try:
        name = codecs.lookup(declared[1].decode("ascii")).name
        is_read_so = name not in _NO_CHARSETS and b"<?xml".decode(name, "replace") == "<?xml"
    except (LookupError, UnicodeError):
        return "utf-8"
    return name if is_read_so else "utf-8"


class Stretch(NamedTuple):
    """A stretch of characters on one line: its line, its column, and the column after it."""

    line: int
    column: int
    end_column: int


class SourceText:
    """The text of one file as it was written, with the places of its start tags.

    Lines count from 1, columns are code points from 1, line ends are normalised (XML 1.0, 2.11).
    """

    def __init__(self, path: str, data: bytes, *, left_out: int = 0) -> None:
        """``left_out`` is how many lines of the file are not in ``data``, after its first line."""
        self.path = path
        self.data = data
        self.left_out = left_out

    @cached_property
    def text(self) -> str:
        """The characters of the file; bytes that cannot be decoded become U+FFFD."""
        text = self.data.decode(encoding_of(self.data), errors="replace")
        return text.replace("\r\n", "\n").replace("\r", "\n")

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    @cached_property
    def _starts(self) -> list[int]:
        return _starts(self.text, self._line_starts)

    @cached_property
    def _start_rows(self) -> list[int]:
        return _rows(self.text)

    @cached_property
    def _ends(self) -> dict[int, int]:  # seldom needed
        return _ends(self.text, self._line_starts, self._starts)

    @cached_property
    def _words(self) -> Words:  # seldom needed, and slow to find
        return _words(self.text, self._line_starts)

    def line(self, number: int) -> str:
        """The text of a line (from 1), without its line end; empty when there is no such line."""
        starts = self._line_starts
        number = max(number - self.left_out, min(number, 1))
        if not 1 <= number <= len(starts):
            return ""
        end = starts[number] - 1 if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end]

    def excerpt(self, line: int, column: int) -> tuple[str, int]:
        """A line, or of one longer than `EXCERPT` the part around a column, and its own column."""
        text = self.line(line)
        start = max(0, column - 1 - EXCERPT // 2) if len(text) > EXCERPT else 0
        return text[start : start + EXCERPT], start + 1

    def finding(
        self,
        location: Location,
        code: str,
        message: str,
        *,
        severity: Severity = Severity.ERROR,
        expected: tuple[str, ...] = (),
        suggestion: str = "",
        source: str = "",
        related: Location | None = None,
        fix: Fix | None = None,
    ) -> Finding:
        """A finding at a place in this file, with its line as the excerpt."""
        excerpt, start = self.excerpt(location.line, location.column)
        return Finding(
            code, severity, message, location, expected, suggestion, source, related, excerpt,
            start, fix,
        )  # fmt: skip

    def start_line(self, ordinal: int) -> int | None:
        """The line in which the start tag of an element begins; see `start_tag`."""
        rows = self._start_rows
        if ordinal >= len(rows):
            return None
        row = rows[ordinal]
        return row if row == 1 else row + self.left_out

    def start_tag(self, ordinal: int) -> Stretch | None:
        """The name in the start tag of an element, or the entity reference that it comes from.

        Elements are counted from 0 in document order. None when the place is not known.
        """
        starts = self._starts
        return self._named(starts[ordinal]) if ordinal < len(starts) else None

    def tag_at(self, line: int) -> Stretch | None:
        """The start tag that libxml2 says is in a line: the first there, or one that ends there."""
        starts, lines = self._starts, self._line_starts
        if not starts or line > len(lines):
            return None
        at = bisect_left(starts, lines[line - 1])
        if at == len(starts) or (line < len(lines) and starts[at] >= lines[line]):
            at -= 1
        return self.start_tag(at) if at >= 0 else None

    def end_tag(self, ordinal: int) -> Stretch | None:
        """The name in the end tag of an element, or in the tag of an empty one."""
        end = self._ends.get(ordinal)
        return None if end is None else self._named(end)

    def words(self, ordinal: int, after: int) -> Stretch | None:
        """The first words directly inside an element, after its child of number ``after``.

        Children are counted from 1; 0 stands for the words before the first.
        """
        span = self._words.get((ordinal, after))
        if span is None:
            return None
        rest = _WORDS.match(self.text, span[0])
        end = rest.end() if rest else span[1]
        return self.place(span[0], end if self.text[span[0]] == "&" else max(end, span[1]))

    def attribute(
        self, ordinal: int, names: Collection[str], *, token: str = "", name: bool = False
    ) -> Stretch | None:
        """The value of an attribute, one token in it, or its name.

        Args:
            names: the ways in which the attribute may be written, with its prefixes.
        """
        starts = self._starts
        tag = TAG.match(self.text, starts[ordinal]) if ordinal < len(starts) else None
        span = find_attribute(self.text, tag.end(), names, token=token, name=name) if tag else None
        return None if span is None else self.place(*span)

    def tag_span(self, ordinal: int) -> tuple[int, int] | None:
        """From which offset in `text` to which a start tag stands; None in an entity."""
        starts = self._starts
        return self._span(starts[ordinal] if ordinal < len(starts) else None)

    def end_tag_span(self, ordinal: int) -> tuple[int, int] | None:
        """The same of an end tag, or of the tag of an empty element."""
        return self._span(self._ends.get(ordinal))

    def _span(self, offset: int | None) -> tuple[int, int] | None:
        tag = None if offset is None else WHOLE_TAG.match(self.text, offset)
        return tag.span() if tag else None

    def offset(self, line: int, column: int) -> int:
        """The offset in `text` of a line and column (both from 1)."""
        starts = self._line_starts
        row = min(max(line - self.left_out, 1), len(starts))
        return min(starts[row - 1] + column - 1, len(self.text))

    def locate(self, start: int, end: int) -> Location:
        """The location of the characters from one offset to another."""
        return Location(self.path, *self.place(start, end))

    def place(self, start: int, end: int) -> Stretch:
        """The place of the characters from one offset to another, cut at the end of the line."""
        row = bisect_right(self._line_starts, start)
        first = self._line_starts[row - 1]
        last = self._line_starts[row] - 1 if row < len(self._line_starts) else len(self.text)
        line = row if row == 1 else row + self.left_out
        return Stretch(line, start - first + 1, min(end, last) - first + 1)

    def _named(self, offset: int) -> Stretch | None:
        """The name in a tag, or the whole entity reference, at an offset."""
        if name := TAG.match(self.text, offset):
            return self.place(*name.span(1))
        entity = _ENTITY.match(self.text, offset)
        return self.place(*entity.span()) if entity else None


def find_attribute(
    text: str, at: int, names: Collection[str], *, token: str = "", name: bool = False
) -> tuple[int, int] | None:
    """From where to where the value of an attribute stands, one token in it, or its name.

    Args:
        text: a text with a start tag.
        at: the place after the name in the start tag.
        names: the ways in which the attribute may be written.
    """
    while match := ATTRIBUTE.match(text, at):
        if match[1] in names:
            if name:
                return match.span(1)
            start, end = match.start(2) + 1, match.end(2) - 1
            part = re.compile(rf"(?<!\S){re.escape(token)}(?!\S)") if token else None
            found = part.search(text[start:end]) if part else None
            return (start + found.start(), start + found.end()) if found else (start, end)
        at = match.end()
    return None


#: From where to where the first words in an element stand, by its number and how many of its
#: children come before.
Words: TypeAlias = dict[tuple[int, int], tuple[int, int]]


def _starts(text: str, line_starts: Sequence[int]) -> list[int]:
    """The offsets of start tags, or of the entity references that elements come from.

    Of a text that is not well-formed, they are those before the error.
    """
    starts: list[int] = []
    parser = expat.ParserCreate("utf-8")  # whatever the file declares

    def start(_name: str, _attributes: object) -> None:
        starts.append(line_starts[parser.CurrentLineNumber - 1] + parser.CurrentColumnNumber)

    parser.StartElementHandler = start
    with suppress(expat.ExpatError):
        parser.Parse(text.encode("utf-8", errors="replace"), True)
    return starts


def _rows(text: str) -> list[int]:
    """The lines in a text of what `_starts` finds; without columns it is half the work."""
    rows: list[int] = []
    parser = expat.ParserCreate("utf-8")

    def start(_name: str, _attributes: object) -> None:
        rows.append(parser.CurrentLineNumber)

    parser.StartElementHandler = start
    with suppress(expat.ExpatError):
        parser.Parse(text.encode("utf-8", errors="replace"), True)
    return rows


def _ends(text: str, line_starts: Sequence[int], starts: Sequence[int]) -> dict[int, int]:
    """The offsets of the end tag of each element, or of the tag of an empty one."""
    ends: dict[int, int] = {}
    open_elements: list[int] = []
    numbers = count()
    last = -1
    parser = expat.ParserCreate("utf-8")

    def start(_name: str, _attributes: object) -> None:
        nonlocal last
        last = next(numbers)
        open_elements.append(last)

    def end(_name: str) -> None:
        number = open_elements.pop()
        at = line_starts[parser.CurrentLineNumber - 1] + parser.CurrentColumnNumber
        is_bare = number == last and text.startswith("/>", at - 2)
        if is_bare and (tag := WHOLE_TAG.match(text, starts[number])) and tag.end() == at:
            at = starts[number]  # expat tells where the tag of an empty element ends
        ends[number] = at

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    with suppress(expat.ExpatError):
        parser.Parse(text.encode("utf-8", errors="replace"), True)
    return ends


def _words(text: str, line_starts: Sequence[int]) -> Words:
    """The words of a text, as `_starts` has the tags."""
    found: Words = {}
    count = 0
    open_elements: list[list[int]] = []  # number, and how many children have been met
    parser = expat.ParserCreate("utf-8")

    def start(_name: str, _attributes: object) -> None:
        nonlocal count
        if open_elements:
            open_elements[-1][1] += 1
        open_elements.append([count, 0])
        count += 1

    def end(_name: str) -> None:
        open_elements.pop()

    def characters(data: str) -> None:
        if words := data.strip(SPACE):
            number, children = open_elements[-1]
            first = line_starts[parser.CurrentLineNumber - 1] + parser.CurrentColumnNumber
            if text[first] != "&":  # a reference is one place
                first += len(data) - len(data.lstrip(SPACE))
            found.setdefault((number, children), (first, first + len(words)))

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    with suppress(expat.ExpatError):
        parser.Parse(text.encode("utf-8", errors="replace"), True)
    return found
