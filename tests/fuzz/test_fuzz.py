"""Spoilt schemas, ODDs, documents, catalogs, cache entries: an answer each, never a traceback."""

from __future__ import annotations

from .guard import outcomes

#: How many inputs a short run has, and the number of the first; `run` makes long ones.
INPUTS, FIRST = 600, 200_000


def test_no_input_gives_a_traceback_or_goes_beyond_its_bounds() -> None:
    found = list(outcomes(range(FIRST, FIRST + INPUTS), jobs=1))
    assert len(found) == INPUTS
    assert len({outcome.result for outcome in found}) > 10  # files that are read and that are not
    assert [outcome.failure for outcome in found if outcome.failure] == []
