"""``text.invisible``: characters that nobody sees."""

from __future__ import annotations

from typing import Final

from tei_tools.rules.context import Context
from tei_tools.rules.rule import Elements, Problems, Rule

from .characters import first_of_each

RULE = Rule(
    code="text.invisible",
    name="there is a character that nobody sees",
    reason="Spaces without width, marks of byte order and of the direction of writing come with "
    "pasted text: searches do not find the words that they are in.",
    source="Unicode Standard Annex 9, Technical Standard 39; XML 1.0, 2.2",
    bad="<p>The Cong\u200bress.</p>",
    good="<p>The Congress.</p>",
)
#: Spaces without width, and marks of direction. The joiners U+200C and U+200D are not among them,
#: since some scripts need these.
CHARACTERS: Final = frozenset("\u200b\ufeff\u2060\u2063\u180e\u202a\u202b\u202c\u202d\u202e")


def check(_: Elements, context: Context) -> Problems:
    if found := CHARACTERS & context.characters:
        yield from first_of_each(context, found, "cannot be seen", "take it away")
