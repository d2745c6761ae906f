"""``text.empty-attribute``: an attribute has a value."""

from __future__ import annotations

from functools import partial
from typing import Final

from lxml import etree

from tei_tools.model.document import Document
from tei_tools.model.finding import Fix
from tei_tools.model.names import XML_LANG, XML_NS, display
from tei_tools.rules.context import Context
from tei_tools.rules.nodes import name
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="text.empty-attribute",
    name="an attribute has no value",
    reason="It says nothing, and programs that ask whether it is there get the wrong answer: it is "
    "left over from a template or a form.",
    source="TEI Guidelines 1.4.2",
    bad='<p n="">Words.</p>',
    good="<p>Words.</p>",
    fixes=True,
)
#: Attributes whose empty value says something.
KEPT: Final = frozenset({XML_LANG, f"{{{XML_NS}}}base", "delim", "joinTo", "replacementPattern"})


def check(elements: Elements, context: Context) -> Problems:
    if not any(map(context.has, ('=""', "=''"))):
        return
    for element in elements[0].xpath("descendant-or-self::*[@*[.='']]"):
        for attribute, value in element.items():
            if not value and attribute not in KEPT and not name(element).startswith("{"):
                yield Problem(
                    element=element,
                    message=f"@{display(attribute)} has no value",
                    attribute=attribute,
                    suggestion="give it one, or take it away",
                    fix=partial(_away, element=element, attribute=attribute),
                )


def _away(document: Document, element: etree._Element, attribute: str) -> Fix | None:
    edit = document.edit_attribute_away(element, attribute)
    return Fix.of(f"take @{display(attribute)} away", edit, is_safe=False)
