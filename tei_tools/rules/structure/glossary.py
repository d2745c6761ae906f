"""``structure.glossary``: a list of terms has terms."""

from __future__ import annotations

from tei_tools.model.finding import Severity
from tei_tools.rules.context import Context
from tei_tools.rules.nodes import children
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="structure.glossary",
    name="a glossary has no terms",
    reason='In a list of type="gloss" each label is a term that the item after it explains: without '
    "labels it is another list.",
    source="TEI Guidelines 3.8",
    bad='<list type="gloss"><item>New Economic Policy</item></list>',
    good='<list type="gloss"><label>NEP</label><item>New Economic Policy</item></list>',
    severity=Severity.ERROR,
)


def check(elements: Elements, _: Context) -> Problems:
    for each in elements:
        is_bare = children(each, "item") and not children(each, "label")
        if each.get("type") == "gloss" and is_bare:
            yield Problem(
                element=each,
                message="this list of terms has no `label`",
                attribute="type",
                suggestion="add the terms, or change @type",
            )
