"""``header.title``: a text has a title."""

from __future__ import annotations

from tei_tools.model.finding import Severity
from tei_tools.rules.context import Context
from tei_tools.rules.nodes import children, said
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="header.title",
    name="the text has no title",
    reason="The title of titleStmt is what catalogues, lists and citations show.",
    source="TEI Guidelines 2.2.1",
    bad="<titleStmt><title/></titleStmt>",
    good="<titleStmt><title>Letter to the Congress</title></titleStmt>",
    severity=Severity.ERROR,
)


def check(elements: Elements, _: Context) -> Problems:
    for statement in elements:
        titles = children(statement, "title")
        if titles and not any(map(said, titles)):
            yield Problem(element=titles[0], message="the text has no title: `title` is empty")
