"""In: sets of names.
Out: regular expressions over them, simplified as they are built, and their derivatives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import dropwhile
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Nothing:
    """The empty language."""


@dataclass(frozen=True, slots=True)
class Epsilon:
    """The empty word alone."""


@dataclass(frozen=True, slots=True)
class Symbols:
    """One name out of a set."""

    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Concat:
    """Words one after another."""

    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A word of one of several languages."""

    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Optional:
    """A word, or the empty word."""

    item: Expression


@dataclass(frozen=True, slots=True)
class Star:
    """Words of one language, as many as there may be."""

    item: Expression


@dataclass(frozen=True, slots=True)
class Plus:
    """Words of one language, at least one."""

    item: Expression


@dataclass(frozen=True, slots=True)
class Interleave:
    """Words whose letters may be shuffled (RELAX NG 7.4: their names are disjoint)."""

    items: tuple[Expression, ...]


Expression: TypeAlias = (
    Nothing | Epsilon | Symbols | Concat | Choice | Optional | Star | Plus | Interleave
)

NOTHING = Nothing()
EPSILON = Epsilon()


def symbols(names: Iterable[str]) -> Expression:
    """One of the names."""
    found = frozenset(names)
    return Symbols(found) if found else NOTHING


def concat(items: Iterable[Expression]) -> Expression:
    """The items one after another."""
    flat: list[Expression] = []
    for item in items:
        match item:
            case Nothing():
                return NOTHING
            case Epsilon():
                pass
            case Concat(items=inner):
                for each in inner:
                    _append(flat, each)
            case _:
                _append(flat, item)
    return EPSILON if not flat else flat[0] if len(flat) == 1 else Concat(tuple(flat))


def _append(flat: list[Expression], item: Expression) -> None:
    """Append to a concatenation; `x x*`, `x? x*`, `x* x*` and the like become one."""
    match flat[-1:], item:
        case [Star(item=before)], Star(item=now) if before == now:
            pass
        case [Plus(item=before)], Star(item=now) if before == now:
            pass
        case [Star(item=before)], Plus(item=now) if before == now:
            flat[-1] = item
        case [Star(item=before)], Optional(item=now) if before == now:
            pass
        case [Optional(item=before)], Star(item=now) if before == now:
            flat.pop()
            _append(flat, item)
        case [before], Star(item=now) if before == now:
            flat[-1] = Plus(now)
        case _:
            flat.append(item)


def choice(items: Iterable[Expression]) -> Expression:
    """One of the items."""
    names: set[str] = set()
    rest: dict[Expression, None] = {}
    has_epsilon = False
    for item in _alternatives(items):
        match item:
            case Nothing():
                pass
            case Epsilon():
                has_epsilon = True
            case Optional(item=inner):
                has_epsilon = True
                rest[inner] = None
            case Symbols(names=more):
                names |= more
            case _:
                rest[item] = None
    if names:
        rest = {Symbols(frozenset(names)): None} | rest
    if not rest:
        return EPSILON if has_epsilon else NOTHING
    whole = next(iter(rest)) if len(rest) == 1 else Choice(tuple(rest))
    return optional(whole) if has_epsilon else whole


def _alternatives(items: Iterable[Expression]) -> Iterator[Expression]:
    for item in items:
        match item:
            case Choice(items=inner):
                yield from inner
            case Optional(item=Choice(items=inner)):
                yield EPSILON
                yield from inner
            case Optional(item=Symbols() as inner):
                yield EPSILON
                yield inner
            case _:
                yield item


def optional(item: Expression) -> Expression:
    """The item, or nothing at all."""
    match item:
        case Nothing() | Epsilon():
            return EPSILON
        case Plus(item=inner):
            return star(inner)
        case _:
            return item if is_nullable(item) else Optional(item)


def star(item: Expression) -> Expression:
    """The item, any number of times."""
    match item:
        case Nothing() | Epsilon():
            return EPSILON
        case Star():
            return item
        case Plus(item=inner) | Optional(item=inner):
            return star(inner)
        case Choice(items=items):
            loose = choice(_without_epsilon(each) for each in items)
            return Star(item) if loose == item else star(loose)
        case _:
            return Star(item)


def plus(item: Expression) -> Expression:
    """The item, at least once."""
    match item:
        case Nothing() | Epsilon() | Plus():
            return item
        case _:
            return star(item) if is_nullable(item) else Plus(item)


def _without_epsilon(item: Expression) -> Expression:
    """An expression with the same star: `x*` and `x?` are `x` there."""
    match item:
        case Star(item=inner) | Optional(item=inner) | Plus(item=inner):
            return inner
        case _:
            return item


def interleave(items: Iterable[Expression]) -> Expression:
    """The items, shuffled."""
    flat: list[Expression] = []
    for item in items:
        match item:
            case Nothing():
                return NOTHING
            case Epsilon():
                pass
            case Interleave(items=inner):
                flat += inner
            case _:
                flat.append(item)
    return EPSILON if not flat else flat[0] if len(flat) == 1 else Interleave(tuple(flat))


def repeat(item: Expression, least: int, most: int | None) -> Expression:
    """The item from `least` to `most` times (None: without limit)."""
    if most is None:
        return concat([*[item] * (least - 1), plus(item)]) if least else star(item)
    tail: Expression = EPSILON
    for _ in range(most - least):
        tail = optional(concat([item, tail]))
    return concat([*[item] * least, tail])


def is_nullable(item: Expression) -> bool:
    """Whether the empty word is in the language."""
    match item:
        case Epsilon() | Optional() | Star():
            return True
        case Nothing() | Symbols():
            return False
        case Plus(item=inner):
            return is_nullable(inner)
        case Concat(items=items) | Interleave(items=items):
            return all(is_nullable(each) for each in items)
        case Choice(items=items):
            return any(is_nullable(each) for each in items)


def derivative(item: Expression, name: str) -> Expression:
    """What may follow `name` (Brzozowski 1964)."""
    match item:
        case Nothing() | Epsilon():
            return NOTHING
        case Symbols(names=names):
            return EPSILON if name in names else NOTHING
        case Optional(item=inner):
            return derivative(inner, name)
        case Star(item=inner):
            return concat([derivative(inner, name), item])
        case Plus(item=inner):
            return concat([derivative(inner, name), star(inner)])
        case Choice(items=items):
            return choice(derivative(each, name) for each in items)
        case Concat(items=(head, *tail)):
            after = concat([derivative(head, name), *tail])
            if not is_nullable(head):
                return after
            others = dropwhile(lambda each: each == head, tail)  # these lead to less than the first
            return choice([after, derivative(concat(others), name)])
        case Interleave(items=items):
            return choice(
                interleave([*items[:at], derivative(each, name), *items[at + 1 :]])
                for at, each in enumerate(items)
            )
        case Concat():
            return NOTHING


def leaves(item: Expression) -> Iterator[Symbols]:
    """The sets of names in an expression, from left to right."""
    match item:
        case Symbols():
            yield item
        case Optional(item=inner) | Star(item=inner) | Plus(item=inner):
            yield from leaves(inner)
        case Concat(items=items) | Choice(items=items) | Interleave(items=items):
            for each in items:
                yield from leaves(each)
        case Nothing() | Epsilon():
            pass


def mapped(item: Expression, change: Callable[[frozenset[str]], Expression]) -> Expression:
    """The expression with each set of names replaced by what `change` makes of it."""
    match item:
        case Symbols(names=names):
            return change(names)
        case Optional(item=inner):
            return optional(mapped(inner, change))
        case Star(item=inner):
            return star(mapped(inner, change))
        case Plus(item=inner):
            return plus(mapped(inner, change))
        case Concat(items=items):
            return concat(mapped(each, change) for each in items)
        case Choice(items=items):
            return choice(mapped(each, change) for each in items)
        case Interleave(items=items):
            return interleave(mapped(each, change) for each in items)
        case Nothing() | Epsilon():
            return item


def without(item: Expression, name: str) -> Expression:
    """The expression with `name` erased from all its words."""

    def erase(names: frozenset[str]) -> Expression:
        found = symbols(names - {name})
        return choice([found, EPSILON]) if name in names else found

    return mapped(item, erase)
