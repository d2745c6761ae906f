"""In: what attributes, or elements without children, may hold in two grammars.
Out: whether all that the one allows is allowed by the other, else texts that are not.

That something is contained is *shown*, one alternative at a time: by the regular languages of
datatypes, by trying a value, by running lists side by side. What cannot be shown is tried out on
samples; where none of them is refused either, the answer is that it could not be compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from ..datatypes import Datatype
from ..datatypes.containment import LITERAL, TOKEN, demands, is_everything, language, normalised
from ..datatypes.languages import Language, TooLargeError, literal, separate
from ..leaves import DataLeaf, ListLeaf, ValueLeaf
from ..patterns import Pattern
from .alternatives import Alternative, alternatives, space_of
from .lists import Lists
from .side import Side

#: Texts of many kinds; those that a datatype allows are samples of it.
SAMPLES: Final = (
    *("a", "", " ", " a ", "a  b", "A", "é", "x1", "a-b", "a:b", ":", "_", ".", "#a", "#a #b"),
    *"0 1 -1 +1 01 2 10 127 128 300 -300 40000 70000 3000000000 99999999999999999999".split(),
    *"0.5 1.50 1e5 INF NaN true false en en-GB a/b http://example.org/ %20 % 0A AAAA".split(),
    *"2000 2000Z 2000-01 2000-01-02 2000-01-02Z --01-02 --01 ---02 10:00:00 10:00:00Z".split(),
    *"2000-01-02T10:00:00 2000-01-02T10:00:00Z P1D P1Y PT1S -P1D".split(),
)
#: How datatypes treat white space, the strictest first.
_SPACES: Final = ("preserve", "replace", "collapse")
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
        if any(map(_is_everything, targets)):
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
            space_of(target) == "collapse" and self.other.accepts(target.pattern, "")
        )

    def _is_value_contained(
        self, leaf: ValueLeaf, targets: list[Alternative], *, in_list: bool
    ) -> bool:
        datatype = leaf.datatype
        for target in targets:
            match target.leaf:
                case ValueLeaf(theirs, value, _, _) if theirs is datatype and value == leaf.value:
                    return True
        if datatype.name not in LITERAL:
            return self._is_data_contained(DataLeaf(datatype, None), targets, in_list=in_list)
        text = normalised(datatype, leaf.text)
        return any(
            self.other.accepts(target.pattern, text)
            for target in targets
            if in_list or _SPACES.index(space_of(target)) >= _SPACES.index(datatype.space)
        )

    def _is_data_contained(
        self, leaf: DataLeaf, targets: list[Alternative], *, in_list: bool
    ) -> bool:
        if leaf.excepted is None and any(
            isinstance(t.leaf, DataLeaf) and t.leaf[:2] == leaf[:2] for t in targets
        ):
            return True
        mine = self._most(leaf, in_list=in_list)
        theirs = self._least(leaf.datatype, targets, in_list=in_list)
        return _separated(mine, theirs) is None

    def _most(self, leaf: DataLeaf, *, in_list: bool) -> Language:
        """A language to which all values of a datatype belong."""
        datatype = leaf.datatype
        excepted = []
        for each in alternatives(self.one, leaf.excepted):
            if in_list or space_of(each) == datatype.space:
                excepted.append(_least(datatype, each.leaf, ()))
        patterns = language(datatype).patterns
        return Language(
            (*patterns, TOKEN) if in_list else patterns,
            tuple([each for each in excepted if each is not None]),
        )

    def _least(
        self, datatype: Datatype, targets: list[Alternative], *, in_list: bool
    ) -> tuple[Language, ...]:
        """Languages whose texts, where they are values of a datatype, are allowed."""
        found = []
        for target in targets:
            match target.leaf:
                case DataLeaf() | ValueLeaf() if in_list or space_of(target) == datatype.space:
                    found.append(_least(datatype, target.leaf, self._excepted(target)))
                case ListLeaf(content):
                    if content.nullable:
                        found.append(_BLANK)
                    words = list(alternatives(self.other, content))
                    found += self._least(datatype, words, in_list=True)
                case False:
                    found.append(_BLANK)
        return tuple([each for each in found if each is not None])

    def _excepted(self, target: Alternative) -> tuple[Alternative, ...]:
        if isinstance(target.leaf, DataLeaf):
            return tuple(alternatives(self.other, target.leaf.excepted))
        return ()

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
                guesses = [text, f" {text}  ", *SAMPLES]
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
        asked: list[tuple[Language, tuple[Language, ...]]] = [(mine, ())]
        for other in others:
            targets = list(alternatives(self.other, other))
            theirs = self._least(leaf.datatype, targets, in_list=in_list)
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


def _least(datatype: Datatype, leaf: object, excepted: tuple[Alternative, ...]) -> Language | None:
    """A language whose texts, where they are values of a datatype, belong to a leaf; None: none."""
    match leaf:
        case ValueLeaf(theirs, _, text, _) if not theirs.needs_context:
            return Language((literal(normalised(theirs, text)),))
        case DataLeaf(theirs, _):
            if any(space_of(each) != theirs.space for each in excepted):
                return None
            found = demands(datatype, theirs)
            return found and Language(found.patterns, tuple(map(_most, excepted)))
    return None


def _most(excepted: Alternative) -> Language:
    match excepted.leaf:
        case ValueLeaf(datatype, _, text, _) if datatype.name in LITERAL:
            return Language((literal(normalised(datatype, text)),))
        case ValueLeaf(datatype, _, _, _) | DataLeaf(datatype, _):
            return language(datatype)
    raise AssertionError(excepted)  # RELAX NG 7.1.4


def _separated(one: Language, others: tuple[Language, ...]) -> str | None:
    """What `separate` finds; where it finds out nothing, any text."""
    try:
        return separate(one, others)
    except TooLargeError:
        return ""
