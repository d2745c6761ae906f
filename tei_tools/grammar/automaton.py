"""In: a compiled grammar. Out: the automaton that reads documents, grown as they need it.

A *state* is what may still come inside an open element. Where several definitions of an element
are possible at once, a state keeps one pattern for each, so that no document is read twice. States
are interned and know no stack: the automaton is small, and after a while each start tag is one
dictionary look-up. What it has learned can be kept (see `memory`); the grammar is loaded only when
a document goes a way that none went before.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from functools import cached_property
from typing import Final, TypeAlias

from lxml import etree

from .datatypes import Datatype
from .datatypes.lexical import words
from .grammar import Grammar
from .leaves import AttributeLeaf, DataLeaf, ElementLeaf, ListLeaf, ValueLeaf
from .names import contains
from .patterns import LIMIT, TEXT_LABEL, Kind, Pattern, Patterns, TooComplexError, bits
from .recovery import first_labels, missing_attributes, required_labels, skip, without_attributes

#: How many values of one kind are remembered before all are forgotten.
REMEMBERED: Final = 20_000
#: How many ways through documents are remembered, and how many candidates all states may have.
LEARNED: Final = 1_000_000
WEIGHT: Final = 500_000
#: For how many sets of data it is remembered what they stand for.
KINDS: Final = 1_000
#: How many definitions of one name are tried one by one.
MANY: Final = 8
#: Longer values are not remembered.
LONGEST: Final = 1_000
#: The label of the pattern that the whole document matches.
DOCUMENT: Final = 0

#: What decides by the value of an attribute; the element gives the prefixes of a QName.
Decide = Callable[[str, etree._Element], "State | None"]
#: The label of each possible definition with the number of the pattern of what may come.
Key: TypeAlias = tuple[tuple[int, int], ...]


class State:
    """What may come next inside an open element, for each definition that it may have.

    Attributes:
        key: what tells it from all other states.
        starts: for the name of a start tag, the start state of that element.
        values: in a start state, for name and value of an attribute, the state after it.
        attributes: in a start state, for the name of an attribute, the state after it, or the
            function that decides by the value.
        after_tag: in a start state, the state in which the content begins; None where that is not
            known yet, or an attribute is missing.
        ends: for the labels that a child element turned out to have, the state after it.
        after_text: the state after text; None where that is not known yet, or text not allowed.
        holds_data: whether the content is data, to be checked when it is complete.
        accepted: the labels that the element has if it ends here; 0 where something is missing.
    """

    __slots__ = (
        "_pattern", "accepted", "after_tag", "after_text", "attributes", "ends", "holds_data",
        "key", "starts", "values",
    )  # fmt: skip

    def __init__(self, key: Key, pattern: Callable[[int], Pattern]) -> None:
        self.key = key
        self._pattern = pattern
        self.starts: dict[object, State] = {}
        self.values: dict[tuple[str, str], State] = {}
        self.attributes: dict[str, State | Decide] = {}
        self.ends: dict[int, State] = {}
        self.after_text: State | None = None
        self.after_tag: State | None = None
        self.holds_data = False
        self.accepted = 0

    @property
    def candidates(self) -> Iterator[tuple[int, Pattern]]:
        """The label of each possible definition with the pattern of what may come."""
        return ((label, self._pattern(number)) for label, number in self.key)


class Automaton:
    """The states of a grammar.

    Attributes:
        states: all that are known, by their keys.
        learned: how many ways through documents have been found since it was made.
        wholes: for the digest of a file and the state in which its content began, the state in
            which it ended, where nothing was wrong in it.
    """

    def __init__(self, load: Callable[[], Grammar]) -> None:
        """``load`` gives the grammar when it is needed."""
        self._load = load
        self.states: dict[Key, State] = {}
        self.learned = 0
        self.wholes: dict[tuple[str, State], State] = {}
        self._matched: dict[tuple[int, str], bool] = {}
        self._data_by_kind: dict[int, _Data] = {}
        self._weight = 0

    def begin(self) -> None:
        """Get ready for a document: what was learned is forgotten where it is very much."""
        if "grammar" not in self.__dict__:
            return
        self._make.work = 0
        is_full = self._make.size > LIMIT // 2 or self._weight > WEIGHT // 2
        if is_full or self.learned > LEARNED // 2:
            for state in self.states.values():
                state.key = ()  # what is still to be told of another document knows no more
            self.states.clear()
            self.wholes.clear()
            self._matched.clear()
            self._data_by_kind.clear()
            self._make.forget(self.grammar.size)
            self._weight = self.learned = 0
            self.__dict__.pop("start", None)

    @cached_property
    def grammar(self) -> Grammar:
        """What it is made from."""
        return self._load()

    @cached_property
    def start(self) -> State:
        """The state before the root element."""
        return self.state([(DOCUMENT, self.grammar.start)])

    @cached_property
    def ids(self) -> Mapping[str, Mapping[str, str]]:
        """Which attributes are ids or refer to them, as `Grammar` has them."""
        return self.grammar.ids

    @cached_property
    def needs_context(self) -> bool:
        """Whether some value depends on the prefixes declared where it stands."""
        return any(
            isinstance(leaf, DataLeaf | ValueLeaf) and leaf.datatype.needs_context
            for leaf in self.grammar.leaves
        )

    @cached_property
    def _make(self) -> Patterns:
        return self.grammar.patterns

    @cached_property
    def _element_names(self) -> _Names:
        return _Names(self.grammar, ElementLeaf)

    @cached_property
    def _attribute_names(self) -> _Names:
        return _Names(self.grammar, AttributeLeaf)

    @cached_property
    def _data(self) -> int:
        """The labels of all that is data."""
        return sum(
            1 << label
            for label, leaf in enumerate(self.grammar.leaves)
            if isinstance(leaf, DataLeaf | ValueLeaf | ListLeaf)
        )

    def pattern(self, number: int) -> Pattern:
        """The pattern with a number."""
        return self._make[number]

    def state(self, candidates: list[tuple[int, Pattern]]) -> State:
        """The state with these candidates; there is one only."""
        key = tuple([(label, pattern.number) for label, pattern in candidates])
        found = self.states.get(key)
        if found is None:
            self._weight += len(key)
            if self._weight > WEIGHT:
                raise TooComplexError
            found = self.states[key] = State(key, self.pattern)
            for label, pattern in candidates:
                found.accepted |= pattern.nullable << label
                found.holds_data = found.holds_data or bool(pattern.labels & self._data)
        return found

    # --- elements -----

    def labels_of(self, name: str) -> int:
        """The labels of all definitions of an element with this name."""
        return self._element_names[name]

    @property
    def element_names(self) -> tuple[str, ...]:
        """The exact names of all elements."""
        return self._element_names.exact

    def attribute_labels_of(self, name: str) -> int:
        """The labels of all definitions of an attribute with this name."""
        return self._attribute_names[name]

    def open(self, state: State, name: str) -> State | None:
        """The start state of a child element; None when it is not allowed here."""
        labels = self._element_names[name]
        fitting = 0
        for _, pattern in state.candidates:
            open_ones = pattern.labels & labels & ~fitting
            if open_ones.bit_count() > MANY:
                fitting |= first_labels(pattern) & open_ones
                continue
            for label in bits(open_ones):
                if self._make.derive(pattern, 1 << label).kind is not Kind.NOT_ALLOWED:
                    fitting |= 1 << label
        if not fitting:
            return None
        opened = self.opened(fitting)
        if self.learned < LEARNED:
            self.learned += 1
            state.starts[name] = opened
        return opened

    def opened(self, labels: int) -> State:
        """The start state of an element that may have any of these definitions."""
        return self.state([(label, self.grammar.contents[label]) for label in bits(labels)])

    def after(self, state: State, labels: int) -> State | None:
        """The state after a child element that turned out to have these labels."""
        found = self.derived(state, labels)
        if found is not None and self.learned < LEARNED:
            self.learned += 1
            state.ends[labels] = found
        return found

    def derived(self, state: State, labels: int) -> State | None:
        """The state in which every candidate has been derived; None when none is left."""
        rest = [
            (label, derived)
            for label, pattern in state.candidates
            if (derived := self._make.derive(pattern, labels)).kind is not Kind.NOT_ALLOWED
        ]
        return self.state(rest) if rest else None

    # --- text -----

    def text(self, state: State) -> State | None:
        """The state after text; None where text is not allowed."""
        if state.after_text is None:
            self.learned += 1
            state.after_text = self.derived(state, TEXT_LABEL)
        return state.after_text

    def data(self, state: State, text: str, element: etree._Element) -> int:
        """The labels of an element whose whole content is ``text``; 0 when it is wrong."""
        return sum(
            1 << label
            for label, pattern in state.candidates
            if self.matches(pattern, text, element)
        )

    # --- attributes -----

    def attribute(
        self, state: State, name: str, value: str, element: etree._Element
    ) -> State | None:
        """The state after an attribute; None when it or its value is not allowed."""
        if (name, value) in state.values:
            return state.values[name, value]
        step = state.attributes.get(name)
        if step is None:
            labels = self.attribute_labels(state, name)
            if not labels:
                return None
            step = state.attributes[name] = self._step(state, name, labels)
        return step if isinstance(step, State) else step(value, element)

    def attribute_labels(self, state: State, name: str) -> int:
        """The labels of the attributes of this name that the candidates allow."""
        allowed = 0
        for _, pattern in state.candidates:
            allowed |= pattern.labels
        return allowed & self._attribute_names[name]

    def _step(self, state: State, name: str, labels: int) -> State | Decide:
        contents = [(1 << label, self._content(label)) for label in bits(labels)]
        if all(content.kind is Kind.TEXT for _, content in contents):
            after = self.derived(state, labels)
            assert after is not None  # the labels are those of the state itself
            return after
        outcomes: dict[int, State | None] = {}

        def decide(value: str, element: etree._Element) -> State | None:
            accepted = 0
            for bit, content in contents:
                if self.matches(content, value, element):
                    accepted |= bit
            if accepted not in outcomes:
                outcomes[accepted] = self.derived(state, accepted)
            after = outcomes[accepted]
            if after is not None and self._is_worth_it(value, len(state.values)):
                self.learned += 1
                state.values[name, value] = after
            return after

        return decide

    def _content(self, label: int) -> Pattern:
        leaf = self.grammar.leaves[label]
        assert isinstance(leaf, AttributeLeaf)
        return leaf.content

    def close(self, state: State) -> State | None:
        """The state at the end of a start tag; None where an attribute is missing."""
        if state.after_tag is None:
            self.learned += 1
            rest = [
                (label, closed)
                for label, pattern in state.candidates
                if (closed := self._make.close(pattern)).kind is not Kind.NOT_ALLOWED
            ]
            state.after_tag = self.state(rest) if rest else None
        return state.after_tag

    # --- data (RELAX NG 6.2.7–6.2.10) -----

    def matches(self, pattern: Pattern, text: str, element: etree._Element) -> bool:
        """Whether the value of an attribute, or the whole content of an element, matches."""
        if pattern.kind is Kind.TEXT:
            return True
        key = (pattern.number, text)
        found = self._matched.get(key)
        if found is None:
            found = self._matches(pattern, text, element)
            if len(self._matched) > REMEMBERED:
                self._matched.clear()
            if self._is_worth_it(text):
                self._matched[key] = found
        return found

    def _is_worth_it(self, value: str, known: int = 0) -> bool:
        """Whether the verdict on a value is to be remembered, beside those that are."""
        is_small = len(value) <= LONGEST and known < REMEMBERED
        return is_small and self.learned < LEARNED and not self.needs_context

    def _matches(self, pattern: Pattern, text: str, element: etree._Element) -> bool:
        if pattern.nullable and not text.strip(" \t\r\n"):
            return True
        labels = (pattern.labels & TEXT_LABEL) | self._data_of(pattern, text, element)
        return self._make.derive(pattern, labels).nullable

    def _data_of(self, pattern: Pattern, text: str, element: etree._Element) -> int:
        """The labels of the data in a pattern that a text is one of."""
        labels = pattern.labels & self._data
        if labels not in self._data_by_kind:
            if len(self._data_by_kind) > KINDS:
                self._data_by_kind.clear()
            self._data_by_kind[labels] = _Data(self.grammar, labels)
        data, context, found = self._data_by_kind[labels], self._context(element), 0
        for datatype, by_value in data.values.items():
            found |= by_value.get(datatype.value(text, context), 0)
        for bit, leaf in data.others:
            if isinstance(leaf, ListLeaf):
                is_one = self._list_matches(leaf.content, text, element)
            else:
                is_one = leaf.datatype.allows(text, context) and not (
                    leaf.excepted and self.matches(leaf.excepted, text, element)
                )
            found |= bit * is_one
        return found

    def _context(self, element: etree._Element) -> Mapping[str, str]:
        if not self.needs_context:
            return {}
        return {prefix or "": uri for prefix, uri in element.nsmap.items()}

    def _list_matches(self, pattern: Pattern, text: str, element: etree._Element) -> bool:
        for token in words(text):
            pattern = self._make.derive(pattern, self._data_of(pattern, token, element))
        return pattern.nullable

    # --- after a problem ---

    def expected(self, state: State) -> list[str]:
        """The exact names of the elements that may come next."""
        return self.names_of(self.expected_labels(state))

    def expected_labels(self, state: State) -> int:
        """The labels of what may come next."""
        labels = 0
        for _, pattern in state.candidates:
            labels |= first_labels(pattern)
        return labels

    def required(self, state: State) -> list[str]:
        """The exact names of the elements of which one must come next."""
        return self.names_of(self.required_labels(state))

    def inside_required(self, state: State) -> int:
        """The labels of what may stand inside of the elements of which one must come next."""
        labels = 0
        for label in bits(self.required_labels(state) & ~TEXT_LABEL):
            labels |= self.grammar.contents[label].labels if label in self.grammar.contents else 0
        return labels & ~TEXT_LABEL

    def required_labels(self, state: State) -> int:
        """The labels of the elements of which one must come next."""
        labels = 0
        for _, pattern in state.candidates:
            labels |= required_labels(pattern)
        return labels

    def attribute_names(self, state: State) -> list[str]:
        """The exact names of the attributes that may still be given."""
        labels = 0
        for _, pattern in state.candidates:
            labels |= pattern.labels & self._make.attributes
        return self.names_of(labels)

    def names_of(self, labels: int) -> list[str]:
        """The exact names of elements or attributes."""
        return [
            leaf.names
            for label in bits(labels & ~TEXT_LABEL)
            if isinstance(leaf := self.grammar.leaves[label], ElementLeaf | AttributeLeaf)
            and isinstance(leaf.names, str)
        ]

    def skip(self, state: State, labels: int) -> State | None:
        """The state after what would have to come before one of these; None when it cannot come."""
        rest = [
            (label, later)
            for label, pattern in state.candidates
            if (later := skip(self._make, pattern, labels)).kind is not Kind.NOT_ALLOWED
        ]
        return self.state(rest) if rest else None

    def missing_attributes(self, state: State) -> int:
        """The labels of the attributes without which a start tag is wrong."""
        labels = 0
        for _, pattern in state.candidates:
            labels |= missing_attributes(self._make, pattern)
        return labels

    def needed_attributes(self, state: State) -> int:
        """The labels of the missing attributes that no other can take the place of."""
        missing = self.missing_attributes(state)
        needed = 0
        for label in bits(missing):
            without: State | None = state
            for other in bits(missing & ~(1 << label)):
                without = without and (self.derived(without, 1 << other) or without)
            if without is not None and self.close(without) is None:
                needed |= 1 << label
        return needed

    def close_anyway(self, state: State) -> State:
        """The state at the end of a start tag whose missing attributes have been told."""
        return self.state(
            [(label, without_attributes(self._make, p)) for label, p in state.candidates]
        )


class _Data:
    """The data that some labels stand for.

    Attributes:
        values: for each datatype, the labels of each value.
        others: the bit of each other label, and what it stands for.
    """

    def __init__(self, grammar: Grammar, labels: int) -> None:
        self.values: dict[Datatype, dict[Hashable, int]] = {}
        self.others: list[tuple[int, DataLeaf | ListLeaf]] = []
        for label in bits(labels):
            match grammar.leaves[label]:
                case ValueLeaf(datatype, value):
                    by_value = self.values.setdefault(datatype, {})
                    by_value[value] = by_value.get(value, 0) | 1 << label
                case DataLeaf() | ListLeaf() as leaf:
                    self.others.append((1 << label, leaf))


class _Names(dict[str, int]):
    """For each name the labels of the elements (or attributes) that may have it."""

    def __init__(self, grammar: Grammar, kind: type[ElementLeaf] | type[AttributeLeaf]) -> None:
        self._exact: dict[str, int] = {}
        self._others = []
        for label, leaf in enumerate(grammar.leaves):
            if isinstance(leaf, kind):
                if isinstance(leaf.names, str):
                    self._exact[leaf.names] = self._exact.get(leaf.names, 0) | 1 << label
                else:
                    self._others.append((1 << label, leaf.names))
        self.exact = tuple(sorted(self._exact))

    def __missing__(self, name: str) -> int:
        labels = self._exact.get(name, 0)
        for bit, names in self._others:
            if contains(names, name):
                labels |= bit
        if len(self) < REMEMBERED:
            self[name] = labels
        return labels
