"""In: nothing. Out: what checks ask of a document, which they may not have in memory as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, Protocol, TypeAlias

from lxml import etree

if TYPE_CHECKING:
    from .document import Document

Kind: TypeAlias = Literal["start", "end", "comment", "pi"]
EVENTS: Final[tuple[Kind, ...]] = ("start", "end", "comment", "pi")
#: A step on the way through a document: one of `EVENTS`, and the node.
Event: TypeAlias = tuple[str, etree._Element]


class Wanted(NamedTuple):
    """What messages speak of, by the numbers of elements.

    Attributes:
        numbers: the elements themselves.
        parents: those whose children are spoken of too.
        words: those whose words are spoken of, each with how many children come before the words.
    """

    numbers: frozenset[int]
    parents: frozenset[int] = frozenset()
    words: frozenset[tuple[int, int]] = frozenset()


class Walkable(Protocol):
    """A document as checks see it: one goes through it, and need not have it in memory.

    Elements are numbered from 0 in document order. While one goes through, an element has its
    attributes and what it stands in; what stands beside it or inside it may be gone, or not be
    there yet, and it is not to be kept: its number is.

    Attributes:
        path: the file as the user named it.
        root: the root element with its attributes; what precedes it are its siblings.
        outline: a tree with all ``TEI`` and ``teiCorpus`` and the ``prefixDef`` of each.
    """

    path: str
    root: etree._Element
    outline: etree._Element

    @property
    def ids_by_file(self) -> Mapping[str, Mapping[str, str]]:
        """For each file of the document, its ids with the local names of their elements."""

    def wholes(self) -> Mapping[etree._Element, str]:
        """The elements that are the roots of whole files, as they were read, with their digests.

        Where there are any, `events` can skip what is inside of them.
        """

    def events(self) -> Iterator[Event]:
        """All `EVENTS` in document order."""

    def elements(self) -> Iterator[tuple[int, etree._Element]]:
        """All elements in document order, with their numbers."""

    def number(self, element: etree._Element) -> int:
        """The number of an element that `events` has begun and not yet passed."""

    def file_of(self, element: etree._Element) -> str:
        """The path of the file in which an element was written."""

    def repeated_ids(self) -> Iterator[tuple[str, int, int]]:
        """Each second and later use of an ``xml:id``: the id, the first element, the later one."""

    def met(self, node: etree._Element) -> int:
        """How many children a node's parent has had when `events` passes the node."""

    def sources(self) -> Iterator[tuple[str, Iterable[bytes]]]:
        """The files it was written in: the path of each, and its bytes in pieces."""

    def tree(self, wanted: Wanted) -> tuple[Document, Mapping[int, etree._Element]]:
        """A document in memory that has some of the elements, and these by their numbers.

        Of others it may have but those that `siblings_before` and `siblings_after` give.
        """

    def whole(self) -> Document:
        """All of it in memory, for what cannot be checked otherwise."""
