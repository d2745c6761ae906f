"""``text.soft-hyphen``: hyphens that come and go."""

from __future__ import annotations

import re
from typing import Final

from tei_tools.rules.context import Context
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="text.soft-hyphen",
    name="there is a soft hyphen inside a line",
    reason="It is seen only where a line happens to end: searches do not find the word that it is "
    "in. At the end of a line of the source it may be meant.",
    source="TEI Guidelines 3.2.2; Unicode Standard, 6.2",
    bad="<p>The Con\u00adgress.</p>",
    good="<p>The Congress.</p>",
)
INSIDE: Final = re.compile("\u00ad(?=[^\\s\0])")


def check(_: Elements, context: Context) -> Problems:
    if "\u00ad" not in context.characters:
        return
    hits = list(context.texts.find(INSIDE))
    if hits:
        times = "" if len(hits) == 1 else f", {len(hits)} times in this file"
        yield Problem(
            element=hits[0].element,
            message=f"a soft hyphen stands inside a line{times}",
            stretch=hits[0].stretch,
            suggestion="take it away",
        )
