"""``header.language-used``: the languages that the header lists are in the text."""

from __future__ import annotations

from tei_tools.model.names import XML_LANG, tei
from tei_tools.model.subtags import plain
from tei_tools.rules.context import Context
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="header.language-used",
    name="a declared language is never used",
    reason="Who searches a corpus for a language finds texts without it; headers made from a "
    "template often list too much.",
    source="TEI Guidelines 2.4.2",
    bad='<langUsage><language ident="en">English</language><language ident="fr">French</language>'
    "</langUsage><p>All in English.</p>",
    good='<langUsage><language ident="en">English</language></langUsage><p>All in English.</p>',
)


def check(elements: Elements, context: Context) -> Problems:
    used = {
        plain(element.get(XML_LANG, ""))
        for element in context.document.root.iter(tei("*"))
        if element.get(XML_LANG)
    }
    for language in elements:
        tag = plain(language.get("ident", ""))
        if tag and not any(each == tag or each.startswith(f"{tag}-") for each in used):
            yield Problem(
                element=language,
                message=f"the language `{tag}` is declared, and no xml:lang has it",
                attribute="ident",
            )
