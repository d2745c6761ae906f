"""In: a document with words that are marked, and a view. Out: how each is read, and why.

What is read is asked of the text that the view makes of the document, and why, of the same
questions by which that text is made (`Inlines`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from lxml import etree

from tei_tools.model.names import display, name_of

from .behaviours import UNREAD, Behaviour, Rule
from .compose import Work
from .edition import Edition
from .flatten import flatten
from .inlines import TOKENS, Inlines
from .structure import Structure
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
        reasons = [*_reasons(lines, element, bool(shown)), *_joined(nodes, places[mark], mark)]
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


def _reasons(lines: Inlines, element: etree._Element, is_shown: bool) -> Iterator[str]:
    """What the elements around a text do to it, down to one that is not read."""
    path = (element, *element.iterancestors())
    for depth, each in reversed(list(enumerate(path))):
        name, rule = f"`{display(name_of(each))}`", lines.structure.rule(each)
        by = _model_of(lines.structure, each)
        parent = each.getparent()
        if parent is not None and _is_chosen_by_view(lines.structure.rule(parent)):
            chosen = lines.chosen(parent)
            told = f"the view prefers {', '.join(lines.view.preferred)}"
            if chosen is not None and chosen not in (each, *each.iterdescendants()):
                yield f"{name} gives way to `{display(name_of(chosen))}`: {told}"
                return
            yield f"{name} is read of `{display(name_of(parent))}`: {told}"
        if rule.behaviour in UNREAD:
            yield f"{name} is no running text (its behaviour is {rule.behaviour}{by})"
            return
        if by and not _reads(lines, each, path[: depth + 1]):
            if not is_shown:
                yield f"{name} is read without what stands here{by}"
                return
            yield f"what is read of {name} is made{by.removeprefix(',')}"
        if each in lines.structure.callers:
            yield f"{name} calls a note, and its own text is not read"
            return
        if lines.is_omitted(each):
            yield f"{name} is left out by the view"
            return
        if rule.behaviour is Behaviour.NOTE:
            is_here = lines.structure.said(each, "place", "place") in lines.view.notes_in_text
            how = "where it stands" if is_here else "apart, with the notes"
            yield f"{name} is read {how}{by}"
            if not is_here:
                continue
        for own in lines.structure.rules_of(each):
            if signs := " and ".join(filter(None, lines.signs(each, own))):
                yield f"{name} is marked with {signs}{by if own.model else ''}"


def _model_of(structure: Structure, element: etree._Element) -> str:
    """Where the model of a project stands that is for an element; empty where there is none.

    One that is no more than a behaviour is kept without its place.
    """
    model = None if structure.modelled is None else structure.modelled.chosen(element)
    if model is None:
        return ""
    path, line = model.place
    return f", by its model at {path}:{line}" if path else ", by its model in the ODD"


def _is_chosen_by_view(rule: Rule) -> bool:
    """Whether a view chooses among the children of an element, and not a model."""
    is_modelled = rule.model is not None and "default" in rule.model.params
    return rule.behaviour is Behaviour.ALTERNATE and not is_modelled


def _reads(lines: Inlines, element: etree._Element, path: Sequence[etree._Element]) -> bool:
    """Whether the models of an element read a text in it; ``path`` leads from that to it."""
    for rule in lines.structure.rules_of(element):
        if rule.behaviour in UNREAD:
            continue
        selected: Sequence[object] | None = lines.structure.selected(element, rule)
        if selected is not None and rule.behaviour is Behaviour.ALTERNATE:
            selected = lines.alternative(element, rule)
        selected = selected and [*selected, *lines.structure.title(element, rule)]
        if selected is None or any(item is each for item in selected for each in path):
            return True
    return False


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
