"""In: the text of an ODD.
Out: its encoding manual in HTML, and the headings in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from tei_tools.odd.documentation.book import CHANGES, Book
from tei_tools.odd.documentation.links import attribute_name
from tei_tools.odd.documentation.prose import Block, Prose
from tei_tools.odd.documentation.texts import words_of
from tei_tools.odd.reader import ID, TEI, Element, local, words
from tei_tools.pages import escape, language_of, start

REFERENCE = "tt-reference"

# What a declaration does, by @mode, and what a moduleRef selects, by attribute.
MODES = {**CHANGES, "delete": "left out"}
SELECTIONS = {"include": "only", "except": "all but"}

# What begins with a heading of its own.
DIVISIONS = ("div", *(f"div{level}" for level in range(1, 8)))
TEXTS = ("body", "front", "back", "group", "text")

# Declarations that may stand in a text or in a group.
DECLARATIONS = """elementSpec classSpec macroSpec dataSpec constraintSpec moduleSpec moduleRef
elementRef classRef macroRef dataRef specGrpRef""".split()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the page: its level from 2, its anchor, its words."""

    level: int
    anchor: str
    text: str


class Manual(Prose):
    """Writes the text of an ODD; `headings` are those it has met so far."""

    in_lines = frozenset({TEI + "note"})

    def __init__(self, book: Book) -> None:
        super().__init__(book.links)
        self.book = book
        self.headings: list[Heading] = []
        self.titles = dict(_titles(book.root))
        self._notes: list[str] = []
        self._unwritten = dict(book.links.ids)

    def known_blocks(self) -> dict[str, Block]:
        """Those of all prose, and those of a text with specs in it."""
        return {
            **super().known_blocks(),
            **dict.fromkeys(DIVISIONS, self._division),
            **dict.fromkeys(DECLARATIONS, self._lone_mark),
            "divGen": self._left_out,
            "head": self._lone_head,
            "schemaSpec": self._schema,
            "specDesc": self._lone_spec_desc,
            "specGrp": self._group,
            "specList": self._spec_list,
        }

    def anchor(self, element: Element) -> str:
        """The anchor of an element, once."""
        return self._unwritten.pop(element.get(ID, ""), "")

    def write(self) -> str:
        """The whole text; empty where there is none."""
        text = self.book.root.find(TEI + "text")
        written = "" if text is None else self.flow(text, 2)
        if not self._notes:
            return written
        items = "".join(
            f'<li id="tt-note-{n}">{said} <a href="#tt-caller-{n}" '
            f'aria-label="Back to the text of note {n}">↩</a></li>\n'
            for n, said in enumerate(self._notes, 1)
        )
        return f'{written}<section class="notes">\n<h2>Notes</h2>\n<ol>\n{items}</ol></section>\n'

    def note(self, element: Element) -> str:
        """The number of a note, which leads to it."""
        self._notes.append("")  # notes in this one come after it
        n = len(self._notes)
        self._notes[n - 1] = self.say(element)
        return f'<sup><a id="tt-caller-{n}" href="#tt-note-{n}" aria-label="Note {n}">{n}</a></sup>'

    def _division(self, element: Element, level: int) -> str:
        head = element.find(TEI + "head")
        language = language_of(element)
        if head is None:
            opened = start("section", id=self.anchor(element), lang=language)
            return f"{opened}\n{self.flow(element, level)}</section>\n"
        anchor = self.anchor(element) or self._fresh(head)
        title = self._heading(head, level, anchor, self.anchor(head))
        rest = self.flow(element, min(level + 1, 6), skipped=head)
        opened = start("section", id=anchor, lang=language)
        return f"{opened}\n{title}{rest}</section>\n"

    def _heading(self, head: Element, level: int, leads_to: str, anchor: str) -> str:
        title = words_of(head) or "Untitled"
        self.headings.append(Heading(level, leads_to, title))
        opened = start(f"h{level}", id=anchor, lang=language_of(head))
        return f"{opened}{self.line(head).strip() or title}</h{level}>\n"

    def _lone_head(self, element: Element, level: int) -> str:
        """The heading of a whole text; elsewhere, a line below a heading, or above a figure."""
        parent = element.getparent()
        name = "" if parent is None else local(parent)
        if name in TEXTS:
            anchor = self.anchor(element) or self._fresh(element)
            return self._heading(element, level, anchor, anchor)
        kind = "subtitle" if name in DIVISIONS else "list-head"
        opened = start("p", id=self.anchor(element), class_=kind)
        return f"{opened}{self.line(element).strip()}</p>\n"

    def _fresh(self, head: Element) -> str:
        """An anchor made from the words of a heading."""
        return self.links.claim(re.sub(r"\W+", "-", words_of(head).lower()).strip("-"), "text")

    def _schema(self, element: Element, level: int) -> str:  # noqa: ARG002
        ident = escape(element.get("ident", ""))
        opened = start("p", class_="spec-mark", id=self.anchor(element))
        link = f'<a href="#{REFERENCE}">Reference</a>'
        return f"{opened}The schema <code>{ident}</code>: see the {link}.</p>\n"

    def _left_out(self, element: Element, level: int) -> str:  # noqa: ARG002
        return ""

    # Specs in the text, and lists of them.

    def _spec_list(self, element: Element, level: int) -> str:  # noqa: ARG002
        shown = "".join(self._spec_desc(each) for each in element.iterchildren(TEI + "specDesc"))
        opened = start("dl", id=self.anchor(element), class_="spec-list")
        return f"{opened}\n{shown}</dl>\n" if shown else ""

    def _lone_spec_desc(self, element: Element, level: int) -> str:  # noqa: ARG002
        return f'<dl class="spec-list">\n{self._spec_desc(element)}</dl>\n'

    def _spec_desc(self, element: Element) -> str:
        """What specDesc points to, in one line, and those of its attributes that it names."""
        key = element.get("key", "").strip()
        spec = self.book.spec(key)
        shown = f"{start('dt', id=self.anchor(element))}{self.book.one(key)}</dt>\n"
        if spec is None:
            return f"{shown}<dd></dd>\n"
        wanted = words(element, "atts")
        rows = "".join(
            f"<li>{self.links.attribute(owner, attribute_name(att))} "
            f"{self.book.line(att.documentation)}</li>\n"
            for owner, att in self.book.attributes(spec)
            if attribute_name(att) in wanted
        )
        listed = f"\n<ul>\n{rows}</ul>\n" if rows else ""
        return f"{shown}<dd>{self.book.line(spec.documentation)}{listed}</dd>\n"

    def _group(self, element: Element, level: int) -> str:  # noqa: ARG002
        """A specGrp: what is declared in it."""
        n = element.get("n") or element.get(ID) or ""
        title = f"Group of specifications{f': {escape(n)}' if n else ''}"
        opened = start("div", class_="spec-group", id=self.anchor(element))
        marks = [self._mark(each) for each in element.iterchildren(etree.Element)]
        items = "".join(f"<li>{mark}</li>\n" for mark in marks if mark)
        listed = f"<ul>\n{items}</ul>\n" if items else ""
        return f'{opened}\n<p class="list-head">{title}</p>\n{listed}</div>\n'

    def _lone_mark(self, element: Element, level: int) -> str:  # noqa: ARG002
        opened = start("p", class_="spec-mark", id=self.anchor(element))
        return f"{opened}{self._mark(element)}</p>\n"

    def _mark(self, element: Element) -> str:
        """A declaration, in a line: of what, and what it does to it."""
        name = local(element)
        key = (element.get("ident") or element.get("key") or "").strip()
        mode = MODES.get(element.get("mode", "add"), "")
        said = f' <span class="change">{mode}</span>' if name.endswith("Spec") and mode else ""
        match name:
            case "elementSpec" | "elementRef":
                return self.links.element(key) + said
            case "classSpec" | "classRef" | "macroSpec" | "macroRef" | "dataSpec" | "dataRef":
                return self.links.name(key) + said
            case "constraintSpec":
                return f"rule <code>{escape(key)}</code>"
            case "moduleRef" | "moduleSpec":
                return f"module <code>{escape(key or element.get('url', ''))}</code>" + "".join(
                    f"; {said} {', '.join(map(self.links.element, words(element, attribute)))}"
                    for attribute, said in SELECTIONS.items()
                    if words(element, attribute)
                )
            case "specGrpRef":
                return self._link(element.get("target", ""), "a group of specifications")
        return ""


def _titles(root: Element) -> Iterator[tuple[str, str]]:
    """The headings in a text, by the ids of what they are the headings of."""
    for head in root.iterfind(f"{TEI}text//{TEI}head"):
        parent = head.getparent()
        if parent is not None and parent.get(ID):
            yield parent.get(ID, ""), words_of(head)
