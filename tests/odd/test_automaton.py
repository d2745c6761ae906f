"""In: random regular expressions.
Out: that automata, determinism and deterministic expressions are right, with `re` as the oracle."""

from __future__ import annotations

import re
from functools import cache
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tei_tools.odd.automaton import (
    Dfa,
    Glushkov,
    automaton,
    equivalent,
    includes,
    is_deterministic,
    letters_of,
)
from tei_tools.odd.deterministic import MAX_LEAVES, construct, deterministic
from tei_tools.odd.expression import (
    EPSILON,
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
    choice,
    concat,
    interleave,
    is_nullable,
    leaves,
    mapped,
    optional,
    plus,
    repeat,
    star,
    symbols,
    without,
)

LETTERS = "abc"

WORDS = ["".join(word) for length in range(6) for word in product(LETTERS, repeat=length)]

leaf = st.one_of(
    st.sets(st.sampled_from(LETTERS), min_size=1, max_size=2).map(symbols), st.just(EPSILON)
)


def grown(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(
        several.map(concat),
        several.map(choice),
        inner.map(optional),
        inner.map(star),
        inner.map(plus),
    )


expressions = st.recursive(leaf, grown, max_leaves=7)


def pattern(item: Expression) -> str:
    """The expression in the syntax of `re`."""
    match item:
        case Nothing():
            return "(?!)"
        case Epsilon():
            return ""
        case Symbols(names=names):
            return f"[{''.join(sorted(names))}]"
        case Concat(items=items):
            return "".join(f"(?:{pattern(each)})" for each in items)
        case Choice(items=items):
            return "|".join(f"(?:{pattern(each)})" for each in items)
        case Optional(item=inner):
            return f"(?:{pattern(inner)})?"
        case Star(item=inner):
            return f"(?:{pattern(inner)})*"
        case Plus(item=inner):
            return f"(?:{pattern(inner)})+"
        case Interleave():
            raise ValueError(item)


@cache
def words(item: Expression) -> frozenset[str]:
    """The words of up to five letters in a language, as `re` finds them."""
    found = re.compile(pattern(item))
    return frozenset(word for word in WORDS if found.fullmatch(word))


def accepts(dfa: Dfa | None, word: str) -> bool:
    if dfa is None:
        return False
    state: int | None = dfa.start
    for name in word:
        letter = next((at for at, names in enumerate(dfa.letters) if name in names), None)
        state = None if state is None or letter is None else dfa.moves[state].get(letter)
    return state in dfa.accepting


@given(expressions)
def test_an_automaton_accepts_the_words_of_its_expression(item: Expression) -> None:
    dfa = automaton(item)
    assert {word for word in WORDS if accepts(dfa, word)} == words(item)


@given(expressions)
def test_an_automaton_is_minimal(item: Expression) -> None:
    """No two states have the same future: else a language looks less deterministic than it is."""
    dfa = automaton(item)
    assert dfa is not None
    starts = [Dfa(dfa.letters, dfa.moves, dfa.accepting, at) for at in range(len(dfa.moves))]
    futures = [frozenset(word for word in WORDS if accepts(each, word)) for each in starts]
    assert len(set(futures)) == len(futures)


@given(expressions, expressions)
def test_inclusion_is_inclusion_of_words(one: Expression, other: Expression) -> None:
    included = includes(one, other)
    assert not included or words(other) <= words(one)
    assert equivalent(one, other) == (included and includes(other, one))
    assert words(one) == words(other) or not equivalent(one, other)


def is_deterministic_by_positions(item: Expression) -> bool:
    """Whether no two positions of one name may come next, tried on a marked expression."""
    marked, number = [], 0

    def mark(names: frozenset[str]) -> Expression:
        nonlocal number
        number += 1
        marked.append((chr(ord("A") + number), names))
        return symbols([marked[-1][0]])

    again = mapped(item, mark)
    by_position = dict(marked)
    found = re.compile(pattern(again))
    seen: dict[str, set[str]] = {}
    for length in range(7):
        for word in product(by_position, repeat=length):
            if found.fullmatch("".join(word)):
                for at, position in enumerate(word):
                    seen.setdefault("".join(word[:at]), set()).add(position)
    return all(
        by_position[one].isdisjoint(by_position[other])
        for positions in seen.values()
        for one in positions
        for other in positions
        if one != other
    )


@cache
def every_expression(size: int) -> tuple[Expression, ...]:
    """All expressions over a and b with so many leaves, each node plain or under ?, * or +."""
    found: list[Expression] = [symbols([name]) for name in "ab"] if size == 1 else []
    for first in range(1, size):
        for one, other in product(every_expression(first), every_expression(size - first)):
            found += [concat([one, other]), choice([one, other])]
    return tuple(change(item) for item in found for change in (same, optional, star, plus))


def same(item: Expression) -> Expression:
    return item


SMALL = list(dict.fromkeys([*every_expression(2), *every_expression(3)[::13]]))


def test_determinism_is_that_of_marked_words() -> None:
    wrong = [
        item for item in SMALL if is_deterministic(item) != is_deterministic_by_positions(item)
    ]
    assert wrong == []
    assert len(SMALL) > 2000
    assert any(map(is_deterministic, SMALL))
    assert not all(map(is_deterministic, SMALL))


def test_small_expressions_have_exact_deterministic_forms_or_larger_ones() -> None:
    for item in SMALL[::3]:
        found = deterministic(item)
        assert is_deterministic(found.expression), item
        assert includes(found.expression, item), item
        assert found.is_exact == includes(item, found.expression), item


@settings(max_examples=300)
@given(expressions)
def test_a_deterministic_expression_is_deterministic_and_exact_or_larger(item: Expression) -> None:
    found = deterministic(item)
    assert is_deterministic(found.expression)
    assert words(item) <= words(found.expression)
    if found.is_exact:
        assert equivalent(found.expression, item)
        assert words(found.expression) == words(item)
    else:
        assert not includes(item, found.expression)


@settings(max_examples=300)
@given(expressions)
def test_a_deterministic_expression_exists_where_one_was_written(item: Expression) -> None:
    """Completeness: what has a deterministic expression is never declared not to have one."""
    if is_deterministic(item):
        dfa = automaton(item)
        assert dfa is not None
        found = construct(dfa)
        assert found is not None
        assert is_deterministic(found)
        assert equivalent(found, item)


A, B, C = (symbols([name]) for name in LETTERS)
AB = symbols("ab")


@pytest.mark.parametrize(
    ("item", "is_exact"),
    [
        (concat([star(A), A]), True),
        (choice([concat([A, B]), concat([A, C])]), True),
        (concat([star(choice([A, B])), A]), True),
        (concat([star(AB), A, AB]), False),
        (concat([choice([concat([A, B]), B]), star(choice([concat([A, B]), B]))]), True),
        (star(concat([optional(A), optional(B)])), True),
        (star(choice([concat([optional(A), optional(B)]), C])), True),
        (concat([star(concat([A, B])), optional(A)]), False),
        (concat([plus(A), optional(concat([B, star(A)])), optional(concat([B, A]))]), True),
        (concat([star(concat([A, B])), choice([C, concat([A, symbols("d")])])]), False),
    ],
)
def test_languages_known_to_be_deterministic_or_not(item: Expression, *, is_exact: bool) -> None:
    found = deterministic(item)
    assert found.is_exact is is_exact
    assert includes(item, found.expression) is is_exact
    assert includes(found.expression, item)
    assert is_deterministic(found.expression)


def test_a_larger_language_is_not_simply_everything() -> None:
    """(a|b)* a (a|b) c keeps its end: the c comes once and last."""
    item = concat([star(AB), A, AB, C])
    found = deterministic(item)
    assert not found.is_exact
    for word in ("ab", "abcc", "acb"):
        assert word not in words(found.expression), word


def test_an_automaton_is_not_taken_apart_twice_for_the_same_part() -> None:
    names = [symbols([f"a{number}"]) for number in range(16)]
    item = concat([star(choice(names)), names[0], *names])  # without memory: a million parts
    assert includes(deterministic(item).expression, item)


def test_an_expression_that_doubles_with_every_step_is_given_up() -> None:
    names = [symbols([f"a{number}"]) for number in range(24)]
    item = concat([optional(choice(names)), *map(optional, names)])
    found = deterministic(item)
    assert sum(1 for _ in leaves(found.expression)) <= MAX_LEAVES
    assert includes(found.expression, item)


def test_what_may_be_left_out_a_hundred_times_has_as_many_states() -> None:
    several = repeat(symbols(["a", "t"]), 50, 100)
    dfa = automaton(without(several, "t"), limit=101)
    assert dfa is not None
    assert len(dfa.moves) == 101


def test_the_shuffle_of_many_names_is_not_worked_on() -> None:
    names = "abcdefghijklmnopqrstuvwxyz"
    item = interleave(optional(symbols([name])) for name in names)
    found = deterministic(item)
    assert not found.is_exact
    assert found.expression == star(symbols(names))


@given(st.lists(expressions, min_size=2, max_size=2))
def test_a_shuffle_has_all_shuffled_words(items: list[Expression]) -> None:
    other = mapped(items[1], lambda names: symbols(name.upper() for name in names))
    dfa = automaton(interleave([items[0], other]))
    for one in sorted(words(items[0]))[:4]:
        for two in sorted(words(items[1]))[:4]:
            assert accepts(dfa, one + two.upper())
            assert accepts(dfa, two.upper() + one)
            assert accepts(dfa, one[:1] + two.upper() + one[1:])


@given(expressions, st.integers(0, 3), st.one_of(st.none(), st.integers(0, 2)))
def test_repetition_is_repetition(item: Expression, least: int, more: int | None) -> None:
    most = None if more is None else least + more
    found = repeat(item, least, most)
    braces = f"{{{least},{'' if most is None else most}}}"
    expected = re.compile(f"(?:{pattern(item)}){braces}")
    assert words(found) == {word for word in WORDS if expected.fullmatch(word)}


@given(expressions)
def test_erasing_a_name_erases_it_from_all_words(item: Expression) -> None:
    shorter = {word.replace("b", "") for word in words(item)}
    assert shorter <= words(without(item, "b"))
    assert all("b" not in word for word in words(without(item, "b")))


@given(expressions)
def test_simplification_keeps_the_language(item: Expression) -> None:
    """Building an expression again from its parts changes nothing."""
    again = mapped(item, symbols)
    assert words(again) == words(item)
    assert is_nullable(item) == ("" in words(item))


@given(expressions)
def test_letters_are_disjoint_and_whole(item: Expression) -> None:
    letters = letters_of(item)
    names = [name for letter in letters for name in letter]
    assert len(names) == len(set(names))
    assert set(names) == {name for each in leaves(item) for name in each.names}


def test_the_empty_language_has_no_automaton_and_no_positions() -> None:
    assert automaton(NOTHING) is None
    assert not is_deterministic(NOTHING)
    with pytest.raises(ValueError, match="empty language"):
        deterministic(NOTHING)
    with pytest.raises(ValueError, match="no positions"):
        Glushkov(Interleave((A, B)))
