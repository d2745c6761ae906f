"""In: a regular expression, as a content model gives it.
Out: a deterministic one (XSD's UPA) for its language, or for the tightest larger one found.

The construction is that of Brüggemann-Klein and Wood, `One-Unambiguous Regular Languages` (1998):
their words are used here (orbit, gate, orbit property, consistent symbol, cut)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations, islice

from tei_tools.odd.automaton import (
    Dfa,
    TooManyStatesError,
    Work,
    automaton,
    is_deterministic,
    minimal,
)
from tei_tools.odd.expression import (
    EPSILON,
    Expression,
    choice,
    concat,
    leaves,
    star,
    symbols,
)

# A deterministic expression may be far longer than the one it stands for; above this many leaves
# a larger language is better than a schema that nobody can compile.
MAX_LEAVES = 200

# An automaton with more states than this (the shuffle of many elements) is not worked on at all,
# and one with more derivatives is not made.
MAX_STATES = 32
MAX_DERIVATIVES = 1000

# Words up to this length are counted to find the tightest of several larger languages.
COUNTED_LENGTH = 6


@dataclass(frozen=True, slots=True)
class Deterministic:
    """A deterministic expression; `is_exact` where its language is the one asked for."""

    expression: Expression
    is_exact: bool


def deterministic(expression: Expression, work: Work | None = None) -> Deterministic:
    """A deterministic expression for the language of another, or for a larger one."""
    if is_deterministic(expression):
        return Deterministic(expression, True)
    work = work or Work()
    work.begin()
    try:
        dfa = automaton(expression, limit=MAX_DERIVATIVES, work=work)
    except TooManyStatesError:
        return Deterministic(anything(expression), False)
    if dfa is None:
        raise ValueError("the empty language has no deterministic expression")
    if len(dfa.moves) > MAX_STATES:
        return Deterministic(anything(expression), False)
    found = construct(dfa)
    if found is not None:
        return Deterministic(found, True)
    return Deterministic(_larger(dfa), False)


def anything(expression: Expression) -> Expression:
    """The names of an expression, in any order and number."""
    return star(symbols(name for leaf in leaves(expression) for name in leaf.names))


def _is_short(expression: Expression) -> bool:
    return sum(1 for _ in islice(leaves(expression), MAX_LEAVES + 1)) <= MAX_LEAVES


def construct(dfa: Dfa) -> Expression | None:
    """The deterministic expression of a minimal automaton; None where its language has none.

    None also where it has more than `MAX_LEAVES`.
    """
    moves = tuple(tuple(sorted(row.items())) for row in dfa.moves)
    return _constructed(dfa.letters, moves, dfa.accepting, dfa.start)


@lru_cache(maxsize=10_000)  # the parts of an automaton are made of one another
def _constructed(
    letters: tuple[frozenset[str], ...],
    moves: tuple[tuple[tuple[int, int], ...], ...],
    accepting: frozenset[int],
    start: int,
) -> Expression | None:
    dfa = Dfa(letters, tuple(map(dict, moves)), accepting, start)
    consistent = _consistent(dfa)
    cut = _cut(dfa, consistent)
    orbits = _orbits(cut)
    if len(orbits) == 1 and not consistent and any(dfa.moves):
        return None
    if not all(_has_orbit_property(cut, orbit) for orbit in orbits):
        return None
    parts = _Parts(cut, orbits)
    head = parts.expression(cut.start)
    again: list[Expression | None] = [
        _then(symbols_of(dfa, those), parts.expression(to))
        for to, those in _by_target(consistent).items()
    ]
    loops = [each for each in again if each is not None]
    if head is None or len(loops) < len(again):
        return None
    whole = concat([head, star(choice(loops))])
    return whole if _is_short(whole) else None


def _then(first: Expression, rest: Expression | None) -> Expression | None:
    return None if rest is None else concat([first, rest])


def symbols_of(dfa: Dfa, letters: Iterable[int]) -> Expression:
    """The names in some letters of an automaton, as one set."""
    return symbols(frozenset().union(*(dfa.letters[letter] for letter in letters)))


def _by_target(moves: Mapping[int, int]) -> dict[int, list[int]]:
    """Letters by the state they lead to."""
    found: dict[int, list[int]] = {}
    for letter, to in moves.items():
        found.setdefault(to, []).append(letter)
    return found


def _consistent(dfa: Dfa) -> dict[int, int]:
    """The letters with which all accepting states lead to one state, and that state."""
    first, *rest = sorted(dfa.accepting)
    return {
        letter: to
        for letter, to in dfa.moves[first].items()
        if all(dfa.moves[state].get(letter) == to for state in rest)
    }


def _cut(dfa: Dfa, letters: Mapping[int, int]) -> Dfa:
    """The automaton without the moves on these letters from its accepting states."""
    moves = tuple(
        {letter: to for letter, to in row.items() if letter not in letters}
        if state in dfa.accepting
        else row
        for state, row in enumerate(dfa.moves)
    )
    return replace(dfa, moves=moves)


def _orbits(dfa: Dfa) -> list[frozenset[int]]:
    """The strongly connected components."""
    reach = [_reached(dfa, state) for state in range(len(dfa.moves))]
    found: dict[frozenset[int], None] = {}
    for state in range(len(dfa.moves)):
        orbit = {state} | {each for each in reach[state] if state in reach[each]}
        found[frozenset(orbit)] = None
    return list(found)


def _reached(dfa: Dfa, state: int) -> set[int]:
    """The states that one or more moves lead to."""
    seen = set(dfa.moves[state].values())
    todo = list(seen)
    for each in todo:
        for to in dfa.moves[each].values():
            if to not in seen:
                seen.add(to)
                todo.append(to)
    return seen


def _outside(dfa: Dfa, orbit: frozenset[int], state: int) -> dict[int, int]:
    return {letter: to for letter, to in dfa.moves[state].items() if to not in orbit}


def _gates(dfa: Dfa, orbit: frozenset[int]) -> list[int]:
    """The states of an orbit that accept, or lead out of it."""
    return [
        state for state in sorted(orbit) if state in dfa.accepting or _outside(dfa, orbit, state)
    ]


def _has_orbit_property(dfa: Dfa, orbit: frozenset[int]) -> bool:
    """Whether all gates of an orbit lead out in the same way."""
    ways = [(gate in dfa.accepting, _outside(dfa, orbit, gate)) for gate in _gates(dfa, orbit)]
    return all(way == ways[0] for way in ways)


class _Parts:
    """The expressions of a cut automaton from each of its states, orbit by orbit."""

    def __init__(self, cut: Dfa, orbits: list[frozenset[int]]) -> None:
        self.cut = cut
        self.orbit_of = {state: orbit for orbit in orbits for state in orbit}
        self._found: dict[int, Expression | None] = {}

    def expression(self, state: int) -> Expression | None:
        """The expression of what the automaton accepts from a state; None where there is none."""
        if state not in self._found:
            self._found[state] = self._from(state)
        return self._found[state]

    def _from(self, state: int) -> Expression | None:
        orbit = self.orbit_of[state]
        gates = _gates(self.cut, orbit)
        if not gates:
            return None
        ways: list[Expression] = [EPSILON] if gates[0] in self.cut.accepting else []
        for to, letters in _by_target(_outside(self.cut, orbit, gates[0])).items():
            way = _then(symbols_of(self.cut, letters), self.expression(to))
            if way is None:
                return None
            ways.append(way)
        inside = self._inside(orbit, state, gates)
        if inside is None:
            return None
        whole = concat([inside, choice(ways)])
        return whole if _is_short(whole) else None  # it would double again and again

    def _inside(self, orbit: frozenset[int], state: int, gates: list[int]) -> Expression | None:
        moves = tuple(
            {letter: to for letter, to in row.items() if to in orbit} if at in orbit else {}
            for at, row in enumerate(self.cut.moves)
        )
        if not any(moves):
            return EPSILON
        dfa = minimal(Dfa(self.cut.letters, moves, frozenset(gates), state))
        return None if dfa is None else construct(dfa)


# Where there is no deterministic expression: a larger language that has one.


def _larger(dfa: Dfa) -> Expression:
    """The tightest language found that has a deterministic expression, by merging states."""
    while True:
        found = list(_merged(dfa))
        if found:
            return min(found, key=lambda pair: _count(pair[0]))[1]
        merges = list(_all_merged(dfa))
        if not merges:
            return star(symbols_of(dfa, range(len(dfa.letters))))
        dfa = min(merges, key=_count)


def _merged(dfa: Dfa) -> Iterator[tuple[Dfa, Expression]]:
    for merged in _all_merged(dfa):
        expression = construct(merged)
        if expression is not None:
            yield merged, expression


def _all_merged(dfa: Dfa) -> Iterator[Dfa]:
    for one, other in combinations(range(len(dfa.moves)), 2):
        merged = minimal(_merge(dfa, one, other))
        if merged is not None:
            yield merged


def _merge(dfa: Dfa, one: int, other: int) -> Dfa:
    """The automaton with two states made one, and whatever then has to be one as well."""
    block = list(range(len(dfa.moves)))

    def root(state: int) -> int:
        while block[state] != state:
            state = block[state]
        return state

    todo = [(one, other)]
    while todo:
        low, high = sorted(map(root, todo.pop()))
        if low == high:
            continue
        members = [state for state in range(len(block)) if root(state) in (low, high)]
        block[high] = low
        targets: dict[int, int] = {}
        for state in members:
            for letter, to in dfa.moves[state].items():
                todo.append((targets.setdefault(letter, to), to))
    moves: list[dict[int, int]] = [{} for _ in block]
    for state, row in enumerate(dfa.moves):
        moves[root(state)] |= {letter: root(to) for letter, to in row.items()}
    accepting = frozenset(root(state) for state in dfa.accepting)
    return Dfa(dfa.letters, tuple(moves), accepting, root(dfa.start))


def _count(dfa: Dfa) -> int:
    """How many words of letters, up to a length, an automaton accepts."""
    at = {dfa.start: 1}
    total = 0
    for _ in range(COUNTED_LENGTH + 1):
        total += sum(count for state, count in at.items() if state in dfa.accepting)
        after: dict[int, int] = {}
        for state, count in at.items():
            for to in dfa.moves[state].values():
                after[to] = after.get(to, 0) + count
        at = after
    return total
