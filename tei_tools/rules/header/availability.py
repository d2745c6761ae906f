"""``header.availability``: a text says what may be done with it."""

from __future__ import annotations

from tei_tools.rules.context import Context
from tei_tools.rules.nodes import children, name
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="header.availability",
    name="the header does not say what may be done with the text",
    reason="Without a licence nobody may reuse, print or archive an edition.",
    source="TEI Guidelines 2.2.4; FAIR principles, R1.1",
    bad="<publicationStmt><publisher>The editors</publisher></publicationStmt>",
    good="<publicationStmt><publisher>The editors</publisher><availability><licence "
    'target="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</licence></availability>'
    "</publicationStmt>",
)


def check(elements: Elements, _: Context) -> Problems:
    for statement in elements:
        above = statement.getparent()
        is_own = above is not None and name(above) == "fileDesc"
        if is_own and not children(statement, "availability", "p", "ab"):
            yield Problem(
                element=statement,
                message="nothing says what may be done with the text",
                suggestion="add `availability` with a `licence`",
            )
