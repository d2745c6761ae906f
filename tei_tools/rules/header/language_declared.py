"""``header.language-declared``: the languages of the text are those that the header lists."""

from __future__ import annotations

from tei_tools.model.names import XML_LANG, tei
from tei_tools.model.subtags import plain
from tei_tools.rules.context import Context
from tei_tools.rules.nodes import inside, name
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="header.language-declared",
    name="a language of the text is not declared in the header",
    reason="langUsage lists the languages of the text; a tag that is not in it is a slip, or the "
    "list has been forgotten. It is told at the first use.",
    source="TEI Guidelines 2.4.2",
    bad='<langUsage><language ident="en">English</language></langUsage>'
    '<p>What they call <foreign xml:lang="fr">pruderie</foreign>.</p>',
    good='<langUsage><language ident="en">English</language><language ident="fr">French</language>'
    '</langUsage><p>What they call <foreign xml:lang="fr">pruderie</foreign>.</p>',
)
#: Tags for what is no language in particular (ISO 639-2).
SPECIAL = frozenset({"", "und", "zxx", "mul", "mis"})


def check(elements: Elements, context: Context) -> Problems:
    declared = {
        plain(each.get("ident", "")) for each in context.document.root.iter(tei("language"))
    }
    seen = set(SPECIAL)
    for element in elements if declared else ():
        tag = element.get(XML_LANG, "").lower()
        if tag in seen:
            continue
        if name(element) != "text" and inside(element, "text", "sourceDoc") is None:
            continue
        seen.add(tag)
        parts = plain(tag).split("-")
        if not any("-".join(parts[:length]) in declared for length in range(1, len(parts) + 1)):
            yield Problem(
                element=element,
                message=f"the language `{tag}` is not declared in langUsage",
                attribute=XML_LANG,
                suggestion=f'add `<language ident="{element.get(XML_LANG)}">` to the header',
            )
