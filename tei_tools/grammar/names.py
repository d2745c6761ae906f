"""In: nothing. Out: name classes (RELAX NG 6.2.6), what they contain, and whether two overlap.

A name is in Clark notation, as lxml has it: ``{namespace}local``, or ``local`` without namespace.
"""

from __future__ import annotations

from typing import NamedTuple

from tei_tools.model.names import namespace

#: A local name and a namespace that no schema mentions (NUL is no XML character).
NOWHERE = "\0"


class AnyName(NamedTuple):
    """Every name but those of ``excepted``."""

    excepted: NameClass | None = None


class NsName(NamedTuple):
    """Every name of a namespace but those of ``excepted``."""

    ns: str
    excepted: NameClass | None = None


class NameChoice(NamedTuple):
    """The names of any of several classes."""

    members: tuple[NameClass, ...]


NameClass = str | AnyName | NsName | NameChoice


def clark(ns: str, name: str) -> str:
    """A name in Clark notation."""
    return f"{{{ns}}}{name}" if ns else name


def contains(names: NameClass, name: str) -> bool:
    """Whether a name belongs to a class."""
    match names:
        case str():
            return names == name
        case AnyName(excepted):
            return excepted is None or not contains(excepted, name)
        case NsName(ns, excepted):
            return namespace(name) == ns and (excepted is None or not contains(excepted, name))
        case NameChoice(members):
            return any(contains(member, name) for member in members)


def is_infinite(names: NameClass) -> bool:
    """Whether a class has a wildcard in it (RELAX NG 7.3)."""
    match names:
        case str():
            return False
        case NameChoice(members):
            return any(map(is_infinite, members))
    return True


def samples(names: NameClass) -> set[str]:
    """Names that stand for all: each one mentioned, one more of each namespace, one of none."""
    match names:
        case str():
            return {names}
        case AnyName(excepted):
            return {clark(NOWHERE, NOWHERE)} | (samples(excepted) if excepted else set())
        case NsName(ns, excepted):
            return {clark(ns, NOWHERE)} | (samples(excepted) if excepted else set())
        case NameChoice(members):
            return set().union(*map(samples, members))


def overlap(one: NameClass, other: NameClass) -> bool:
    """Whether some name belongs to both classes."""
    if isinstance(one, str):
        return contains(other, one)
    if isinstance(other, str):
        return contains(one, other)
    both = samples(one) | samples(other)
    return any(contains(one, name) and contains(other, name) for name in both)
