"""In: a block of a manuscript description. Out: the label that says what it is about.

The parts of an ``msDesc`` (TEI Guidelines 11) are told by their elements alone: a reader of the
page cannot see whether a line is the incipit or the explicit.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from tei_tools.model.names import tei
from tei_tools.pages import start

from ..nodes import Block, Group
from .page import Page

#: What a part is called.
LABELS: Final[Mapping[object, str]] = MappingProxyType(
    {
        tei(name): label
        for name, label in {
            "accMat": "Accompanying material",
            "acquisition": "Acquisition",
            "additional": "Additional information",
            "additions": "Additions",
            "adminInfo": "Administration",
            "altIdentifier": "Other identifier",
            "availability": "Availability",
            "bindingDesc": "Binding",
            "collation": "Collation",
            "colophon": "Colophon",
            "condition": "Condition",
            "custodialHist": "Custodial history",
            "decoDesc": "Decoration",
            "explicit": "Explicit",
            "extent": "Extent",
            "filiation": "Filiation",
            "finalRubric": "Final rubric",
            "foliation": "Foliation",
            "handDesc": "Hands",
            "history": "History",
            "incipit": "Incipit",
            "layoutDesc": "Layout",
            "msContents": "Contents",
            "msFrag": "Fragment",
            "msPart": "Part",
            "musicNotation": "Musical notation",
            "objectDesc": "Object",
            "origin": "Origin",
            "physDesc": "Physical description",
            "provenance": "Provenance",
            "recordHist": "Record history",
            "rubric": "Rubric",
            "scriptDesc": "Scripts",
            "sealDesc": "Seals",
            "source": "Source",
            "summary": "Summary",
            "support": "Support",
            "supportDesc": "Support",
            "surrogates": "Surrogates",
            "textLang": "Language",
            "typeDesc": "Typefaces",
        }.items()
    }
)
#: Parts that are a whole manuscript, and keep their label whatever is in them.
WHOLE: Final = frozenset(map(tei, ("msPart", "msFrag")))


def part_label(page: Page, node: Block | Group) -> str:
    """The label of a part; none, where the parts in it have labels of their own."""
    source = node.source
    label = LABELS.get(source.tag)
    if label is None or (isinstance(node, Block) and node.part):
        return ""
    if next(source.iterancestors(tei("msDesc")), None) is None:
        return ""
    if source.tag not in WHOLE and any(child.tag in LABELS for child in source):
        return ""
    colon = ": " if isinstance(node, Block) else ""
    return f"{start('b', class_='part apart', lang=page.ui_language)}{label}{colon}</b>"
