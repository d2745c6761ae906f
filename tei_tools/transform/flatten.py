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


def flatten(nodes: Iterable[BlockNode], caller: Caller = no_caller, between: str = "\n\n") -> Flat:
    """The text of blocks, with the place of every node."""
    writer = _Writer(caller)
    writer.blocks(tuple(nodes), between, in_cell=False)
    return Flat("".join(writer.pieces), tuple(writer.spans), tuple(writer.map))


def text_of(nodes: Iterable[InlineNode]) -> str:
    """The text of a line."""
    writer = _Writer(no_caller)
    for node in nodes:
        writer.inline(node)
    return "".join(writer.pieces)


def _columns(node: BlockNode) -> int:
    """How many columns a cell takes up (``@cols``)."""
    columns = node.source.get("cols", "") if isinstance(node, Block | Group) else "0"
    return min(int(columns), MOST_COLUMNS) if columns.isascii() and columns.isdigit() else 1


class _Writer:
    def __init__(self, caller: Caller) -> None:
        self.caller = caller
        self.pieces: list[str] = []
        self.length = 0
        self.separator = ""
        self.marker = ""
        self.spans: list[Span] = []
        self.map: list[tuple[int, int, int]] = []

    def blocks(self, nodes: tuple[BlockNode, ...], between: str, in_cell: bool) -> tuple[int, int]:
        """Write blocks; return where they stand."""
        begin = end = None
        columns = 0
        for node in nodes:
            place, marker = len(self.spans), self.marker
            parting = " " if in_cell else between if between != COLUMN else COLUMN * columns
            if end is not None:
                self.separator = parting
            elif between == COLUMN and not in_cell:
                self.marker += parting  # empty cells come before the first text of the row
            start, stop = self.block(node, in_cell)
            columns = (0 if stop > start else columns) + _columns(node)
            if stop > start:
                begin, end = start if begin is None else begin, stop
            else:
                self.marker = marker
            self.spans.insert(place, Span(node, start, stop))
        return (self.length, self.length) if begin is None or end is None else (begin, end)

    def block(self, node: BlockNode, in_cell: bool) -> tuple[int, int]:
        match node:
            case Aside():
                return self.line((), self.caller(node))
            case Block():
                self.marker += node.marker
                return self.line(node.children)
            case Group():
                self.marker += node.marker
                in_cell = in_cell or node.behaviour is Behaviour.CELL
                return self.blocks(node.children, node.separator, in_cell)
            case _:
                return self.length, self.length

    def line(self, nodes: tuple[InlineNode, ...], before: str = "") -> tuple[int, int]:
        """Write a line, unless there is no text in it; return where it stands."""
        if before or self.has_text(nodes):
            if self.length:
                self.write(self.separator)
            self.write(self.marker)
            self.separator = self.marker = ""
        start = self.length
        self.write(before)
        for node in nodes:
            self.inline(node)
        return start, self.length

    def has_text(self, nodes: tuple[InlineNode, ...]) -> bool:
        stack = list(nodes)
        while stack:
            match stack.pop():
                case Text(value=value) | Break(value=value) if value:
                    return True
                case Anchor() as anchor if self.caller(anchor):
                    return True
                case Inline(children=children):
                    stack.extend(children)
        return False

    def inline(self, node: InlineNode) -> None:
        place, start = len(self.spans), self.length
        match node:
            case Text(value=value, runs=runs):
                if runs:
                    self.trace(runs, len(value))
                self.write(value)
                return
            case Break(value=value):
                self.write(value)
            case Anchor():
                self.write(self.caller(node))
            case Inline(children=children):
                for child in children:
                    self.inline(child)
        self.spans.insert(place, Span(node, start, self.length))

    def trace(self, runs: Runs, length: int) -> None:
        """Note where the text that comes next stands in the document."""
        ends = (*(start for start, _ in runs[1:]), length)
        for (start, at), end in zip(runs, ends, strict=True):
            stop = min(end, length)  # a hyphen that was dropped may have had a run of its own
            if at >= 0 and start < stop:
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
