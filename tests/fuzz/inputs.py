"""In: the number of an input. Out: the input, the same in every run with the same seeds."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

from .mutators import Chance, mutate
from .properties import check
from .seeds import Seed, seeds

#: How many of a hundred inputs are of each kind.
SHARES: Final = {"rng": 34, "rnc": 8, "odd": 20, "xsd": 6, "xml": 26, "catalog": 3, "cache": 3}
#: Seeds beyond this many bytes are taken seldom, since little new comes of so much work.
LARGE: Final = 12_000
SELDOM: Final = 0.02


class Input(NamedTuple):
    """One spoilt file.

    Attributes:
        number: from which it was made.
        seed: the file that it was.
        mutations: what was done to it.
        data: its bytes.
    """

    number: int
    seed: Seed
    mutations: tuple[str, ...]
    data: bytes

    @property
    def name(self) -> str:
        """How reports call it."""
        return f"input {self.number}: {self.seed.name}, {', '.join(self.mutations)}"


def make(number: int) -> Input:
    """The input with a number."""
    chance = Chance(f"input {number}")
    known = seeds()
    kinds = [kind for kind in SHARES if kind in known]
    (kind,) = chance.choices(kinds, [SHARES[each] for each in kinds])
    weights = [_weight(seed) for seed in known[kind]]
    (seed,) = chance.choices(known[kind], weights)
    chance.others = [other.data for other in known[kind] if len(other.data) < LARGE] or [seed.data]
    data, mutations = mutate(seed.data, chance)
    return Input(number, seed, mutations, data)


def _weight(seed: Seed) -> float:
    """How often a seed is taken: seldom a large one, often a right schema."""
    return (SELDOM if len(seed.data) > LARGE else 1) * (4 if seed.documents else 1)


def run(spoilt: Input, folder: Path) -> str:
    """Do with an input what the program would; see `check`."""
    return check(spoilt.seed, spoilt.data, Chance(f"check {spoilt.number}"), folder)
