"""In: a document. Out: a finding for every ``xml:id`` that stands more than once (XML ID 1.0)."""

from __future__ import annotations

from collections.abc import Iterator

from tei_tools.model.document import Document
from tei_tools.model.finding import Finding
from tei_tools.model.ids import duplicates
from tei_tools.model.names import XML_ID


def check_ids(document: Document) -> Iterator[Finding]:
    """Every second and later use of an ``xml:id``, with the place of the first.

    Example: two paragraphs ``<p xml:id="p1">`` give one finding, at the second.
    """
    for identifier, elements in document.ids.items():
        yield from duplicates(document, identifier, [(element, XML_ID) for element in elements])
