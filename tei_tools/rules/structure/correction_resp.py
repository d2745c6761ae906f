"""``structure.correction-resp``: what an editor has changed says who, and how sure it is."""

from __future__ import annotations

from tei_tools.rules.context import Context
from tei_tools.rules.nodes import name
from tei_tools.rules.rule import Elements, Option, Problem, Problems, Rule

RULE = Rule(
    code="structure.correction-resp",
    name="a correction does not say whose it is",
    reason="Corrections of the source's editors and of this edition must be told apart, and the "
    "sure from the doubtful.",
    source="TEI Guidelines 3.5.1, 11.3.1.1, att.editLike",
    bad="<p>Comrade <choice><sic>Pyatakoy</sic><corr>Pyatakov</corr></choice>.</p>",
    good='<listPerson><person xml:id="ed"><persName>A. B.</persName></person></listPerson><p>Comrade '
    '<choice><sic>Pyatakoy</sic><corr resp="#ed">Pyatakov</corr></choice>.</p>',
    options=(Option("attributes", ("resp",), "the attributes that a correction must have"),),
)


def check(elements: Elements, context: Context) -> Problems:
    attributes = RULE.value("attributes", context.options)
    for element in elements:
        for attribute in attributes:
            if not element.get(attribute):
                yield Problem(
                    element=element,
                    message=f"this `{name(element)}` has no @{attribute}",
                    suggestion=f"add @{attribute}",
                )
