"""``text.lookalike``: letters of one script that look like those of another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Final

from tei_tools.model.document import Document
from tei_tools.model.finding import Fix, Severity
from tei_tools.rules.context import Context
from tei_tools.rules.rule import Elements, Problem, Problems, Rule
from tei_tools.rules.texts import LONGEST, Hit

RULE = Rule(
    code="text.lookalike",
    name="a word mixes two scripts",
    reason="A Latin a and a Cyrillic а look the same, and searches for the word do not find it: "
    "it was typed with the wrong keyboard, or read by a machine.",
    source="Unicode Technical Standard 39, 5",
    bad="<p>He read Pr\u0430vda.</p>",
    good="<p>He read Pravda.</p>",
    severity=Severity.ERROR,
    fixes=True,
)
#: Letters of other scripts, and the Latin ones that look like them.
CYRILLIC: Final = dict(zip("асеорхуіјѕАВСЕНІКМОРТХУЅЈ", "aceopxyijsABCEHIKMOPTXYSJ", strict=True))
GREEK: Final = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρ", "ABEZHIKMNOPTYXovp", strict=True))
#: A word that has ASCII letters and others side by side.
_MIXED: Final = re.compile(r"[^\W\d_]*(?:[A-Za-z][\u0370-\u052f]|[\u0370-\u052f][A-Za-z])[^\W\d_]*")


def check(_: Elements, context: Context) -> Problems:
    foreign = {*CYRILLIC, *GREEK} & context.characters
    if not foreign:
        return
    for hit in context.texts.words(foreign):
        for word in _MIXED.finditer(hit.match[0]) if len(hit.match[0]) < LONGEST else ():
            if not (meant := _meant(word[0])):
                continue
            yield Problem(
                element=hit.element,
                message=f"`{word[0]}` mixes two scripts",
                stretch=hit.stretch.part(*word.span()),
                suggestion="the letters look alike, and are not the same",
                fix=partial(_fix, hit=hit, span=word.span(), meant=meant),
            )


def _meant(word: str) -> str:
    """The word in the script of most of its letters; empty where the others look like none."""
    foreign = [each for each in word if "\u0370" <= each <= "\u052f"]
    latin = [each for each in word if each.isascii()]
    if len(foreign) + len(latin) < len(word):
        return ""
    table = CYRILLIC if foreign[0] >= "\u0400" else GREEK
    if len(latin) >= len(foreign):
        return _changed(word, foreign, table)
    return _changed(word, latin, {value: key for key, value in table.items()})


def _changed(word: str, letters: list[str], table: Mapping[str, str]) -> str:
    if not all(letter in table for letter in letters):
        return ""
    return "".join(table[each] if each in letters else each for each in word)


def _fix(document: Document, hit: Hit, span: tuple[int, int], meant: str) -> Fix | None:
    edit = document.edit_words(hit.element, *hit.stretch.part(*span), meant)
    return Fix.of(f"write `{meant}` in one script", edit, is_safe=False)
