"""In: nothing. Out: every rule, with what it looks at, so that only what is needed is loaded.

``name`` is an element, ``@name`` an attribute of any element, ``#document`` the root. A rule
without any is checked elsewhere, together with others.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

#: The rules by their codes; the rule ``group.some-name`` stands in ``group/some_name.py``.
LOOKS_AT: Final[Mapping[str, str]] = {
    "ids.duplicate": "",
    "pointers.dangling": "",
    "pointers.wrong-kind": "",
    "pointers.unknown-prefix": "",
    "pointers.prefix-mismatch": "",
    "pointers.missing-file": "",
    "pointers.forgotten-hash": "",
    "pointers.outside-project": "",
    "pointers.not-checked": "",
    "header.title": "titleStmt",
    "header.responsibility": "respStmt",
    "header.change-order": "revisionDesc listChange",
    "header.status": "revisionDesc",
    "header.language-declared": "@xml:lang",
    "header.language-used": "language",
    "header.root-language": "text",
    "header.availability": "publicationStmt",
    "header.licence-address": "licence",
    "header.file-name": "#document",
    "header.change-dated": "change",
    "header.change-by": "change",
    "header.category-used": "category",
    "hands.used": "handNote",
    "hands.shift-new": "handShift",
    "hands.shift-same": "handShift",
    "hands.sole": "handNotes handDesc",
    "hands.count": "handDesc",
    "notes.empty": "note",
    "notes.called": "note",
    "notes.caller-first": "note",
    "notes.number": "note",
    "notes.same-number": "note",
    "notes.type": "note",
    "notes.resp": "note",
    "notes.blocks": "note",
    "dates.order": "@notBefore @from @notBefore-iso @from-iso",
    "dates.exclusive": "@when @from @to @when-iso @from-iso @to-iso",
    "dates.two-values": "@when-iso @from-iso @to-iso @notBefore-iso @notAfter-iso",
    "dates.iso": "@when-iso @from-iso @to-iso @notBefore-iso @notAfter-iso",
    "dates.words": "date docDate origDate",
    "dates.weekday": "date docDate origDate",
    "dates.future": "change date birth death",
    "dates.life": "person",
    "dates.correspondence": "correspDesc",
    "dates.calendar-words": "@calendar",
    "dates.custom": "@when-custom @from-custom @to-custom @notBefore-custom @notAfter-custom",
    "dates.undated": "date",
    "dates.circa": "date docDate origDate",
}
#: Those that depend on the habits of a project: they are off until selected.
SELECTED: Final = frozenset(
    (
        "header.language-used",
        "header.root-language",
        "header.availability",
        "header.licence-address",
        "header.file-name",
        "header.change-dated",
        "header.change-by",
        "header.category-used",
        "notes.same-number",
        "notes.type",
        "notes.resp",
        "notes.blocks",
        "dates.undated",
        "dates.circa",
    )
)
