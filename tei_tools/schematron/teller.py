"""In: nodes of documents that rules are applied to, and what to say. Out: drafts of findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from lxml import etree

from tei_tools.model.document import Document
from tei_tools.model.draft import Draft
from tei_tools.model.finding import Finding, Severity
from tei_tools.xpath import Node, element_of

from .messages import Told, finding


class Teller:
    """Makes the drafts of one run.

    Attributes:
        document: the document that is checked.
        documents: all documents that rules have asked for, by their roots.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.documents: dict[etree._Element, Document] = {document.root: document}
        self._places: set[str] = set()

    def draft(self, node: Node, severity: Severity, say: Callable[[], Told]) -> Draft:
        """A draft on a node; ``say`` finds the words when they are wanted."""
        return Draft(self._numbers(node), partial(_tell, say, node, self.owner(node)), severity)

    def not_checked(self, node: Node, message: str, place: str) -> Iterator[Draft]:
        """Once for a place in the schema: what is not checked, and why."""
        if place not in self._places:
            self._places.add(place)
            said = Told("schematron.not-checked", Severity.INFO, message, source=place)
            yield self.draft(node, said.severity, lambda: said)

    def owner(self, node: Node) -> Document:
        """The document that a node belongs to."""
        root = element_of(node).getroottree().getroot()
        return self.documents.get(root, self.document)

    def _numbers(self, node: Node) -> tuple[int, ...]:
        """The number of the element at which something is told, in the document checked."""
        if self.owner(node) is not self.document:
            return (0,)
        element = element_of(node)
        around = element if isinstance(element.tag, str) else element.getparent()
        return (0 if around is None else self.document.number(around),)


def _tell(
    say: Callable[[], Told],
    node: Node,
    document: Document,
    _tree: Document,
    _element: etree._Element,
) -> Finding:
    return finding(document, node, say())


def not_evaluated(what: str, reason: str) -> str:
    """What is said of something that cannot be evaluated."""
    return f"{what} cannot be evaluated: {reason}"
