"""In: dated marks in their order. Out: a picture as SVG: days go down, a column for each hand.

A hand has a shape beside its colour, and each mark its name, so that nothing is told by colour
alone; what is inferred is hollow. The picture is one image for those who hear the page: the table
that follows it says the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Final, NamedTuple

from tei_tools.pages import escape, start

from ..dates import in_words

#: Sizes in pixels: the column of dates, the column of a hand, a mark's line, the heads, a gap.
DATES, LANE, LINE, TOP, GAP = 104, 130, 26, 44, 22
#: The shapes of the hands, drawn around the point 0, 0.
SHAPES: Final = (
    '<circle r="7"/>',
    '<rect x="-6.5" y="-6.5" width="13" height="13"/>',
    '<path d="M0-9 8.5 6h-17z"/>',
    '<path d="M0-9 9 0 0 9-9 0z"/>',
)
#: The longest word that fits at the head of a column.
LONGEST: Final = 14


class Mark(NamedTuple):
    """A unit in the picture.

    Attributes:
        when: an ISO date.
        label: what the unit is called.
        hand: who took it down.
        short: the same in one word; empty where there is none.
        is_inferred: that is not said, but inferred.
    """

    when: str
    label: str
    hand: str
    short: str
    is_inferred: bool


def timeline(marks: Sequence[Mark], title: str, title_id: str, description_id: str) -> str:
    """The picture, with a title and a description of all that is in it."""
    hands: dict[str, str] = {}
    for mark in marks:
        hands[mark.hand] = hands.get(mark.hand) or mark.short
    lanes = {hand: number for number, hand in enumerate(hands)}
    width = DATES + LANE * len(lanes)
    drawn, height = _rows(marks, lanes, width)
    heads = "".join(_head(n, hands[hand] or hand) for hand, n in lanes.items())
    opened = start(
        "svg",
        role="img",
        aria_labelledby=title_id,
        aria_describedby=description_id,
        viewBox=f"0 0 {width} {height}",
        width=str(width),
        height=str(height),
    )
    hollow = "A hollow mark: the hand is inferred. " if any(m.is_inferred for m in marks) else ""
    return (
        f'<figure class="timeline">{opened}\n<title id="{title_id}">{title}</title>\n'
        f'<desc id="{description_id}">{escape(_described(marks))}</desc>\n'
        f"{heads}\n{drawn}</svg>\n"
        f"<figcaption>{hollow}The line follows the order of the units; the table has the same "
        "with links to them.</figcaption></figure>\n"
    )


def _described(marks: Sequence[Mark]) -> str:
    """What the picture shows, in words."""
    days = (
        f"{in_words({'when': when})}: "
        + ", ".join(f"{m.label} ({m.hand}{', inferred' if m.is_inferred else ''})" for m in some)
        for when, some in groupby(marks, key=lambda mark: mark.when)
    )
    return f"{'; '.join(days)}."


def _head(lane: int, name: str) -> str:
    x = DATES + LANE * lane
    name = name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
    return (
        f'<g class="lane-{lane % len(SHAPES)}" transform="translate({x + 16} 16)">'
        f"{SHAPES[lane % len(SHAPES)]}</g>"
        f'<text class="lane-name" x="{x + 29}" y="20">{escape(name)}</text>'
    )


def _rows(marks: Sequence[Mark], lanes: dict[str, int], width: int) -> tuple[str, int]:
    """The days with their marks and the line that joins these; and how high all of it is."""
    out: list[str] = []
    points: list[tuple[int, int]] = []
    y, before = TOP, ""
    for when, some in groupby(marks, key=lambda mark: mark.when):
        if (skipped := _days_between(before, when)) > 0:
            words = "1 day" if skipped == 1 else f"{skipped:,} days"
            out.append(f'<text class="gap" x="{DATES - 14}" y="{y + 11}">{words}</text>')
            y += GAP
        out.append(f'<path class="day" d="M0 {y}H{width}"/>')
        out.append(f'<text x="0" y="{y + 18}">{escape(_short(when))}</text>\n')
        for mark in some:
            lane = lanes[mark.hand]
            points.append((DATES + LANE * lane + 16, y + LINE // 2))
            out.append(_drawn(mark, lane, *points[-1]))
            y += LINE
        before = when
    return f'<path class="order" d="{_line(points)}"/>\n{"".join(out)}', y + 2


def _line(points: Sequence[tuple[int, int]]) -> str:
    """A line from mark to mark that goes through no word: words stand to the right of marks."""
    (before, top), *rest = points
    steps = [f"M{before} {top}"]
    for x, y in rest:
        steps.append(f"H{x}V{y}" if x < before else f"V{y}H{x}")
        before = x
    return "".join(steps)


def _drawn(mark: Mark, lane: int, x: int, y: int) -> str:
    number = lane % len(SHAPES)
    classes = f"lane-{number} hollow" if mark.is_inferred else f"lane-{number}"
    return (
        f'<g class="{classes}" transform="translate({x} {y})">{SHAPES[number]}</g>'
        f'<text x="{x + 15}" y="{y + 5}">{escape(mark.label)}</text>\n'
    )


def _days_between(before: str, after: str) -> int:
    """How many days lie between two days; none, where one is not known to the day."""
    try:
        return (date.fromisoformat(after) - date.fromisoformat(before)).days - 1
    except ValueError:
        return 0


def _short(when: str) -> str:
    """A date as in the text, its month in three letters."""
    return " ".join(
        word[:3] if word.isalpha() else word for word in in_words({"when": when}).split()
    )
