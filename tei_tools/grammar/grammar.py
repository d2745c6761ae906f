"""In: nothing. Out: what a compiled schema is: patterns, and what their labels stand for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .leaves import Leaf
from .patterns import Pattern, Patterns


@dataclass(slots=True)
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

    patterns: Patterns
    leaves: list[Leaf | None] = field(default_factory=lambda: [None])
    contents: dict[int, Pattern] = field(default_factory=dict)
    start: Pattern = field(init=False)
    size: int = 0
    place: tuple[str, int] = ("", 0)
    ids: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    classes: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.start = self.patterns.not_allowed
