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

#: The longest word, in characters.
LONGEST: Final = 200
_WORD: Final = re.compile(r"[^\s\0]+")
_BEGIN: Final = re.compile(r"[^\s\0]+\Z")


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
                start = _BEGIN.search(text, max(0, at - LONGEST), at + 1)
                begin = start.start() if start else at
                starts.add(begin)
                end = _WORD.match(text, at)
                at = text.find(character, end.end() if end else at + 1)
        return self._hits(match for at in sorted(starts) if (match := _WORD.match(text, at)))

    def _hits(self, matches: Iterable[re.Match[str]]) -> Iterator[Hit]:
        """Where matches stand, which come in the order of the text."""
        pieces = _pieces(self.root)
        begin = end = 0
        for match in matches:
            while match.start() >= end:
                node, is_tail, piece = next(pieces)
                begin, end = end, end + len(piece) + 1
            element, after, before = _place(node, is_tail)
            start = before + match.start() - begin
            yield Hit(element, Stretch(after, start, start + len(match[0])), match)


def _pieces(root: etree._Element) -> Iterator[tuple[etree._Element, bool, str]]:
    """The pieces of text: what each stands in or after, whether it stands after, and its words."""
    for node in root.iter():
        if (words := node.text) and isinstance(node.tag, str):
            yield node, False, words
        if (words := node.tail) and node is not root:
            yield node, True, words


def _place(node: etree._Element, is_tail: bool) -> tuple[etree._Element, int, int]:
    """The element that a piece stands in, how many child elements come before the piece, and how
    many characters of text between that child and the piece: comments part pieces, not texts.
    """
    parent = node.getparent() if is_tail else None
    if parent is None:
        return node, 0, 0
    after, before = 0, len(parent.text or "")
    for child in parent:
        if isinstance(child.tag, str):
            after, before = after + 1, 0
        if child is node:
            break
        before += len(child.tail or "")
    return parent, after, before
