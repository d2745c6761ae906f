"""``structure.choice-pair``: the sides of a choice belong together."""

from __future__ import annotations

from typing import Final

from tei_tools.model.wording import listed
from tei_tools.rules.context import Context
from tei_tools.rules.nodes import name
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="structure.choice-pair",
    name="the sides of a choice do not belong together",
    reason="An error has a correction, an original spelling a regular one, an abbreviation an "
    "expansion. Alone or crosswise, a side is lost when the text is shown.",
    source="TEI Guidelines 3.5",
    bad="<p>Comrade <choice><sic>Pyatakoy</sic><sic>Pyatakov</sic></choice>.</p>",
    good="<p>Comrade <choice><sic>Pyatakoy</sic><corr>Pyatakov</corr></choice>.</p>",
)
PARTNERS: Final = {
    "sic": ("corr",),
    "corr": ("sic",),
    "orig": ("reg",),
    "reg": ("orig",),
    "abbr": ("expan",),
    "expan": ("abbr",),
}


def check(elements: Elements, _: Context) -> Problems:
    for choice in elements:
        names = [name(child) for child in choice if isinstance(child.tag, str)]
        if len(names) < 2 or "choice" in names or "seg" in names:
            continue
        for side in names:
            if not set(PARTNERS.get(side, names)) & set(names):
                yield Problem(
                    element=choice,
                    message=f"a choice of {listed(list(dict.fromkeys(names)), 'and')}: "
                    f"`{side}` has no `{PARTNERS[side][0]}`",
                )
                break
