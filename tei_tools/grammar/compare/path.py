"""In: nothing. Out: what an element holds, step by step, as a comparison finds it."""

from __future__ import annotations

from typing import NamedTuple

from ..patterns import Pattern


class Given(NamedTuple):
    """An attribute; its text, where it matters which, else what it may hold."""

    name: str
    content: Pattern
    text: str | None = None


class Absent(NamedTuple):
    """An attribute that is not given, where that matters."""

    name: str


class Child(NamedTuple):
    """A child element: its name and label, and what it holds, where that matters."""

    name: str
    label: int
    inside: tuple[Step, ...] | None = None


class Text(NamedTuple):
    """Text; of an element without children, all of it."""

    text: str = "text"


Step = Given | Absent | Child | Text


class Path(NamedTuple):
    """Steps, the last first.

    Attributes:
        before: the steps before.
        step: the last step; None at the beginning.
        length: how many steps.
        pattern: what may follow.
    """

    before: Path | None
    step: Step | None
    length: int
    pattern: Pattern

    @classmethod
    def start(cls, pattern: Pattern) -> Path:
        """The path before the first step."""
        return cls(None, None, 0, pattern)

    def then(self, step: Step, pattern: Pattern) -> Path:
        """The path with one more step."""
        return Path(self, step, self.length + 1, pattern)

    def filled(self, inside: tuple[Step, ...]) -> Path:
        """The path whose last step, a child, holds something."""
        assert isinstance(self.step, Child)
        return self._replace(step=self.step._replace(inside=inside))

    def steps(self) -> list[Step]:
        """All steps, the first first."""
        found = []
        path: Path | None = self
        while path is not None:
            if path.step is not None:
                found.append(path.step)
            path = path.before
        return found[::-1]
