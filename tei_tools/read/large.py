"""In: a large file. Out: a document that checks go through while it is read, piece by piece.

libxml2 reads the file anew each time one goes through it, and what has been passed is freed: memory
grows with the depth of the elements and the number of ids, not with the length of the text.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from os import SEEK_END
from typing import BinaryIO, Final
from xml.parsers.expat import ExpatError

from lxml import etree

from tei_tools.model.closed import closed, is_enough
from tei_tools.model.document import Document
from tei_tools.model.finding import Finding, UnreadableDocumentError
from tei_tools.model.ids import Ids
from tei_tools.model.names import XINCLUDE_NS, XML_ID, local, name_of, tei
from tei_tools.model.pointers import OWNERS
from tei_tools.model.positions import SourceText, encoding_of
from tei_tools.model.walkable import EVENTS, Event, Kind, Wanted

from .declared import declares_markup, may_declare_markup
from .large_text import Open
from .parse import MANY_ATTRIBUTES, SAFE
from .skeleton import skeleton

#: After how many steps what has been passed is freed.
STEPS: Final = 1_000
#: How many bytes libxml2 is given at a time.
PIECE: Final = 1 << 15
#: In how many bytes all that stands before the root element is, as a rule.
PROLOG: Final = 1_000_000
#: Up to how many bytes a file that is not well-formed is read whole, to find the cause.
WHOLE: Final = 16_000_000
#: How much of a line is shown where a file is not well-formed.
LINE: Final = 1_000_000
PREFIX: Final = tei("prefixDef")
NOTED: Final = frozenset({*OWNERS, PREFIX, f"{{{XINCLUDE_NS}}}include"})


class NotInPiecesError(Exception):
    """A file that cannot be read piece by piece: one with inclusions, or a rare encoding."""


class LargeDocument:
    """A document that is read anew each time one goes through it.

    It has been gone through once, so it is well-formed. For the members see `Walkable`.
    """

    def __init__(self, path: str, open_file: Open, whole: Callable[[], Document]) -> None:
        """``whole`` reads it as a document in memory.

        Raises:
            UnreadableDocumentError: the file is not well-formed XML; carries the finding.
            NotInPiecesError: it has to be read as a whole.
        """
        self.path = path
        self._open = open_file
        self._whole = whole
        #: The numbers of the open elements, and how many children of theirs were freed.
        self._numbers: list[int] = []
        self._freed: dict[int, int] = {}
        with open_file() as stream:
            encoding = encoding_of(stream.read(PROLOG))
        if not _is_plain(encoding):
            raise NotInPiecesError
        index = Index(path, open_file)
        if index.has_inclusions or index.has_declarations:
            raise NotInPiecesError
        self.root = index.root
        self.outline = index.outline
        self._ids = index.ids

    @property
    def ids_by_file(self) -> Mapping[str, Mapping[str, str]]:
        """The ids of the file with the local names of their elements."""
        return {self.path: self._ids.kinds}

    def repeated_ids(self) -> Iterator[tuple[str, int, int]]:
        """Each second and later use of an ``xml:id``: the id, the first element, the later one."""
        return self._ids.repeated()

    def wholes(self) -> Mapping[etree._Element, str]:
        """None: what is read piece by piece is not skipped."""
        return {}

    def events(self) -> Iterator[Event]:
        """All `EVENTS` in document order."""
        numbers = self._numbers = []
        self._freed.clear()
        number = 0
        with self._open() as stream:
            for steps, step in enumerate(_parse(stream, EVENTS), 1):
                event, node = step
                if event == "start":
                    numbers.append(number)
                    number += 1
                yield step
                if event == "end":
                    numbers.pop()
                if not steps % STEPS:
                    self._count_before(node)
                    _free_before(node)

    def elements(self) -> Iterator[tuple[int, etree._Element]]:
        """All elements in document order, with their numbers."""
        return _elements(self._open)

    def number(self, element: etree._Element) -> int:
        """The number of an element that `events` has begun and not yet passed."""
        return self._numbers[sum(1 for _ in element.iterancestors())]

    def met(self, node: etree._Element) -> int:
        """How many children a node's parent has had when `events` passes the node."""
        parent = node.getparent()
        freed = 0 if parent is None else self._freed.get(self.number(parent), 0)
        return freed + _before(node) + isinstance(node.tag, str)

    def _count_before(self, node: etree._Element) -> None:
        """Note how many elements before a node, and before those around it, will be freed."""
        around = list(node.iterancestors())
        parents = reversed(self._numbers[: len(around)])
        for each, number in zip((node, *around), parents, strict=False):
            self._freed[number] = self._freed.get(number, 0) + _before(each)

    def file_of(self, element: etree._Element) -> str:  # noqa: ARG002
        """The path of the file."""
        return self.path

    def sources(self) -> Iterator[tuple[str, Iterable[bytes]]]:
        """The path of the file, and its bytes in pieces."""
        yield self.path, _pieces(self._open)

    def tree(self, wanted: Wanted) -> tuple[Document, Mapping[int, etree._Element]]:
        """A document of some of the elements, what they stand in, and some that are beside."""
        try:
            document, elements = skeleton(self.path, self._open, wanted)
            return document, {number: elements[number] for number in wanted.numbers}
        except (ExpatError, KeyError, ValueError):  # expat is of another mind than libxml2
            return self._whole().tree(wanted)

    def whole(self) -> Document:
        """All of it in memory, which may take much."""
        return self._whole()


class Index:
    """What one pass through a file tells.

    Attributes:
        root: the root element without its content; what precedes it are its siblings.
        outline: as `Walkable` has it.
        ids: every ``xml:id``.
        has_inclusions: whether there is an ``xi:include``.
        has_declarations: whether its DOCTYPE declares markup.
    """

    def __init__(self, path: str, open_file: Open) -> None:
        """Go through the file.

        Raises:
            UnreadableDocumentError: the file is not well-formed.
            NotInPiecesError: an entity of it has tags in it, or an element too many attributes.
        """
        with open_file() as stream:
            if may_declare_markup(stream):
                raise NotInPiecesError
        self.ids = Ids()
        self.has_inclusions = False
        self._works: list[etree._Element] = []
        try:
            for number, element in _elements(open_file):
                tag = name_of(element)
                if number == 0:
                    self.root, self.outline = element, etree.Element(tag)
                    self.has_declarations = declares_markup(element, _prolog(open_file))
                if len(element.attrib) > MANY_ATTRIBUTES:
                    raise NotInPiecesError
                if tag in NOTED:
                    self._note(number, element, tag)
                if identifier := element.get(XML_ID):
                    self.ids.add(identifier, sys.intern(local(tag)), number)
        except ValueError:  # a namespace that lxml reads and does not make
            raise NotInPiecesError from None
        except etree.XMLSyntaxError as error:
            raise UnreadableDocumentError(_explained(error, path, open_file)) from None
        del self.root[:]

    def _note(self, number: int, element: etree._Element, tag: str) -> None:
        """Note a work, the definition of a prefix, or an inclusion."""
        level = sum(1 for _ in element.iterancestors(*OWNERS))
        around = self._works[level - 1] if level else self.outline
        if tag in OWNERS:
            self._works[level:] = [etree.SubElement(around, tag) if number else self.outline]
        elif tag == PREFIX:
            etree.SubElement(around, tag, dict(element.attrib))
        else:
            self.has_inclusions = True


def _prolog(open_file: Open) -> str:
    with open_file() as stream:
        prolog = stream.read(PROLOG)
    return prolog.decode(encoding_of(prolog), errors="replace")


def _pieces(open_file: Open) -> Iterator[bytes]:
    with open_file() as stream:
        yield from iter(partial(stream.read, PROLOG), b"")


def _cut(data: bytes) -> Iterator[bytes]:
    return (data[at : at + PIECE] for at in range(0, len(data), PIECE))


def _elements(open_file: Open) -> Iterator[tuple[int, etree._Element]]:
    number = 0
    with open_file() as stream:
        for steps, (event, node) in enumerate(_parse(stream, ("start", "comment", "pi")), 1):
            if event == "start":
                yield number, node
                number += 1
            if not steps % STEPS:
                _free_before(node)


def _parse(stream: BinaryIO, events: Sequence[Kind]) -> Iterator[Event]:
    """What libxml2 meets in a file."""
    parser = etree.XMLPullParser(events, **SAFE)  # `iterparse` does not take all of `SAFE`
    prolog = stream.read(PROLOG)
    if not is_enough(prolog):
        prolog += stream.read()
    pieces = chain(_cut(closed(prolog)), iter(partial(stream.read, PIECE), b""))
    for piece in pieces:
        parser.feed(piece)
        yield from parser.read_events()
    parser.close()
    yield from parser.read_events()


def _before(node: etree._Element) -> int:
    """How many elements stand before a node in its parent."""
    return sum(1 for _ in node.itersiblings(etree.Element, preceding=True))


def _free_before(node: etree._Element) -> None:
    """Free what stands before a node and before the elements around it: it has been passed."""
    while (parent := node.getparent()) is not None:
        del parent[: parent.index(node)]
        node = parent


def _is_plain(encoding: str) -> bool:
    """Whether text in an encoding can be cut at any character."""
    one_byte = len(bytes(range(256)).decode(encoding, "replace")) == 256
    return encoding.startswith("utf-8") or one_byte


def _explained(error: etree.XMLSyntaxError, path: str, open_file: Open) -> Finding:
    from .malformed import explain  # loaded only where something is wrong

    return explain(error, _source(error, path, open_file))


def _source(error: etree.XMLSyntaxError, path: str, open_file: Open) -> SourceText:
    """The text in which the cause of an error is looked for: all of it, since that may stand far
    before, or of a very large file the first line and the one that libxml2 stumbled over.
    """
    wanted = max(error.lineno or 1, 1)
    with open_file() as stream:
        if stream.seek(0, SEEK_END) <= WHOLE:
            stream.seek(0)
            return SourceText(path, stream.read())
        stream.seek(0)
        first = last = stream.readline(LINE)
        number = 1
        while number < wanted and last:
            number += last.endswith(b"\n")
            last = stream.readline(LINE)
    data = first if wanted == 1 else first.rstrip(b"\n") + b"\n" + last
    return SourceText(path, data, left_out=max(wanted - 2, 0))
