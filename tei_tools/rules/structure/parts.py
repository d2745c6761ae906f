"""``structure.parts``: a divided line has a beginning and an end."""

from __future__ import annotations

from lxml import etree

from tei_tools.rules.context import Context
from tei_tools.rules.nodes import inside, name
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="structure.parts",
    name="a part of a line has no beginning or no end",
    reason='A line that speakers share begins with @part="I" and ends with "F": verses are counted '
    "wrongly where one of them is missing.",
    source="TEI Guidelines, att.fragmentable",
    bad='<lg><l part="I">Who is</l><l>A whole line.</l></lg>',
    good='<lg><l part="I">Who is</l><l part="F">there?</l></lg>',
)


def check(elements: Elements, _: Context) -> Problems:
    begun: etree._Element | None = None
    for line in elements:
        part = line.get("part", "N")
        if name(line) != "l" or part not in ("I", "M", "F"):
            continue
        if begun is not None and inside(begun, "text") is not inside(line, "text"):
            yield _unfinished(begun)
            begun = None
        if part == "I" and begun is not None:
            yield _unfinished(begun)
        elif part != "I" and begun is None:
            yield Problem(
                element=line, message=f'part="{part}", but no line has begun', attribute="part"
            )
        begun = None if part == "F" else line
    if begun is not None:
        yield _unfinished(begun)


def _unfinished(line: etree._Element) -> Problem:
    message = f'the line that begins here (part="{line.get("part")}") has no end'
    return Problem(element=line, message=message, attribute="part")
