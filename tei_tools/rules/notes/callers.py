"""In: a document. Out: the marks in the text that call notes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from tei_tools.model.names import tei
from tei_tools.rules.context import Context
from tei_tools.rules.nodes import inside

#: The types of references that call notes, as projects name them.
TYPES: Final = frozenset("noteref noteRef note footnote endnote noteAnchor fn".split())


def callers(context: Context) -> Iterator[tuple[etree._Element, str]]:
    """Each mark in the text that calls a note, with the id that it calls, in document order."""
    for caller in context.document.root.iter(tei("ref"), tei("ptr")):
        target = caller.get("target", "")
        if (
            target.startswith("#")
            and caller.get("type") in TYPES
            and inside(caller, "note") is None
        ):
            yield caller, target[1:]
