"""``structure.glossary``: every label of a list has its item."""

from __future__ import annotations

from tei_tools.model.finding import Severity
from tei_tools.rules.context import Context
from tei_tools.rules.nodes import children, name
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="structure.glossary",
    name="a label has no item, or an item no label",
    reason="In a list of terms each label is explained by the item after it: one that is missing "
    "shifts all that follow.",
    source="TEI Guidelines 3.8",
    bad='<list type="gloss"><label>NEP</label><item>New Economic Policy</item><item>State Planning '
    "Commission</item></list>",
    good='<list type="gloss"><label>NEP</label><item>New Economic Policy</item><label>Gosplan'
    "</label><item>State Planning Commission</item></list>",
    severity=Severity.ERROR,
)


def check(elements: Elements, _: Context) -> Problems:
    for each in elements:
        parts = children(each, "label", "item")
        names = [name(part) for part in parts]
        if "label" not in names and each.get("type") != "gloss":
            continue
        for part, kind, before in zip(parts, names, ["item", *names], strict=False):
            if kind == before:
                yield Problem(
                    element=part,
                    message="this item has no label"
                    if kind == "item"
                    else "this label follows another",
                )
                break
