"""``structure.parts``: a divided line has a beginning and an end."""

from __future__ import annotations

from lxml import etree

from tei_tools.rules.context import Context
from tei_tools.rules.nodes import inside
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="structure.parts",
    name="a part of a line has no beginning or no end",
    reason='A line that speakers share begins with @part="I" and ends with "F": verses are counted '
    "wrongly where one of them is missing.",
    source="TEI Guidelines 7.2.6, 17.3, att.fragmentable",
    bad='<lg><l part="I">Who is</l><l>A whole line.</l></lg>',
    good='<lg><l part="I">Who is</l><l part="F">there?</l></lg>',
)


def check(elements: Elements, _: Context) -> Problems:
    open_: etree._Element | None = None
    work: etree._Element | None = None
    for line in elements:
        if (own := inside(line, "text")) is not work:
            open_, work = None, own
        part = line.get("part", "N")
        if open_ is not None and part in ("I", "N"):
            yield Problem(
                element=open_,
                message=f'a line begins here (part="{open_.get("part")}") and does not end',
                attribute="part",
                related=line,
            )
            open_ = None
        if open_ is None and part in ("M", "F"):
            yield Problem(
                element=line, message=f'part="{part}", but no line has begun', attribute="part"
            )
        if part in ("I", "M"):
            open_ = line
        elif part == "F":
            open_ = None
    if open_ is not None:
        yield Problem(
            element=open_,
            message=f'a line begins here (part="{open_.get("part")}") and does not end',
            attribute="part",
        )
