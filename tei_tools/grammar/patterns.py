"""In: nothing. Out: interned immutable patterns (RELAX NG 6.2) and their derivatives.

A pattern is an expression over *leaves*. A leaf (an element, an attribute, a datum, a value, a
list) has a number, its label; what stands in a document is told as the set of labels that it
matches, an int with a bit for each. One function then serves elements, attributes and data alike:
``derive(pattern, labels)`` is what may still come after something that matches ``labels``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import IntEnum
from typing import Final

#: Bit 0 stands for text; leaves count from 1.
TEXT_LABEL: Final = 1
#: How many parts the patterns of a grammar may have in all, and how many may be put together for
#: one document. With more, deciding takes hundreds of megabytes, or many seconds.
LIMIT: Final = 2_000_000
WORK: Final = 40_000_000
#: From how many optional parts on a group is derived from its end.
LONG: Final = 8


class Kind(IntEnum):
    """The kinds of patterns; every leaf is one kind."""

    EMPTY = 0
    NOT_ALLOWED = 1
    TEXT = 2
    LEAF = 3
    CHOICE = 4
    GROUP = 5
    INTERLEAVE = 6
    ONE_OR_MORE = 7


_Make = Callable[["Iterable[Pattern]"], "Pattern"]


class TooComplexError(Exception):
    """The patterns of a grammar outgrow `LIMIT` or `WORK`."""


class Pattern:
    """One pattern. Equal patterns of a `Patterns` are the same object.

    Attributes:
        kind: which pattern.
        parts: the patterns inside; for a leaf none.
        labels: the leaves in it, and bit 0 where text is in it.
        nullable: whether it matches nothing at all.
        number: counts from 0 in the order in which patterns were made.
    """

    __slots__ = ("closed", "derivatives", "first", "kind", "labels", "nullable", "number", "parts")

    def __init__(
        self, kind: Kind, parts: tuple[Pattern, ...], labels: int, nullable: bool, number: int
    ) -> None:
        self.kind = kind
        self.parts = parts
        self.labels = labels
        self.nullable = nullable
        self.number = number
        self.derivatives: dict[int, Pattern] = {}
        self.closed: Pattern | None = None
        self.first: int | None = None


class Patterns:
    """Makes patterns, the same one for the same parts, and derives them.

    Attributes:
        attributes: the labels of all attributes.
        size: how many parts all patterns have together, their sets of labels counted as well.
        work: how many parts have been put together, also where the pattern was known.
    """

    def __init__(self, attributes: Iterable[int] = ()) -> None:
        self.attributes = sum(1 << label for label in attributes)
        self._made: dict[tuple[Kind, tuple[int, ...]], Pattern] = {}
        self._numbered: list[Pattern] = []
        self.size = 0
        self.work = 0
        self.empty = self._intern(Kind.EMPTY, (), 0, True)
        self.not_allowed = self._intern(Kind.NOT_ALLOWED, (), 0, False)
        self.text = self._intern(Kind.TEXT, (), TEXT_LABEL, True)

    def _intern(
        self, kind: Kind, parts: tuple[Pattern, ...], labels: int, nullable: bool
    ) -> Pattern:
        key = (kind, tuple([part.number for part in parts]) or (labels,))
        found = self._made.get(key)
        self.work += 1 + len(parts)
        if found is None:
            found = Pattern(kind, parts, labels, nullable, len(self._numbered))
            self.size += _size(found)
            if self.size > LIMIT or self.work > WORK:
                raise TooComplexError
            self._made[key] = found
            self._numbered.append(found)
        return found

    def forget(self, kept: int) -> None:
        """Forget all patterns but the first, and what has been derived of these."""
        del self._numbered[kept:]
        self._made = {key: each for key, each in self._made.items() if each.number < kept}
        self.size = sum(map(_size, self._numbered))
        for pattern in self._numbered:
            pattern.derivatives = {}
            pattern.closed = None

    def __len__(self) -> int:
        return len(self._numbered)

    def __iter__(self) -> Iterator[Pattern]:
        """The patterns in the order of their numbers."""
        return iter(self._numbered)

    def __getitem__(self, number: int) -> Pattern:
        return self._numbered[number]

    def again(self, kind: Kind, label: int, parts: tuple[Pattern, ...]) -> Pattern:
        """A pattern that was made before, of parts that were; ``label`` is that of a leaf."""
        if kind in (Kind.CHOICE, Kind.GROUP, Kind.INTERLEAVE, Kind.ONE_OR_MORE):
            if not parts:
                raise ValueError("a pattern without parts")
            labels = 0
            for part in parts:
                labels |= part.labels
            is_nullable = any if kind is Kind.CHOICE else all
            return self._intern(kind, parts, labels, is_nullable([p.nullable for p in parts]))
        if kind is Kind.LEAF:
            return self._intern(kind, (), 1 << label, False)
        return {Kind.EMPTY: self.empty, Kind.TEXT: self.text}.get(kind, self.not_allowed)

    # --- constructors, with the laws of RELAX NG 4.19–4.21 -----

    def leaf(self, label: int, *, is_attribute: bool = False) -> Pattern:
        """The pattern of one leaf."""
        if is_attribute:
            self.attributes |= 1 << label
        return self._intern(Kind.LEAF, (), 1 << label, False)

    def choice(self, parts: Iterable[Pattern]) -> Pattern:
        """Any one of the parts."""
        members: dict[int, Pattern] = {}
        for part in parts:
            self.work += len(part.parts)
            for member in part.parts if part.kind is Kind.CHOICE else (part,):
                if member.kind is not Kind.NOT_ALLOWED:
                    members[member.number] = member
        if len(members) > 1 and self.empty.number in members:
            rest = [m for m in members.values() if m is not self.empty]
            if any(member.nullable for member in rest):
                del members[self.empty.number]
        if self.work > WORK:
            raise TooComplexError
        if not members:
            return self.not_allowed
        if len(members) == 1:
            return next(iter(members.values()))
        ordered = tuple([members[number] for number in sorted(members)])
        labels, nullable = 0, False
        for member in ordered:
            labels |= member.labels
            nullable = nullable or member.nullable
        return self._intern(Kind.CHOICE, ordered, labels, nullable)

    def group(self, parts: Iterable[Pattern]) -> Pattern:
        """The parts one after the other.

        Attributes have no order: a group in which all parts but one are attributes is an
        interleave, of which fewer derivatives are needed.
        """
        members = self._flat(Kind.GROUP, parts)
        if members is None:
            return self.not_allowed
        if len(members) < 2:
            return members[0] if members else self.empty
        others = [m for m in members if m.labels & ~self.attributes or not m.labels]
        if len(others) < 2 and len(others) < len(members):
            return self.interleave(members)
        if len(others) < len(members):
            attributes = [m for m in members if m.labels and not m.labels & ~self.attributes]
            return self.interleave([*attributes, self._compound(Kind.GROUP, tuple(others))])
        return self._compound(Kind.GROUP, tuple(members))

    def interleave(self, parts: Iterable[Pattern]) -> Pattern:
        """The parts in any order, their insides mixed."""
        members = self._flat(Kind.INTERLEAVE, parts)
        if members is None:
            return self.not_allowed
        if len(members) < 2:
            return members[0] if members else self.empty
        members.sort(key=lambda member: member.number)
        return self._compound(Kind.INTERLEAVE, tuple(members))

    def one_or_more(self, part: Pattern) -> Pattern:
        """The part once or several times."""
        if part.kind in (Kind.EMPTY, Kind.NOT_ALLOWED, Kind.ONE_OR_MORE, Kind.TEXT):
            return part
        return self._intern(Kind.ONE_OR_MORE, (part,), part.labels, part.nullable)

    def _flat(self, kind: Kind, parts: Iterable[Pattern]) -> list[Pattern] | None:
        members: list[Pattern] = []
        for part in parts:
            if part.kind is Kind.NOT_ALLOWED:
                return None
            if part.kind is kind:
                members.extend(part.parts)
            elif part.kind is not Kind.EMPTY:
                members.append(part)
            if len(members) > LIMIT:
                raise TooComplexError
        return members

    def _compound(self, kind: Kind, members: tuple[Pattern, ...]) -> Pattern:
        labels, nullable = 0, True
        for member in members:
            labels |= member.labels
            nullable = nullable and member.nullable
        return self._intern(kind, members, labels, nullable)

    # --- derivatives -----

    def derive(self, pattern: Pattern, labels: int) -> Pattern:
        """What may follow, in a pattern, something that matches ``labels``."""
        labels &= pattern.labels
        if not labels:
            return self.not_allowed
        found = pattern.derivatives.get(labels)
        if found is None:
            found = pattern.derivatives[labels] = self._derive(pattern, labels)
        return found

    def _derive(self, pattern: Pattern, labels: int) -> Pattern:
        match pattern.kind:
            case Kind.TEXT:
                return pattern
            case Kind.LEAF:
                return self.empty
            case Kind.CHOICE:
                return self.choice(
                    [self.derive(part, labels) for part in pattern.parts if part.labels & labels]
                )
            case Kind.GROUP if labels & self.attributes:
                return self._derive_any(self.group, pattern.parts, labels)
            case Kind.GROUP:
                return self._derive_group(pattern.parts, labels)
            case Kind.INTERLEAVE:
                return self._derive_any(self.interleave, pattern.parts, labels)
            case Kind.ONE_OR_MORE:
                rest = self.choice((self.empty, pattern))
                return self.group((self.derive(pattern.parts[0], labels), rest))
        return self.not_allowed

    def _derive_group(self, parts: tuple[Pattern, ...], labels: int) -> Pattern:
        if len(parts) > LONG and all(part.nullable for part in parts[:LONG]):
            return self._derive_long_group(parts, labels)
        results = []
        for position, part in enumerate(parts):
            if part.labels & labels:
                results.append(self.group((self.derive(part, labels), *parts[position + 1 :])))
            if not part.nullable:
                break
        return self.choice(results)

    def _derive_long_group(self, parts: tuple[Pattern, ...], labels: int) -> Pattern:
        """The same from the end on, so that what may follow each part is derived once for all."""
        ends: list[Pattern | None] = []
        result = self.not_allowed
        for position, part in enumerate(parts):
            end = self.group(parts[position:]) if position else None
            known = end.derivatives.get(end.labels & labels) if end else None
            if known is not None:
                result = known
                break
            ends.append(end)
            if not part.nullable:
                break
        for position in reversed(range(len(ends))):
            first = self.derive(parts[position], labels)
            result = self.choice((self.group((first, *parts[position + 1 :])), result))
            if end := ends[position]:
                end.derivatives[end.labels & labels] = result
        return result

    def _derive_any(self, make: _Make, parts: tuple[Pattern, ...], labels: int) -> Pattern:
        return self.choice(
            [
                make((*parts[:position], self.derive(part, labels), *parts[position + 1 :]))
                for position, part in enumerate(parts)
                if part.labels & labels
            ]
        )

    def close(self, pattern: Pattern) -> Pattern:
        """What is left when a start tag ends: attributes not given are not allowed any more."""
        if not pattern.labels & self.attributes:
            return pattern
        if pattern.closed is None:
            pattern.closed = self._close(pattern)
        return pattern.closed

    def _close(self, pattern: Pattern) -> Pattern:
        return self.rebuild(pattern.kind, map(self.close, pattern.parts))

    def rebuild(self, kind: Kind, parts: Iterable[Pattern]) -> Pattern:
        """The pattern of a kind that has these parts; not allowed where it is of no parts."""
        match kind:
            case Kind.CHOICE:
                return self.choice(parts)
            case Kind.GROUP:
                return self.group(parts)
            case Kind.INTERLEAVE:
                return self.interleave(parts)
            case Kind.ONE_OR_MORE:
                return self.one_or_more(*parts)
        return self.not_allowed


def _size(pattern: Pattern) -> int:
    """How much memory a pattern takes, in units of some 160 bytes."""
    return 1 + len(pattern.parts) + (pattern.labels.bit_length() >> 10)


def bits(labels: int) -> Iterator[int]:
    """The labels in a set, ascending."""
    while labels:
        low = labels & -labels
        yield low.bit_length() - 1
        labels ^= low
