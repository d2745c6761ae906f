"""``dates.circa``: words that say `about`, and a value that says `exactly`."""

from __future__ import annotations

import re
from typing import Final

from tei_tools.model.names import tei
from tei_tools.model.wording import quoted
from tei_tools.rules.context import Context
from tei_tools.rules.nodes import said
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="dates.circa",
    name="a vague date has an exact value",
    reason="`About 1920` is not 1920: a search for the year takes it for sure.",
    source="TEI Guidelines 13.4.2, 21.1",
    bad='<p>Written <date when="1920">about 1920</date>.</p>',
    good='<p>Written <date notBefore="1918" notAfter="1922">about 1920</date>.</p>',
)
VAGUE: Final = re.compile(
    r"\b(?:about|around|circa|ca?\.|approximately|probably|perhaps|um|gegen|etwa|vermutlich|"
    r"wahrscheinlich|vers|environ)(?=[\s\d])|\?|\[[^\]]*\d",
    re.I,
)
QUALIFIED: Final = ("cert", "precision", "evidence")


def check(elements: Elements, _: Context) -> Problems:
    for element in elements:
        value = element.get("when")
        if not value or any(element.get(name) for name in QUALIFIED):
            continue
        words = said(element)
        if VAGUE.search(words) and element.find(tei("precision")) is None:
            yield Problem(
                element=element,
                message=f"the words `{quoted(words)}` are vague, @when `{value}` is not",
                attribute="when",
                suggestion="use @notBefore and @notAfter, or add @cert",
            )
