"""In: a document. Out: its words as one long text that is searched at once, and where hits stand.

Going through a hundred thousand pieces of text for each rule would take longer than all the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final, NamedTuple

from lxml import etree

from tei_tools.model.document import Document

from .rule import Stretch

#: How far back the beginning of a word is looked for, in characters.
LONGEST: Final = 200
_WORD: Final = re.compile(r"[^\s\0]+")
#: What words end with, for the most part.
_ENDS: Final = frozenset(" \t\n\r\0\u00a0\u2003\u2009")


class Hit(NamedTuple):
    """A stretch of text that matches a pattern.

    Attributes:
        element: the element that the text stands directly in.
        stretch: where in it.
        match: the match; its groups are of use, its places are not.
    """

    element: etree._Element
    stretch: Stretch
    match: re.Match[str]


class Texts:
    """The words of a document; NUL, which XML does not have, parts the pieces between tags."""

    def __init__(self, document: Document) -> None:
        self.root = document.root

    @cached_property
    def joined(self) -> str:
        """All pieces, each with a NUL after it."""
        return "".join([f"{piece}\0" for _, _, piece in _pieces(self.root)])

    def find(self, pattern: re.Pattern[str]) -> Iterator[Hit]:
        """All places where a pattern matches, which is not to match NUL.

        A match does not reach over tags, comments and processing instructions.
        """
        return self._hits(pattern.finditer(self.joined))

    def words(self, characters: Iterable[str]) -> Iterator[Hit]:
        """All words, from space to space, that have one of some characters.

        For characters that are rare this is many times quicker than `find`.
        """
        text = self.joined
        starts = set[int]()
        for character in characters:
            at = text.find(character)
            while at >= 0:
                begin = at
                while begin > max(0, at - LONGEST) and text[begin - 1] not in _ENDS:
                    begin -= 1
                starts.add(begin)
                end = _WORD.match(text, at)
                at = text.find(character, end.end() if end else at + 1)
        return self._hits(self._apart(starts))

    def _apart(self, starts: Iterable[int]) -> Iterator[re.Match[str]]:
        """The words that begin at some places, in order; none that is part of another."""
        end = 0
        for start in sorted(starts):
            word = _WORD.match(self.joined, start) if start >= end else None
            if word:
                end = word.end()
                yield word

    def _hits(self, matches: Iterable[re.Match[str]]) -> Iterator[Hit]:
        """Where matches stand, which come in the order of the text."""
        pieces = _pieces(self.root)
        places = dict[etree._Element, _Place]()
        begin = end = 0
        for match in matches:
            while match.start() >= end:
                node, is_tail, piece = next(pieces)
                begin, end = end, end + len(piece) + 1
            element = node.getparent() if is_tail else None
            if element is None:
                element, after, before = node, 0, 0
            else:
                place = places.get(element) or _Place(None, 0, len(element.text or ""))
                places[element] = place = place.up_to(element, node)
                after, before = place.after, place.before
            start = before + match.start() - begin
            yield Hit(element, Stretch(after, start, start + len(match[0])), match)


class _Place(NamedTuple):
    """How far one has gone through the children of an element.

    Attributes:
        node: the last child, or comment; None before the first.
        after: how many of them are elements.
        before: how many characters of text come before what stands behind it, from the last child
            that is an element: comments part pieces, not texts.
    """

    node: etree._Element | None
    after: int
    before: int

    def up_to(self, element: etree._Element, node: etree._Element) -> _Place:
        """The place behind a later child."""
        _, after, before = self
        here = element[0] if self.node is None else self.node.getnext()
        if self.node is node:
            return self
        if self.node is not None:
            before += len(self.node.tail or "")
        while here is not None:
            if isinstance(here.tag, str):
                after, before = after + 1, 0
            if here is node:
                break
            before += len(here.tail or "")
            here = here.getnext()
        return _Place(node, after, before)


def _pieces(root: etree._Element) -> Iterator[tuple[etree._Element, bool, str]]:
    """The pieces of text: what each stands in or after, whether it stands after, and its words."""
    for node in root.iter():
        if (words := node.text) and isinstance(node.tag, str):
            yield node, False, words
        if (words := node.tail) and node is not root:
            yield node, True, words
