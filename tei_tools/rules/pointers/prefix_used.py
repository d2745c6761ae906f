"""``pointers.prefix-used``: a declared prefix is used."""

from __future__ import annotations

from tei_tools.model.document import Document
from tei_tools.rules.context import Context
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="pointers.prefix-used",
    name="a declared prefix is never used",
    reason="It is left over, or pointers that should have it are written otherwise. Where all "
    "files share one header, this rule is of no use.",
    source="TEI Guidelines 16.2.3",
    bad='<listPrefixDef><prefixDef ident="reg" matchPattern="([a-z]+)" '
    'replacementPattern="https://example.org/$1"/></listPrefixDef>',
    good='<listPrefixDef><prefixDef ident="reg" matchPattern="([a-z]+)" '
    'replacementPattern="https://example.org/$1"/></listPrefixDef>'
    '<p><persName ref="reg:lenin">Lenin</persName></p>',
)


def check(elements: Elements, context: Context) -> Problems:
    for definition in elements:
        prefix = definition.get("ident", "")
        if prefix and not _is_used(context.document, f"{prefix}:"):
            yield Problem(
                element=definition,
                message=f"no pointer begins with `{prefix}:`",
                attribute="ident",
            )


def _is_used(document: Document, prefix: str) -> bool:
    """Whether a word of any attribute begins with a prefix."""
    later = f" {prefix}"
    return any(
        value.startswith(prefix) or later in value
        for _, element in document.elements()
        for value in element.values()
    )
