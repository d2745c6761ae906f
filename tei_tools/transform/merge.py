"""In: what two views read in one work. Out: one tree, with both readings where they differ.

Both views read the same elements in the same order, so nodes are matched by the element they come
from, in one pass. Of a text, only the words that differ are written twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import replace
from itertools import count
from typing import TypeVar

from .compose import Work
from .nodes import Anchor, Block, BlockNode, Break, Either, Group, Inline, InlineNode, Node, Text

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
    same = 0  # how many they share at the beginning, as what no view varies is
    for a, b in zip(first, second, strict=False):
        if a is not b:
            break
        same += 1
    if same == len(first) == len(second):
        return first
    merged: list[BlockNode] = list(first[:same])
    for one, other in _pairs(first[same:], second[same:]):
        match one, other:
            case (a,), (b,) if a is b:
                merged.append(a)
            case (Block() as a,), (Block() as b,):
                merged.append(replace(a, children=merge_lines(a.children, b.children)))
            case (Group() as a,), (Group() as b,):
                merged.append(replace(a, children=merge_blocks(a.children, b.children)))
            case (a,), (b,) if type(a) is type(b):
                merged.append(a)
            case _:
                merged.append(Either(one, other))
    return tuple(merged)


def merge_lines(
    first: tuple[InlineNode, ...], second: tuple[InlineNode, ...]
) -> tuple[InlineNode, ...]:
    """The nodes of a line of two views in one sequence."""
    merged: list[InlineNode] = []
    for one, other in _pairs(first, second):
        match one, other:
            case (Inline() as a,), (Inline() as b,):
                merged.append(replace(a, children=merge_lines(a.children, b.children)))
            case (Text() as a,), (Text() as b,) if a.generated == b.generated:
                merged += _texts(a, b)
            case (Break() as a,), (Break() as b,) if a.value == b.value:
                merged.append(a)
            case (Anchor() as a,), (Anchor(),):
                merged.append(a)
            case _ if one == other:  # texts, some of them generated
                merged += one
            case _:
                merged.append(Either(one, other))
    return tuple(merged)


def has_variants(work: Work) -> bool:
    """Whether there is anything in a merged work that only one of the views reads."""
    stack: list[Node] = [*work.main, *work.apart]
    for note in work.notes:
        stack += note.children
    while stack:
        match stack.pop():
            case Either():
                return True
            case Block(children=line) | Inline(children=line):
                stack.extend(line)
            case Group(children=blocks):
                stack.extend(blocks)
    return False


def _pairs(
    first: tuple[_N, ...], second: tuple[_N, ...]
) -> Iterator[tuple[tuple[_N, ...], tuple[_N, ...]]]:
    """What belongs to each other: nodes of one element, and what lies between such nodes."""
    places = {key: place for place, key in enumerate(_keys(second)) if key is not None}
    done = others_done = 0
    for place, key in enumerate(_keys(first)):
        other = -1 if key is None else places.get(key, -1)
        if other >= others_done:
            yield from _between(first[done:place], second[others_done:other])
            yield first[place : place + 1], second[other : other + 1]
            done, others_done = place + 1, other + 1
    yield from _between(first[done:], second[others_done:])


def _between(
    one: tuple[_N, ...], other: tuple[_N, ...]
) -> Iterator[tuple[tuple[_N, ...], tuple[_N, ...]]]:
    if one or other:
        yield one, other


def _keys(nodes: tuple[Node, ...]) -> Iterator[Hashable]:
    """For each node its element, and how often that has come before; None for texts."""
    seen: Counter[Hashable] = Counter()
    for node in nodes:
        if isinstance(node, Text | Either):
            yield None
        else:
            yield node.source, seen[node.source]
            seen[node.source] += 1


def _texts(a: Text, b: Text) -> Iterator[InlineNode]:
    if a.value == b.value:
        yield a
        return
    start = _shared(a.value, b.value)
    while not (_is_edge(a.value, start) and _is_edge(b.value, start)):
        start -= 1
    rest = a.value[start:], b.value[start:]
    end = _shared(rest[0][::-1], rest[1][::-1])
    while not all(_is_edge(text, len(text) - end) for text in rest):
        end -= 1
    middle = [Text(text[: len(text) - end], a.generated) for text in rest]
    if start:
        yield Text(a.value[:start], a.generated)
    yield Either(*((text,) if text.value else () for text in middle))
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
