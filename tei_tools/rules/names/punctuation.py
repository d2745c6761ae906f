"""``names.punctuation``: what follows a name is no part of it."""

from __future__ import annotations

import re
from functools import partial

from lxml import etree

from tei_tools.model.document import Document
from tei_tools.model.finding import Fix
from tei_tools.rules.context import Context
from tei_tools.rules.nodes import inside, name
from tei_tools.rules.rule import Elements, Problem, Problems, Rule, Stretch

RULE = Rule(
    code="names.punctuation",
    name="a name ends with a punctuation mark",
    reason="The comma after a name belongs to the sentence: in an index it stands after each name.",
    source="TEI Guidelines 3.6.1",
    bad="<p>With <persName>Trotsky,</persName> he agreed.</p>",
    good="<p>With <persName>Trotsky</persName>, he agreed.</p>",
    fixes=True,
)
MARK = re.compile(r"\w([,;:])\s*\Z")


def check(elements: Elements, _: Context) -> Problems:
    for element in elements:
        last = element[-1].tail if len(element) else element.text
        match = MARK.search(last or "")
        if match is None or inside(element, "text") is None:
            continue
        after = sum(1 for child in element if isinstance(child.tag, str))
        is_plain = not len(element)
        yield Problem(
            element=element,
            message=f"`{match[1]}` stands inside the `{name(element)}`",
            stretch=Stretch(after, match.start(1), match.end(1)) if is_plain else None,
            end=not is_plain,
            suggestion="put it behind the name",
            fix=partial(_outside, element=element, match=match) if is_plain else None,
        )


def _outside(document: Document, element: etree._Element, match: re.Match[str]) -> Fix | None:
    parent = element.getparent()
    if parent is None or match.end() != len(match.string):
        return None
    after = sum(1 for _ in element.itersiblings(etree.Element, preceding=True)) + 1
    return Fix.of(
        f"put `{match[1]}` behind the name",
        document.edit_words(element, 0, *match.span(1), ""),
        document.edit_words(parent, after, 0, 0, match[1]),
        is_safe=True,
    )
