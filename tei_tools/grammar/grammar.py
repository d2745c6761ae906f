"""In: nothing. Out: what a compiled schema is: patterns, and what their labels stand for."""

from __future__ import annotations

from collections.abc import Mapping

from .leaves import Leaf
from .patterns import Pattern, Patterns


class Grammar:
    """A compiled schema.

    Attributes:
        patterns: where its patterns are made and derived.
        leaves: what each label stands for; label 0 is text.
        contents: the content of each element, by its label.
        start: the pattern that a document matches.
        size: how many patterns it was made of; what was made later are their derivatives.
        place: the schema file and the line of the start.
        ids: for the name of an element, which of its attributes are ``ID``, ``IDREF``, ``IDREFS``.
        classes: for each definition that is but a choice of others (a class of elements, in TEI's
            words), the names of those others.
    """

    __slots__ = ("classes", "contents", "ids", "leaves", "patterns", "place", "size", "start")

    def __init__(self, patterns: Patterns) -> None:
        self.patterns = patterns
        self.leaves: list[Leaf | None] = [None]
        self.contents: dict[int, Pattern] = {}
        self.size = 0
        self.place = "", 0
        self.ids: Mapping[str, Mapping[str, str]] = {}
        self.classes: dict[str, tuple[str, ...]] = {}
        self.start = self.patterns.not_allowed
