"""In: what is wrong with an ODD, and where.
Out: findings: errors, told all at once in the end, and warnings of what has no effect."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tei_tools.model.finding import Finding, Location, SchemaError, Severity
from tei_tools.model.wording import nearest

#: How many names are looked through, for one ODD, to tell what was meant by those misspelt.
MOST_COMPARED = 500_000


@dataclass(frozen=True, slots=True)
class Place:
    """A line of an ODD file; the path is written as the caller gave it."""

    path: str
    line: int


class OddError(SchemaError):
    """One thing that an ODD cannot be compiled with."""


def error(place: Place, message: str, code: str = "syntax") -> OddError:
    """The exception for `message` at `place`, for the caller to raise.

    Where the TEI's own processor goes on, so does this one, and warns (`Log.warn`); an error is
    what leaves no schema, or not the one that anybody could mean. The kinds: `unreadable` (no
    such file), `not-well-formed`, `syntax` (not as TEI Guidelines 22 has it), `unknown` (a name
    that nothing has), `conflict` (two declarations that exclude one another, or lead to
    themselves), `limit` (what this compiler does not do, or not so much of), `renamed`,
    `no-effect`.
    """
    return OddError([_finding(place, message, code, Severity.ERROR)])


@contextmanager
def bounded(path: str) -> Iterator[None]:
    """The last of all bounds: what is nested too deep to be worked on is an error, `limit`."""
    try:
        yield
    except RecursionError:
        message = "nested too deep: some hundred elements or references stand in one another"
        raise error(Place(path, 0), message, "limit") from None
    except MemoryError:
        raise error(Place(path, 0), "needs more memory than there is", "limit") from None


def _finding(place: Place, message: str, code: str, severity: Severity) -> Finding:
    said, _, suggestion = message.partition("; ")
    return Finding(
        f"odd.{code}", severity, said, Location(place.path, place.line), suggestion=suggestion
    )


class Log:
    """What has been found while one ODD is compiled."""

    def __init__(self) -> None:
        self.errors: list[Finding] = []
        self.warnings: list[Finding] = []
        self._compared = 0

    def warn(self, place: Place, message: str, code: str = "no-effect") -> None:
        """Tell the author of something that has no effect, or not the one that he may expect."""
        self.warnings.append(_finding(place, message, code, Severity.WARNING))

    def did_you_mean(self, name: str, known: Collection[str]) -> str:
        """`did_you_mean`, as long as not too many names have been looked through."""
        self._compared += len(known)
        return did_you_mean(name, known) if self._compared <= MOST_COMPARED else ""

    @contextmanager
    def going_on(self) -> Iterator[None]:
        """Keep an error for later, so that the next declaration is looked at too."""
        try:
            yield
        except OddError as found:
            self.errors += found.findings

    def finish(self) -> None:
        """Raise OddError when there was an error; it carries the warnings too, by their places."""
        if self.errors:
            found = dict.fromkeys((*self.errors, *self.warnings))
            raise OddError(sorted(found, key=lambda f: (f.location.path, f.location.line)))


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """``; did you mean …?`` with the nearest known name, or nothing."""
    near = nearest(name, sorted(known))
    return f"; did you mean `{near}`?" if near else ""
