"""In: two grammars. Out: what documents of the one are not documents of the other, and why."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Final, NamedTuple

from ..automaton import DOCUMENT
from ..patterns import Pattern, bits
from .parts import Part, Parts
from .path import Given, Path, Text
from .side import Names, Side
from .states import Lost, Pair, Walk
from .values import Values
from .walk import Walker

#: Why values, or what depends on them, could not be compared.
UNSURE: Final = "the datatypes of values could not be compared"


class Gap(NamedTuple):
    """Something that an element allows in the one grammar only, or that could not be compared.

    Attributes:
        pair: the element.
        lost: what is wrong with it in the other grammar; `Lost.NOT`: a value.
        names: the attributes or children concerned.
        path: what the element holds; attributes that do not matter are left out.
        texts: for values, those that the other grammar does not allow.
        part: what was compared; the rest of the element may hold anything.
        reason: why it could not be compared; empty where it is certain.
    """

    pair: Pair
    lost: Lost
    names: tuple[str, ...]
    path: Path
    part: Pattern
    texts: tuple[str, ...] = ()
    reason: str = ""


class Way(NamedTuple):
    """How an element is met.

    Attributes:
        around: the element around it.
        part: the part of its content that was looked at.
        path: the steps there, the last of which is the element.
        is_certain: whether it is known that it is ever met.
    """

    around: Pair
    part: Pattern
    path: Path
    is_certain: bool = True


class Inclusion:
    """Finds out whether documents of one grammar are documents of another.

    Attributes:
        gaps: what keeps them from it; nothing when all are.
        ways: for each element that both have, where it was met first.
    """

    def __init__(self, one: Side, other: Side, names: Names) -> None:
        self.one = one
        self.other = other
        self.values = Values(one, other)
        self.walker = Walker(one, other, names, self.values)
        self.parts = Parts(one, other)
        self.walks: dict[Part, Walk] = {}
        self.ways: dict[Pair, Way] = {}
        self.gaps: list[Gap] = []
        while not self._is_settled():
            pass

    def _is_settled(self) -> bool:
        """Read all pairs of elements once; whether nothing new came up for elements read before.

        The sets of elements that an element may be at once are the smallest fixed point.
        """
        self.gaps = []
        root = Pair(DOCUMENT, 1 << DOCUMENT)
        start = self.one.contents[DOCUMENT]
        self.ways = {root: Way(root, start, Path.start(start))}
        is_settled = True
        waiting, unsure = deque([root]), deque[Pair]()
        done = set()
        while waiting or unsure:
            pair = waiting.popleft() if waiting else unsure.popleft()
            if pair in done:
                continue
            done.add(pair)
            for part, walk in self._walks(pair):
                self.gaps += self._gaps(pair, part, walk)
                for child in self._met(pair, part, walk):
                    (waiting if self.ways[child].is_certain else unsure).append(child)
                is_settled = self._keep_profiles(pair, walk) and is_settled
        return is_settled

    def _met(self, pair: Pair, part: Pattern, walk: Walk) -> Iterator[Pair]:
        """The children that are met for the first time, or now with certainty."""
        for (child, is_certain), path in walk.pairs.items():
            is_certain = is_certain and self.ways[pair].is_certain
            before = self.ways.get(child)
            if before is None or (is_certain and not before.is_certain):
                self.ways[child] = Way(pair, part, path, is_certain)
                yield child

    def _keep_profiles(self, pair: Pair, walk: Walk) -> bool:
        """Keep which elements an element may be at once; whether all this was known."""
        known = self.walker.profiles.get(pair)
        if known is None:
            return True
        new = {end: path for end, path in walk.ends.items() if end.labels and end not in known}
        known.update({end: tuple(path.steps()) for end, path in new.items()})
        return not new

    def _walks(self, pair: Pair) -> Iterator[tuple[Pattern, Walk]]:
        """Read an element, in parts where it can be only one element of the other grammar."""
        content = self.one.contents[pair.label]
        candidates = tuple([(label, self.other.contents[label]) for label in bits(pair.labels)])
        if len(candidates) > 1:
            yield content, self.walker.walk(content, candidates)
            return
        ((label, there),) = candidates
        for part in self.parts.of(content, there):
            walk = self.walks.get(part)
            if walk is None or not walk.is_settled:
                walk = self.walks[part] = self.walker.walk(part.one, ((label, part.other),))
            yield part.one, walk

    def _gaps(self, pair: Pair, part: Pattern, walk: Walk) -> Iterator[Gap]:
        gap = Gap(pair, Lost.CONTENT, (), Path.start(part), part)
        if not walk.is_complete:
            yield gap._replace(reason="it allows too many combinations of attributes or children")
        is_met = self.ways[pair].is_certain
        for end, path in walk.ends.items():
            if not end.labels and (
                end.is_certain or end._replace(is_certain=True) not in walk.ends
            ):
                names = tuple(walk.names.get(end.lost, ()))
                reason = "" if end.is_certain and is_met else UNSURE
                yield gap._replace(lost=end.lost, names=names, path=path, reason=reason)
        gap = gap._replace(lost=Lost.NOT)
        for (name, is_certain), (text, path) in walk.refused.items():
            if text is not None and is_certain and is_met:
                yield gap._replace(names=(name,), path=path, texts=(text,))
            elif is_certain or (name, True) not in walk.refused:
                yield gap._replace(names=(name,), path=path, reason=UNSURE)
        for (name, mine, theirs, is_certain), path in walk.values.items():
            only, is_complete = self.values.compare(mine, theirs)
            if only and is_certain and is_met:
                path = self._with_text(path, only[0], is_attribute=bool(name))
                yield gap._replace(names=(name,), path=path, texts=only)
            elif (only or not is_complete) and (
                is_certain or (name, mine, theirs, True) not in walk.values
            ):
                yield gap._replace(names=(name,), path=path, reason=UNSURE)

    def _with_text(self, path: Path, text: str, *, is_attribute: bool) -> Path:
        """The path to a value, with the value."""
        if is_attribute:
            assert isinstance(path.step, Given)
            return path._replace(step=path.step._replace(text=text))
        return path.then(Text(text), self.one.make.empty)
