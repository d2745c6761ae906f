"""``text.hyphen-break``: a divided word says that it is one."""

from __future__ import annotations

import re
from typing import Final

from tei_tools.rules.context import Context
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="text.hyphen-break",
    name="a hyphen at the end of a line is not explained",
    reason='A word divided at the end of a line is found only if the `lb` says break="no"; a hyphen '
    "that belongs to the word is told from one that the printer made.",
    source="TEI Guidelines 3.2.2, 3.11.3, att.breaking",
    bad="<p>The Con-<lb/>gress.</p>",
    good='<p>The Con-<lb break="no"/>gress.</p>',
)
HYPHEN: Final = re.compile("\\w[-\u2010\u00ad\u00ac=]\\s*\\Z")


def check(elements: Elements, _: Context) -> Problems:
    for line in elements:
        before, above = line.getprevious(), line.getparent()
        if line.get("break") is not None or above is None:
            continue
        text = above.text if before is None else before.tail
        if text and HYPHEN.search(text):
            yield Problem(
                element=line,
                message="a word ends with a hyphen here, and may go on in the next line",
                suggestion='add `break="no"`, or `break="yes"`',
            )
