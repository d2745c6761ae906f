"""In: codes and groups of codes that somebody wants to hear of, or not. Out: what is told.

A name is a code (``dates.order``), a group (``dates``: all codes that begin with ``dates.``), or
one of two words: ``ALL``, and in `Layer.select` ``DEFAULT``, what would be told without it. Of
names that contradict one another the longest wins, then the one nearer to the user: the command
line before the settings for a file, these before the settings for all.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from .finding import Finding, Severity

ALL: Final = "ALL"
DEFAULT: Final = "DEFAULT"
#: What says that a check could not be made: told whatever is selected, unless ignored.
VITAL: Final = ("xml", "tei.not-tei", "schema.limit", "findings", "fixes")


class Layer(NamedTuple):
    """What is asked for in one place.

    Attributes:
        select: what is told, and nothing else; everything that is on by default when empty.
        ignore: what of that is not told.
        severity: how much it weighs.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: tuple[tuple[str, Severity], ...] = ()

    def names(self) -> Iterator[str]:
        """The codes and groups named."""
        yield from (name for name in (*self.select, *self.ignore) if name not in (ALL, DEFAULT))
        yield from (name for name, _ in self.severity if name != ALL)


class Selection(NamedTuple):
    """All that is asked for, that which weighs least first."""

    layers: tuple[Layer, ...] = ()

    def has(self, code: str, *, is_default: bool = True) -> bool:
        """Whether a finding of a code is told; ``is_default`` is whether it is when nobody asks."""
        wanted, unwanted, is_open = (-1, -1), (-2, -1), True
        for rank, layer in reversed(tuple(enumerate(self.layers))):
            if is_open:
                wanted = max(wanted, (_nearness(code, layer.select), rank))
                is_open = not layer.select or DEFAULT in layer.select
            unwanted = max(unwanted, (_nearness(code, layer.ignore), rank))
        if wanted[0] < 0 and ((is_open and is_default) or _nearness(code, VITAL) > 0):
            wanted = 0, -1
        return wanted[0] >= 0 and wanted > unwanted

    def may_have(self, group: str) -> bool:
        """Whether a finding of any code of a group may be told."""
        inside = f"{group}."
        return self.has(group) or any(
            name.startswith(inside) for layer in self.layers for name in layer.select
        )

    def names(self, code: str) -> bool:
        """Whether somebody selects a code by its name or its group."""
        is_named = any(_nearness(code, layer.select) > 0 for layer in self.layers)
        return is_named and self.has(code, is_default=False)

    def severity_of(self, code: str, usual: Severity) -> Severity:
        """How much a finding of a code weighs, which usually weighs ``usual``."""
        found, nearest = usual, (-1, -1)
        for rank, layer in enumerate(self.layers):
            for name, severity in layer.severity:
                if (near := (_nearness(code, (name,)), rank)) > nearest and near[0] >= 0:
                    found, nearest = severity, near
        return found

    def weighed(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Those of some findings that are told, with what they weigh."""
        return tuple(
            replace(finding, severity=self.severity_of(finding.code, finding.severity))
            for finding in findings
            if self.has(finding.code)
        )


def _nearness(code: str, names: Iterable[str]) -> int:
    """The length of the longest name that means a code; 0 for ``ALL``, -1 where none does."""
    return max((_length(code, name) for name in names), default=-1)


def _length(code: str, name: str) -> int:
    if name == ALL:
        return 0
    return len(name) if code == name or code.startswith(f"{name}.") else -1


def names_in(texts: Iterable[str]) -> tuple[str, ...]:
    """The names in texts where they are parted by commas or spaces."""
    return tuple(name for text in texts for name in text.replace(",", " ").split())
