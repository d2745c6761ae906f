"""In: a list of one grammar, and patterns of another. Out: whether these take all its texts.

The lists are run side by side, word by word. A word of the one is known by which leaves of the
other take it.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from ..datatypes.containment import TOKEN, normalised
from ..leaves import ListLeaf, ValueLeaf
from ..patterns import Kind, Pattern, bits
from .alternatives import Alternative, alternatives, spaces_of

if TYPE_CHECKING:
    from .values import Values

#: How many states of lists are looked at.
LIMIT: Final = 2_000


class _Word(NamedTuple):
    """A kind of word.

    Attributes:
        label: the leaf of the one grammar that takes it.
        labels: the leaves in lists of the other that take it.
        singles: the positions of what else takes it where it is the only word.
        text: an example.
    """

    label: int
    labels: int
    singles: frozenset[int]
    text: str = ""


class _State(NamedTuple):
    """What may follow in all lists after some words, of which there are none, one or more."""

    pattern: Pattern
    lists: tuple[Pattern, ...]
    length: int = 0
    single: frozenset[int] = frozenset()
    text: str = ""

    @property
    def key(self) -> tuple[object, ...]:
        """The state without the example."""
        return self[:4]


class Lists:
    """A list, and what some patterns of the other grammar allow."""

    def __init__(self, values: Values, content: Pattern, others: Sequence[Pattern]) -> None:
        self.values = values
        self.make = values.other.make
        self.content = content
        targets = [each for other in others for each in alternatives(values.other, other)]
        self.allows_blank = any(map(values.allows_blank, targets))
        self.lists = tuple([e.leaf.content for e in targets if isinstance(e.leaf, ListLeaf)])
        #: What else takes a text that is one word, white space around it or not.
        self.singles = [
            each.pattern
            for each in targets
            if not isinstance(each.leaf, ListLeaf | bool)
            and spaces_of(values.other, each) == {"collapse"}
        ]
        labels = 0
        for each in self.lists:
            labels |= each.labels & values.other.data
        self.leaves = [(label, self.make.leaf(label)) for label in bits(labels)]
        one = values.one
        self.mine = [
            next(alternatives(one, one.make.leaf(label)))
            for label in bits(content.labels & one.data)
        ]

    def is_contained(self) -> bool:
        """Whether all texts of the list are shown to be allowed by the patterns taken together."""
        words = [self._word(leaf) for leaf in self.mine if _is_word(leaf)]
        for number, state in enumerate(self._states(words)):
            if number > LIMIT or (state.pattern.nullable and not self._is_allowed(state)):
                return False
        return True

    def texts(self) -> Iterator[str]:
        """Texts of the list, one for each way in which the patterns take its words."""
        words = dict.fromkeys(word for leaf in self.mine for word in self._tried(leaf))
        for number, state in enumerate(self._states(words)):
            if number > LIMIT:
                return
            if state.pattern.nullable:
                yield state.text

    def _is_allowed(self, state: _State) -> bool:
        if any(each.nullable for each in state.lists):
            return True
        return bool(state.single) if state.length == 1 else not state.length and self.allows_blank

    def _states(self, words: Iterable[_Word]) -> Iterator[_State]:
        one = self.values.one.make
        start = _State(self.content, self.lists)
        seen, waiting = {start.key}, deque([start])
        while waiting:
            state = waiting.popleft()
            yield state
            for word in words:
                after = _State(
                    one.derive(state.pattern, 1 << word.label),
                    tuple([self.make.derive(each, word.labels) for each in state.lists]),
                    min(state.length + 1, 2),
                    word.singles if not state.length else frozenset(),
                    f"{state.text} {word.text}".strip(),
                )
                if after.pattern.kind is not Kind.NOT_ALLOWED and after.key not in seen:
                    seen.add(after.key)
                    waiting.append(after)

    def _word(self, mine: Alternative) -> _Word:
        """A word, with the leaves that are known to take it."""
        taken = partial(self.values.is_contained, mine, in_list=True)
        return self._kind(mine, taken)

    def _tried(self, mine: Alternative) -> Iterator[_Word]:
        """Words that are samples, one for each set of leaves that take them."""
        seen = set()
        others = [*(pattern for _, pattern in self.leaves), *self.singles]
        for text in self.values.samples(mine, others, in_list=True):
            word = self._kind(mine, partial(self._takes, text))
            if word not in seen:
                seen.add(word)
                yield word._replace(text=text)

    def _takes(self, text: str, other: Pattern) -> bool:
        return self.values.other.accepts(other, text)

    def _kind(self, mine: Alternative, taken: Callable[[Pattern], bool]) -> _Word:
        (label,) = bits(mine.pattern.labels)
        labels = sum(1 << label for label, pattern in self.leaves if taken(pattern))
        singles = frozenset(at for at, other in enumerate(self.singles) if taken(other))
        return _Word(label, labels, singles)


def _is_word(mine: Alternative) -> bool:
    """Whether it may be one word of a list: a value with white space, or empty, never is."""
    match mine.leaf:
        case ValueLeaf(datatype, _, text, _):
            return re.fullmatch(TOKEN, normalised(datatype, text)) is not None
    return True
