"""``names.same-identifier``: two entries of a register are two persons or places."""

from __future__ import annotations

from lxml import etree

from tei_tools.rules.context import Context
from tei_tools.rules.nodes import children, label, name, said
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

from .authorities import in_address

RULE = Rule(
    code="names.same-identifier",
    name="two entries have the same identifier",
    reason="An authority file has one number for each person or place: the two entries are the "
    "same, or one of the numbers was copied.",
    source="TEI Guidelines 13.3",
    bad='<listPerson><person xml:id="a"><persName>A</persName><idno type="VIAF">71387963</idno>'
    '</person><person xml:id="b"><persName>B</persName><idno type="VIAF">71387963</idno></person>'
    "</listPerson>",
    good='<listPerson><person xml:id="a"><persName>A</persName><idno type="VIAF">71387963</idno>'
    '</person><person xml:id="b"><persName>B</persName><idno type="VIAF">24602065</idno></person>'
    "</listPerson>",
)
KINDS = frozenset("gnd viaf wikidata geonames isni orcid lcnaf lccn bnf ulan tgn pleiades".split())


def check(elements: Elements, _: Context) -> Problems:
    seen: dict[tuple[str, str, str], etree._Element] = {}
    for entry in elements:
        for number in children(entry, "idno"):
            words = said(number)
            kind, identifier = in_address(words) if "://" in words else ("", "")
            kind, identifier = kind or number.get("type", "").lower(), identifier or words
            if kind not in KINDS or not identifier:
                continue
            key = name(entry), kind, identifier
            first = seen.setdefault(key, entry)
            if first is not entry:
                yield Problem(
                    element=number,
                    message=f"`{identifier}` is the number of `{label(first)}` already",
                    related=first,
                )
