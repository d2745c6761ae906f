"""In: the blocks of a work. Out: their HTML: divisions, headings, lists, tables, notes in place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, TypeGuard
from urllib.parse import quote

from tei_tools.model.names import name_of
from tei_tools.pages import escape, language_of, start

from ..behaviours import NO_RULE, RULES, Behaviour
from ..compose import Work
from ..entries import ENTRIES
from ..flatten import text_of
from ..nodes import (
    Anchor,
    Aside,
    Block,
    BlockNode,
    Either,
    Group,
    Inline,
    InlineNode,
    Mark,
    Node,
    Text,
    id_of,
    local_name,
)
from ..units import Unit
from .blocks import heads_of, is_heading
from .breaks import begins
from .captions import caption, responsible, short_date, speaker
from .chronology import Written
from .citation import Citations
from .examples import EXAMPLE, markup
from .lines import Lines
from .lists import label_of, number_of, write_entry, write_list
from .manuscripts import LABELS, part_label
from .page import Heading, Page
from .tables import write_table
from .tags import classes_of, hidden, plain_start
from .verses import VERSE, SharedVerses, line_number

#: Behaviours of groups that a heading makes a section of.
SECTIONS: Final = frozenset({Behaviour.SECTION, Behaviour.BODY})
#: What a milestone parts, when it is shown as a rule.
RULED: Final = frozenset({"", "section", "part", "chapter", "scene", "rule", "break"})
#: HTML elements that are not written where there is nothing in them.
EMPTIED: Final = frozenset({"p", "div", "li"})
_NUMBER: Final = re.compile(r"\.p(\d+)$")


class Body:
    """Writes the blocks of one work."""

    def __init__(self, page: Page, work: Work, prefix: str, units: Iterable[Unit]) -> None:
        self.page = page
        self.lines = Lines(page, work, prefix)
        self.out = self.lines.out
        self.prefix = prefix
        self.units = {unit.source: unit for unit in units}
        self.citations = Citations(page, page.edition.header(work.source), prefix)
        self.dated: list[Written] = []
        self.title_level = 0  # the level of the title, where the text has one of its own
        self.top = 1  # the level of the title of the work, wherever that is from
        self.last = 1  # the level of the last heading
        self.is_cited = True
        self.inside = ""
        self.verses = SharedVerses()

    def blocks(self, nodes: Iterable[BlockNode], level: int) -> None:
        """Write blocks; their headings are of the level given, and below."""
        for node in nodes:
            self.block(node, level)

    def block(self, node: BlockNode, level: int, reads: str = "") -> None:
        """Write a block that one view or (``reads`` empty) both views read."""
        inside, self.inside = self.inside, ""
        match node:  # what there is most of comes first
            case Block() | Group() if node.source.tag == EXAMPLE:
                self.example(node, inside, reads)
            case Block(behaviour=Behaviour.HEADING) if not inside and self.is_modelled(node):
                self.own_heading(node, level, reads)
            case Block():
                self.line(node, tag_for(node, inside), reads)
            case Either(first=first, second=second):
                for nodes, which in ((first, "first"), (second, "second")):
                    for child in nodes:
                        self.inside = inside
                        self.block(child, level, which)  # type: ignore[arg-type]
            case Mark():
                self.mark(node, reads)
            case Aside():
                self.aside(node, level, reads)
            case Group(behaviour=Behaviour.TABLE | Behaviour.LIST) if inside:
                tag = tag_for(node, inside)
                self.out.append(f"<{tag}>")
                self.block(node, level, reads)
                self.out.append(f"</{tag}>\n")
            case Group(behaviour=Behaviour.TABLE):
                write_table(self, node, level, reads)
            case Group(behaviour=Behaviour.LIST):
                write_list(self, node, level, reads)
            case Group() if node.source.tag in ENTRIES and not inside:
                write_entry(self, node, level, reads)
            case Group():
                self.division(node, level, reads, tag_for(node, inside))
                if node.intervention is not None:
                    self.lines.mark(node.source, node.intervention)

    # Lines

    def line(self, node: Block, tag: str, reads: str, *more: str) -> None:
        """Write a line in an element of its own; nothing, where there is nothing in it."""
        is_item = tag == "li" and node.marker  # which has its place in the list, with text or not
        is_wanted = is_item or tag not in EMPTIED or (id_of(node) and not node.part)
        if not is_wanted and not _has_content(node.children):
            return
        own = self.open(tag, node, reads, *more)
        is_cited = own and self.is_cited and node.behaviour is Behaviour.PARAGRAPH
        if is_cited:
            self.cite(own)
        if node.source.tag == VERSE:
            self.out.append(line_number(self.page, node.source))
        self.lines.line(node.children, node.source)
        self.out.append(f"</{tag}>\n")
        if is_cited and tag == "p":
            self.page.has_citations = True
            self.out.append(self.citations.of(own, node.source))

    def open(
        self, tag: str, node: Block | Group, reads: str, *more: str, identify: bool = False
    ) -> str:
        """Write the start tag of a block; return its id (``identify`` gives it one at need)."""
        source = node.source
        if not identify and self.page.is_plain(source):
            written = plain_start(tag, name_of(source), *more, reads)
            self.out.append(hidden(written, reads) if reads else written)
            if source.tag in LABELS:
                self.out.append(part_label(self.page, node))
            return ""
        own = self.page.claim(id_of(node)) or self.page.names.ids.pop(node.source, "")
        if identify and not own:
            own = self.page.fresh(f"{self.prefix}.section")
        classes = classes_of(node.source, *more, reads, *self.page.looks(node.source))
        written = start(
            tag,
            id=own,
            class_=classes,
            lang=language_of(node.source),
            style=self.verses.style(node) if node.source.tag == VERSE else None,
            value=number_of(node) if tag == "li" else None,
        )
        self.out.append(hidden(written, reads))
        if tag == "li":
            self.out.append(label_of(node))
        self.out.append(speaker(self.page, node) or part_label(self.page, node))
        return own

    def example(self, node: Block | Group, inside: str, reads: str) -> None:
        """Write an example of encoding: its markup is what it shows."""
        around = tag_for(node, inside) if inside else ""
        self.out.append(f"<{around}>" if around else "")
        opened = start("pre", id=self.page.claim(id_of(node)), class_=f"egXML {reads}".strip())
        shown = f"{hidden(opened, reads)}<code>{escape(markup(node.source))}</code></pre>\n"
        self.out.append(f"{shown}</{around}>\n" if around else shown)

    def cite(self, own: str) -> None:
        """Write the number of a paragraph, which is the link to cite it by."""
        number = _NUMBER.search(own)
        shown = number[1] if number else "¶"
        label = f"Paragraph {shown} ({own})" if number else f"¶ {own}"
        link = start("a", class_="cite apart", href=f"#{quote(own)}", aria_label=label)
        self.out.append(f"{link}{shown}</a>")

    # Groups

    def division(self, node: Group, level: int, reads: str, tag: str) -> None:
        """Write a group: a section, where it has a heading of its own, or what ``tag`` says."""
        heads = heads_of(node) if node.behaviour in SECTIONS else []
        level += local_name(node) in ("front", "back") and level == self.title_level
        unit = self.units.get(node.source)
        tag = "section" if heads and level != self.title_level else tag
        kind = "dictated" if unit else ""
        own = self.open(tag, node, reads, kind, identify=bool(heads or unit))
        self.out.append("\n")
        if unit is not None:
            head = text_of(heads[0].children) if heads else ""
            self.dated.append(Written(unit, own, unit.n or head or own))
        if unit is not None and not heads:
            self.page.headings.append(Heading(level, own, unit.n, short_date(unit)))
            self.out.append(caption(self.page, unit, unit.n))
        for child in node.children:
            if heads and child is heads[0]:
                level = self.heading(heads[0], level, own, unit) + 1
            elif child in heads and is_heading(child):
                self.line(child, "p", "", "subhead")
            elif tag == "figure" and child is node.children[-1] and _is_caption(child):
                self.line(child, "figcaption", "")
            else:
                self.inside = "row" if node.behaviour is Behaviour.ROW else ""
                self.block(child, level)
        self.out.append(f"</{tag}>\n")

    def heading(self, node: Block, level: int, section: str, unit: Unit | None = None) -> int:
        """Write the heading of a section, and note it for the contents list; return its level."""
        level = self.level_of(node, level)
        self.line(node, f"h{min(level, 6)}", "")
        note = short_date(unit) if unit else ""
        self.page.headings.append(Heading(level, section, text_of(node.children), note))
        if unit is not None:
            self.out.append(caption(self.page, unit, ""))
        return level

    def is_modelled(self, node: Block) -> bool:
        """Whether a line of a text, not of a note, is a heading as a project's model says."""
        structure, usual = self.page.edition.structure, RULES.get(name_of(node.source), NO_RULE)
        is_own = usual.behaviour is not Behaviour.HEADING or structure.said(node.source, "level")
        return bool(is_own) and self.is_cited and not node.part and _has_content(node.children)

    def own_heading(self, node: Block, level: int, reads: str) -> None:
        """Write a heading that begins no section."""
        level = self.level_of(node, level)
        own = self.open(f"h{min(level, 6)}", node, reads, identify=True)
        self.lines.line(node.children, node.source)
        self.out.append(f"</h{min(level, 6)}>\n")
        if reads != "second":
            self.page.headings.append(Heading(level, own, text_of(node.children)))

    def level_of(self, node: Block, level: int) -> int:
        """The level of a heading: by its model, counted from the title of the work, or ``level``.

        With models, no level is skipped on the way down, so that headings stay in order.
        """
        structure = self.page.edition.structure
        if structure.modelled is not None and level != self.title_level:
            said = structure.said(node.source, "level").strip()
            if said.isascii() and said.isdigit() and len(said) < 3:
                level = self.top + max(1, int(said))
            level = min(level, self.last + 1)
        self.last = level
        return level

    # What has no text

    def mark(self, node: Mark, reads: str) -> None:
        """Write what an empty element between blocks leaves: a rule, an image's place, an id."""
        structure, rendering = self.page.edition.structure, node.source.get("rend", "")
        name = structure.begun(node.source)
        if name == "milestone" and (node.source.get("unit", "") in RULED or rendering == "rule"):
            own, classes = self.page.claim(id_of(node)), f"milestone {reads}".strip()
            self.out.append(hidden(start("hr", id=own, class_=classes), reads))
        elif structure.is_rendered_as(node.source, Behaviour.GRAPHIC):
            shown = start("p", id=self.page.claim(id_of(node)), class_="image apart")
            self.out.append(f"{shown}{escape(self.page.image(node.source))}</p>\n")
        elif reads != "second":
            self.out.append(begins(self.page, node, "div"))

    def aside(self, node: Aside, level: int, reads: str) -> None:
        """Write a note that stands between blocks."""
        note = self.lines.notes[node.source]
        by = responsible(self.page, node.source)
        opened = start(
            "div",
            id=self.lines.note_ids[node.source],
            class_=classes_of(node.source, "apart", reads),
            lang=language_of(node.source),
            role="note",
            aria_label=f"Note by {by}" if by else "Note",
        )
        self.lines.callers[node.source] = ""
        self.out.append(hidden(opened, reads))
        is_cited, self.is_cited = self.is_cited, False
        self.blocks(note.children, level)
        self.is_cited = is_cited
        if by:
            self.out.append(f"{start('p', class_='by')}— {escape(by)}</p>")
        self.out.append("</div>\n")


def tag_for(node: Block | Group, inside: str) -> str:
    """The HTML element of a block, by what it stands in."""
    if inside == "ul" or inside == "ol":
        return "li"
    if inside == "dl":
        is_item = node.behaviour is Behaviour.LIST_ITEM
        return "dt" if local_name(node) == "label" and not is_item else "dd"
    if node.behaviour is Behaviour.FIGURE and isinstance(node, Group):
        return "figure"
    return "p" if isinstance(node, Block) else "div"


def _is_caption(node: BlockNode) -> TypeGuard[Block]:
    """Whether a block is the title that a model gives the figure it is in."""
    return isinstance(node, Block) and node.behaviour is Behaviour.HEADING and node.part


def _has_content(nodes: tuple[InlineNode, ...]) -> bool:
    """Whether a line has text, a caller or a mark."""
    if nodes and isinstance(nodes[0], Text):  # as in most lines
        return True
    stack: list[Node] = list(nodes)
    while stack:
        match stack.pop():
            case Text() | Anchor():
                return True
            case Inline(intervention=made) if made is not None:
                return True
            case Inline(children=children):
                stack.extend(children)
            case Either(first=first, second=second):
                stack += (*first, *second)
    return False
