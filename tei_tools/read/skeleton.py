"""In: a large file and what is wanted of it. Out: a document that has this, and a little around.

Expat goes through the file once. Kept are the elements asked for, those around them, and some that
stand beside them; and where they stand, so that the text there can be read again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Final
from xml.parsers import expat

from lxml import etree

from tei_tools.model.document import NEAR, Document, Part
from tei_tools.model.names import local
from tei_tools.model.positions import SPACE, encoding_of
from tei_tools.model.walkable import Wanted

from .large_text import LargeText, Open, Place
from .parse import HEAD

#: How many bytes expat is given at a time.
PIECE: Final = 1 << 16
_BOM: Final = b"\xef\xbb\xbf"


def skeleton(
    path: str, open_file: Open, wanted: Wanted
) -> tuple[Document, Mapping[int, etree._Element]]:
    """A document that has some elements of a file, and these by their numbers.

    Raises:
        ExpatError: expat does not read the file to its end.
    """
    with open_file() as stream:
        head = stream.read(HEAD)
        stream.seek(0)
        builder = _Builder(wanted, encoding_of(head), has_mark=head.startswith(_BOM))
        while piece := stream.read(PIECE):
            builder.feed(piece)
        builder.close()
    source = LargeText(
        path, open_file, builder.encoding, builder.starts, builder.ends, builder.words
    )
    part = Part(source, builder.root, ordinals=builder.ordinals)
    elements = {number: element for element, number in builder.ordinals.items()}
    return Document(path, (part,), builder.steps), elements


class _Frame:
    """An open element; ``element`` is its copy, where there is one."""

    __slots__ = (
        "attributes", "children", "counts", "element", "family", "kept", "name", "number", "place",
        "position", "prefixes", "words",
    )  # fmt: skip

    def __init__(self, number: int, name: str, attributes: dict[str, str], position: int) -> None:
        self.number = number
        self.name = name
        self.attributes = attributes
        self.position = position
        self.prefixes: dict[str | None, str] = {}
        self.place: Place | None = None
        self.element: etree._Element | None = None
        self.family: _Family | None = None
        self.kept: list[_Frame] = []
        #: How many children it has had, and how many of each name.
        self.children = 0
        self.counts: dict[str, int] = {}
        #: After which of its children the words are wanted.
        self.words: set[int] | None = None


class _Family:
    """The children of an element that are kept: some after the start and after each that is wanted,
    and some before each that is wanted and before the end.
    """

    def __init__(self) -> None:
        self.room = NEAR
        self.waiting: deque[_Frame] = deque(maxlen=NEAR)


class _Builder:
    """Builds the tree, and notes the places.

    Attributes:
        root: the root element.
        ordinals: the number of each element of the tree.
        steps: the last step of the XPath of each.
        starts: the places of start tags, by the numbers of elements.
        ends: the places of end tags.
        words: the places of words, by the numbers of elements and how many children come before.
    """

    def __init__(self, wanted: Wanted, encoding: str, *, has_mark: bool) -> None:
        self.wanted = wanted
        self.encoding = encoding.removesuffix("-sig")
        self.has_mark = has_mark
        self.ordinals: dict[etree._Element, int] = {}
        self.steps: dict[etree._Element, str] = {}
        self.starts: dict[int, Place] = {}
        self.ends: dict[int, Place] = {}
        self.words: dict[tuple[int, int], tuple[Place, str]] = {}
        self._after: dict[int, set[int]] = {}
        for number, after in wanted.words:
            self._after.setdefault(number, set()).add(after)
        self._frames = [_Frame(-1, "", {}, 0)]
        self._prefixes: dict[str | None, str] = {}
        self._count = 0
        self._piece = 0
        #: In which piece the last words were met, and at which byte they ended.
        self._words_end = (-1, -1)
        self._parser = expat.ParserCreate(namespace_separator="}")
        self._parser.StartNamespaceDeclHandler = self._declare
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def feed(self, piece: bytes) -> None:
        """Read on."""
        self._parser.Parse(piece)
        self._piece += 1

    def close(self) -> None:
        """The file ends."""
        self._parser.Parse(b"", True)
        self.root = next(iter(self.ordinals))

    # --- what expat calls -----

    def _declare(self, prefix: str | None, uri: str | None) -> None:
        if prefix and prefix != "xml" and uri:
            self._prefixes[prefix] = uri

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        parent, number, wanted = self._frames[-1], self._count, self.wanted
        position = parent.counts[name] = parent.counts.get(name, 0) + 1
        parent.children += 1
        frame = _Frame(number, name, attributes, position)
        if self._prefixes:
            frame.prefixes, self._prefixes = self._prefixes, {}
        self._frames.append(frame)
        self._count += 1
        if number in wanted.numbers or number in wanted.parents:
            frame.family = _Family()
            frame.words = self._after.get(number)
        if frame.family or parent.family:
            frame.place = self._place()
        if number in wanted.numbers:
            self._keep(len(self._frames) - 1)
            if parent.family:
                parent.family.room = NEAR
        elif family := parent.family:
            family.waiting.append(frame)
            if family.room:
                family.room -= 1
                self._keep(len(self._frames) - 1)
        if frame.words or parent.words:
            self._listen()

    def _end(self, _name: str) -> None:
        frame = self._frames.pop()
        if frame.family:
            self._keep_waiting(frame)
        for child in frame.kept:
            assert child.element is not None
            is_single = frame.counts[child.name] == 1
            step = local(child.name)
            self.steps[child.element] = step if is_single else f"{step}[{child.position}]"
        if frame.number in self.wanted.numbers:
            self.ends[frame.number] = self._place()
        if frame.words or self._frames[-1].words:
            self._listen()

    def _listen(self) -> None:
        """Hear of text where that is wanted, and only there."""
        frame = self._frames[-1]
        is_wanted = frame.words is not None and frame.children in frame.words
        is_wanted = is_wanted and (frame.number, frame.children) not in self.words
        self._parser.CharacterDataHandler = self._characters if is_wanted else None

    def _characters(self, text: str) -> None:
        """Note the first words, of which a part may come with the next piece of the file."""
        frame, place = self._frames[-1], self._place()
        key = frame.number, frame.children
        begun = self.words.get(key)
        if begun is None and not text.strip(SPACE):
            return
        if begun is None:
            self.words[key] = place, text
        elif self._words_end[0] < self._piece and self._words_end[1] == place.byte:
            self.words[key] = begun[0], begun[1] + text
        else:
            self._parser.CharacterDataHandler = None
            return
        self._words_end = self._piece, place.byte + len(text.encode(self.encoding, "replace"))

    # --- the tree -----

    def _place(self) -> Place:
        line = self._parser.CurrentLineNumber
        mark = self.has_mark and line == 1
        column = self._parser.CurrentColumnNumber + (0 if mark else 1)
        return Place(self._parser.CurrentByteIndex, line, column)

    def _keep(self, depth: int) -> None:
        """Have a copy of an open element, of those around it, and of those that wait before it."""
        frame, parent = self._frames[depth], self._frames[depth - 1]
        if frame.element is not None:
            return
        if depth > 1:
            self._keep(depth - 1)
        if parent.family:
            if parent.family.waiting and parent.family.waiting[-1] is frame:
                parent.family.waiting.pop()
            self._keep_waiting(parent)
        self._add(parent, frame)

    def _keep_waiting(self, parent: _Frame) -> None:
        assert parent.family
        for frame in parent.family.waiting:
            self._add(parent, frame)
        parent.family.waiting.clear()

    def _add(self, parent: _Frame, frame: _Frame) -> None:
        tag, values = _clark(frame.name), {_clark(n): v for n, v in frame.attributes.items()}
        if parent.element is None:
            frame.element = etree.Element(tag, values, frame.prefixes)
        else:
            frame.element = etree.SubElement(parent.element, tag, values, frame.prefixes)
        parent.kept.append(frame)
        self.ordinals[frame.element] = frame.number
        if frame.place:
            self.starts[frame.number] = frame.place


def _clark(name: str) -> str:
    """The Clark name for a name as expat gives it."""
    return f"{{{name}" if "}" in name else name
