"""``header.root-language``: a text says which language it is in."""

from __future__ import annotations

from tei_tools.rules.context import Context
from tei_tools.rules.nodes import inside
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="header.root-language",
    name="nothing says which language the text is in",
    reason="Hyphenation, quotation marks, searching and reading aloud depend on it.",
    source="TEI Guidelines vi.1",
    bad='<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>'
    "<title>A letter</title></titleStmt><publicationStmt><p>Not published.</p></publicationStmt>"
    "<sourceDesc><p>Born digital.</p></sourceDesc></fileDesc></teiHeader><text><body><p>Words.</p>"
    "</body></text></TEI>",
    good="<p>Words.</p>",
)


def check(elements: Elements, context: Context) -> Problems:
    for text in elements:
        if inside(text, "text") is None and not context.language(text):
            yield Problem(
                element=text,
                message="nothing says which language the text is in",
                suggestion='add `xml:lang="…"` to `text` or to `TEI`',
            )
