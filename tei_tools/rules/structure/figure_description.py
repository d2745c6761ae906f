"""``structure.figure-description``: a figure can be read aloud."""

from __future__ import annotations

from tei_tools.model.names import tei
from tei_tools.rules.context import Context
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="structure.figure-description",
    name="a figure has no description",
    reason="Readers who do not see it, and searches, have nothing but its description.",
    source="TEI Guidelines 14.4; WCAG 2.2, 1.1.1",
    bad='<p><figure><graphic url="https://example.org/1.png"/></figure></p>',
    good='<p><figure><graphic url="https://example.org/1.png"/><figDesc>A letter.</figDesc></figure>'
    "</p>",
)
WORDS = tuple(map(tei, ("figDesc", "desc", "head", "p", "ab")))


def check(elements: Elements, _: Context) -> Problems:
    for figure in elements:
        if next(figure.iter(*WORDS), None) is None:
            yield Problem(
                element=figure, message="the figure has no description", suggestion="add `figDesc`"
            )
