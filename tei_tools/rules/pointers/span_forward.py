"""``pointers.span-forward``: a span ends after it begins."""

from __future__ import annotations

from tei_tools.model.finding import Severity
from tei_tools.rules.context import Context
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="pointers.span-forward",
    name="a span ends before it begins",
    reason="addSpan, delSpan and their like begin where they stand and end where @spanTo leads: "
    "pointing back, they cover nothing.",
    source="TEI Guidelines 11.3.1.4, att.spanning",
    bad='<p>One<anchor xml:id="a1"/> two <index spanTo="#a1"><term>two</term></index>three.</p>',
    good='<p>One <index spanTo="#a1"><term>two</term></index>two<anchor xml:id="a1"/> three.</p>',
    severity=Severity.ERROR,
)


def check(elements: Elements, context: Context) -> Problems:
    document = context.document
    for element in elements:
        value = element.get("spanTo", "").strip()
        ends = document.ids.get(value[1:], []) if value.startswith("#") else []
        if ends and document.number(ends[0]) <= document.number(element):
            yield Problem(
                element=element,
                message=f"@spanTo leads back, to `{value}`",
                attribute="spanTo",
                related=ends[0],
            )
