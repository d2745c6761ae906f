"""``names.space``: a name has no space at its beginning or end."""

from __future__ import annotations

from tei_tools.rules.context import Context
from tei_tools.rules.rule import Elements, Problems, Rule
from tei_tools.rules.spaces import boundary_spaces

RULE = Rule(
    code="names.space",
    name="a name begins or ends with a space",
    reason="The space belongs to the sentence: in an index the name stands out of line, and is "
    "taken for another than the same name without it.",
    source="TEI Guidelines 3.6.1",
    bad="<p>With<persName> Trotsky</persName> he agreed.</p>",
    good="<p>With <persName>Trotsky</persName> he agreed.</p>",
    fixes=True,
)


def check(elements: Elements, _: Context) -> Problems:
    yield from boundary_spaces(elements)
