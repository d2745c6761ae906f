"""In: nothing. Out: the views, that is, which encoding is read and which signs make it visible.

A view is data and has no code of its own, so that a project can write another one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

#: Where quotation marks are put.
QUOTATIONS: Final = ("declared", "always", "never")


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How the encoding becomes text.

    Attributes:
        name: as options and outputs write it.
        label: as readers see it.
        preferred: which child of a ``choice`` or ``app`` is read, the best first; the first child
            where none is named.
        omitted: elements that are not read (their text is not lost: interventions list it); of
            ``am`` and ``ex`` only the one that stands beside the other.
        signs: what is put before and after the content of an element.
        breaks: what stands for an empty element of a break; a space where nothing is said.
        notes_in_text: the values of ``note/@place`` whose notes are read where they stand.
        joins_words: a word divided by ``break="no"`` is read without its hyphen.
        gap: what is read for text that the source has no more.
        quotations: quotation marks are put where the header says that those of the source were
            not kept (``declared``), at all quotations (``always``), or at none (``never``).
        quotation_marks: those of outer and of inner quotations.
    """

    name: str
    label: str
    preferred: tuple[str, ...]
    omitted: frozenset[str]
    signs: Mapping[str, tuple[str, str]] = field(default_factory=dict, hash=False)
    breaks: Mapping[str, str] = field(default_factory=dict, hash=False)
    notes_in_text: frozenset[str] = frozenset()
    joins_words: bool = True
    gap: str = "[…]"
    quotations: str = "declared"
    quotation_marks: tuple[tuple[str, str], tuple[str, str]] = (("“", "”"), ("‘", "’"))

    @property
    def everywhere(self) -> tuple[object, ...]:
        """What the view says of elements that are too many to be told from the rest."""
        return self.gap, self.quotations, self.quotation_marks


READING: Final = View(
    name="reading",
    label="Reading text",
    preferred=("corr", "reg", "expan", "lem"),
    omitted=frozenset({"del", "surplus", "am"}),
)

DIPLOMATIC: Final = View(
    name="diplomatic",
    label="As the source has it",
    preferred=("sic", "orig", "abbr", "lem"),
    omitted=frozenset({"ex"}),
    signs={  # a plain dict, since views travel between processes
        "supplied": ("[", "]"),
        "note": ("[", "]"),
        "corr": ("⟨", "⟩"),
        "reg": ("⟨", "⟩"),
        "ex": ("(", ")"),
        "add": ("⸌", "⸍"),
        "del": ("⟦", "⟧"),
        "surplus": ("{", "}"),
        "unclear": ("", "[?]"),
    },
    breaks={"lb": "|", "cb": "¦", "pb": "‖"},
    notes_in_text=frozenset({"inline"}),
    joins_words=False,
)

#: Elements that are read in one of several ways, beside those that a view names.
_ALTERNATIVES: Final = frozenset(
    {"app", "choice", "note", "pc", "subst", "lb", "cb", "pb", "gb", "milestone"}
)

#: The views there are, by name.
VIEWS: Final[Mapping[str, View]] = MappingProxyType(
    {view.name: view for view in (READING, DIPLOMATIC)}
)

#: The names of all elements that views may read differently; the rest is read alike by all.
VARIED: Final = _ALTERNATIVES.union(
    *(view.omitted | view.signs.keys() | view.breaks.keys() for view in VIEWS.values())
)
