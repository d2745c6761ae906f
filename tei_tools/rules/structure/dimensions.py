"""``structure.dimensions``: a quantity has a unit, and a unit a quantity."""

from __future__ import annotations

from typing import Final

from lxml import etree

from tei_tools.rules.context import Context
from tei_tools.rules.nodes import name
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="structure.dimensions",
    name="a quantity has no unit, or a unit no quantity",
    reason="3 of what? Letters, lines and pages are all counted; without the unit, the size of a "
    "gap cannot be shown.",
    source="TEI Guidelines 10.3.4, att.dimensions",
    bad='<p>He <gap quantity="3"/> it.</p>',
    good='<p>He <gap quantity="3" unit="words"/> it.</p>',
)
QUANTITIES: Final = ("quantity", "extent", "atLeast", "atMost", "min", "max", "scope")


def check(elements: Elements, _: Context) -> Problems:
    for element in elements:
        quantities = [each for each in QUANTITIES if element.get(each)]
        if element.get("quantity") and not _unit(element):
            yield Problem(
                element=element,
                message=f"{element.get('quantity')} of what? @quantity has no @unit",
                attribute="quantity",
            )
        elif element.get("unit") and not quantities and not (element.text or "").strip():
            yield Problem(
                element=element,
                message=f"how many {element.get('unit')} this `{name(element)}` has is not said",
                attribute="unit",
                suggestion="add @quantity, or @extent for what is vague",
            )


def _unit(element: etree._Element) -> str | None:
    """The unit of an element, or the one that all `dimensions` share."""
    above = element.getparent()
    return element.get("unit") or (above.get("unit") if above is not None else None)
