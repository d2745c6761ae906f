"""In: a document. Out: a finding for every ``xml:id`` that stands more than once (XML ID 1.0)."""

from __future__ import annotations

from collections.abc import Iterator

from tei_tools.model.document import Document
from tei_tools.model.finding import Finding
from tei_tools.model.names import XML_ID


def check_ids(document: Document) -> Iterator[Finding]:
    """Every second and later use of an ``xml:id``, with the place of the first.

    Example: two paragraphs ``<p xml:id="p1">`` give one finding, at the second.
    """
    for identifier, elements in document.ids.items():
        for element in elements[1:]:
            first = document.locate(elements[0], XML_ID)
            yield document.finding(
                element,
                "ids.duplicate",
                f"the xml:id `{identifier}` is already used in line {first.line}"
                + ("" if first.path == document.path else f" of {first.path}"),
                attribute=XML_ID,
                suggestion="every xml:id stands once in a document",
                related=first,
            )
