"""``names.identifier``: numbers of authority files and of books are complete."""

from __future__ import annotations

from tei_tools.model.finding import Severity
from tei_tools.rules.context import Context
from tei_tools.rules.nodes import name, said
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

from .authorities import in_address, why_wrong

RULE = Rule(
    code="names.identifier",
    name="an identifier is not one of its kind",
    reason="Identifiers of GND, ORCID, ISNI, ISBN and ISSN have a check digit that shows slips of "
    "the pen; those of Wikidata, VIAF and GeoNames have a form. A wrong one leads to someone else.",
    source="ISO 2108, 3297, 27729; documentation of GND, Wikidata, VIAF, GeoNames",
    bad='<listPerson><person xml:id="schiller"><persName>Schiller</persName><idno type="GND">'
    "118607627</idno></person></listPerson>",
    good='<listPerson><person xml:id="schiller"><persName>Schiller</persName><idno type="GND">'
    "118607626</idno></person></listPerson>",
    severity=Severity.ERROR,
)


def check(elements: Elements, _: Context) -> Problems:
    for element in elements:
        found = [("ref", *in_address(token)) for token in element.get("ref", "").split()]
        if name(element) == "idno":
            words = said(element)
            own = in_address(words) if "://" in words else (element.get("type", "").lower(), words)
            found.append(("", *own))
        for attribute, authority, identifier in found:
            if identifier and (reason := why_wrong(authority, identifier)):
                yield Problem(
                    element=element,
                    message=f"`{identifier}` {reason}",
                    attribute=attribute,
                )
