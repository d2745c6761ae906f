"""In: the bytes of an XML file. Out: its text in lines, and where each start tag stands in it.

libxml2 keeps a line for an element and no column, so positions are found by a second, cheap pass
with expat, and only for a file that has findings.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_left, bisect_right
from contextlib import suppress
from functools import cached_property
from xml.parsers import expat

from .finding import Finding, Location, Severity
from .names import display, local

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
_NO_CHARSETS = ("idna", "punycode", "raw_unicode_escape", "unicode_escape", "utf-7")
#: How many characters of a line a finding carries.
EXCERPT = 400
_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z][\w.\-]*)["']""")
_ATTRIBUTE = re.compile(r"""\s*([^\s=/>"']+)\s*=\s*("([^"]*)"|'([^']*)')""")


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


class SourceText:
    """The text of one file as it was written, with the places of its start tags.

    Lines count from 1, columns are code points from 1, line ends are normalised (XML 1.0, 2.11).
    """

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        self.data = data

    @cached_property
    def text(self) -> str:
        """The characters of the file; bytes that cannot be decoded become U+FFFD."""
        text = self.data.decode(encoding_of(self.data), errors="replace")
        return text.replace("\r\n", "\n").replace("\r", "\n")

    @property
    def _parser_input(self) -> bytes:
        """The text for expat, which knows few encodings itself."""
        return self.text.encode("utf-8", errors="replace")

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    @cached_property
    def _tags(self) -> list[tuple[int, int]]:
        """Line and column (from 1) of the ``<`` of every start tag, in document order."""
        tags: list[tuple[int, int]] = []
        parser = expat.ParserCreate("utf-8")

        def start(_name: str, _attributes: object) -> None:
            tags.append((parser.CurrentLineNumber, parser.CurrentColumnNumber + 1))

        parser.StartElementHandler = start
        with suppress(expat.ExpatError):  # what was found up to an error is right
            parser.Parse(self._parser_input, True)
        return tags

    @cached_property
    def _ends(self) -> dict[int, tuple[int, int]]:
        """Line and column (from 1) of the ``<`` of the end tag of every element, by its number."""
        ends: dict[int, tuple[int, int]] = {}
        open_elements: list[int] = []
        count = 0
        parser = expat.ParserCreate("utf-8")

        def start(_name: str, _attributes: object) -> None:
            nonlocal count
            open_elements.append(count)
            count += 1

        def end(_name: str) -> None:
            place = parser.CurrentLineNumber, parser.CurrentColumnNumber + 1
            ends[open_elements.pop()] = place

        parser.StartElementHandler = start
        parser.EndElementHandler = end
        with suppress(expat.ExpatError):
            parser.Parse(self._parser_input, True)
        return ends

    @cached_property
    def _texts(self) -> dict[int, tuple[int, int, int]]:
        """Line, column and end column of each element's first words of its own."""
        texts: dict[int, tuple[int, int, int]] = {}
        open_elements: list[int] = []
        count = 0
        parser = expat.ParserCreate("utf-8")

        def start(_name: str, _attributes: object) -> None:
            nonlocal count
            open_elements.append(count)
            count += 1

        def end(_name: str) -> None:
            open_elements.pop()

        def characters(data: str) -> None:
            if open_elements[-1] not in texts and (text := data.strip()):
                column = parser.CurrentColumnNumber + 1 + len(data) - len(data.lstrip())
                place = parser.CurrentLineNumber, column, column + len(text)
                texts[open_elements[-1]] = place

        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = characters
        with suppress(expat.ExpatError):
            parser.Parse(self._parser_input, True)
        return texts

    def line(self, number: int) -> str:
        """The text of a line (from 1), without its line end; empty when there is no such line."""
        starts = self._line_starts
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
    ) -> Finding:
        """A finding at a place in this file, with its line as the excerpt."""
        excerpt, start = self.excerpt(location.line, location.column)
        return Finding(
            code, severity, message, location, expected, suggestion, source, related, excerpt, start
        )

    def start_tag(self, ordinal: int) -> tuple[int, int, int] | None:
        """Line, column and end column of the name in the start tag of the element ``ordinal``.

        Elements are counted from 0 in document order. None when the place is not known.
        """
        if ordinal >= len(self._tags):
            return None
        line, column = self._tags[ordinal]
        name = re.match(r"<([^\s/>]+)", self.line(line)[column - 1 :])
        return None if name is None else (line, column + 1, column + 1 + len(name[1]))

    def tag_at(self, line: int) -> tuple[int, int, int] | None:
        """The start tag that libxml2 says is in a line: the first there, or one that ends there."""
        tags = self._tags
        at = bisect_left(tags, (line, 0))
        if at == len(tags) or tags[at][0] != line:
            at -= 1
        return self.start_tag(at) if at >= 0 else None

    def end_tag(self, ordinal: int) -> tuple[int, int, int] | None:
        """Line, column and end column of the name in the end tag, or of an empty element's tag."""
        if ordinal not in self._ends:
            return None
        line, column = self._ends[ordinal]
        name = re.match(r"</?([^\s/>]+)", self.line(line)[column - 1 :])
        if name is None:
            return None
        return line, column + name.start(1), column + name.end(1)

    def first_text(self, ordinal: int) -> tuple[int, int, int] | None:
        """Line, column and end column of the first words directly inside an element."""
        return self._texts.get(ordinal)

    def attribute(
        self, ordinal: int, attribute: str, token: str = ""
    ) -> tuple[int, int, int] | None:
        """Line, column and end column of an attribute's value, or of one token in it.

        Args:
            attribute: the Clark name of the attribute.
        """
        tag = self.start_tag(ordinal)
        if tag is None:
            return None
        line, _, end = tag
        at = self._line_starts[line - 1] + end - 1
        wanted = display(attribute)
        while match := _ATTRIBUTE.match(self.text, at):
            name = match[1]
            if name == wanted or (":" in name and name.partition(":")[2] == local(attribute)):
                value = match[2][1:-1]
                found = re.search(rf"(?<!\S){re.escape(token)}(?!\S)", value) if token else None
                start = match.start(2) + 1 + (found.start() if found else 0)
                row = bisect_right(self._line_starts, start)
                column = start - self._line_starts[row - 1] + 1
                marked = found[0] if found else value.split("\n")[0]
                return row, column, column + len(marked)
            at = match.end()
        return None
