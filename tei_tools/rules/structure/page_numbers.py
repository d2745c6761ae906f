"""``structure.page-numbers``: pages follow one another."""

from __future__ import annotations

from typing import Final

from lxml import etree

from tei_tools.rules.context import Context
from tei_tools.rules.nodes import inside
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="structure.page-numbers",
    name="a page number goes back",
    reason="Citations name pages: a number that is there already, or lower than the one before, is "
    "a slip.",
    source="TEI Guidelines 3.11.3",
    bad='<p><pb n="11"/>One <pb n="12"/>two <pb n="12"/>three.</p>',
    good='<p><pb n="11"/>One <pb n="12"/>two <pb n="13"/>three.</p>',
)
#: How far a slip may go back; further back, another volume begins.
NEAR: Final = 10


def check(elements: Elements, _: Context) -> Problems:
    before: dict[tuple[object, ...], tuple[int, etree._Element]] = {}
    for page in elements:
        number = page.get("n", "")
        if not (number.isascii() and number.isdigit()) or len(number) > 9:
            continue
        work = inside(page, "text", "sourceDoc")
        key = work, page.get("ed"), page.get("edRef"), page.get("type")
        last, first = before.get(key, (0, page))
        if first is not page and last - NEAR < int(number) <= last:
            again = int(number) == last
            yield Problem(
                element=page,
                message=f"page {number} "
                + ("is there already" if again else f"comes after {last}"),
                attribute="n",
                related=first,
            )
        before[key] = int(number), page
