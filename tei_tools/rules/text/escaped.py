"""``text.escaped``: references that were escaped twice."""

from __future__ import annotations

import re
from typing import Final

from tei_tools.rules.context import Context
from tei_tools.rules.nodes import name
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="text.escaped",
    name="a character reference is escaped twice",
    reason="Readers see `&amp;` or `&nbsp;` instead of the character: a program has escaped what "
    "was escaped already.",
    source="XML 1.0, 4.1, 4.4",
    bad="<p>Marx &amp;amp; Engels.</p>",
    good="<p>Marx &amp; Engels.</p>",
)
REFERENCE: Final = re.compile(
    r"&(?:amp|lt|gt|quot|apos|nbsp|[A-Za-z]?(?:uml|acute|grave|circ|tilde|cedil)|[mn]dash|[lr][sd]quo"
    r"|hellip|szlig|[aA][eE]lig|shy|#[0-9]{2,6}|#[xX][0-9A-Fa-f]{2,6});"
)
CODE: Final = frozenset("code eg egXML gi att val tag ident formula matrix cRefPattern".split())


def check(_: Elements, context: Context) -> Problems:
    if not context.has("&amp;") and not context.has("&#38;") and not context.has("CDATA["):
        return
    for hit in context.texts.find(REFERENCE):
        if name(hit.element) not in CODE and not name(hit.element).startswith("{"):
            yield Problem(
                element=hit.element,
                message=f"readers see `{hit.match[0]}`",
                stretch=hit.stretch,
                suggestion="write the character itself",
            )
