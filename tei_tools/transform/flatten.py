"""In: nodes. Out: their text, and where in it (in code points) each node stands.

Separators and markers are written only between texts, so that nothing empty leaves a trace.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from .behaviours import Behaviour
from .nodes import (
    Anchor,
    Aside,
    Block,
    BlockNode,
    Break,
    Group,
    Inline,
    InlineNode,
    Node,
    Runs,
    Text,
)

#: What is written where a note is anchored; nothing, unless a format shows notes.
Caller = Callable[[Anchor | Aside], str]
#: No table is wider.
MOST_COLUMNS: Final = 1000
#: What parts the columns of a table; an empty cell is a column, too.
COLUMN: Final = "\t"


class Span(NamedTuple):
    """Where a node stands: ``text[start:end]``."""

    node: Node
    start: int
    end: int


class Flat(NamedTuple):
    """A text and the places of the nodes in it, in document order.

    Attributes:
        map: where its characters come from: from, to (in this text), and the place of the first
            in the character data of the document; nothing for what does not stand there.
    """

    text: str
    spans: tuple[Span, ...]
    map: tuple[tuple[int, int, int], ...] = ()

    def between(self, start: int, end: int) -> Flat:
        """A part of the text, and where it comes from."""
        parts = ((max(a, start), min(b, end), at + max(0, start - a)) for a, b, at in self.map)
        shown = tuple((a - start, b - start, at) for a, b, at in parts if a < b)
        return Flat(self.text[start:end], (), shown)


def no_caller(_: Anchor | Aside) -> str:
    """Writes nothing where a note is anchored."""
    return ""


def flatten(
    nodes: Iterable[BlockNode],
    caller: Caller = no_caller,
    between: str = "\n\n",
    *,
    is_placed: bool = True,
) -> Flat:
    """The text of blocks, with the place of every node, unless that is not asked for."""
    writer = _Writer(caller, is_placed)
    writer.blocks(tuple(nodes), between, in_cell=False)
    return Flat("".join(writer.pieces), tuple(writer.spans), tuple(writer.map))


def text_of(nodes: Iterable[InlineNode]) -> str:
    """The text of a line."""
    writer = _Writer(no_caller, is_placed=False)
    writer.inlines(nodes)
    return "".join(writer.pieces)


def _columns(node: BlockNode) -> int:
    """How many columns a cell takes up (``@cols``)."""
    columns = node.source.get("cols", "") if isinstance(node, Block | Group) else "0"
    return min(int(columns), MOST_COLUMNS) if columns.isascii() and columns.isdigit() else 1


#: Holds the place of a node until it is known where it ends.
_OPEN: Final = Span(Text(""), 0, 0)


class _Writer:
    def __init__(self, caller: Caller, is_placed: bool) -> None:
        self.caller = caller
        self.is_placed = is_placed
        self.pieces: list[str] = []
        self.length = 0
        self.separator = ""
        self.marker = ""
        self.spans: list[Span] = []
        self.map: list[tuple[int, int, int]] = []

    def blocks(self, nodes: tuple[BlockNode, ...], between: str, in_cell: bool) -> tuple[int, int]:
        """Write blocks; return where they stand."""
        begin = end = -1
        columns = 0
        is_row = between == COLUMN and not in_cell
        parting = " " if in_cell else between
        spans = self.spans
        for node in nodes:
            place, marker = len(spans), self.marker
            if self.is_placed:
                spans.append(_OPEN)
            if is_row:
                parting = COLUMN * columns
            if end >= 0:
                self.separator = parting
            elif is_row:
                self.marker += parting  # empty cells come before the first text of the row
            start, stop = self.block(node, in_cell)
            if is_row:
                columns = (0 if stop > start else columns) + _columns(node)
            if stop > start:
                begin, end = start if begin < 0 else begin, stop
            else:
                self.marker = marker
            if self.is_placed:
                spans[place] = Span(node, start, stop)
        return (begin, end) if end >= 0 else (self.length, self.length)

    def block(self, node: BlockNode, in_cell: bool) -> tuple[int, int]:
        if isinstance(node, Block):
            self.marker += node.marker
            return self.line(node.children)
        if isinstance(node, Group):
            self.marker += node.marker
            in_cell = in_cell or node.behaviour is Behaviour.CELL
            return self.blocks(node.children, node.separator, in_cell)
        if isinstance(node, Aside):
            return self.line((), self.caller(node))
        return self.length, self.length

    def line(self, nodes: tuple[InlineNode, ...], before: str = "") -> tuple[int, int]:
        """Write a line, unless there is no text in it; return where it stands."""
        if before or self.has_text(nodes):
            if self.length:
                self.write(self.separator)
            if self.marker:
                self.write(self.marker)
            self.separator = self.marker = ""
        start = self.length
        if before:
            self.write(before)
        self.inlines(nodes)
        return start, self.length

    def has_text(self, nodes: tuple[InlineNode, ...]) -> bool:
        for node in nodes:
            if isinstance(node, Text | Break):
                if node.value:
                    return True
            elif isinstance(node, Inline):
                if self.has_text(node.children):
                    return True
            elif isinstance(node, Anchor) and self.caller(node):
                return True
        return False

    def inlines(self, nodes: Iterable[InlineNode]) -> None:
        for node in nodes:
            if isinstance(node, Text):
                value = node.value
                if node.runs:
                    self.trace(node.runs, len(value))
                if value:
                    self.pieces.append(value)
                    self.length += len(value)
                continue
            place, start = len(self.spans), self.length
            if self.is_placed:
                self.spans.append(_OPEN)
            if isinstance(node, Inline):
                self.inlines(node.children)
            elif isinstance(node, Break):
                self.write(node.value)
            elif isinstance(node, Anchor):
                self.write(self.caller(node))
            if self.is_placed:
                self.spans[place] = Span(node, start, self.length)

    def trace(self, runs: Runs, length: int) -> None:
        """Note where the text that comes next stands in the document."""
        if len(runs) == 1 and not runs[0][0]:  # as most are
            if (at := runs[0][1]) >= 0 and length:
                self.add(self.length, self.length + length, at)
            return
        stop = length
        traced: list[tuple[int, int, int]] = []
        for start, at in reversed(runs):
            if at >= 0 and start < stop:
                traced.append((start, stop, at))
            stop = min(start, length)  # a dropped hyphen may have had a run of its own
        for start, stop, at in reversed(traced):
            self.add(self.length + start, self.length + stop, at)

    def add(self, start: int, end: int, at: int) -> None:
        if self.map:
            before, done, from_ = self.map[-1]
            if done == start and from_ + done - before == at:
                self.map[-1] = (before, end, from_)
                return
        self.map.append((start, end, at))

    def write(self, value: str) -> None:
        if value:
            self.pieces.append(value)
            self.length += len(value)
