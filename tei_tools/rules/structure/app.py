"""``structure.app``: an entry of an apparatus has readings, each with its witnesses."""

from __future__ import annotations

from typing import Final

from tei_tools.rules.context import Context
from tei_tools.rules.nodes import children, inside, name
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="structure.app",
    name="a reading has no witness",
    reason="An apparatus says which witness reads what; a reading without one comes from nowhere.",
    source="TEI Guidelines 12.1",
    bad='<sourceDesc><listWit><witness xml:id="A">A</witness><witness xml:id="B">B</witness>'
    '</listWit></sourceDesc><p>The <app><lem wit="#A">letter</lem><rdg>note</rdg></app>.</p>',
    good='<sourceDesc><listWit><witness xml:id="A">A</witness><witness xml:id="B">B</witness>'
    '</listWit></sourceDesc><p>The <app><lem wit="#A">letter</lem><rdg wit="#B">note</rdg></app>.'
    "</p>",
)
#: What says where a reading comes from: a witness, a print, a scholar, a layer of the text.
ORIGIN: Final = ("wit", "source", "resp", "hand", "ed", "sameAs", "copyOf", "corresp", "varSeq")


def check(elements: Elements, _: Context) -> Problems:
    for reading in elements:
        has_origin = any(reading.get(attribute) for attribute in ORIGIN)
        following = reading.getnext()
        is_named = following is not None and name(following) in ("wit", "witDetail")
        group = inside(reading, "rdgGrp")
        if group is not None and any(group.get(attribute) for attribute in ORIGIN):
            continue
        if not (has_origin or is_named or children(reading, "wit")):
            yield Problem(
                element=reading,
                message="this reading has no witness",
                suggestion="add @wit, or @source or @resp for a conjecture",
            )
