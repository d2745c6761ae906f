"""In: a regular expression.
Out: its minimal deterministic automaton; and whether the expression itself is deterministic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tei_tools.odd.expression import (
    NOTHING,
    Choice,
    Concat,
    Epsilon,
    Expression,
    Interleave,
    Nothing,
    Optional,
    Plus,
    Star,
    Symbols,
    derivative,
    is_nullable,
    leaves,
)


@dataclass(frozen=True, slots=True)
class Dfa:
    """A deterministic automaton without a dead state: each state leads to an accepting one.

    `letters` are disjoint sets of names that no transition tells apart; `moves[q]` maps the index
    of a letter to the next state.
    """

    letters: tuple[frozenset[str], ...]
    moves: tuple[Mapping[int, int], ...]
    accepting: frozenset[int]
    start: int = 0


def letters_of(expression: Expression) -> tuple[frozenset[str], ...]:
    """The coarsest disjoint sets of names that every set in the expression is a union of."""
    signature: dict[str, list[int]] = {}
    for at, leaf in enumerate(dict.fromkeys(leaves(expression))):
        for name in leaf.names:
            signature.setdefault(name, []).append(at)
    classes: dict[tuple[int, ...], set[str]] = {}
    for name in sorted(signature):
        classes.setdefault(tuple(signature[name]), set()).add(name)
    return tuple(frozenset(names) for names in classes.values())


class TooManyStatesError(ValueError):
    """An automaton that grows out of bounds, as that of the shuffle of many names does."""


#: A derivative takes a step for each set of names in an expression, and for each pair of them
#: where many in a row may be left out: so many times fewer, by experience.
OPTIONAL_IN_A_ROW = 50


class Work:
    """How much may still be done for one schema, and how much of it for one expression.

    A unit is one step of one derivative. Where nothing is left, a larger language is taken:
    that is counted, not measured, so that the same ODD always gives the same schema.
    """

    def __init__(self, most: int = 6_000_000, for_one: int = 1_000_000) -> None:
        self.left = most
        self.for_one = for_one
        self.now = for_one

    def begin(self) -> None:
        """Begin with another expression."""
        self.now = min(self.for_one, self.left)

    def spend(self, units: int) -> None:
        """Do so much. Raises TooManyStatesError where it is more than is left."""
        self.now -= units
        self.left -= units
        if self.now < 0:
            raise TooManyStatesError("too much work")


def automaton(
    expression: Expression, *, limit: int = 100_000, work: Work | None = None
) -> Dfa | None:
    """The minimal automaton of an expression, from its derivatives; None for no word at all.

    Raises TooManyStatesError where there are more than `limit` derivatives, or too much `work`.
    """
    letters = letters_of(expression)
    heads = [min(letter) for letter in letters]
    work = work or Work()
    states = {expression: 0}
    moves: list[dict[int, int]] = []
    todo = [expression]
    for state in todo:
        row: dict[int, int] = {}
        size = sum(1 for _ in leaves(state))
        work.spend(len(heads) * (size + size * size // OPTIONAL_IN_A_ROW))
        for letter, head in enumerate(heads):
            after = derivative(state, head)
            if after != NOTHING:
                row[letter] = states.setdefault(after, len(states))
                if len(states) > len(todo):
                    todo.append(after)
        if len(states) > limit:
            raise TooManyStatesError(f"more than {limit} states")
        moves.append(row)
    accepting = frozenset(at for state, at in states.items() if is_nullable(state))
    return minimal(Dfa(letters, tuple(moves), accepting))


def minimal(dfa: Dfa) -> Dfa | None:
    """The smallest automaton with this language, its states numbered in the order of a walk."""
    live = _live(dfa)
    if dfa.start not in live:
        return None
    block = {state: int(state in dfa.accepting) for state in live}
    count = 0
    while count != len(set(block.values())):
        count = len(set(block.values()))
        signatures = {
            state: (
                block[state],
                tuple(
                    (letter, block[to])
                    for letter, to in sorted(dfa.moves[state].items())
                    if to in live
                ),
            )
            for state in sorted(live)
        }
        numbers = {each: at for at, each in enumerate(dict.fromkeys(signatures.values()))}
        block = {state: numbers[signatures[state]] for state in live}
    return _renumbered(dfa, block)


def _live(dfa: Dfa) -> set[int]:
    """The states that lead to an accepting one."""
    before: dict[int, set[int]] = {}
    for state, row in enumerate(dfa.moves):
        for to in row.values():
            before.setdefault(to, set()).add(state)
    live, todo = set(dfa.accepting), list(dfa.accepting)
    for state in todo:
        for each in before.get(state, set()) - live:
            live.add(each)
            todo.append(each)
    return live


def _renumbered(dfa: Dfa, block: Mapping[int, int]) -> Dfa:
    """The automaton of blocks of states, in the order of a walk from the start."""
    some = {number: state for state, number in sorted(block.items(), reverse=True)}
    order = {block[dfa.start]: 0}
    rows: list[dict[int, int]] = []
    todo = [block[dfa.start]]
    for number in todo:
        row: dict[int, int] = {}
        for letter, to in sorted(dfa.moves[some[number]].items()):
            if to not in block:
                continue
            if block[to] not in order:
                order[block[to]] = len(order)
                todo.append(block[to])
            row[letter] = order[block[to]]
        rows.append(row)
    accepting = frozenset(order[block[q]] for q in dfa.accepting if block.get(q) in order)
    return Dfa(dfa.letters, tuple(rows), accepting)


def includes(large: Expression, small: Expression) -> bool:
    """Whether each word of `small` is a word of `large`."""
    heads = [min(letter) for letter in letters_of(Choice((large, small)))]
    seen = {(large, small)}
    todo = [(large, small)]
    for big, little in todo:
        if is_nullable(little) and not is_nullable(big):
            return False
        for head in heads:
            pair = derivative(big, head), derivative(little, head)
            if pair[1] != NOTHING and pair not in seen:
                seen.add(pair)
                todo.append(pair)
    return True


def equivalent(one: Expression, other: Expression) -> bool:
    """Whether two expressions have the same words."""
    return includes(one, other) and includes(other, one)


# Glushkov's automaton of an expression: the positions of its leaves, and which follow which.


@dataclass(frozen=True, slots=True)
class Positions:
    """First and last positions of an expression, and whether it matches the empty word."""

    first: frozenset[int]
    last: frozenset[int]
    is_nullable: bool


#: How many pairs of positions that follow one another are looked at.
MAX_PAIRS = 1_000_000

NO_POSITIONS = Positions(frozenset(), frozenset(), True)


class Glushkov:
    """The positions of an expression: `names[p]` may stand at p, and then `follow[p]` come.

    Raises ValueError where there are none, or too many.
    """

    def __init__(self, expression: Expression) -> None:
        self.pairs = 0
        self.names: list[frozenset[str]] = []
        self.follow: list[set[int]] = []
        self.whole = self._walk(expression)

    def _walk(self, item: Expression) -> Positions:
        match item:
            case Symbols(names=names):
                self.names.append(names)
                self.follow.append(set())
                here = frozenset([len(self.names) - 1])
                return Positions(here, here, False)
            case Optional(item=inner):
                found = self._walk(inner)
                return Positions(found.first, found.last, True)
            case Star(item=inner) | Plus(item=inner):
                found = self._walk(inner)
                self._join(found.last, found.first)
                has_empty = found.is_nullable or isinstance(item, Star)
                return Positions(found.first, found.last, has_empty)
            case Choice(items=items):
                return _either([self._walk(each) for each in items])
            case Concat(items=items):
                return self._sequence([self._walk(each) for each in items])
            case Epsilon():
                return NO_POSITIONS
            case Nothing() | Interleave():
                raise ValueError(f"no positions in {type(item).__name__}")

    def _join(self, before: frozenset[int], after: frozenset[int]) -> None:
        self.pairs += len(before) * len(after)
        if self.pairs > MAX_PAIRS:
            raise TooManyStatesError(f"more than {MAX_PAIRS} pairs of positions")
        for position in before:
            self.follow[position].update(after)

    def _sequence(self, parts: list[Positions]) -> Positions:
        whole = parts[0]
        for part in parts[1:]:
            self._join(whole.last, part.first)
            whole = Positions(
                whole.first | part.first if whole.is_nullable else whole.first,
                whole.last | part.last if part.is_nullable else part.last,
                whole.is_nullable and part.is_nullable,
            )
        return whole

    def is_deterministic(self) -> bool:
        """Whether a name always leads to one position: `one-unambiguous`, XSD's `UPA`."""
        return all(self._are_disjoint(each) for each in (self.whole.first, *self.follow))

    def _are_disjoint(self, positions: Iterable[int]) -> bool:
        seen: set[str] = set()
        for position in positions:
            if not seen.isdisjoint(self.names[position]):
                return False
            seen |= self.names[position]
        return True


def _either(parts: list[Positions]) -> Positions:
    return Positions(
        frozenset().union(*(part.first for part in parts)),
        frozenset().union(*(part.last for part in parts)),
        any(part.is_nullable for part in parts),
    )


def is_deterministic(expression: Expression) -> bool:
    """Whether an expression can be matched without looking ahead (XSD 1.0, 3.8.6)."""
    try:
        return Glushkov(expression).is_deterministic()
    except ValueError:
        return False
