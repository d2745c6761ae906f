"""In: a document. Out: a finding for every ``xml:id`` that stands more than once (XML ID 1.0)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tei_tools.model.draft import Draft
from tei_tools.model.ids import duplicate
from tei_tools.model.names import XML_ID
from tei_tools.model.walkable import Walkable


def check_ids(document: Walkable) -> Iterator[Draft]:
    """Every second and later use of an ``xml:id``, with the place of the first.

    Example: two paragraphs ``<p xml:id="p1">`` give one finding, at the second.
    """
    for identifier, first, later in document.repeated_ids():
        tell = partial(duplicate, identifier=identifier, attribute=XML_ID, first_attribute=XML_ID)
        yield Draft((later, first), tell)
