"""In: a large file and the numbers of some elements. Out: a document of these, with their places.

Expat goes through the file once. Kept are the elements asked for, what they stand in, and between
them one sibling of each name, so that messages can say what comes before and after; and the text
around each place, so that it can be shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO, Final, NamedTuple
from xml.parsers import expat

from lxml import etree

from tei_tools.model.document import Document, Part
from tei_tools.model.names import local
from tei_tools.model.positions import (
    EXCERPT,
    TAG,
    SourceText,
    Stretch,
    encoding_of,
    find_attribute,
)

from .parse import HEAD

#: How many bytes expat is given at a time.
PIECE: Final = 1 << 16
_BOM: Final = b"\xef\xbb\xbf"
_WHOLE_TAG: Final = re.compile(r"""</?[^\s/>]+(?:[^"'>]++|"[^"]*+"|'[^']*+')*+>""")


class Place(NamedTuple):
    """A place in a file: the byte from 0, the line and the column from 1."""

    byte: int
    line: int
    column: int


def skeleton(
    path: str, open_file: Callable[[], BinaryIO], numbers: Collection[int]
) -> tuple[Document, Mapping[int, etree._Element]]:
    """A document that has some elements of a file, and these by their numbers.

    Raises:
        ExpatError: expat does not read the file to its end.
    """
    with open_file() as stream:
        head = stream.read(HEAD)
        stream.seek(0)
        builder = _Builder(frozenset(numbers), encoding_of(head), has_mark=head.startswith(_BOM))
        while piece := stream.read(PIECE):
            builder.feed(piece)
        builder.close()
        source = LargeText(path, stream, builder)
    part = Part(source, builder.root, ordinals=builder.ordinals)
    elements = {number: element for element, number in builder.ordinals.items()}
    return Document(path, (part,), builder.steps), elements


class _Frame:
    """An open element; ``element`` is its copy, where there is one."""

    __slots__ = (
        "attributes", "beside", "counts", "element", "kept", "listens", "name", "number",
        "position",
    )  # fmt: skip

    def __init__(self, number: int, name: str, attributes: dict[str, str], position: int) -> None:
        self.number = number
        self.name = name
        self.attributes = attributes
        self.position = position
        #: How many children of each name it has had.
        self.counts: dict[str, int] = {}
        #: The last child of each name since the last that was kept, in their order.
        self.beside: dict[str, int] = {}
        self.kept: list[_Frame] = []
        self.element: etree._Element | None = None
        self.listens = False


class _Builder:
    """Builds the tree, and notes the places of what was asked for.

    Attributes:
        root: the root element.
        ordinals: the number of each element of the tree.
        steps: the last step of the XPath of each element that was kept.
        starts: the places of start tags, by the numbers of elements.
        ends: the places of end tags.
        texts: the places of the first words inside elements, and the words.
        bare: the numbers of elements with nothing inside.
    """

    def __init__(self, numbers: Collection[int], encoding: str, *, has_mark: bool) -> None:
        self.numbers = numbers
        self.encoding = encoding
        self.has_mark = has_mark
        self.ordinals: dict[etree._Element, int] = {}
        self.steps: dict[etree._Element, str] = {}
        self.starts: dict[int, Place] = {}
        self.ends: dict[int, Place] = {}
        self.texts: dict[int, tuple[Place, str]] = {}
        self.bare: set[int] = set()
        self._frames = [_Frame(-1, "", {}, 0)]
        self._count = 0
        self._fed = 0
        self._text_end = (-1, -1)
        self._parser = expat.ParserCreate(namespace_separator="}")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def feed(self, piece: bytes) -> None:
        """Read on."""
        self._parser.Parse(piece)
        self._fed += 1

    def close(self) -> None:
        """The file ends."""
        self._parser.Parse(b"", True)
        self.root = next(iter(self.ordinals))

    # --- what expat calls -----

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        parent = self._frames[-1]
        position = parent.counts[name] = parent.counts.get(name, 0) + 1
        parent.beside.pop(name, None)
        parent.beside[name] = self._count
        frame = _Frame(self._count, name, attributes, position)
        self._frames.append(frame)
        if self._count in self.numbers:
            self._keep(len(self._frames) - 1)
            self.starts[self._count] = self._place()
            frame.listens = True
        if frame.listens or parent.listens:
            self._listen()
        self._count += 1

    def _end(self, _name: str) -> None:
        frame = self._frames.pop()
        if frame.element is not None:
            self._add_beside(frame)
            for child in frame.kept:
                assert child.element is not None
                is_single = frame.counts[child.name] == 1
                self.steps[child.element] = _step(child.name, 0 if is_single else child.position)
            if frame.number in self.numbers:
                self.ends[frame.number] = self._place()
                if not frame.counts and frame.number not in self.texts:
                    self.bare.add(frame.number)
        if frame.listens or self._frames[-1].listens:
            self._listen()

    def _characters(self, text: str) -> None:
        """Note the first words of an element, which may come in two pieces of the file."""
        frame, place = self._frames[-1], self._place()
        begun = self.texts.get(frame.number)
        if begun is None and text.strip():
            blank = text[: -len(text.lstrip())]
            at, line, column = place
            begun = Place(at + self._size(blank), line, column + len(blank)), text.lstrip()
        elif begun and self._text_end[0] < self._fed and self._text_end[1] == place.byte:
            begun = begun[0], begun[1] + text
        elif begun:
            frame.listens = False
            self._listen()
            return
        if begun:
            self.texts[frame.number] = begun
            self._text_end = self._fed, place.byte + self._size(text)

    def _size(self, text: str) -> int:
        return len(text.encode(self.encoding.removesuffix("-sig"), "replace"))

    def _listen(self) -> None:
        """Hear of text where that is wanted, and only there."""
        frame = self._frames[-1]
        self._parser.CharacterDataHandler = self._characters if frame.listens else None

    # --- the tree -----

    def _place(self) -> Place:
        line = self._parser.CurrentLineNumber
        mark = self.has_mark and line == 1
        column = self._parser.CurrentColumnNumber + (0 if mark else 1)
        return Place(self._parser.CurrentByteIndex, line, column)

    def _keep(self, depth: int) -> etree._Element:
        """The copy of an open element."""
        frame, parent = self._frames[depth], self._frames[depth - 1]
        if frame.element is None:
            attributes = {_clark(name): value for name, value in frame.attributes.items()}
            if depth == 1:
                frame.element = etree.Element(_clark(frame.name), attributes)
                self.steps[frame.element] = _step(frame.name, 0)
            else:
                around = self._keep(depth - 1)
                del parent.beside[frame.name]
                self._add_beside(parent)
                frame.element = etree.SubElement(around, _clark(frame.name), attributes)
                parent.kept.append(frame)
            self.ordinals[frame.element] = frame.number
        return frame.element

    def _add_beside(self, frame: _Frame) -> None:
        """Add, without their content, elements that stand beside those that are kept."""
        assert frame.element is not None
        for name, number in frame.beside.items():
            self.ordinals[etree.SubElement(frame.element, _clark(name))] = number
        frame.beside.clear()


def _clark(name: str) -> str:
    """The Clark name for a name as expat gives it."""
    return f"{{{name}" if "}" in name else name


def _step(name: str, position: int) -> str:
    return f"{local(name)}[{position}]" if position else local(name)


@dataclass(frozen=True, slots=True)
class _Window:
    """A part of a file.

    Attributes:
        text: the part.
        at: the index of a place in it, with ``line`` and ``column`` in the file.
    """

    text: str
    at: int
    line: int
    column: int

    def place(self, index: int) -> tuple[int, int]:
        """Line and column of an index of the text, not before ``at``."""
        line = self.text.count("\n", self.at, index)
        if not line:
            return self.line, self.column + index - self.at
        return self.line + line, index - self.text.rindex("\n", 0, index)

    def stretch(self, start: int, end: int) -> Stretch:
        """The place of a part of the text, as far as it is on one line."""
        line, column = self.place(start)
        return Stretch(line, column, column + len(self.text[start:end].split("\n")[0]))

    def rows(self) -> Iterator[tuple[int, int, str]]:
        """The lines of the text: number, column of the first character, text."""
        first, *others = self.text.split("\n")
        yield self.line, self.column - self.at, first
        for number, text in enumerate(others, self.line + 1):
            yield number, 1, text


class LargeText(SourceText):
    """The text of a large file, as far as it is around the places that were noted."""

    def __init__(self, path: str, stream: BinaryIO, noted: _Builder) -> None:
        super().__init__(path, b"")

        def windows(places: Mapping[int, Place]) -> Mapping[int, _Window]:
            return {n: _window(stream, noted.encoding, place) for n, place in places.items()}

        self._at_start = windows(noted.starts)
        self._at_end = windows(noted.ends)
        self._at_text = windows({n: place for n, (place, _) in noted.texts.items()})
        self._bare = noted.bare
        self._words = {number: words.strip() for number, (_, words) in noted.texts.items()}
        self._rows: dict[int, list[tuple[int, str]]] = {}
        for window in chain(*(at.values() for at in (self._at_start, self._at_end, self._at_text))):
            for line, column, text in window.rows():
                self._rows.setdefault(line, []).append((column, text))

    def excerpt(self, line: int, column: int) -> tuple[str, int]:
        """A line, or of one longer than `EXCERPT` the part around a column, and its own column."""

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

    def start_tag(self, ordinal: int) -> Stretch | None:
        """The name in the start tag of an element."""
        return _name(self._at_start.get(ordinal))

    def end_tag(self, ordinal: int) -> Stretch | None:
        """The name in the end tag of an element, or in the tag of an empty one."""
        window = self._at_end.get(ordinal)
        if window and ordinal in self._bare and window.text.endswith("/>", 0, window.at):
            return self.start_tag(ordinal)  # expat tells where such a tag ends
        return _name(window)

    def words(self, ordinal: int, after: int) -> Stretch | None:  # noqa: ARG002
        """The first words directly inside an element."""
        window = self._at_text.get(ordinal)
        if window is None:
            return None
        return Stretch(window.line, window.column, window.column + len(self._words[ordinal]))

    def attribute(
        self, ordinal: int, names: Collection[str], *, token: str = "", name: bool = False
    ) -> Stretch | None:
        """The value of an attribute, one token in it, or its name."""
        window = self._at_start.get(ordinal)
        tag = TAG.match(window.text, window.at) if window else None
        if window is None or tag is None:
            return None
        span = find_attribute(window.text, tag.end(), names, token=token, name=name)
        return None if span is None else window.stretch(*span)


def _name(window: _Window | None) -> Stretch | None:
    """The place of the name in the tag that a window is around."""
    name = TAG.match(window.text, window.at) if window else None
    return window.stretch(*name.span(1)) if window and name else None


def _window(stream: BinaryIO, encoding: str, place: Place) -> _Window:
    """The text around a place: the whole of a tag, and as much before and after as is shown."""

    def text_of(data: bytes) -> str:
        text = data.decode(encoding, "ignore")  # it may begin and end within a character
        return text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")

    stream.seek(max(0, place.byte - 4 * EXCERPT))
    before = text_of(stream.read(place.byte - stream.tell())).rpartition("\n")[2][-EXCERPT:]
    size, is_complete = 16 * EXCERPT, False
    while not is_complete:
        stream.seek(place.byte)
        data = stream.read(size)
        text = text_of(data)
        tag = _WHOLE_TAG.match(text)
        end = tag.end() if tag else 0
        is_cut = text.startswith("<") and tag is None
        is_complete = len(data) < size or (len(text) > end + EXCERPT and not is_cut)
        size *= 4
    line_end = text.find("\n", end)
    shown = end + EXCERPT if line_end < 0 else min(line_end, end + EXCERPT)
    return _Window(before + text[:shown], len(before), place.line, place.column)
