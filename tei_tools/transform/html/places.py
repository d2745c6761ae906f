"""In: the id of a block. Out: how its place is called: ``w1.II.a.p3`` in ``w1`` is II.a 3."""

from __future__ import annotations

import re
from typing import Final

_PARAGRAPH: Final = re.compile(r"(?:(.*)\.)?p(\d+)")


def short_place(identifier: str, owner: str) -> str:
    """A place for lists of places; empty for the whole work.

    Args:
        identifier: the id of the block, or of what is next around it.
        owner: the id of the work.
    """
    if identifier == owner:
        return ""
    rest = identifier.removeprefix(f"{owner}.")
    found = _PARAGRAPH.fullmatch(rest)
    return f"{found[1] or ''} {found[2]}".strip() if found else rest


def place_in_words(identifier: str, owner: str) -> str:
    """A place for a citation: ``section II.a, paragraph 3``; empty for any other id."""
    section, _, number = short_place(identifier, owner).rpartition(" ")
    if not number.isdigit():
        return ""
    return f"section {section}, paragraph {number}" if section else f"paragraph {number}"
