"""``text.mojibake``: UTF-8 that was read as something else."""

from __future__ import annotations

import re
from functools import partial
from typing import Final

from lxml import etree

from tei_tools.model.document import Document
from tei_tools.model.finding import Fix, Severity
from tei_tools.rules.context import Context
from tei_tools.rules.rule import Elements, Problem, Problems, Rule, Stretch

RULE = Rule(
    code="text.mojibake",
    name="characters were read in the wrong encoding",
    reason="`Ã¤` was an ä: a file in UTF-8 has been read as Latin-1 or Windows-1252.",
    source="Unicode Standard, 3.9; W3C Character Model",
    bad="<p>In MÃ¼nchen.</p>",
    good="<p>In München.</p>",
    severity=Severity.ERROR,
    fixes=True,
)
#: Two bytes that begin with C2 or C3, or three that begin with E2, as such programs show them.
BROKEN: Final = re.compile(r"[ÂÃ][\x80-\xbf€‚ƒ„†‡ˆ‰Š‹ŒŽ•˜™š›œžŸ]|â[\x80€][\x80-\xbf“”‘’™œ¦˜–—]")


def check(_: Elements, context: Context) -> Problems:
    found = context.characters & {"Ã", "Â", "â"}
    for hit in context.texts.words(found) if found else ():
        for broken in BROKEN.finditer(hit.match[0]):
            if meant := _meant(broken[0]):
                stretch = hit.stretch.part(*broken.span())
                yield Problem(
                    element=hit.element,
                    message=f"`{broken[0]}` was read in the wrong encoding",
                    stretch=stretch,
                    suggestion=f"did you mean `{meant}`?",
                    fix=partial(_fix, element=hit.element, stretch=stretch, meant=meant),
                )


def _meant(broken: str) -> str:
    """What was meant; empty when it cannot be told."""
    data = bytearray()
    for character in broken:
        try:
            data += character.encode("cp1252")
        except UnicodeEncodeError:
            data += character.encode("latin-1", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return ""


def _fix(document: Document, element: etree._Element, stretch: Stretch, meant: str) -> Fix | None:
    edit = document.edit_words(element, *stretch, meant)
    return Fix.of(f"write `{meant}`", edit, is_safe=False)
