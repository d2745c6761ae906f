"""``header.responsibility``: a statement of responsibility says who did what."""

from __future__ import annotations

from tei_tools.rules.context import Context
from tei_tools.rules.nodes import name, said
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="header.responsibility",
    name="a statement of responsibility lacks the name or the task",
    reason="Credit goes to a person for a task; a template that was not filled in names nobody.",
    source="TEI Guidelines 2.2.1, 3.12.2.2",
    bad="<titleStmt><title>A letter</title><respStmt><resp>Transcribed by</resp><persName/>"
    "</respStmt></titleStmt>",
    good="<titleStmt><title>A letter</title><respStmt><resp>Transcribed by</resp><persName>A. B."
    "</persName></respStmt></titleStmt>",
)


def check(elements: Elements, _: Context) -> Problems:
    for statement in elements:
        for part in statement:
            if isinstance(part.tag, str) and not len(part.attrib) and not said(part):
                what = "task" if name(part) == "resp" else "name"
                yield Problem(
                    element=part, message=f"`{name(part)}` is empty: the {what} is missing"
                )
