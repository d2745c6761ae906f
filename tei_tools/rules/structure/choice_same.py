"""``structure.choice-same``: the two sides of a choice differ."""

from __future__ import annotations

from lxml import etree

from tei_tools.rules.context import Context
from tei_tools.rules.nodes import name, said
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="structure.choice-same",
    name="the two sides of a choice are the same",
    reason="A correction that corrects nothing: the second side was copied and not changed.",
    source="TEI Guidelines 3.5",
    bad="<p>Comrade <choice><sic>Pyatakoy</sic><corr>Pyatakoy</corr></choice>.</p>",
    good="<p>Comrade <choice><sic>Pyatakoy</sic><corr>Pyatakov</corr></choice>.</p>",
)


def check(elements: Elements, _: Context) -> Problems:
    for choice in elements:
        sides = [child for child in choice if isinstance(child.tag, str)]
        for side in sides[1:]:
            if _form(side) == _form(sides[0]) and said(side) and name(side) != name(sides[0]):
                yield Problem(
                    element=side,
                    message=f"`{name(side)}` is the same as `{name(sides[0])}`",
                    related=sides[0],
                )


def _form(side: etree._Element) -> bytes:
    """What is inside an element, with its tags: these may be the difference."""
    inner = "".join(side.itertext())
    if not len(side):
        return inner.encode()
    return inner.encode() + b"".join(etree.tostring(child, with_tail=False) for child in side)
