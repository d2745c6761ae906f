"""In: what went wrong while an ODD is read or compiled, and where.
Out: OddError, the one exception of this package, and the nearest known name for a wrong one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from tei_tools.model.finding import TeiToolsError


@dataclass(frozen=True, slots=True)
class Place:
    """A line of an ODD file; the path is written as the caller gave it."""

    path: str
    line: int


class OddError(TeiToolsError):
    """An ODD that cannot be compiled; `path` and `line` say where, `message` says why."""

    def __init__(self, message: str, path: str = "", line: int = 0) -> None:
        super().__init__(message, path, line)
        self.message = message
        self.path = path
        self.line = line

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}" if self.path else self.message


def error(place: Place, message: str) -> OddError:
    """The exception for `message` at `place`, for the caller to raise."""
    return OddError(message, place.path, place.line)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`; did you mean “…”?` with the nearest known name, or nothing."""
    nearest = get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    return f"; did you mean “{nearest[0]}”?" if nearest else ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something in an ODD that has no effect, or not the one its author may expect."""

    message: str
    place: Place
