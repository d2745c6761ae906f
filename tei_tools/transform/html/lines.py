"""In: the nodes of a line. Out: their HTML: names and references as links, callers, marks.

A link never stands in a link: the outer one counts, and callers wait until it ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from lxml import etree

from tei_tools.model.document import nearest_id
from tei_tools.model.names import name_of, tei
from tei_tools.pages import escape, language_of, start

from ..behaviours import Behaviour
from ..compose import Work
from ..dates import DATING, is_valid_html
from ..entries import ENTITIES
from ..flatten import text_of
from ..nodes import Anchor, Break, Either, Inline, InlineNode, Intervention, Note, Text, id_of
from .breaks import begins
from .examples import EXAMPLE, markup
from .formulas import MATH, formula
from .page import Page, relation
from .tags import classes_of, plain_start, tag_of


@dataclass(frozen=True, slots=True)
class Applied:
    """An intervention where it stands in the page.

    Attributes:
        source: the element that records it.
        made: the intervention.
        place: the id of the block it stands in; empty when that has none.
        mark: the id of its mark in the text.
        entry: the id of its line in the apparatus.
    """

    source: etree._Element
    made: Intervention
    place: str
    mark: str
    entry: str


class Lines:
    """Writes lines of one work, and remembers what they call: notes and interventions."""

    def __init__(self, page: Page, work: Work, prefix: str) -> None:
        self.page = page
        self.out: list[str] = []
        self.prefix = prefix
        self.notes: dict[etree._Element, Note] = {note.source: note for note in work.notes}
        self.note_ids = {
            note.source: page.claim(id_of(note)) or page.fresh(f"{prefix}.note-{number}")
            for number, note in enumerate(work.notes, 1)
        }
        self.callers: dict[etree._Element, str] = {}
        self.applied: list[Applied] = []
        self.place: etree._Element | None = None
        self._links = 0
        self._waiting: list[str] = []
        self._marked: set[etree._Element] = set()

    def line(self, nodes: tuple[InlineNode, ...], place: etree._Element | None) -> None:
        """Write the nodes of a line, in the element ``place``; None where it is not told."""
        self.place = place
        for node in nodes:
            self.inline(node)

    def inline(self, node: InlineNode) -> None:
        """Write one node."""
        match node:
            case Text(value=value):
                self.out.append(escape(value))
            case Break(value=value):
                self.out += (escape(value), begins(self.page, node, "span"))
            case Anchor():
                self._after_link(self._caller(node))
            case Either(first=first, second=second):
                for nodes, opening in (
                    (first, '<span class="first">'),
                    (second, '<span class="second" hidden>'),
                ):
                    self.out.append(opening if nodes else "")
                    for child in nodes:
                        self.inline(child)  # type: ignore[arg-type]
                    self.out.append("</span>" if nodes else "")
            case Inline(behaviour=Behaviour.GRAPHIC, source=source):
                self._after_link(
                    f'<span class="image apart">{escape(self.page.image(source))}</span>'
                )
            case Inline(source=source) if source.tag == EXAMPLE:
                opened = start("code", class_="egXML", id=self.page.claim(id_of(node)))
                self.out.append(f"{opened}{escape(markup(source))}</code>")
            case Inline(source=source) if source.tag == MATH and (shown := formula(source)):
                self.out.append(shown)
            case Inline(behaviour=Behaviour.BREAK, children=children):
                for child in children:
                    self.inline(child)
                self.out.append(begins(self.page, node, "span"))
            case Inline():
                opening, closing, is_link = self._tags(node)
                self._links += is_link
                self.out.append(opening)
                for child in node.children:
                    self.inline(child)
                self.out.append(closing)
                self._links -= is_link
                if not self._links:
                    self.out += self._waiting
                    self._waiting.clear()
                if node.intervention is not None:
                    self.mark(node.source, node.intervention)

    def mark(self, source: etree._Element, made: Intervention) -> None:
        """Write the mark of an intervention, which leads to its line in the apparatus."""
        if source in self._marked:
            return
        self._marked.add(source)
        number = len(self.applied) + 1
        applied = Applied(
            source,
            made,
            "" if self.place is None else nearest_id(self.place),
            self.page.fresh(f"{self.prefix}.mark-{number}"),
            self.page.fresh(f"{self.prefix}.change-{number}"),
        )
        self.applied.append(applied)
        said = describe(made)
        link = start(
            "a", class_="mark apart", id=applied.mark, href=f"#{applied.entry}", title=said
        )
        self._after_link(
            f'{link}<span aria-hidden="true">°</span>'
            f"{start('span', class_='unseen', lang=self.page.ui_language)}{escape(said)}</span></a>"
        )

    def _after_link(self, written: str) -> None:
        if self._links:
            self._waiting.append(written)
        else:
            self.out.append(written)

    def _caller(self, anchor: Anchor) -> str:
        identifier, label = self.note_ids[anchor.note], self.notes[anchor.note].label
        own = self.page.fresh(f"{identifier}-ref")
        self.callers.setdefault(anchor.note, own)
        link = start("a", role="doc-noteref", id=own, href=f"#{quote(identifier)}")
        hidden = start("span", class_="unseen", lang=self.page.ui_language)
        return f'<sup class="caller apart">{link}{hidden}Note </span>{escape(label)}</a></sup>'

    def _tags(self, node: Inline) -> tuple[str, str, bool]:
        """The start and end of an element, and whether it is a link."""
        source, tag = node.source, tag_of(node.source)
        if self.page.is_plain(source):
            return plain_start(tag, name_of(source)), f"</{tag}>", False
        identity = {
            "id": self.page.claim(self.page.own_id(source)) or self.page.names.ids.pop(source, ""),
            "class_": classes_of(source, *self.page.looks(source)),
            "lang": language_of(source),
        }
        if source.tag == tei("date"):
            return self._date(source, identity)
        is_labelled = node.behaviour is Behaviour.INLINE
        attribute = "target" if node.behaviour is Behaviour.LINK else "ref"
        is_named = source.tag in ENTITIES and bool(source.get("ref"))
        if not is_named and attribute == "ref":
            label = self.page.edition.structure.said(source, "label") if is_labelled else ""
            return start(tag, title=label.strip(), **identity), f"</{tag}>", False
        href = self.page.link(source) if attribute == "target" else self.page.href(source, "ref")
        more = self._named(source) if is_named else {}
        if is_named and href[:1] != "#":  # the index leads on to where the pointer leads
            named = self.page.names.named.get(more["data_ref"])
            href = f"#{quote(named.id)}" if named else href
        if not href or self._links or not text_of(node.children).strip():
            return start(tag, **identity, **more), f"</{tag}>", False
        link = start("a", href=href, rel=relation(href), **more)
        if tag == "span":
            return f"{link[:-1]}{start('', **identity)[1:]}", "</a>", True
        return f"{link}{start(tag, **identity)}", f"</{tag}></a>", True

    def _named(self, source: etree._Element) -> dict[str, str]:
        """What is shown of the thing that a name refers to."""
        slug = self.page.edition.structure.pointers.slugs(source, "ref")[0]
        entry = self.page.edition.entry(slug)
        return {"title": "" if entry is None else entry.label, "data_ref": slug}

    @staticmethod
    def _date(source: etree._Element, identity: dict[str, str]) -> tuple[str, str, bool]:
        when = source.get("when", "")
        if is_valid_html(when):
            return start("time", datetime=when, **identity), "</time>", False
        dates = {f"data_{name.lower()}": source.get(name, "") for name in DATING}
        return start("span", **identity, **dates), "</span>", False


def describe(made: Intervention) -> str:
    """An intervention in words."""
    match made:
        case Intervention(kind="variant", sic=sic, corr=corr):
            said = f": “{corr}” is read" if corr else ""
            said += f"; elsewhere: “{sic}”" if sic else ""
        case Intervention(sic=str(sic), corr=str(corr)) if sic != corr:
            said = f": “{sic}” in the source, “{corr}” in this edition"
        case Intervention(sic=None, corr=str(corr)):
            said = f": “{corr}” is not in the source"
        case Intervention(sic=str(sic), corr=None):
            said = f": “{sic}” in the source is not read"
        case _:
            said = f" ({made.reason})" if made.reason else ""
    return made.kind.capitalize() + said
