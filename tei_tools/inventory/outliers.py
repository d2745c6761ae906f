"""In: what files use. Out: what nearly all do and a few do not, each with its places.

412 of 415 `persName` have `ref`, these 3 do not: a habit that is as good as a rule was not kept, or
the rare value is a misprint.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from .usage import SELDOM, ElementUse, Seen, Usage

#: How many uses make a habit, and the share of them, in percent, that may go against it.
HABIT: Final = 20
EXCEPTIONS: Final = 5
#: What stands once or twice among many is told of attributes that have but a few words as values.
FEW_VALUES: Final = 12
RARE: Final = 2
RARITY: Final = 50
_WORDS: Final = re.compile(r"[^\W\d_][\w. -]*")


class Outlier(NamedTuple):
    """A habit and its exceptions.

    Attributes:
        value: the rare value; empty where the attribute is missing altogether.
        have: how many elements keep the habit.
        seen: how many do not, and where they are.
    """

    element: str
    attribute: str
    value: str
    have: int
    seen: Seen


def outliers(usage: Usage) -> Iterator[Outlier]:
    """The outliers, by the names of their elements."""
    for element, use in sorted(usage.elements.items()):
        yield from _missing(element, use)
        yield from _rare_values(element, use)


def _missing(element: str, use: ElementUse) -> Iterator[Outlier]:
    total = use.count
    for attribute, have in use.attributes().items():
        lack = total - have
        if total >= HABIT and 0 < lack <= SELDOM and lack * 100 <= total * EXCEPTIONS:
            yield Outlier(element, attribute, "", have, use.without(attribute))


def _rare_values(element: str, use: ElementUse) -> Iterator[Outlier]:
    for attribute, values in sorted(use.values.items()):
        if values is None or not 1 < len(values) <= FEW_VALUES:
            continue
        if not all(map(_WORDS.fullmatch, values)):  # pointers, dates and numbers are no vocabulary
            continue
        total = sum(seen.count for seen in values.values())
        for value, seen in sorted(values.items()):
            if seen.count <= RARE and seen.count * RARITY <= total:
                yield Outlier(element, attribute, value, total - seen.count, seen)
