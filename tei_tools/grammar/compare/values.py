"""In: what attributes, or elements without children, may hold in two grammars.
Out: whether all that the one allows is allowed by the other, else texts that are not.

That something is contained is *shown*, one alternative at a time: by the regular languages of
datatypes, by trying a value, by running lists side by side. What cannot be shown is tried out on
samples; where none of them is refused either, the answer is that it could not be compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import Final, NamedTuple

from ..datatypes import Datatype
from ..datatypes.containment import (
    LITERAL,
    SPACES,
    TOKEN,
    demands,
    is_everything,
    language,
    normalised,
    single,
)
from ..datatypes.languages import Language, TooLargeError, literal, separate
from ..leaves import DataLeaf, ListLeaf, ValueLeaf
from ..patterns import Pattern
from .alternatives import Alternative, alternatives, rank, signature, spaces_of
from .lists import Lists
from .side import Side

#: Texts of many kinds; those that a datatype allows are samples of it.
SAMPLES: Final = (
    *("a", "", " ", " a ", "a  b", "A", "é", "x1", "a-b", "a:b", ":", "_", ".", "#a", "#a #b"),
    *"0 1 -1 +1 01 2 10 127 128 300 -300 40000 70000 3000000000 99999999999999999999".split(),
    *"0.5 1.50 1e5 INF NaN true false en en-GB a/b http://example.org/ %20 % 0A AAAA".split(),
    *"2000 2000Z 2000-01 2000-01-02 2000-01-02Z --01-02 --01 ---02 10:00:00 10:00:00Z".split(),
    *"2000-01-02T10:00:00 2000-01-02T10:00:00Z 1000 9999 1000-01 9999-12 1000-01-01".split(),
    *"9999-12-31 1000-01-01T00:00:00 9999-12-31T23:59:59 --12-31 --12 ---31".split(),
    *"00:00:00 23:59:59 P1D P1Y PT1S P9999Y -P1D -P9999Y".split(),
)
_BLANK: Final = Language((r"[ \t\r\n]*",))


class Compared(NamedTuple):
    """What was found out about two patterns.

    Attributes:
        only: texts that the first allows and the second does not, one for each alternative.
        is_complete: whether all else that the first allows is allowed by the second.
    """

    only: tuple[str, ...]
    is_complete: bool


class Values:
    """Compares what one grammar allows with what another does."""

    def __init__(self, one: Side, other: Side) -> None:
        self.one = one
        self.other = other
        self._compared: dict[tuple[Pattern, Pattern], Compared] = {}

    def compare(self, pattern: Pattern, other: Pattern) -> Compared:
        """Compare a pattern of the one grammar with one of the other."""
        key = pattern, other
        if key not in self._compared:
            self._compared[key] = self._compare(pattern, other)
        return self._compared[key]

    def _compare(self, pattern: Pattern, other: Pattern) -> Compared:
        only, is_complete = dict[str, None](), True
        for alternative in alternatives(self.one, pattern):
            if self.is_contained(alternative, other):
                continue
            texts = self.samples(alternative, [other])
            found = next((text for text in texts if not self.other.accepts(other, text)), None)
            if found is None:
                is_complete = False
            else:
                only[found] = None
        return Compared(tuple(only), is_complete)

    def profiles(
        self, pattern: Pattern, others: Sequence[Pattern]
    ) -> tuple[dict[frozenset[int], str], set[frozenset[int]]]:
        """By which of several patterns the texts of one are allowed.

        Returns:
            Sets of positions in ``others``. Of the first, each comes with a text that just these
            allow. Of the others it is known only that they allow some texts, and more may.
        """
        certain: dict[frozenset[int], str] = {}
        possible = set()
        for each in alternatives(self.one, pattern):
            for text in self.samples(each, others):
                allowed = [at for at, o in enumerate(others) if self.other.accepts(o, text)]
                certain.setdefault(frozenset(allowed), text)
            possible.add(
                frozenset(at for at, other in enumerate(others) if self.is_contained(each, other))
            )
        return certain, possible.difference(certain)

    # --- what can be shown -----

    def is_contained(self, one: Alternative, other: Pattern, *, in_list: bool = False) -> bool:
        """Whether all texts of an alternative are shown to be allowed by a pattern.

        Args:
            in_list: both stand for one word of a list.
        """
        targets = list(alternatives(self.other, other))
        mine = signature(self.one, one)
        if any(_is_everything(each) or signature(self.other, each) == mine for each in targets):
            return True
        match one.leaf:
            case ValueLeaf() as leaf:
                return self._is_value_contained(leaf, targets, in_list=in_list)
            case DataLeaf() as leaf:
                return self._is_data_contained(leaf, targets, in_list=in_list)
            case ListLeaf(content):
                return Lists(self, content, [other]).is_contained()
            case False:
                return any(map(self.allows_blank, targets))
        return False

    def allows_blank(self, target: Alternative) -> bool:
        """Whether an alternative of the other grammar allows white space of all kinds."""
        return target.leaf is False or (
            spaces_of(self.other, target) == {"collapse"} and self.other.accepts(target.pattern, "")
        )

    def _is_value_contained(
        self, leaf: ValueLeaf, targets: list[Alternative], *, in_list: bool
    ) -> bool:
        if leaf.datatype.name in LITERAL:
            text = normalised(leaf.datatype, leaf.text)
            return any(
                self.other.accepts(target.pattern, text)
                for target in targets
                if in_list or self._is_as_loose(target, leaf.datatype)
            )
        data = DataLeaf(single(leaf.datatype, leaf.text) or leaf.datatype, None)
        return self._is_data_contained(data, targets, in_list=in_list)

    def _is_as_loose(self, target: Alternative, datatype: Datatype) -> bool:
        """Whether white space that makes no difference to a datatype makes none to a target."""
        return all(rank(s) >= rank(datatype.space) for s in spaces_of(self.other, target))

    def _is_data_contained(
        self, leaf: DataLeaf, targets: list[Alternative], *, in_list: bool
    ) -> bool:
        mine = self._most(leaf, in_list=in_list)
        spaces = _spaces(leaf.datatype, mine, in_list=in_list)
        return _separated(mine, self._least(leaf.datatype, targets, spaces)) is None

    def _most(self, leaf: DataLeaf, *, in_list: bool) -> Language:
        """A language to which all values of a datatype belong."""
        datatype = leaf.datatype
        spaces = set(SPACES) if in_list else {datatype.space}
        excepted = [
            _least(datatype, each.leaf, _excepted(self.one, each))
            for each in alternatives(self.one, leaf.excepted)
            if spaces_of(self.one, each) <= spaces
        ]
        patterns = language(datatype).patterns
        return Language(
            (*patterns, TOKEN) if in_list else patterns,
            tuple([each for each in excepted if each is not None]),
        )

    def _least(
        self, datatype: Datatype, targets: Iterable[Alternative], spaces: Set[str]
    ) -> tuple[Language, ...]:
        """Languages whose texts, where they are values of a datatype, are allowed."""
        found = []
        for target in targets:
            match target.leaf:
                case DataLeaf() | ValueLeaf() if spaces_of(self.other, target) <= spaces:
                    found.append(_least(datatype, target.leaf, _excepted(self.other, target)))
                case ListLeaf(content):
                    words = self._least(datatype, alternatives(self.other, content), set(SPACES))
                    found += [word._replace(patterns=(*word.patterns, TOKEN)) for word in words]
                    if content.nullable:
                        found.append(_BLANK)
                case False:
                    found.append(_BLANK)
        return tuple([each for each in found if each is not None])

    # --- samples -----

    def samples(
        self, one: Alternative, others: Sequence[Pattern], *, in_list: bool = False
    ) -> Iterator[str]:
        """Texts of an alternative, of as many kinds as other patterns may tell apart."""
        match one.leaf:
            case ListLeaf(content):
                yield from Lists(self, content, others).texts()
                return
            case ValueLeaf(_, _, text, _):
                guesses = [text, f" {text}  ", f"+{text}", f"0{text}", f"{text}.0", *SAMPLES]
            case DataLeaf() as leaf:
                guesses = [*self._telling(leaf, others, in_list=in_list), *SAMPLES]
            case _:
                guesses = list(SAMPLES)
        guesses += [text for other in others for text in self._mentioned(other)]
        for text in guesses:
            if in_list and not re.fullmatch(r"[^ \t\r\n]+", text):
                continue
            if self.one.accepts(one.pattern, text):
                yield text

    def _telling(
        self, leaf: DataLeaf, others: Sequence[Pattern], *, in_list: bool
    ) -> Iterator[str]:
        """The shortest texts that tell languages apart."""
        mine = self._most(leaf, in_list=in_list)
        spaces = _spaces(leaf.datatype, mine, in_list=in_list)
        asked: list[tuple[Language, tuple[Language, ...]]] = [(mine, ())]
        for other in others:
            theirs = self._least(leaf.datatype, alternatives(self.other, other), spaces)
            asked.append((mine, theirs))
            asked += [(Language((*mine.patterns, *each.patterns)), ()) for each in theirs]
        for one, them in asked:
            if found := _separated(one, them):
                yield found
        for param, value in leaf.datatype.params:
            if param[:3] in ("min", "max"):
                yield value

    def _mentioned(self, other: Pattern) -> Iterator[str]:
        """Values and limits that a pattern of the other grammar mentions, and their neighbours."""
        for each in alternatives(self.other, other):
            match each.leaf:
                case ValueLeaf(_, _, text, _):
                    yield text
                case DataLeaf(datatype, excepted):
                    for _, value in datatype.params:
                        yield value
                        if re.fullmatch(r"-?[0-9]{1,18}", value):
                            yield from (str(int(value) - 1), str(int(value) + 1))
                    if excepted:
                        yield from self._mentioned(excepted)
                case ListLeaf(content):
                    yield from self._mentioned(content)


def _is_everything(target: Alternative) -> bool:
    match target.leaf:
        case DataLeaf(datatype, None):
            return is_everything(datatype)
    return target.leaf is True


def _spaces(datatype: Datatype, mine: Language, *, in_list: bool) -> Set[str]:
    """How another datatype may treat white space, for texts to mean the same to both."""
    if in_list:
        return set(SPACES)
    looser = tuple(SPACES)[rank(datatype.space) + 1 :]
    normal = {s for s in looser if _separated(mine, (Language((SPACES[s],)),)) is None}
    return {datatype.space} | normal


def _excepted(side: Side, alternative: Alternative) -> tuple[Alternative, ...]:
    if isinstance(alternative.leaf, DataLeaf):
        return tuple(alternatives(side, alternative.leaf.excepted))
    return ()


def _least(datatype: Datatype, leaf: object, excepted: tuple[Alternative, ...]) -> Language | None:
    """A language whose texts, where they are values of a datatype, belong to a leaf; None: none."""
    match leaf:
        case ValueLeaf(theirs, _, text, _) if not theirs.needs_context:
            alone = single(theirs, text)
            return language(alone) if alone else Language((literal(normalised(theirs, text)),))
        case DataLeaf(theirs, _):
            found = demands(datatype, theirs)
            return found and Language(found.patterns, tuple(map(_most, excepted)))
    return None


def _most(excepted: Alternative) -> Language:
    match excepted.leaf:
        case ValueLeaf(datatype, _, text, _):
            return language(single(datatype, text) or datatype)
        case DataLeaf(datatype, _):
            return language(datatype)
    raise AssertionError(excepted)  # RELAX NG 7.1.4


def _separated(one: Language, others: tuple[Language, ...]) -> str | None:
    """What `separate` finds; where it finds out nothing, any text."""
    try:
        return separate(one, others)
    except TooLargeError:
        return ""
