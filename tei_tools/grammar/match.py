"""In: the events of a document and an automaton. Out: what does not match, one problem a cause.

Reads any length of document in the memory of its depth. After a problem it goes on as if the cause
were mended, so that what merely follows from it is not told.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from enum import StrEnum
from typing import Final, NamedTuple

from lxml import etree

from tei_tools.model.names import local
from tei_tools.model.wording import ELSEWHERE, nearest

from .automaton import Automaton, State

#: XML's white space.
SPACE: Final = " \t\r\n"


class Cause(StrEnum):
    """The kinds of problems; the values end the codes of findings."""

    UNKNOWN_ELEMENT = "unknown-element"
    MISPLACED_ELEMENT = "misplaced-element"
    EARLY_ELEMENT = "out-of-order"
    UNKNOWN_ATTRIBUTE = "unknown-attribute"
    EXCLUDED_ATTRIBUTE = "excluded-attribute"
    WRONG_VALUE = "wrong-value"
    MISSING_ATTRIBUTE = "missing-attribute"
    TEXT = "text-not-allowed"
    WRONG_TEXT = "wrong-text"
    INCOMPLETE = "incomplete"


class Problem(NamedTuple):
    """What does not match.

    Attributes:
        cause: which kind of problem.
        element: the element concerned.
        state: what was possible there.
        attribute: the Clark name of the attribute concerned.
        text: the wrong value or text.
        labels: the attributes or elements that are missing, or whose value is wrong.
        instead: the Clark name that seems to be meant.
    """

    cause: Cause
    element: etree._Element
    state: State
    attribute: str = ""
    text: str = ""
    labels: int = 0
    instead: str = ""


def match(automaton: Automaton, events: Iterable[tuple[str, etree._Element]]) -> Iterator[Problem]:
    """Match a document.

    Args:
        automaton: the schema.
        events: ``start``, ``end``, ``comment`` and ``pi`` with their nodes, as `etree.iterwalk` and
            `etree.iterparse` give them.
    """
    return _Matcher(automaton).problems(events)


class _Matcher:
    """Attributes that outlive an event.

    A state of None stands for the inside of an element that nothing is known of: all is allowed.
    """

    def __init__(self, automaton: Automaton) -> None:
        self.automaton = automaton
        #: For each open element the state of its parent.
        self.stack: list[State | None] = []
        #: How deep the open elements are in which something was wrong.
        self.damaged: set[int] = set()
        #: For the depth of an open element, the names whose places have been told to be wrong.
        self.told: dict[int, set[str]] = {}
        #: The text of an element that holds data, piece by piece.
        self.pieces: list[str] = []

    def problems(self, events: Iterable[tuple[str, etree._Element]]) -> Iterator[Problem]:
        stack, automaton = self.stack, self.automaton
        state: State | None = automaton.start
        last: etree._Element | None = None
        opened_last = False
        for event, element in events:
            if last is not None and state is not None and state.after_text is not state:
                text = last.text if opened_last else last.tail
                if text and stack:
                    problem, state = self.text(
                        state, last if opened_last else last.getparent(), text
                    )
                    if problem:
                        yield problem
            last, opened_last = element, event == "start"
            if event == "start":
                child = state.starts.get(element.tag) if state is not None else None
                if child is None or self.pieces:
                    problem, state, child = self.open(state, element)
                    if problem:
                        yield problem
                stack.append(state)
                state = child
                if child is not None:
                    items = element.items()
                    if items or child.after_tag is None:
                        state = yield from self.attributes(child, element, items)
                    else:
                        state = child.after_tag
            elif event == "end":
                accepted = 0
                if state is not None:
                    accepted = state.accepted
                    if not accepted or state.holds_data:
                        problem, accepted = self.end(state, element)
                        if problem:
                            yield problem
                if self.damaged or self.told:
                    self.forget(len(stack))
                state = stack.pop()
                if state is not None and accepted:
                    state = state.ends.get(accepted) or automaton.after(state, accepted) or state

    # --- what is not the ordinary way ---

    def text(
        self, state: State, parent: etree._Element | None, text: str
    ) -> tuple[Problem | None, State]:
        """Text was found where it may be wrong."""
        if state.holds_data:
            self.pieces.append(text)
            return None, state
        if not text.strip(SPACE):
            return None, state
        after = self.automaton.text(state)
        if after is not None:
            return None, after
        depth = len(self.stack)
        if -depth in self.damaged or parent is None:
            return None, state  # told once for each element
        self.damaged.add(-depth)
        return Problem(Cause.TEXT, parent, state, text=text), state

    def open(
        self, state: State | None, element: etree._Element
    ) -> tuple[Problem | None, State | None, State | None]:
        """A start tag that was not met here before: the problem, the state, the child's state."""
        automaton, name = self.automaton, str(element.tag)
        known = automaton.labels_of(name)
        if state is None:
            return None, None, automaton.opened(known) if known else None
        if self.pieces:
            text = "".join(self.pieces)
            self.pieces.clear()
            if text.strip(SPACE):
                after = automaton.text(state)
                if after is None:
                    self.damaged.add(len(self.stack))
                    parent = element.getparent()
                    assert parent is not None
                    return Problem(Cause.TEXT, parent, state, text=text), state, None
                state = after  # another definition of the element has text and children
        child = automaton.open(state, name)
        if child is not None:
            return None, state, child
        if known and (later := automaton.skip(state, known)):
            problem = Problem(Cause.EARLY_ELEMENT, element, state)
            siblings = [str(each.tag) for each in element.itersiblings(etree.Element)]
            if siblings and self.fits_only(siblings[0], state, later, known):
                self.damaged.add(len(self.stack))
                return problem, state, automaton.opened(known)
            follow = {each for each in automaton.required(state) if each in siblings}
            self.told[len(self.stack)] = follow
            return problem, later, automaton.open(later, name)
        if name in self.told.get(len(self.stack), ()):
            return None, state, automaton.opened(known)
        instead = "" if known else self.meant(state, name)
        if instead and local(instead) != local(name):
            child = automaton.open(state, instead)
        else:  # what is inside belongs elsewhere too, or nothing is known of it
            self.damaged.add(len(self.stack))
        cause = Cause.MISPLACED_ELEMENT if known else Cause.UNKNOWN_ELEMENT
        return Problem(cause, element, state, instead=instead), state, child

    def fits_only(self, name: str, state: State, later: State, labels: int) -> bool:
        """Whether the next element fits only if what came too early is left out."""
        after = self.automaton.derived(later, labels)
        fits_after = after is not None and self.automaton.open(after, name) is not None
        return not fits_after and self.automaton.open(state, name) is not None

    def meant(self, state: State, name: str) -> str:
        """The name allowed here that is nearest to one that the schema does not have."""
        expected = self.automaton.expected(state)
        if elsewhere := ELSEWHERE.get(local(name).lower()):
            return next((each for each in expected if local(each) == elsewhere), "")
        return _nearest_name(name, expected)

    def attributes(
        self, state: State, element: etree._Element, items: list[tuple[str, str]]
    ) -> Generator[Problem, None, State]:
        """The attributes of a start tag; returns the state in which the content begins."""
        automaton, opened = self.automaton, state
        missing_told = False
        for name, value in items:
            step = state.attributes.get(name)
            if step.__class__ is State:
                state = step
                continue
            after = automaton.attribute(state, name, value, element)
            if after is not None:
                state = after
                continue
            labels = automaton.attribute_labels(state, name)
            if labels:
                yield Problem(Cause.WRONG_VALUE, element, state, name, value, labels)
                state = automaton.derived(state, labels) or state
            elif automaton.attribute_labels(opened, name):
                yield Problem(Cause.EXCLUDED_ATTRIBUTE, element, state, name, value)
            else:
                instead = _nearest_name(name, automaton.attribute_names(state))
                yield Problem(Cause.UNKNOWN_ATTRIBUTE, element, state, name, value, instead=instead)
                if instead:
                    labels = automaton.attribute_labels(state, instead)
                    state = automaton.derived(state, labels) or state
                    missing_told = True
        closed = automaton.close(state)
        if closed is None:
            labels = automaton.missing_attributes(state)
            if not missing_told or labels:
                yield Problem(Cause.MISSING_ATTRIBUTE, element, state, labels=labels)
            closed = automaton.close_anyway(state)
        return closed

    def end(self, state: State, element: etree._Element) -> tuple[Problem | None, int]:
        """An end tag after which the data are to be checked, or something is missing."""
        problem = None
        accepted = state.accepted
        depth = len(self.stack)
        damaged = depth in self.damaged or -depth in self.damaged
        if state.holds_data:
            text = "".join(self.pieces)
            self.pieces.clear()
            accepted = self.automaton.data(state, text, element)
            if not accepted and not damaged:
                problem = Problem(Cause.WRONG_TEXT, element, state, text=text)
        elif not damaged:
            problem = Problem(Cause.INCOMPLETE, element, state)
        if not accepted:
            for label, _ in state.candidates:
                accepted |= 1 << label
        return problem, accepted

    def forget(self, depth: int) -> None:
        """What was wrong in an element matters no more when it ends."""
        self.damaged -= {depth, -depth}
        self.told.pop(depth, None)


def _nearest_name(name: str, names: Iterable[str]) -> str:
    """The Clark name whose local part is most like that of another; empty when none is near."""
    by_local: dict[str, str] = {}
    for each in names:
        by_local.setdefault(local(each), each)
    return by_local.get(local(name)) or by_local.get(nearest(local(name), by_local), "")
