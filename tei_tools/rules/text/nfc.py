"""``text.nfc``: letters with accents are written in one way."""

from __future__ import annotations

import unicodedata
from functools import partial

from tei_tools.model.document import Document
from tei_tools.model.finding import Fix
from tei_tools.rules.context import Context
from tei_tools.rules.rule import Elements, Problem, Problems, Rule
from tei_tools.rules.texts import Hit

RULE = Rule(
    code="text.nfc",
    name="a letter is written in an unusual way",
    reason="An é can be one character or two that look the same: searches for the one do not find "
    "the other. Unicode's form C is what XML and the web have.",
    source="Unicode Standard Annex 15; W3C Character Model; TEI Guidelines vi",
    bad="<p>A cafe\u0301 in Geneva.</p>",
    good="<p>A caf\u00e9 in Geneva.</p>",
    fixes=True,
)


def check(_: Elements, context: Context) -> Problems:
    doubtful = {
        each
        for each in context.characters
        if unicodedata.combining(each)
        or not unicodedata.is_normalized("NFC", each)
        or "\u1160" <= each <= "\u11ff"  # vowels and finals of Hangul
    }
    if not doubtful:
        return
    for hit in context.texts.words(doubtful):
        word = hit.match[0]
        normal = unicodedata.normalize("NFC", word)
        if normal != word:
            yield Problem(
                element=hit.element,
                message=f"`{word}` is not in Unicode's form C",
                stretch=hit.stretch,
                suggestion="the program can write it so",
                fix=partial(_fix, hit=hit, normal=normal),
            )


def _fix(document: Document, hit: Hit, normal: str) -> Fix | None:
    edit = document.edit_words(hit.element, *hit.stretch, normal)
    return Fix.of(f"write `{normal}` in form C", edit, is_safe=True)
