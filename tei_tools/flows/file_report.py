"""In: nothing. Out: what the check of one file comes to, and the order of what it tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tei_tools.model.finding import Finding

if TYPE_CHECKING:
    from tei_tools.rules import Fact


class FileReport(NamedTuple):
    """One file checked.

    Attributes:
        path: the file as messages name it.
        findings: in the order of their places.
        schema: the names of the schemas that were used.
        uses: the files that were looked at, by absolute path, with what each was then, as `state`
            has it; None where that is not known, or does not matter since there are findings.
        facts: what rules on several files know of it, by their codes.
    """

    path: str
    findings: tuple[Finding, ...]
    schema: str = ""
    uses: Mapping[str, str | None] = {}
    facts: Mapping[str, Sequence[Fact]] = {}


def place_of(finding: Finding) -> tuple[str, bool, int, int]:
    """What findings are sorted by; those on a file as a whole come last."""
    location = finding.location
    return location.path, not location.line, location.line, location.column
