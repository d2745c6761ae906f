"""``text.private-use``: characters that only one font knows."""

from __future__ import annotations

from tei_tools.model.names import tei
from tei_tools.rules.context import Context
from tei_tools.rules.nodes import name
from tei_tools.rules.rule import Elements, Problems, Rule
from tei_tools.rules.texts import Hit

from .characters import first_of_each

RULE = Rule(
    code="text.private-use",
    name="a character of the private use area is not described",
    reason="What it looks like depends on the font; on another machine it is an empty box. `g` with "
    "a `char` in the header says what it is.",
    source="TEI Guidelines 5.4, vi; Unicode Standard, 23.5",
    bad="<p>The sign \ue000.</p>",
    good="<p>The sign \u204a.</p>",
)


def check(_: Elements, context: Context) -> Problems:
    found = {each for each in context.characters if _is_private(each)}
    if found:
        declared = {
            each
            for declaration in context.document.root.iter(tei("charDecl"))
            for each in "".join(declaration.itertext())
        }
        yield from first_of_each(
            context,
            found - declared,
            "is a character that only some fonts have",
            "use `g` and describe it in `charDecl`",
            _is_bare,
        )


def _is_private(character: str) -> bool:
    return "\ue000" <= character <= "\uf8ff" or character >= "\U000f0000"


def _is_bare(hit: Hit) -> bool:
    return name(hit.element) not in ("g", "mapping", "glyph", "value")
