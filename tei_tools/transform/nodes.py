"""In: nothing. Out: the nodes of "what is read", from which every format is made.

White space, views, generated separators and brackets are settled when a node exists. A node knows
the element it comes from, for its name and attributes; nothing is read from there again. Nodes are
equal only to themselves: a comparison never walks down a tree. Nobody changes a node; they are not
frozen, since it takes twice as long to make what is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

from lxml import etree

from tei_tools.model.names import XML_ID, local, name_of

from .behaviours import Behaviour


class Reading(NamedTuple):
    """What some witnesses have at a place; ``wit`` is the pointers of ``@wit``, as written."""

    text: str
    wit: tuple[str, ...]


class Intervention(NamedTuple):
    """A place where what is read differs, or may differ, from what the source has.

    Attributes:
        kind: correction, regularisation, expansion, supplied, surplus, deletion, addition,
            substitution, unclear, gap or variant.
        sic: what the source has; None where it has nothing or cannot be read.
        corr: what is read instead; None where nothing is.
        resp: the pointers of ``@resp``, as they are written.
        cert: ``@cert``.
        reason: ``@reason``.
        readings: of a variant the reading that is read, if there is one, then the others.
    """

    kind: str
    sic: str | None
    corr: str | None
    resp: tuple[str, ...] = ()
    cert: str = ""
    reason: str = ""
    readings: tuple[Reading, ...] = ()


#: Where characters come from: from each offset (the first is 0) to the next, the place in the
#: character data of the document; -1 for what does not stand there. Empty where nobody asks.
Runs: TypeAlias = tuple[tuple[int, int], ...]
#: The runs of characters that are not in the character data.
UNKNOWN: Final[Runs] = ((0, -1),)


@dataclass(slots=True, unsafe_hash=True)
class Text:
    """Characters; ``generated`` when they are not characters of the document.

    Texts, of which nothing else tells them apart, are equal when they say the same.
    """

    value: str
    generated: bool = False
    runs: Runs = ()


@dataclass(slots=True, eq=False)
class Break:
    """The beginning of a line, column or page; ``value`` is a space, or empty where one stands."""

    source: etree._Element
    value: str


@dataclass(slots=True, eq=False)
class Anchor:
    """The place in a line where a note belongs: the note itself, or the caller of an endnote."""

    source: etree._Element
    note: etree._Element


@dataclass(slots=True, eq=False)
class Inline:
    """An element in a line; it may be empty, when it marks what is not read."""

    source: etree._Element
    behaviour: Behaviour
    children: tuple[InlineNode, ...]
    intervention: Intervention | None = None


@dataclass(slots=True, eq=False)
class Block:
    """A line of text: a paragraph, a heading, a verse, a cell.

    Attributes:
        part: it is text of ``source`` that stands beside other blocks in it, not the whole of it.
        marker: what a list puts before it.
    """

    source: etree._Element
    behaviour: Behaviour
    children: tuple[InlineNode, ...]
    part: bool = False
    marker: str = ""


@dataclass(slots=True, eq=False)
class Group:
    """Blocks that belong together, parted by ``separator``: a division, a list, a stanza."""

    source: etree._Element
    behaviour: Behaviour
    children: tuple[BlockNode, ...]
    separator: str = "\n\n"
    marker: str = ""
    intervention: Intervention | None = None


@dataclass(slots=True, eq=False)
class Mark:
    """An empty element between blocks, such as a milestone."""

    source: etree._Element


@dataclass(slots=True, eq=False)
class Aside:
    """A note between blocks, that is read apart."""

    source: etree._Element


@dataclass(slots=True, eq=False)
class Either:
    """What one view reads, and what another reads in its place; see `merge`."""

    first: tuple[Node, ...]
    second: tuple[Node, ...]


InlineNode: TypeAlias = Text | Break | Anchor | Inline | Either
BlockNode: TypeAlias = Block | Group | Mark | Aside | Either
Node: TypeAlias = InlineNode | BlockNode


@dataclass(slots=True, eq=False)
class Note:
    """A note and what is read in it.

    Attributes:
        source: the ``note`` element.
        label: ``@n``, or a number where it has none that is its own.
        children: what is read in it.
    """

    source: etree._Element
    label: str
    children: tuple[BlockNode, ...]


#: The nodes that come from one element.
Sourced: TypeAlias = Block | Group | Inline | Mark | Aside | Note | Anchor | Break


def local_name(node: Sourced) -> str:
    """The local name of the element a node comes from."""
    return local(name_of(node.source))


def id_of(node: Sourced) -> str:
    """The ``xml:id`` of the element a node comes from; empty when it has none."""
    return node.source.get(XML_ID, "")
