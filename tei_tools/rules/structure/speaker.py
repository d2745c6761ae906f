"""``structure.speaker``: a speech says who speaks."""

from __future__ import annotations

from tei_tools.rules.context import Context
from tei_tools.rules.nodes import children
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="structure.speaker",
    name="a speech does not say who speaks",
    reason="It is counted for nobody when speeches are counted, and has no name before it on the "
    "page.",
    source="TEI Guidelines 7.2.2",
    bad="<sp><p>Who is there?</p></sp>",
    good="<sp><speaker>A voice</speaker><p>Who is there?</p></sp>",
)


def check(elements: Elements, _: Context) -> Problems:
    for speech in elements:
        if not speech.get("who") and not children(speech, "speaker"):
            yield Problem(
                element=speech,
                message="this speech does not say who speaks",
                suggestion="add @who, or a `speaker`",
            )
