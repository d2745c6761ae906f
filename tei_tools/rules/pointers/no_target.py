"""``pointers.no-target``: a pointer points."""

from __future__ import annotations

from typing import Final

from tei_tools.model.finding import Severity
from tei_tools.rules.context import Context
from tei_tools.rules.nodes import name
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="pointers.no-target",
    name="a pointer has no target",
    reason="`ptr` has no words: without @target or @cRef there is nothing to show at all.",
    source="TEI Guidelines 3.7",
    bad="<p>See <ptr/>.</p>",
    good='<p>See <ptr target="https://example.org/"/>.</p>',
    severity=Severity.ERROR,
)
NAMES: Final = ("target", "cRef", "sameAs", "copyOf", "corresp", "source")


def check(elements: Elements, _: Context) -> Problems:
    for element in elements:
        if not any(element.get(attribute) for attribute in NAMES):
            yield Problem(
                element=element,
                message=f"this `{name(element)}` leads nowhere",
                suggestion="add @target",
            )
