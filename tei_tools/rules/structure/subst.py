"""``structure.subst``: a substitution takes something away and adds something."""

from __future__ import annotations

from tei_tools.model.finding import Severity
from tei_tools.rules.context import Context
from tei_tools.rules.nodes import children
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="structure.subst",
    name="a substitution lacks the addition or the deletion",
    reason="`subst` holds together what was deleted and what was written instead; one of the two "
    "alone is an `add` or a `del`.",
    source="TEI Guidelines 11.3.1.5",
    bad="<p>The <subst><del>note</del></subst>.</p>",
    good="<p>The <subst><del>note</del><add>letter</add></subst>.</p>",
    severity=Severity.ERROR,
)
PARTS = {"add": ("add", "addSpan"), "del": ("del", "delSpan")}


def check(elements: Elements, _: Context) -> Problems:
    for element in elements:
        for missing, names in PARTS.items():
            if not children(element, *names, "subst", "app"):
                yield Problem(
                    element=element,
                    message=f"`subst` has no `{missing}`",
                    suggestion="take `subst` away, or add what is missing",
                )
                break
