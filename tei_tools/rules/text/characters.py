"""In: some characters. Out: for each that a document has, one problem at its first place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

from tei_tools.rules.context import Context
from tei_tools.rules.rule import Problem
from tei_tools.rules.texts import Hit


def shown(character: str) -> str:
    """A character as people look it up: ``U+00AD (soft hyphen)``."""
    name = unicodedata.name(character, "").lower()
    return f"U+{ord(character):04X}" + (f" ({name})" if name else "")


def first_of_each(
    context: Context,
    characters: Iterable[str],
    message: str,
    suggestion: str = "",
    is_meant: Callable[[Hit], bool] = lambda _: True,
) -> Iterator[Problem]:
    """A problem for each character, at the first place that is meant.

    Args:
        message: what is wrong, behind the character.
    """
    for character in sorted(characters):
        hits = context.texts.find(re.compile(re.escape(character)))
        first = next((hit for hit in hits if is_meant(hit)), None)
        if first is None:
            continue
        number = context.texts.joined.count(character)
        times = "" if number == 1 else f", {number} times in this file"
        yield Problem(
            element=first.element,
            message=f"{shown(character)} {message}{times}",
            stretch=first.stretch,
            suggestion=suggestion,
        )
