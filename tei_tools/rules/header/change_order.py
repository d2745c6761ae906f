"""``header.change-order``: the changes of a file stand in the order of their dates."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from tei_tools.rules.context import Context
from tei_tools.rules.dates.words import valued
from tei_tools.rules.nodes import children
from tei_tools.rules.rule import Elements, Option, Problem, Problems, Rule

RULE = Rule(
    code="header.change-order",
    name="a change is out of order",
    reason="The Guidelines have the latest change first, where readers and programs look for the "
    "state of the file; a change out of order is misdated or misplaced.",
    source="TEI Guidelines 2.6",
    bad='<revisionDesc><change when="2022-12-24">Transcribed.</change>'
    '<change when="2022-12-25">Proofread.</change></revisionDesc>',
    good='<revisionDesc><change when="2022-12-25">Proofread.</change>'
    '<change when="2022-12-24">Transcribed.</change></revisionDesc>',
    options=(
        Option(
            "order",
            "descending",
            "the latest change first, or the earliest, or either throughout",
            ("descending", "ascending", "either"),
        ),
    ),
)

FIRST: Final = {
    "descending": "put the latest change first, or set the option `order`",
    "ascending": "put the earliest change first",
    "either": "put the changes in the order of their dates",
}


def check(elements: Elements, context: Context) -> Problems:
    order = RULE.value("order", context.options)
    for revision in elements:
        changes = [
            (change, span.first, span.last)
            for change in children(revision, "change")
            if (span := valued(change)[0])
        ]
        up = [later[0] for one, later in pairwise(changes) if later[1] > one[2]]
        down = [later[0] for one, later in pairwise(changes) if later[2] < one[1]]
        if order == "either":
            wrong = min(up, down, key=len)
        else:
            wrong = up if order == "descending" else down
        if wrong:
            is_reversed = len(changes) > 2 and not (up and down)
            yield Problem(
                element=wrong[0],
                message="all changes stand in reverse order"
                if is_reversed
                else "this change is out of order",
                suggestion=FIRST[order],
            )
