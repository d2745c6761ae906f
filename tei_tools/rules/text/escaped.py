"""``text.escaped``: references that were escaped twice."""

from __future__ import annotations

import re
from typing import Final

from tei_tools.model.names import tei
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
#: The beginning of one, as it is written in a file.
TWICE: Final = re.compile(rb"&(?:amp|#38);(?=[a-zA-Z#])")
CODE: Final = frozenset("code eg egXML gi att val tag ident formula matrix cRefPattern".split())
#: Where one of these is, the text is about references itself.
ABOUT: Final = (tei("gi"), tei("schemaSpec"), "{http://www.tei-c.org/ns/Examples}egXML")


def check(_: Elements, context: Context) -> Problems:
    if not any(map(TWICE.search, context.files)):
        return
    if next(context.document.root.iter(*ABOUT), None) is not None:
        return
    for hit in context.texts.words("&"):
        if name(hit.element) in CODE:
            continue
        for reference in REFERENCE.finditer(hit.match[0]):
            yield Problem(
                element=hit.element,
                message=f"readers see `{reference[0]}`",
                stretch=hit.stretch.part(*reference.span()),
                suggestion="write the character itself",
            )
