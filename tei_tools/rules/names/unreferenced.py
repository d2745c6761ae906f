"""``names.unreferenced``: a name says who is meant."""

from __future__ import annotations

from typing import Final

from tei_tools.model.wording import quoted
from tei_tools.rules.context import Context
from tei_tools.rules.nodes import inside, name, said
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="names.unreferenced",
    name="a name does not say who or what is meant",
    reason="Where names are identified, one without @ref has been forgotten.",
    source="TEI Guidelines 13.2.1",
    bad="<p>A letter to <persName>Trotsky</persName>.</p>",
    good='<listPerson><person xml:id="trotsky"><persName>Trotsky</persName></person></listPerson>'
    '<p>A letter to <persName ref="#trotsky">Trotsky</persName>.</p>',
)
NAMES: Final = ("ref", "key", "corresp", "sameAs", "nymRef", "ana", "who")


def check(elements: Elements, _: Context) -> Problems:
    for element in elements:
        if any(element.get(attribute) for attribute in NAMES) or inside(element, "text") is None:
            continue
        if (
            inside(element, "person", "place", "org", "event", "persName", "placeName", "orgName")
            is None
        ):
            yield Problem(
                element=element,
                message=f"this `{name(element)}` does not say who or what `{quoted(said(element))}` is",
                suggestion="add @ref",
            )
