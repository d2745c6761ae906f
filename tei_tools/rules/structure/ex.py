"""``structure.ex``: what an editor expands is an expansion."""

from __future__ import annotations

from tei_tools.rules.context import Context
from tei_tools.rules.nodes import inside
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="structure.ex",
    name="expanded letters are in no expansion",
    reason="`ex` marks the letters that an editor adds inside the whole word, `expan`: without it "
    "nobody knows which word was abbreviated.",
    source="TEI Guidelines 11.3.1.2",
    bad="<p>The L<ex>etter</ex>.</p>",
    good="<p>The <expan>L<ex>etter</ex></expan>.</p>",
)


def check(elements: Elements, _: Context) -> Problems:
    for element in elements:
        if inside(element, "expan", "abbr", "egXML") is None:
            yield Problem(
                element=element, message="`ex` is not in an `expan`", suggestion="mark the word"
            )
