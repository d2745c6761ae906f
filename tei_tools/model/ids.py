"""In: a document, and where its ids stand. Out: a finding for every id that stands again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from .document import Document
from .finding import Finding
from .names import display


def duplicates(
    document: Document, identifier: str, places: Iterable[tuple[etree._Element, str]]
) -> Iterator[Finding]:
    """Every second and later use of an id, with the place of the first.

    Args:
        places: the elements that have the id, in document order, each with the Clark name of the
            attribute that it stands in.
    """
    (element, attribute), *later = places
    if not later:
        return
    first = document.locate(element, attribute)
    for element, attribute in later:
        yield document.finding(
            element,
            "ids.duplicate",
            f"the {display(attribute)} `{identifier}` is already used in line {first.line}"
            + ("" if first.path == document.path else f" of {first.path}"),
            attribute=attribute,
            suggestion=f"every {display(attribute)} stands once in a document",
            related=first,
        )
