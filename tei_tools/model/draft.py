"""In: drafts of findings. Out: the findings; of many the first, and one that says how many more.

A check goes through a document that may not be in memory as a whole. So it notes the numbers of the
elements concerned; when it is through, these are fetched, with their places, and the words found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from .finding import Finding, Location, Severity
from .walkable import Walkable, Wanted

#: How many findings of one document are told.
MOST: Final = 1_000
#: How many times as many are looked through where some are not wanted.
UNWANTED: Final = 20


class Draft(NamedTuple):
    """A finding to be.

    Attributes:
        numbers: the elements concerned, by their numbers; the first is where it is told.
        tell: makes the finding, given a document that has these elements, and them.
        severity: how much the finding will weigh.
        parent: the element whose children the finding may speak of, by its number; -1 for none.
        after: how many children come before the words in question; -1 where there are none.
    """

    numbers: tuple[int, ...]
    tell: Callable[..., Finding]
    severity: Severity = Severity.ERROR
    parent: int = -1
    after: int = -1


def told(
    document: Walkable, drafts: Iterable[Draft], keeps: Callable[[Finding], bool] | None = None
) -> Iterator[Finding]:
    """The findings of a document, in the order of their drafts; of too many, the gravest, and of
    these the first in the text.

    Args:
        keeps: whether a finding is wanted; all are when nothing is given.

    Raises:
        TeiToolsError: the file has changed since it was checked.
    """
    kept: list[Draft] = []
    left: Counter[Severity] = Counter()
    room = MOST if keeps is None else MOST * UNWANTED
    for draft in drafts:
        kept.append(draft)
        if len(kept) >= 2 * room:
            _cut(kept, left, room)
    if len(kept) > MOST:
        _cut(kept, left, room)
    count = 0
    for at in range(0, len(kept), MOST):
        batch = kept[at : at + MOST]
        if count >= MOST:
            left.update(draft.severity for draft in batch)
            continue
        for finding in _told(document, batch):
            if keeps is None or keeps(finding):
                count += 1
                yield finding
    if left:
        yield _more(document.path, left)


def _told(document: Walkable, drafts: Sequence[Draft]) -> Iterator[Finding]:
    tree, elements = document.tree(
        Wanted(
            frozenset(number for draft in drafts for number in draft.numbers),
            frozenset(draft.parent for draft in drafts),
            frozenset((draft.numbers[0], draft.after) for draft in drafts if draft.after >= 0),
        )
    )
    for draft in drafts:
        yield draft.tell(tree, *[elements[number] for number in draft.numbers])


def _cut(kept: list[Draft], left: Counter[Severity], room: int) -> None:
    """Leave the gravest drafts, and of these the first in the text, and count the others."""
    weights = {severity: weight for weight, severity in enumerate(Severity)}
    kept.sort(key=lambda draft: (weights[draft.severity], draft.numbers[0]))
    left.update(draft.severity for draft in kept[room:])
    del kept[room:]


def _more(path: str, left: Counter[Severity]) -> Finding:
    worst = next(severity for severity in Severity if left[severity])
    return Finding(
        "findings.more",
        worst,
        f"there are {left.total():,} findings more; only the first {MOST:,} of a file are told",
        Location(path),
        suggestion="mend these first: many may have the same cause",
    )
