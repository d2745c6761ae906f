"""In: a document and a view. Out: what is read in it: blocks in their order, and the notes apart.

Every format is made from this form alone. An element in which there are blocks becomes a group; any
other becomes a line, or a part of one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Final

from lxml import etree

from tei_tools.model.names import tei

from .behaviours import UNREAD, Behaviour, Rule
from .entries import ENTRIES, entry
from .inlines import Inlines, Item, has_text
from .nodes import Anchor, Aside, Block, BlockNode, Group, Inline, Mark, Node, Note, Text
from .structure import LIST, Structure
from .views import View
from .whitespace import WHITE

#: Elements that are a document, or hold documents.
DOCUMENTS: Final = (tei("TEI"), tei("teiCorpus"))
#: Stanzas, or a group of stanzas.
STANZAS: Final = tei("lg")
#: Mixed elements in which every element is a line of its own, unless there is text beside it.
LINES: Final = frozenset(map(tei, ("opener", "closer")))
#: Behaviours that leave a mark between blocks, and no text.
MARKS: Final = frozenset({Behaviour.BREAK, Behaviour.ANCHOR, Behaviour.GRAPHIC})
#: Groups that mean something when they are empty.
KEPT: Final = frozenset({Behaviour.ROW, Behaviour.FIGURE})


@dataclass(frozen=True, slots=True, eq=False)
class Work:
    """One TEI document, or a fragment of one, as a view reads it.

    Attributes:
        source: its root element.
        main: the running text.
        apart: what stands beside a text: the registers of a ``standOff``.
        notes: the notes that are read apart, in the order in which they are called.
    """

    source: etree._Element
    main: tuple[BlockNode, ...]
    apart: tuple[BlockNode, ...]
    notes: tuple[Note, ...]


def works_in(
    root: etree._Element, rule: Callable[[etree._Element], Rule]
) -> Iterator[etree._Element]:
    """The works that a document holds: those of a corpus one by one, else the document itself."""
    stack = [root]
    while stack:
        element = stack.pop()
        inner = list(element.iterchildren(*DOCUMENTS)) if element.tag in DOCUMENTS else []
        if not inner or _parts(element, rule):
            yield element
        stack.extend(reversed(inner))


def compose(
    structure: Structure,
    view: View,
    root: etree._Element,
    hyphen_dropped: Callable[[etree._Element], None] = lambda _: None,
    *,
    is_plain: bool = False,
) -> Work:
    """What a view reads in one work; ``is_plain`` when no interventions are wanted, only text."""
    lines = Inlines(structure, view, hyphen_dropped, is_plain=is_plain)
    return _Composer(structure, view, lines).work(root)


def _parts(element: etree._Element, rule: Callable[[etree._Element], Rule]) -> list[etree._Element]:
    """The parts of a TEI document that are read: all but its header, its images, inner works."""
    if element.tag not in DOCUMENTS:
        return [element]
    parts = [
        child
        for child in element.iterchildren(etree.Element)
        if child.tag not in DOCUMENTS and rule(child).behaviour not in UNREAD
    ]
    has_text = any(part.tag == tei("text") for part in parts)
    return [part for part in parts if not (has_text and part.tag == tei("sourceDoc"))]


class _Composer:
    def __init__(self, structure: Structure, view: View, lines: Inlines) -> None:
        self.structure = structure
        self.view = view
        self.lines = lines
        self.shared = structure.shared.setdefault(view.everywhere, {})
        self.varied = structure.varied
        self.is_shared = False  # whether this is in an element that is shared as a whole
        self.holders = structure.holders
        self.collected: list[etree._Element] = []
        #: By name, the rules of plain lines and plain groups; most elements are one of these.
        self.plain_lines: dict[object, Rule] = {}
        self.plain_groups: dict[object, Rule] = {}
        for name in structure.names:
            if (rule := self.plain_rule(name)) and not rule.element_only:
                self.plain_lines[name] = rule
            elif rule and not rule.joint:
                self.plain_groups[name] = rule

    def plain_rule(self, name: str) -> Rule | None:
        """The rule of a name whose elements are blocks of which nothing else need be asked.

        They are lines, but for those with blocks in them; or if they hold no text, groups.
        """
        rule = self.structure.rule_of(name)
        is_special = name in ENTRIES or name in self.lines.omissible or name in self.lines.signed
        if rule is None or is_special or self.structure.is_spaced:
            return None
        return rule if rule.is_block else None

    def work(self, root: etree._Element) -> Work:
        parts = _parts(root, self.structure.rule)
        aside = [part for part in parts if part.tag == tei("standOff")]
        if len(aside) == len(parts):
            aside = []
        main = tuple(node for part in parts if part not in aside for node in self.node(part))
        apart = tuple(node for part in aside for node in self.node(part))
        return Work(root, main, apart, tuple(self.notes((*main, *apart))))

    # Blocks

    def node(self, element: etree._Element) -> tuple[BlockNode, ...]:
        """The blocks of an element that stands among blocks; what all views share is made once."""
        if self.is_shared or element in self.varied:
            return self.made(element)
        made = self.shared.get(element)
        if made is None:
            self.is_shared = True
            made = self.shared[element] = self.made(element)
            self.is_shared = False
        return made

    def made(self, element: etree._Element, rule: Rule | None = None) -> tuple[BlockNode, ...]:
        """The blocks of an element, as this view reads it; by one ``rule`` of a sequence."""
        name = element.tag
        if plain := self.plain_lines.get(name):
            if not len(element):
                line = self.lines.nodes(self.lines.text(element))
                return (Block(element, plain.behaviour, line),)
            if element not in self.holders:
                line = self.lines.nodes(self.lines.whole(element, plain))
                return (Block(element, plain.behaviour, line),)
        elif plain := self.plain_groups.get(name):
            return self.grouped(element, plain, self.contents(element, plain))
        rule = rule or self.structure.rule(element)
        is_block = rule.is_block
        if not is_block:
            if rule.behaviour in UNREAD:
                return ()
            if rule.behaviour is Behaviour.NOTE:
                return self.note(element)
            if rule.behaviour in MARKS:
                return (Mark(element),)
        elif rule.sequence:
            return tuple(node for each in rule.sequence for node in self.made(element, each))
        if name in self.lines.omissible and self.lines.is_omitted(element):
            line = self.lines.nodes([element])
            return (Block(element, rule.behaviour, line),)
        if name in ENTRIES and self.is_in_register(element):
            return entry(element, self.lines, self.contents)
        is_container = is_block and rule.element_only and not rule.joint
        title = self.lines.title(element, rule) if rule.model else ()
        if is_container or title or element in self.holders:
            nodes = self.contents(element, rule)
            if title:
                line = self.lines.nodes(title)
                nodes = (*nodes, Block(element, Behaviour.HEADING, line, part=True))
            return self.grouped(element, rule, nodes)
        inner: list[Item] = [element]
        if is_block:
            inner = self.lines.inner(element, rule)
        elif not rule.sequence:
            inner = self.lines.by(element, rule)
        return (Block(element, rule.behaviour, self.lines.nodes(inner)),)

    def grouped(
        self, element: etree._Element, rule: Rule, children: tuple[BlockNode, ...]
    ) -> tuple[BlockNode, ...]:
        """The group of what is in an element; nothing, when it is only a place for notes."""
        if rule.behaviour is Behaviour.LIST and self.structure.is_list(element):
            children = tuple(_marked(element, children, self.depth(element)))
        if rule.behaviour is Behaviour.SECTION and _holds_only_notes(element, children):
            self.collected += [child.source for child in children if isinstance(child, Aside)]
            return ()
        if not children and rule.behaviour not in KEPT:
            return ()
        separator = "\n\n" if _is_spaced(element, children) else rule.separator
        made = self.lines.intervention(element)
        return (Group(element, rule.behaviour, children, separator, "", made),)

    def depth(self, element: etree._Element) -> int:
        """How many lists a list is in."""
        if self.structure.modelled is None:
            return sum(1 for _ in element.iterancestors(LIST))
        return sum(map(self.structure.is_list, element.iterancestors()))

    def contents(self, element: etree._Element, rule: Rule | None = None) -> tuple[BlockNode, ...]:
        """What is in a group: its blocks, and the lines of text between them."""
        if element.tag in self.plain_groups and (inner := _elements_alone(element)) is not None:
            node = self.made if self.is_shared else self.node
            return tuple([each for child in inner for each in node(child)])
        rule = rule or self.structure.rule(element)
        items = self.items(element, rule)
        is_loose = (rule.element_only or element.tag in LINES) and not has_text(items)
        nodes: list[BlockNode] = []
        run: list[Item] = []
        for item in items:
            if isinstance(item, etree._Element) and (
                is_loose or item.tag in self.plain_lines or self.is_block(item)
            ):
                if run:
                    nodes += self.run(element, rule, run)
                    run.clear()
                nodes += self.node(item)
            elif not is_loose or not isinstance(item, str):
                run.append(item)
        if run:
            nodes += self.run(element, rule, run)
        return tuple(nodes)

    def items(self, element: etree._Element, rule: Rule) -> list[Item]:
        if rule.behaviour is Behaviour.ALTERNATE:
            return self.lines.alternative(element, rule)
        return self.lines.content(element, rule)

    def is_block(self, element: etree._Element) -> bool:
        rule = self.structure.rule(element)
        if rule.behaviour is Behaviour.NOTE or rule.behaviour in UNREAD:
            return False
        return rule.is_block or element in self.structure.holders

    def run(
        self, element: etree._Element, rule: Rule, items: Sequence[Item]
    ) -> tuple[BlockNode, ...]:
        """The line that text and elements between two blocks make."""
        line = self.lines.nodes(items)
        return (Block(element, rule.behaviour, line, part=True),) if line else ()

    @staticmethod
    def is_in_register(element: etree._Element) -> bool:
        """Whether an element is part of a register, and not of a running text."""
        return next(element.iterancestors(tei("standOff")), None) is not None

    # Notes

    def note(self, element: etree._Element) -> tuple[BlockNode, ...]:
        """A note that stands among blocks."""
        if self.structure.said(element, "place", "place") in self.view.notes_in_text:
            return (Block(element, Behaviour.NOTE, self.lines.nodes([element])),)
        if self.is_in_register(element):
            return self.note_content(element)
        if element in self.structure.called:
            self.collected.append(element)
            return ()
        return (Aside(element),)

    def note_content(self, element: etree._Element) -> tuple[BlockNode, ...]:
        if element in self.structure.holders:
            return self.contents(element)
        line = self.lines.nodes(self.lines.content(element))
        return (Block(element, Behaviour.NOTE, line),)

    def notes(self, nodes: tuple[BlockNode, ...]) -> Iterator[Note]:
        """The notes anchored in nodes, those in notes included, then those that nothing calls."""
        if not self.structure.has_notes:
            return
        waiting = deque([*anchored(nodes), *((note, False) for note in self.collected)])
        labels = _Labels(map(self.label, (note for note, _ in waiting)))
        seen: set[etree._Element] = set()
        while waiting:
            element, stands_alone = waiting.popleft()
            if element not in seen:
                seen.add(element)
                content = self.note_content(element)
                yield Note(element, labels.label(self.label(element), stands_alone), content)
                waiting.extendleft(reversed(list(anchored(content))))

    def label(self, note: etree._Element) -> str:
        """What the encoding, or a model, says is the label of a note; empty where it is silent."""
        return self.structure.said(note, "label", "n").strip()


def _elements_alone(element: etree._Element) -> list[etree._Element] | None:
    """The elements in an element; None when there is text beside them, or an entity."""
    if (text := element.text) and text.strip(WHITE):
        return None
    children = []
    for child in element:
        if isinstance(child.tag, str):
            children.append(child)
        elif isinstance(child, etree._Entity):
            return None
        if (text := child.tail) and text.strip(WHITE):
            return None
    return children


class _Labels:
    """Gives each note of a work a label of its own.

    That is its ``@n``, or else the next free number; a note between blocks has stars.
    """

    def __init__(self, reserved: Iterable[str]) -> None:
        self.reserved = frozenset(reserved)
        self.used: set[str] = set()
        self.numbers = count(1)
        self.stars = count(1)

    def label(self, label: str, stands_alone: bool) -> str:
        if not label or label in self.used:
            made = ("*" * n for n in self.stars) if stands_alone else map(str, self.numbers)
            label = next(w for w in made if w not in self.reserved and w not in self.used)
        self.used.add(label)
        return label


def anchored(nodes: Iterable[Node]) -> Iterator[tuple[etree._Element, bool]]:
    """The notes that are anchored in nodes, and whether they stand alone, between blocks."""
    stack: list[Node] = list(nodes)[::-1]
    while stack:
        node = stack.pop()
        if isinstance(node, Block | Inline | Group):
            stack += [child for child in reversed(node.children) if not isinstance(child, Text)]
        elif isinstance(node, Anchor):
            yield node.note, False
        elif isinstance(node, Aside):
            yield node.source, True


def _holds_only_notes(element: etree._Element, children: tuple[BlockNode, ...]) -> bool:
    """Whether a division is nothing but a place for notes, perhaps with a heading."""
    return all(
        isinstance(child, Aside | Mark)
        or (isinstance(child, Block) and child.behaviour is Behaviour.HEADING)
        for child in children
    ) and any(True for _ in element.iterchildren(tei("note")))


def _is_spaced(element: etree._Element, children: tuple[BlockNode, ...]) -> bool:
    """Whether the parts are stanzas, or entries of a register, that a blank line parts."""
    for child in children:
        if isinstance(child, Group):
            return element.tag == STANZAS or child.source.tag in ENTRIES
    return False


def _marked(
    element: etree._Element, children: tuple[BlockNode, ...], depth: int
) -> Iterator[BlockNode]:
    """The items of a list, each with what is put before it."""
    kind = f"{element.get('type', '')} {element.get('rend', '')}"
    is_numbered = any(word in kind for word in ("ordered", "numbered")) and "unordered" not in kind
    number = 0
    for child in children:
        match child:
            case Block() | Group() if child.behaviour is Behaviour.LIST_ITEM:
                number += 1
                own = child.source.get("n") or (str(number) if is_numbered else "-")
                stop = "" if own[-1] in ".):-" else "."
                yield replace(child, marker=f"{'  ' * depth}{own}{stop} ")
            case _:
                yield child
