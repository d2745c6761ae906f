"""In: the events of a document and an automaton. Out: what does not match, one problem a cause.

Reads any length of document in the memory of its depth. After a problem it goes on as if the cause
were mended, so that what merely follows from it is not told.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

from lxml import etree

from .automaton import Automaton, State

#: How many unknown names of one document are guessed at.
GUESSES: Final = 2_000
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
        after: of text, the number of the child after which it stands; 0 before the first.
    """

    cause: Cause
    element: etree._Element
    state: State
    attribute: str = ""
    text: str = ""
    labels: int = 0
    instead: str = ""
    after: int = 0


def match(
    automaton: Automaton,
    events: Iterable[tuple[str, etree._Element]],
    met: Callable[[etree._Element], int],
    wholes: Mapping[etree._Element, str] = MappingProxyType({}),
) -> Iterator[Problem]:
    """Match a document.

    Args:
        automaton: the schema.
        events: ``start``, ``end``, ``comment`` and ``pi`` with their nodes, as `etree.iterwalk` and
            `etree.iterparse` give them.
        met: tells how many children the parent of the last node has had.
        wholes: elements that hold what a file holds, with its digest: what was found right once is
            not matched again; ``events`` are those of `etree.iterwalk` then.
    """
    return _Matcher(automaton, met, wholes).problems(events)


class _Early(NamedTuple):
    """A child that came too early.

    Attributes:
        element: the child.
        before: the state before it.
        missing: the names that should have come first; when they come later, nothing is said.
    """

    element: etree._Element
    before: State
    missing: Collection[str]


class _Matcher:
    """Attributes that outlive an event.

    A state of None stands for the inside of an element that nothing is known of: all is allowed.
    """

    def __init__(
        self,
        automaton: Automaton,
        met: Callable[[etree._Element], int],
        wholes: Mapping[etree._Element, str],
    ) -> None:
        self.automaton = automaton
        self.met = met
        self.wholes = wholes
        #: For each open one of these that nothing was wrong in so far, the state it began with.
        self.begun: dict[etree._Element, State] = {}
        #: For each open element the state of its parent.
        self.stack: list[State | None] = []
        #: How deep the open elements are in which something was wrong.
        self.damaged: set[int] = set()
        #: For the depth of an open element, the child in it that came too early.
        self.early: dict[int, _Early] = {}
        #: For the depth of an open element, the labels of what is inside of the child it lacks.
        self.lost: dict[int, int] = {}
        #: The element that ended last.
        self.ended: etree._Element | None = None
        #: What unknown names were found to mean.
        self.guesses: dict[tuple[Cause, State, str], str] = {}
        #: The text of an element that holds data, piece by piece.
        self.pieces: list[str] = []

    def problems(self, events: Iterable[tuple[str, etree._Element]]) -> Iterator[Problem]:
        """All problems of a document."""
        for problem in self.found(events):
            self.begun.clear()
            yield problem

    def found(self, events: Iterable[tuple[str, etree._Element]]) -> Iterator[Problem]:
        """The same, as they are met; this is where most of the time goes."""
        stack, automaton = self.stack, self.automaton
        state: State | None = automaton.start
        last: etree._Element | None = None
        opened_last = False
        for event, element in events:
            if last is not None and state is not None and state.after_text is not state:
                text = last.text if opened_last else last.tail
                if text and stack and (state.holds_data or text.strip(SPACE)):
                    problem, state = self.text(
                        state, last if opened_last else last.getparent(), text
                    )
                    if problem:
                        yield problem if opened_last else problem._replace(after=self.met(last))
            last, opened_last = element, event == "start"
            if event == "start":
                child = state.starts.get(element.tag) if state is not None else None
                if child is None or self.pieces:
                    problem, state, child = self.open(state, element)
                    if problem:
                        yield problem
                        if child is not None and problem.instead:  # whose attributes, who knows
                            stack.append(state)
                            state = automaton.close_anyway(child)
                            continue
                stack.append(state)
                state = child
                if child is not None:
                    items = element.items()
                    inside = child
                    for item in items:
                        known = inside.values.get(item)
                        if known is None:
                            break
                        inside = known
                    else:
                        known = inside.after_tag
                    state = known or (yield from self.attributes(child, element, items))
                    if element in self.wholes:
                        self.begun[element] = state
                        if (end := automaton.wholes.get((self.wholes[element], state))) is not None:
                            state, last = end, None
                            events.skip_subtree()  # type: ignore[attr-defined]
            elif event == "end":
                accepted = 0
                if state is not None:
                    accepted = state.accepted
                    if not accepted or state.holds_data:
                        problem, accepted = self.end(state, element)
                        if problem:
                            yield problem
                if self.damaged or self.early or self.lost:
                    self.forget(len(stack))
                if element in self.begun and state is not None and state.accepted:
                    automaton.wholes[self.wholes[element], self.begun[element]] = state
                self.ended = element
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
        after = self.automaton.text(state)
        if after is not None:
            return None, after
        depth = len(self.stack)
        if -depth in self.damaged or parent is None or self.is_told_full(state):
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
        depth = len(self.stack)
        early = self.early.get(depth)
        if early and early.element is self.ended and automaton.open(early.before, name):
            # What came too early was too much: go on as if it were not there.
            del self.early[depth]
            self.damaged.add(depth)
            return None, early.before, automaton.open(early.before, name)
        if known and (later := automaton.skip(state, known)):
            if depth in self.damaged:  # what is missing may be what was wrong
                return None, later, automaton.open(later, name)
            self.early[depth] = _Early(element, state, automaton.required(state))
            problem = Problem(Cause.EARLY_ELEMENT, element, state)
            return problem, later, automaton.open(later, name)
        if early and name in early.missing:
            return None, state, automaton.opened(known)
        if self.is_told_full(state) or known & self.lost.get(depth, 0):
            return None, state, automaton.opened(known) if known else None
        if known and (inside := automaton.inside_required(state)) & known:
            self.lost[depth] = inside
        instead = "" if known else self.guess(Cause.UNKNOWN_ELEMENT, state, name)
        if instead:
            child = automaton.open(state, instead)
        if child is None:  # what is inside belongs elsewhere too, or nothing is known of it
            self.damaged.add(depth)
        cause = Cause.MISPLACED_ELEMENT if known else Cause.UNKNOWN_ELEMENT
        return Problem(cause, element, state, instead=instead), state, child

    def is_told_full(self, state: State) -> bool:
        """Whether nothing more may stand in an element, and something has been told to."""
        is_full = not any(pattern.labels for _, pattern in state.candidates)
        return is_full and not self.damaged.isdisjoint((len(self.stack), -len(self.stack)))

    def guess(self, cause: Cause, state: State, name: str, element: str = "") -> str:
        """The element, or attribute of an element, that is meant by a name not allowed here."""
        from .guess import meant_attribute, meant_element  # loaded only where something is wrong

        automaton, key = self.automaton, (cause, state, name)
        if key not in self.guesses and len(self.guesses) < GUESSES:
            self.guesses[key] = (
                meant_element(name, automaton.expected(state), automaton.element_names)
                if cause is Cause.UNKNOWN_ELEMENT
                else meant_attribute(
                    name,
                    element,
                    automaton.attribute_names(state),
                    is_known=bool(automaton.attribute_labels_of(name)),
                )
            )
        return self.guesses.get(key, "")

    def attributes(
        self, state: State, element: etree._Element, items: list[tuple[str, str]]
    ) -> Generator[Problem, None, State]:
        """The attributes of a start tag; returns the state in which the content begins."""
        automaton, opened = self.automaton, state
        missing_told = False
        for name, value in items:
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
                instead = self.guess(Cause.UNKNOWN_ATTRIBUTE, state, name, str(element.tag))
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
        self.early.pop(depth, None)
        self.lost.pop(depth, None)
