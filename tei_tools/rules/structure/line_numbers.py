"""``structure.line-numbers``: the numbers of verses go up."""

from __future__ import annotations

from lxml import etree

from tei_tools.rules.context import Context
from tei_tools.rules.nodes import inside
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="structure.line-numbers",
    name="a verse has the wrong number",
    reason="Verses are cited by number; of a number that goes back, two verses may be meant.",
    source="TEI Guidelines 3.13.1",
    bad='<lg><l n="11">One</l><l n="11">Two</l></lg>',
    good='<lg><l n="11">One</l><l n="12">Two</l></lg>',
)


def check(elements: Elements, _: Context) -> Problems:
    before: tuple[object, int] = (None, 0)
    for line in elements:
        number = line.get("n", "")
        if not (number.isascii() and number.isdigit()) or len(number) > 9:
            continue
        division: etree._Element | None = inside(line, "text", "div", "lg")
        is_part = line.get("part", "N") in ("M", "F")
        if before[0] is division and int(number) <= before[1] - is_part:
            yield Problem(
                element=line, message=f"verse {number} comes after {before[1]}", attribute="n"
            )
        before = division, int(number)
