"""In: an automaton that has read documents. Out: bytes with what it learned, and back.

JSON: loading executes nothing. Two lines: the states, enough for documents that go known ways; and
the patterns behind them, which are read with the grammar when a document does not.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any, Final

from .automaton import Automaton, State
from .grammar import Grammar
from .patterns import bits
from .persist import dump_patterns, restore_patterns

#: An automaton with more states is not kept.
STATES: Final = 20_000
#: How many values of attributes are kept.
VALUES: Final = 5_000


def memorise(automaton: Automaton) -> bytes:
    """What an automaton has learned; nothing when it is too much to keep."""
    grammar, states = automaton.grammar, list(automaton.states.values())
    if len(states) > STATES:
        return b""
    number = {id(state): position for position, state in enumerate(states)}
    content = {
        "states": [_state(state, number) for state in states],
        "values": [
            [number[id(state)], name, value, number[id(after)]]
            for state, name, value, after in islice(_values(states), VALUES)
        ],
        "start": number[id(automaton.start)],
        "ids": automaton.ids,
        "needs context": automaton.needs_context,
    }
    derived = dump_patterns(grammar.patterns, grammar.size, len(grammar.patterns))
    return _line(content) + b"\n" + _line(derived)


def _values(states: list[State]) -> Iterable[tuple[State, str, str, State]]:
    return (
        (state, name, value, after)
        for state in states
        for (name, value), after in state.values.items()
    )


def _state(state: State, number: dict[int, int]) -> list[object]:
    return [
        [part for pair in state.key for part in pair],
        list(bits(state.accepted)),
        state.holds_data,
        None if state.after_text is None else number[id(state.after_text)],
        None if state.after_tag is None else number[id(state.after_tag)],
        {name: number[id(after)] for name, after in state.starts.items()},
        {n: number[id(s)] for n, s in state.attributes.items() if isinstance(s, State)},
        [[list(bits(labels)), number[id(after)]] for labels, after in state.ends.items()],
    ]


def recall(data: bytes, load: Callable[[], Grammar]) -> Automaton:
    """The automaton that `memorise` wrote.

    Args:
        load: gives the grammar that it was made from, newly made.

    Raises:
        ValueError: the bytes are not those of an automaton.
    """
    states, _, patterns = data.partition(b"\n")

    def load_all() -> Grammar:
        grammar = load()
        restore_patterns(grammar.patterns, json.loads(patterns))
        return grammar

    automaton = Automaton(load_all)
    try:
        _fill(automaton, json.loads(states))
    except (LookupError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise ValueError(f"not what an automaton learned: {error!r}") from None
    return automaton


def _fill(automaton: Automaton, content: dict[str, Any]) -> None:
    rows = content["states"]
    states = [
        State(tuple(zip(key[::2], key[1::2], strict=True)), automaton.pattern) for key, *_ in rows
    ]
    for state, row in zip(states, rows, strict=True):
        _, accepted, state.holds_data, text, tag, starts, attributes, ends = row
        state.accepted = sum([1 << label for label in accepted])
        state.after_text = None if text is None else states[text]
        state.after_tag = None if tag is None else states[tag]
        state.starts = {name: states[after] for name, after in starts.items()}
        state.attributes = {name: states[after] for name, after in attributes.items()}
        state.ends = {sum([1 << label for label in labels]): states[a] for labels, a in ends}
    for state, name, value, after in content["values"]:
        states[state].values[name, value] = states[after]
    automaton.states = {state.key: state for state in states}
    automaton.start = states[content["start"]]
    automaton.ids = content["ids"]
    automaton.needs_context = content["needs context"]


def _line(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
