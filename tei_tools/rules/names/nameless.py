"""``names.nameless``: what a register lists has a name."""

from __future__ import annotations

from typing import Final

from lxml import etree

from tei_tools.rules.context import Context
from tei_tools.rules.nodes import name, said
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="names.nameless",
    name="an entry of a register has no name",
    reason="It cannot be listed, sorted or found.",
    source="TEI Guidelines 13.3",
    bad='<listPerson><person xml:id="a"><birth when="1870"/></person></listPerson>',
    good='<listPerson><person xml:id="a"><persName>A</persName><birth when="1870"/></person>'
    "</listPerson>",
)
ATTRIBUTES: Final = ("n", "sameAs", "copyOf", "corresp", "ref", "source", "role", "ana")


def check(elements: Elements, _: Context) -> Problems:
    for entry in elements:
        if any(entry.get(attribute) for attribute in ATTRIBUTES):
            continue
        if not any(_is_name(child) for child in entry):
            yield Problem(element=entry, message=f"this `{name(entry)}` has no name")


def _is_name(child: etree._Element) -> bool:
    """Whether a part of an entry may say what it is called."""
    if not isinstance(child.tag, str):
        return False
    kind = name(child)
    is_name = kind.endswith(("Name", "name")) or kind in (
        "p", "ab", "desc", "head", "label", "note", "country", "region", "settlement", "district",
        "bloc", "idno", "person", "personGrp", "place", "org", "persona", "ptr", "linkGrp", "objectIdentifier",
    )  # fmt: skip
    return is_name and (bool(said(child)) or len(child.attrib) > 0 or len(child) > 0)
