"""In: an edition and a view. Out: what the parts of one page share: ids, links, languages.

A page knows which ids stand in it, so that no link in it leads nowhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

from lxml import etree

from tei_tools.model.finding import Severity
from tei_tools.model.names import XML_ID, tei
from tei_tools.pages import checked, escape, language_of

from ..compose import Work
from ..edition import Edition
from ..nodes import Aside, Block, Break, Either, Group, Inline, Mark, Node, Text
from ..pointers import Target
from ..views import VIEWS, View
from .examples import EXAMPLE
from .names import Names
from .tags import TELLING

if TYPE_CHECKING:
    from .chronology import Written

#: Schemes by which a link can do something on the reader's machine.
ACTIVE: Final = frozenset({"javascript", "vbscript", "data", "file", "blob"})
#: The ids of the page's own parts; no element of a document gets them.
TEXT_ID: Final = "tt-text"
CONTENTS_ID: Final = "tt-contents"
VIEW_IDS: Final = ("tt-view-first", "tt-view-second")
ABOUT_ID: Final = "tt-about"


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of the contents list; ``note`` says more in small print."""

    level: int
    id: str
    text: str
    note: str = ""


class Page:
    """What the parts of a page share.

    Attributes:
        edition: the edition.
        view: the view that is shown.
        shows_source: the encoding of paragraphs is shown.
        has_citations: there are paragraphs that can be cited.
        other: the view that the reader can change to.
        language: the language of the document.
        headings: what the contents list is made of, in order.
        tables: how many tables have been written.
        names: who and what is named, and where.
        dated: the units as they have been written, each with the title of its work.
        parts: what follows the text of all works, for the contents list.
    """

    def __init__(self, edition: Edition, view: View, *, shows_source: bool = True) -> None:
        self.edition = edition
        self.view = view
        self.shows_source = shows_source
        self.has_citations = False
        self.other = next(other for other in VIEWS.values() if other.name != view.name)
        self.works = edition.works(view)
        self.language = language_of(edition.document.root) or "en"
        self.headings: list[Heading] = []
        self.tables = 0
        self.parts: list[Heading] = []
        self.dated: list[tuple[Written, str]] = []
        self._others: dict[str, str] = {}  # the addresses of the pages of other files
        self._claimed = {TEXT_ID, CONTENTS_ID, *VIEW_IDS}
        self._numbers: dict[str, int] = defaultdict(lambda: 1)
        self.names = Names(self)

    @cached_property
    def _anchors(self) -> frozenset[str]:
        """The ids of elements that stand in the page."""
        return frozenset(
            identifier
            for work in self.works
            for identifier in _anchors(work, self.own_id)
            if identifier.split() == [identifier]
        )

    @cached_property
    def _ids(self) -> frozenset[str]:
        """The ids of all elements; whether one stands in the page takes a walk through it."""
        return frozenset(identifier.strip() for identifier in self.edition.document.ids)

    def _is_anchor(self, identifier: str) -> bool:
        is_possible = self.edition.structure.modelled is not None or identifier in self._ids
        return is_possible and identifier in self._anchors

    def is_plain(self, element: etree._Element) -> bool:
        """Whether nothing but its name says how the start tag of an element is written."""
        return self.edition.structure.modelled is None and TELLING.isdisjoint(element.keys())

    @property
    def ui_language(self) -> str | None:
        """The language of the page's own words, where the document has another."""
        return None if self.language.split("-")[0] == "en" else "en"

    def looks(self, element: etree._Element) -> tuple[str, ...]:
        """The classes that the models of a project give an element."""
        modelled = self.edition.structure.modelled
        return () if modelled is None else modelled.classes(element)

    @property
    def own_style(self) -> str:
        """The style of the classes that are used."""
        modelled = self.edition.structure.modelled
        return "" if modelled is None else modelled.style()

    def link(self, element: etree._Element) -> str:
        """The address that a link leads to: what a model says, or else ``@target``."""
        modelled, model = (
            self.edition.structure.modelled,
            self.edition.structure.rule(element).model,
        )
        if modelled is None or model is None or "uri" not in model.params:
            return self.href(element, "target")
        tokens = (modelled.text(element, model, "uri") or "").split()
        return self.address(element, tokens[0], "target") if tokens else ""

    def own_id(self, element: etree._Element) -> str:
        """The id of an element in the page: what the model of an anchor says, or its ``xml:id``."""
        return self.edition.structure.said(element, "id", XML_ID).strip()

    def claim(self, identifier: str) -> str:
        """The id, the first time it is asked for; empty after that, since ids stand once."""
        if identifier in self._claimed or identifier.split() != [identifier]:
            return ""
        self._claimed.add(identifier)
        return identifier

    def fresh(self, base: str) -> str:
        """An id that no element has."""
        number, candidate = self._numbers[base], base
        while candidate in self._claimed or self._is_anchor(candidate):
            number += 1
            candidate = f"{base}-{number}"
        self._numbers[base] = number
        self._claimed.add(candidate)
        return candidate

    def local(self, slug: str) -> str:
        """The address within the page of an id; empty when it does not stand in it."""
        return f"#{quote(slug)}" if self._is_anchor(slug) else ""

    def href(self, element: etree._Element, attribute: str) -> str:
        """The address that the first pointer of an attribute leads to; empty when to none."""
        tokens = element.get(attribute, "").split()
        return self.address(element, tokens[0], attribute) if tokens else ""

    def address(self, element: etree._Element, token: str, attribute: str) -> str:
        """The address that one pointer in an attribute leads to; empty when to none."""
        target = self.edition.structure.pointers.target(element, token)
        if target.is_safe_address:
            return checked(target.uri)
        if target.scheme in ACTIVE:
            self._report_unsafe(element, attribute, target.scheme)
        found = self.edition.structure.element(element, token)
        if found is not None:
            return self.local(self.own_id(found))
        return "" if target.scheme else self._elsewhere(element, target)

    def _elsewhere(self, element: etree._Element, target: Target) -> str:
        """The address of a place on the page of another file of the project."""
        file = unquote(target.uri.partition("#")[0])
        if not file:  # an anchor that has its id from a model
            return self.local(target.id)
        if self.edition.page_of is None:
            return ""
        path = str(PurePosixPath(self.edition.document.file_of(element)).parent / file)
        if path not in self._others:
            self._others[path] = quote(self.edition.page_of(path))
        place = f"#{quote(target.id)}" if target.id else ""
        return f"{self._others[path]}{place}" if self._others[path] else ""

    def unseen_title(self, title: str) -> str:
        """The title of a work of several, for those who hear the page and see no place in it."""
        if not self.edition.is_corpus:
            return ""
        return f'<span class="unseen"> ({escape(title)})</span>'

    def part(self, identifier: str, title: str) -> str:
        """The id of a part of the page that follows a text, for its heading; it is listed."""
        own = self.fresh(identifier)
        self.parts.append(Heading(2, own, title))
        return own

    def image(self, element: etree._Element) -> str:
        """What stands for an image: its title, by a model, its description, or its address."""
        structure, parent = self.edition.structure, element.getparent()
        described = None if parent is None else parent.find(tei("figDesc"))
        text = structure.said(element, "title").strip()
        if not text and described is not None:
            text = self.edition.plain(described)
        elif not text:
            text = structure.said(element, "url", "url")
        return f"[Image: {text}]" if text else "[Image]"

    def _report_unsafe(self, element: etree._Element, attribute: str, scheme: str) -> None:
        finding = self.edition.document.finding(
            element,
            "transform.unsafe-link",
            f"a link with the scheme `{scheme}:` is not written into the page; its text is kept",
            attribute=attribute,
            severity=Severity.WARNING,
            suggestion="links of a page begin with `https:`, `http:` or `mailto:`",
        )
        self.edition.report(finding, element)


def relation(href: str) -> str:
    """What a link says of where it leads: out of this project, or nothing."""
    return "external" if href.startswith(("https:", "http:")) else ""


def _anchors(work: Work, id_of: Callable[[etree._Element], str]) -> Iterator[str]:
    """The ids that stand in the page when a work is written."""
    yield work.source.get(XML_ID, "")
    nodes: list[Node] = [*work.main, *work.apart]
    for note in work.notes:
        nodes += note.children
        yield id_of(note.source)
    yield from _ids(nodes, id_of)


def _ids(nodes: Iterable[Node], id_of: Callable[[etree._Element], str]) -> Iterator[str]:
    stack = list(nodes)
    while stack:
        node = stack.pop()
        if isinstance(node, Text):
            continue
        if isinstance(node, Block | Inline | Group):
            yield id_of(node.source)
            if node.source.tag != EXAMPLE:
                stack.extend(node.children)
        elif isinstance(node, Mark | Aside | Break):
            yield id_of(node.source)
        elif isinstance(node, Either):
            stack.extend(node.first)
