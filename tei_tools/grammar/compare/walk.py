"""In: an element of one grammar, and what it may be in the other. Out: where the two part.

Both are read at once: attributes in the order of their names, each given or not; then text and
children. A state is what may still come in the one grammar and, for each definition that the
element may have in the other, what may still come there. As in `Automaton`, several definitions
are kept side by side, so that no document is read twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import heappop, heappush
from itertools import count
from typing import Final

from ..names import NOWHERE, samples
from ..patterns import TEXT_LABEL, Kind, Pattern, TooComplexError, bits
from ..recovery import missing_attributes
from .letters import Letter, letters
from .path import Absent, Child, Given, Path, Step, Text
from .side import Names, Side, attribute_names
from .states import Candidates, End, Lost, Pair, State, Walk
from .values import Values
from .wording import TEXT

#: How many states of one element are looked at.
LIMIT: Final = 10_000
#: How often a name is given that stands for many; most schemas do not count them.
TIMES: Final = 3
#: By how much the patterns of both grammars may grow while one element is looked at.
GROWTH: Final = 30_000


class Walker:
    """Reads elements of two grammars at once.

    Attributes:
        profiles: for an element that may be several of the other grammar, which of them it is known
            to be at once, and what it holds then.
    """

    def __init__(self, one: Side, other: Side, names: Names, values: Values) -> None:
        self.one = one
        self.other = other
        self.names = names
        self.values = values
        self.profiles: dict[Pair, dict[End, tuple[Step, ...]]] = {}

    def walk(self, pattern: Pattern, candidates: Candidates) -> Walk:
        """Read an element to all its ends.

        Args:
            pattern: what it holds in the one grammar, attributes and children.
            candidates: what it may hold in the other, by the label it has then.
        """
        return _Reader(self, pattern, candidates).read()


class _Reader:
    def __init__(self, walker: Walker, pattern: Pattern, candidates: Candidates) -> None:
        self.one = walker.one
        self.other = walker.other
        self.walker = walker
        self.pattern = pattern
        self.candidates = candidates
        self.found = Walk()
        self.states = 0
        self.most = self.size() + GROWTH
        self.one.make.work = self.other.make.work = 0

    def read(self) -> Walk:
        start = self.left(State(self.pattern, ()), self.candidates, Lost.CONTENT)
        try:
            states = self.attributes({start: Path.start(self.pattern)})
            self.contents(self.closed(states))
        except TooComplexError:
            self.found.is_complete = False
        return self.found

    def size(self) -> int:
        """How large the patterns of both grammars are in all."""
        return self.one.make.size + self.other.make.size

    def is_over(self) -> bool:
        """Whether there are too many states, or too large ones; counts one more."""
        self.states += 1
        if self.states > LIMIT or self.size() > self.most:
            self.found.is_complete = False
        return not self.found.is_complete

    def is_useless(self, state: State) -> bool:
        """Whether a lost state leads to nothing new: one way to be lost is enough."""
        end = End(0, state.lost, state.is_certain)
        return state.lost is not Lost.NOT and end in self.found.ends

    def derived(self, state: State, labels: int, lost: Lost) -> State:
        """The state in which all candidates have read what has these labels."""
        derive = self.other.make.derive
        return self.left(
            state, [(label, derive(pattern, labels)) for label, pattern in state.candidates], lost
        )

    def left(self, state: State, candidates: Iterable[tuple[int, Pattern]], lost: Lost) -> State:
        """The state with the candidates that are still possible."""
        left = tuple([each for each in candidates if each[1].kind is not Kind.NOT_ALLOWED])
        return state._replace(candidates=left, lost=state.lost if left else state.lost or lost)

    # --- attributes -----

    def attributes(self, states: dict[State, Path]) -> dict[State, Path]:
        """The states after all attributes that may be given."""
        sides = [(self.one, self.pattern), *((self.other, p) for _, p in self.candidates)]
        mentioned, wild = attribute_names(sides)
        for name in mentioned:
            after: dict[State, Path] = {}
            for state, path in sorted(states.items(), key=lambda item: item[1].length):
                if self.is_over():
                    return {}
                absent = self.without(state, name)
                is_lost = absent.lost is not state.lost
                longer = path.then(Absent(name), absent.pattern) if is_lost else path
                after.setdefault(absent, longer)
                for given, longer in self.given(state, path, name):
                    after.setdefault(given, longer)
            states = after
        for name in wild:
            new = dict(states)
            for _ in range(TIMES):
                new = {
                    given: longer
                    for state, path in new.items()
                    for given, longer in self.given(state, path, name)
                    if given not in states and not self.is_over()
                }
                states |= new
            if new:  # more attributes of such names make ever new states
                self.found.is_complete = False
        return states

    def without(self, state: State, name: str) -> State:
        """The state after an attribute that is not given."""
        theirs, mine = self.other.attributes_only(name), self.one.attributes_only(name)
        state = state._replace(pattern=self.one.forbid(state.pattern, mine))
        candidates = [(label, self.other.forbid(p, theirs)) for label, p in state.candidates]
        return self.left(state, candidates, Lost.ATTRIBUTES)

    def given(self, state: State, path: Path, name: str) -> Iterator[tuple[State, Path]]:
        """The states after an attribute."""
        theirs = self.other.attributes_named(name)
        is_there = any(pattern.labels & theirs for _, pattern in self.candidates)
        for label in bits(state.pattern.labels & self.one.attributes_named(name)):
            pattern = self.one.make.derive(state.pattern, 1 << label)
            after = state._replace(pattern=pattern)
            content = self.one.attribute(label).content
            longer = path.then(Given(name, content), pattern)
            if not is_there:
                self.found.names.setdefault(Lost.ATTRIBUTE, {})[name] = None
                yield self.astray(after, longer, Lost.ATTRIBUTE)
                continue
            labels = 0
            for _, candidate in state.candidates:
                labels |= candidate.labels & theirs
            if labels & (labels - 1) == 0:
                if labels:
                    there = self.other.attribute(labels.bit_length() - 1).content
                    key = name, content, there, state.is_certain
                    self.found.values.setdefault(key, longer)
                yield self.derived(after, labels, Lost.ATTRIBUTES), longer
            else:
                yield from self.valued(after, path, Given(name, content), labels)

    def valued(
        self, state: State, path: Path, given: Given, labels: int
    ) -> Iterator[tuple[State, Path]]:
        """The states after an attribute whose value decides which attribute it is."""
        every = list(bits(labels))
        contents = [self.other.attribute(label).content for label in every]
        certain, possible = self.walker.values.profiles(given.content, contents)
        for allowed, text in [*certain.items(), *((each, None) for each in possible)]:
            longer = path.then(given._replace(text=text), state.pattern)
            if not allowed:
                key = given.name, state.is_certain
                self.found.refused.setdefault(key, (text, longer))
                continue
            after = state if text is not None else state._replace(is_certain=False)
            accepted = sum(1 << every[at] for at in allowed)
            yield self.derived(after, accepted, Lost.ATTRIBUTES), longer

    def closed(self, states: dict[State, Path]) -> dict[State, Path]:
        """The states in which the content begins."""
        after: dict[State, Path] = {}
        for state, path in sorted(states.items(), key=lambda item: item[1].length):
            pattern = self.one.make.close(state.pattern)
            if pattern.kind is Kind.NOT_ALLOWED:
                continue
            close = self.other.make.close
            candidates = [(label, close(candidate)) for label, candidate in state.candidates]
            begun = self.left(state._replace(pattern=pattern), candidates, Lost.ATTRIBUTES)
            if begun.lost is not state.lost:
                path = path.then(Absent(self.missing(state)), pattern)
            after.setdefault(begun, path._replace(pattern=pattern))
        return after

    def missing(self, state: State) -> str:
        """The name of an attribute that the other grammar still needs, in one of its candidates."""
        _, candidate = state.candidates[0]
        labels = missing_attributes(self.other.make, candidate)
        return min(samples(self.other.attribute(next(bits(labels))).names))

    # --- text and children -----

    def contents(self, states: dict[State, Path]) -> None:
        """Read on to all ends, the nearest first."""
        theirs = [pattern for _, pattern in self.candidates]
        alphabet = letters(self.one, self.pattern, self.other, theirs, self.walker.names)
        self.tell_names(alphabet, theirs)
        waiting: list[tuple[int, int, State, Path]] = []
        number = count()
        for state, path in states.items():
            heappush(waiting, (path.length, next(number), self.texts(state, path), path))
        seen: set[State] = set()
        while waiting and not self.is_over():
            _, _, state, path = heappop(waiting)
            if state in seen or state._replace(is_certain=True) in seen or self.is_useless(state):
                continue
            seen.add(state)
            if state.may_end and state.pattern.nullable:
                self.end(state, path)
            for after, longer in self.steps(state, path, alphabet):
                if after not in seen:
                    heappush(waiting, (longer.length, next(number), after, longer))

    def tell_names(self, alphabet: list[Letter], theirs: list[Pattern]) -> None:
        """Note the children that the element never has in the other grammar."""
        names = self.found.names
        unknown = [m for letter in alphabet if not letter.labels for m in letter.members]
        wild = {(m.label, self.lost_with(m.name)) for m in unknown if NOWHERE in m.name}
        for name, label, _ in unknown:
            lost = self.lost_with(name)
            if NOWHERE in name or (label, lost) not in wild:
                names.setdefault(lost, {})[name] = None
        text = TEXT_LABEL | self.other.data
        self.lacks_text = not any(pattern.labels & text for pattern in theirs)
        if self.lacks_text and self.pattern.labels & TEXT_LABEL:
            names.setdefault(Lost.CHILD, {})[TEXT] = None

    def lost_with(self, name: str) -> Lost:
        """What a child is that the element never has in the other grammar."""
        return Lost.CHILD if self.other.elements_named(name) else Lost.ELEMENT

    def end(self, state: State, path: Path) -> None:
        """Note that an element may end."""
        labels = sum(1 << label for label, pattern in state.candidates if pattern.nullable)
        lost = state.lost if labels else state.lost or Lost.CONTENT
        self.found.ends.setdefault(End(labels, lost, state.is_certain), path)

    def texts(self, state: State, path: Path) -> State:
        """The state in which a child must come: where there are data, texts are compared here."""
        has_data = any(pattern.labels & self.other.data for _, pattern in state.candidates)
        if not has_data and not state.pattern.labels & self.one.data:
            return state
        contents = [pattern for _, pattern in state.candidates]
        if len(contents) == 1 == len(self.candidates):
            key = "", state.pattern, contents[0], state.is_certain
            self.found.values.setdefault(key, path)
            return state._replace(may_end=False)
        certain, possible = self.walker.values.profiles(state.pattern, contents)
        every = [label for label, _ in state.candidates]
        for allowed, text in [*certain.items(), *((each, None) for each in possible)]:
            longer = path.then(Text("text" if text is None else text), self.one.make.empty)
            if not allowed and state.lost is Lost.NOT:
                self.found.refused.setdefault(("", state.is_certain), (text, longer))
            else:
                labels = sum(1 << every[at] for at in allowed)
                is_certain = state.is_certain and text is not None
                self.found.ends.setdefault(End(labels, state.lost, is_certain), longer)
        return state._replace(may_end=False)

    def steps(
        self, state: State, path: Path, alphabet: list[Letter]
    ) -> Iterator[tuple[State, Path]]:
        """The states after text, and after each child."""
        make = self.one.make
        if state.pattern.labels & TEXT_LABEL:
            pattern = make.derive(state.pattern, TEXT_LABEL)
            after, longer = state._replace(pattern=pattern), path.then(Text(), pattern)
            if pattern.kind is Kind.NOT_ALLOWED:
                pass
            elif self.lacks_text:
                yield self.astray(after, longer, Lost.CHILD)
            else:
                yield self.derived(after, TEXT_LABEL, Lost.CONTENT), longer
        for letter in alphabet:
            pattern = make.derive(state.pattern, 1 << letter.label)
            if pattern.kind is not Kind.NOT_ALLOWED:
                after = state._replace(pattern=pattern, may_end=True)
                first = letter.members[0]
                longer = path.then(Child(first.name, first.label), pattern)
                if letter.labels:
                    yield from self.child(after, longer, letter)
                else:
                    yield self.astray(after, longer, self.lost_with(first.name))

    def astray(self, state: State, path: Path, lost: Lost) -> tuple[State, Path]:
        """The state after what the element never has in the other grammar."""
        return state._replace(candidates=(), lost=max(lost, state.lost)), path

    def child(self, state: State, path: Path, letter: Letter) -> Iterator[tuple[State, Path]]:
        """The states after a child that the element may have in the other grammar too."""
        derive = self.other.make.derive
        labels = sum(
            1 << label
            for label in bits(letter.labels)
            if any(derive(p, 1 << label).kind is not Kind.NOT_ALLOWED for _, p in state.candidates)
        )
        is_single = labels & (labels - 1) == 0
        if labels:
            for name, label, all_labels in letter.members:
                pair = Pair(label, all_labels if labels == letter.labels else labels)
                longer = path._replace(step=Child(name, label))
                self.found.pairs.setdefault((pair, state.is_certain), longer)
        if is_single:
            yield self.derived(state, labels, Lost.CONTENT), path
            return
        self.found.is_settled = False
        for name, label, _ in letter.members:
            known = self.walker.profiles.setdefault(Pair(label, labels), {})
            for end, inside in list(known.items()):
                after = state._replace(is_certain=state.is_certain and end.is_certain)
                longer = path._replace(step=Child(name, label, inside))
                yield self.derived(after, end.labels, Lost.CONTENT), longer
