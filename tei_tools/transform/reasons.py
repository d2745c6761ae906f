"""In: a document with words that are marked, and a view. Out: how each is read, and why.

What is read is asked of the text that the view makes of the document, and why, of the same
questions by which that text is made (`Inlines`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from lxml import etree

from tei_tools.model.names import display, name_of

from .behaviours import UNREAD, Behaviour
from .compose import Work
from .edition import Edition
from .flatten import flatten
from .inlines import TOKENS, Inlines
from .views import View
from .whitespace import WHITE

#: From where on characters serve as marks: they have no meaning of their own (Unicode 23.5).
FIRST_MARK: Final = 0xF0000
#: Why a word is read as it is where no element says so.
TOUCHING: Final = "no white space parts it from what stands beside it"
APART: Final = "it stands in no part of the document that is read"


class Node(NamedTuple):
    """A text with the element it stands in; or, without text, the edge of an element.

    Attributes:
        edge: 1 where the element begins, -1 where it ends, 0 for a text.
    """

    element: etree._Element
    text: str
    edge: int = 0


class Reading(NamedTuple):
    """How a marked word is read.

    Attributes:
        shown: the word of the output that it is, or is part of; empty when it is not read.
        note: the label of the note in which it is read; empty in the running text.
        reasons: why, the outermost element first.
    """

    shown: str
    note: str
    reasons: tuple[str, ...]


def readings(edition: Edition, view: View, marks: Sequence[str]) -> Iterator[Reading | None]:
    """How each word with a mark in it is read; None for a mark that is not in a text.

    Args:
        edition: of the document, with the marks.
        view: how it is read.
        marks: characters that stand nowhere else.
    """
    lines = Inlines(edition.structure, view)
    nodes = list(_texts(edition.document.root))
    places = {
        mark: number
        for number, node in enumerate(nodes)
        for mark in set(node.text).intersection(marks)
    }
    texts = [text for work in edition.works(view) for text in _read(work)]
    for mark in marks:
        if mark not in places:
            yield None
            continue
        label, shown = next(
            ((label, _word(text, mark, marks)) for label, text in texts if mark in text), ("", "")
        )
        element = nodes[places[mark]].element
        reasons = [*_reasons(lines, element), *_joined(nodes, places[mark], mark)]
        if not reasons and shown != _word(nodes[places[mark]].text, mark, marks):
            reasons = [TOUCHING if shown else APART]
        yield Reading(shown, label, tuple(reasons))


def _read(work: Work) -> Iterator[tuple[str, str]]:
    """The texts that are read in a work: the running one, and each note with its label."""
    yield "", flatten((*work.main, *work.apart)).text
    for note in work.notes:
        yield note.label, flatten(note.children).text


def _word(text: str, mark: str, marks: Sequence[str]) -> str:
    """What stands around a mark, as far as there is no white space."""
    before, after = text.split(mark, 1)
    word = (before.split() if not before[-1:].isspace() else [""])[-1:] or [""]
    rest = (after.split() if not after[:1].isspace() else [""])[:1] or [""]
    return "".join(c for c in f"{word[0]}{rest[0]}" if c not in marks)


def _texts(root: etree._Element) -> Iterator[Node]:
    """The texts of a document and the edges of its elements, in their order."""
    for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start":
            yield Node(node, "", 1)
            yield Node(node, node.text or "")
            continue
        if event == "end":
            yield Node(node, "", -1)
        parent = node.getparent()
        if parent is not None:
            yield Node(parent, node.tail or "")


def _reasons(lines: Inlines, element: etree._Element) -> Iterator[str]:
    """What the elements around a text do to it, down to one that is not read."""
    for each in reversed((element, *element.iterancestors())):
        name, rule = f"`{display(name_of(each))}`", lines.structure.rule(each)
        parent = each.getparent()
        if parent is not None and lines.structure.rule(parent).behaviour is Behaviour.ALTERNATE:
            chosen = lines.chosen(parent)
            told = f"the view prefers {', '.join(lines.view.preferred)}"
            if chosen is not None and chosen not in (each, *each.iterdescendants()):
                yield f"{name} gives way to `{display(name_of(chosen))}`: {told}"
                return
            yield f"{name} is read of `{display(name_of(parent))}`: {told}"
        if rule.behaviour in UNREAD:
            yield f"{name} is no running text (its behaviour is {rule.behaviour})"
            return
        if each in lines.structure.callers:
            yield f"{name} calls a note, and its own text is not read"
            return
        if lines.is_omitted(each):
            yield f"{name} is left out by the view"
            return
        if rule.behaviour is Behaviour.NOTE:
            is_here = each.get("place") in lines.view.notes_in_text
            yield f"{name} is read {'where it stands' if is_here else 'apart, with the notes'}"
            if not is_here:
                continue
        opening, closing = lines.signs(each)
        if opening or closing:
            yield f"{name} is marked with {' and '.join(filter(None, (opening, closing)))}"


def _joined(nodes: Sequence[Node], place: int, mark: str) -> Iterator[str]:
    """What joins a marked word to the one before it or after it."""
    before, after = nodes[place].text.split(mark, 1)
    is_first = not any(c in WHITE for c in before.lstrip(WHITE))
    is_last = not any(c in WHITE for c in after.rstrip(WHITE))
    for is_near, step, side in ((is_first, -1, "before"), (is_last, 1, "after")):
        found = _joint(nodes, place, step) if is_near else None
        if found is not None:
            attribute = "join" if found.tag in TOKENS else "break"
            name = f'{display(name_of(found))} {attribute}="{found.get(attribute)}"'
            yield f"it is joined to what stands {side} it by `{name}`"


def _joint(nodes: Sequence[Node], place: int, step: int) -> etree._Element | None:
    """The element that joins a text to the next one, onward (1) or backward (-1)."""
    own, others = ("right", "left") if step > 0 else ("left", "right")
    place += step
    while 0 <= place < len(nodes) and not nodes[place].text.strip(WHITE):
        element, _, edge = nodes[place]
        side = others if edge == step else own  # a token that begins on the way, or that ends
        if edge and element.tag in TOKENS and element.get("join") in (side, "both"):
            return element
        if edge and element.get("break") == "no":
            return element
        place += step
    return None
