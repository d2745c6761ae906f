"""``pointers.doubled``: a list of pointers names each thing once."""

from __future__ import annotations

from functools import partial
from typing import Final

from lxml import etree

from tei_tools.model.document import Document
from tei_tools.model.finding import Fix
from tei_tools.rules.context import Context
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="pointers.doubled",
    name="a list of pointers names a thing twice",
    reason="One of the two was meant for another: a speaker, a witness, a hand is missing.",
    source="TEI Guidelines 1.4.2, teidata.pointer",
    bad='<listPerson><person xml:id="a"><persName>A</persName></person></listPerson>'
    '<sp who="#a #a"><speaker>Both</speaker><p>Yes!</p></sp>',
    good='<listPerson><person xml:id="a"><persName>A</persName></person>'
    '<person xml:id="b"><persName>B</persName></person></listPerson>'
    '<sp who="#a #b"><speaker>Both</speaker><p>Yes!</p></sp>',
    fixes=True,
)
#: Attributes in which a thing is named once; a @target may go round.
NAMES: Final = (
    "who", "wit", "resp", "ref", "ana", "corresp", "hand", "source", "rendition", "decls"
)  # fmt: skip


def check(elements: Elements, _: Context) -> Problems:
    for element in elements:
        if not any(" " in str(value) for value in element.values()):
            continue  # as most are
        for name in NAMES:
            tokens = element.get(name, "").split()
            if len(set(tokens)) == len(tokens):
                continue
            again = next(each for each in tokens if tokens.count(each) > 1)
            yield Problem(
                element=element,
                message=f"@{name} names `{again}` twice",
                attribute=name,
                fix=partial(_once, element=element, attribute=name),
            )


def _once(document: Document, element: etree._Element, attribute: str) -> Fix | None:
    value = " ".join(dict.fromkeys(element.get(attribute, "").split()))
    edit = document.edit_value(element, attribute, value)
    return Fix.of(f"write `{value}`", edit, is_safe=False)
