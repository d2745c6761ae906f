"""In: what two views read in one work. Out: one tree, with both readings where they differ.

Nodes are matched by the element they come from; a text keeps what both views have at its beginning
and its end, so that only the words that differ are written twice.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import count
from typing import TypeVar

from .compose import Work
from .nodes import Block, BlockNode, Either, Group, Inline, InlineNode, Node, Text

_N = TypeVar("_N", InlineNode, BlockNode)


def merge_works(first: Work, second: Work) -> Work:
    """A work as two views read it."""
    others = {note.source: note for note in second.notes}
    notes = [
        replace(note, children=merge_blocks(note.children, others.pop(note.source).children))
        if note.source in others
        else note
        for note in first.notes
    ]
    used = {note.label for note in notes}
    for note in others.values():  # notes on what only the second view reads
        numbers = map(str, count(1))
        label = note.label if note.label not in used else next(n for n in numbers if n not in used)
        used.add(label)
        notes.append(replace(note, label=label))
    return Work(
        first.source,
        merge_blocks(first.main, second.main),
        merge_blocks(first.apart, second.apart),
        tuple(notes),
    )


def merge_blocks(
    first: tuple[BlockNode, ...], second: tuple[BlockNode, ...]
) -> tuple[BlockNode, ...]:
    """The blocks of two views in one sequence."""
    if first == second:
        return first
    merged: list[BlockNode] = []
    for one, other in _pairs(first, second):
        match one, other:
            case (Block() as a,), (Block() as b,):
                merged.append(replace(a, children=merge_lines(a.children, b.children)))
            case (Group() as a,), (Group() as b,):
                merged.append(replace(a, children=merge_blocks(a.children, b.children)))
            case _ if one == other:
                merged += one
            case _:
                merged.append(Either(one, other))
    return tuple(merged)


def merge_lines(
    first: tuple[InlineNode, ...], second: tuple[InlineNode, ...]
) -> tuple[InlineNode, ...]:
    """The nodes of a line of two views in one sequence."""
    if first == second:
        return first
    merged: list[InlineNode] = []
    for one, other in _pairs(first, second):
        match one, other:
            case (Inline() as a,), (Inline() as b,):
                merged.append(replace(a, children=merge_lines(a.children, b.children)))
            case (Text() as a,), (Text() as b,) if a.generated == b.generated:
                merged += _texts(a, b)
            case _ if one == other:
                merged += one
            case _:
                merged.append(Either(one, other))
    return tuple(merged)


def _pairs(
    first: tuple[_N, ...], second: tuple[_N, ...]
) -> Iterator[tuple[tuple[_N, ...], tuple[_N, ...]]]:
    """The parts of two sequences that belong to each other: single nodes, or what lies between."""
    keys, others = _keys(first), _keys(second)
    for tag, a, b, c, d in SequenceMatcher(None, keys, others, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (((x,), (y,)) for x, y in zip(first[a:b], second[c:d], strict=True))
        else:
            yield first[a:b], second[c:d]


def _keys(nodes: Sequence[Node]) -> list[Hashable]:
    keys: list[Hashable] = []
    for node in nodes:
        match node:
            case Text() | Either():
                keys.append(Text)
            case Block(source=source, part=part):
                keys.append((Block, source, part))
            case _:
                keys.append((type(node), node.source))
    return keys


def _texts(a: Text, b: Text) -> Iterator[InlineNode]:
    start = _shared(a.value, b.value)
    while not (_is_edge(a.value, start) and _is_edge(b.value, start)):
        start -= 1
    rest = a.value[start:], b.value[start:]
    end = _shared(rest[0][::-1], rest[1][::-1])
    while not all(_is_edge(text, len(text) - end) for text in rest):
        end -= 1
    middle = tuple(Text(text[: len(text) - end], a.generated) for text in rest)
    if start:
        yield Text(a.value[:start], a.generated)
    if middle[0].value or middle[1].value:
        yield Either(*(tuple(text for text in (part,) if text.value) for part in middle))
    if end:
        yield Text(rest[0][len(rest[0]) - end :], a.generated)


def _is_edge(text: str, place: int) -> bool:
    """Whether a place in a text is not inside a word, so that no reading is cut there."""
    return place in (0, len(text)) or " " in (text[place - 1], text[place])


def _shared(a: str, b: str) -> int:
    """How many characters two texts have in common at their beginning."""
    for length, (one, other) in enumerate(zip(a, b, strict=False)):
        if one != other:
            return length
    return min(len(a), len(b))
