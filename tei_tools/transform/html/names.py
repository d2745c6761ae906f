"""In: the works of a page. Out: who and what is named in them, and each place where that is.

Names that refer to nothing cannot be told apart, and are left out; so are those in registers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from tei_tools.model.names import XML_ID, name_of, tei

from ..behaviours import Behaviour
from ..compose import Work
from ..entries import ENTITIES
from ..flatten import text_of
from ..nodes import Block, BlockNode, Group, Inline, InlineNode, id_of
from .places import short_place

if TYPE_CHECKING:
    from .page import Page


class Place(NamedTuple):
    """Where something is named.

    Attributes:
        work: the root element of the work.
        id: an id in the page: of the block, where it has one, else of the name itself.
        label: how the place is called, by the ids around it; empty where there are none.
    """

    work: etree._Element
    id: str
    label: str


class Named(NamedTuple):
    """Somebody or something that is named.

    Attributes:
        id: the id of the entry in the index.
        kind: person, org, place, event, object, work, or what the encoding says.
        words: the words of the first place.
        element: the element that names it first.
        token: the pointer of that element.
        places: each place, and how often it is named there.
    """

    id: str
    kind: str
    words: str
    element: etree._Element
    token: str
    places: dict[Place, int]


class Names:
    """What is named in the view that a page shows.

    Attributes:
        named: by slug, in the order of the text.
        ids: the ids of names that stand in no block with an id.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.named: dict[str, Named] = {}
        self.ids: dict[etree._Element, str] = {}
        self._seen: set[etree._Element] = set()
        root = page.edition.document.root
        if any(element.get("ref") for element in root.iter(*ENTITIES)):
            for work in page.works:
                self._collect(work)

    def _collect(self, work: Work) -> None:
        owner = work.source.get(XML_ID, "")
        for block, around in _blocks(work.main, owner):
            is_title = around == owner and block.behaviour is Behaviour.HEADING
            self._line(work, block, "title" if is_title else short_place(around, owner))
        for note in work.notes:
            for block, _ in _blocks(note.children, ""):
                self._line(work, block, f"note {note.label}", id_of(note))

    def _line(self, work: Work, block: Block, label: str, around: str = "") -> None:
        nodes: list[Block | InlineNode] = [block]
        while nodes:
            node = nodes.pop()
            if isinstance(node, Block | Inline):
                nodes.extend(reversed(node.children))
                if node.source.tag in ENTITIES and node.source.get("ref"):
                    self._name(work, node, id_of(block) or around, label)

    def _name(self, work: Work, node: Block | Inline, block: str, label: str) -> None:
        source, page = node.source, self.page
        if source in self._seen:
            return
        self._seen.add(source)
        own = block or id_of(node)
        if not own:
            own = self.ids[source] = page.fresh("name")
        place = Place(work.source, own, label)
        for token in dict.fromkeys(source.get("ref", "").split()):
            slug = page.edition.structure.pointers.target(source, token).slug
            if slug not in self.named:
                entry = page.edition.entry(slug)
                kind = ENTITIES[name_of(source)] or source.get("type", "")
                self.named[slug] = Named(
                    id=page.fresh(f"index.{slug}"),
                    kind=kind if entry is None else entry.kind,
                    words=text_of(node.children),
                    element=source,
                    token=token,
                    places={},
                )
            places = self.named[slug].places
            places[place] = places.get(place, 0) + 1


def _blocks(nodes: Iterable[BlockNode], around: str) -> Iterator[tuple[Block, str]]:
    """The lines among blocks, each with the id that stands next around it."""
    stack = [(node, around) for node in reversed(list(nodes))]
    while stack:
        node, above = stack.pop()
        if isinstance(node, Block):
            yield node, id_of(node) or above
        elif isinstance(node, Group) and node.source.tag != tei("standOff"):
            own = id_of(node) or above
            stack.extend((child, own) for child in reversed(node.children))
