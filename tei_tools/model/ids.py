"""In: where ids stand. Out: which stand again, and the finding that shows both places."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

from lxml import etree

from .document import Document
from .finding import Finding
from .names import display


class Ids:
    """The ids of a document, kept small: there may be a million.

    Attributes:
        kinds: each id with the local name of the first element that has it.
    """

    def __init__(self) -> None:
        self.kinds: dict[str, str] = {}
        self._first = array("L")
        self._again: dict[str, str] = {}
        self._later: list[str] = []
        self._numbers = array("L")

    def add(self, identifier: str, kind: str, number: int) -> None:
        """Note that the element with a number, called ``kind``, has an id."""
        if identifier not in self.kinds:
            self.kinds[identifier] = kind
            self._first.append(number)
        else:
            self._later.append(self._again.setdefault(identifier, identifier))
            self._numbers.append(number)

    def repeated(self) -> Iterator[tuple[str, int, int]]:
        """Each second and later use of an id: the id, the first element, the later one."""
        first = {
            each: n for each, n in zip(self.kinds, self._first, strict=True) if each in self._again
        }
        for identifier, number in zip(self._later, self._numbers, strict=True):
            yield identifier, first[identifier], number


def duplicate(
    document: Document,
    element: etree._Element,
    first: etree._Element,
    *,
    identifier: str,
    attribute: str,
    first_attribute: str,
) -> Finding:
    """The finding for a second or later use of an id, with the place of the first.

    Args:
        attribute: the Clark name of the attribute that the id stands in.
        first_attribute: the one that it stands in for the first time.
    """
    related = document.locate(first, first_attribute)
    return document.finding(
        element,
        "ids.duplicate",
        f"the {display(attribute)} `{identifier}` is already used in line {related.line}"
        + ("" if related.path == document.path else f" of {related.path}"),
        attribute=attribute,
        suggestion=f"every {display(attribute)} stands once in a document",
        related=related,
    )
