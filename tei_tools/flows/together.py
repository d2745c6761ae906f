"""In: what rules on several files know of each file of a run. Out: what they all show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tei_tools.model.draft import told
from tei_tools.model.finding import Finding, UnreadableDocumentError
from tei_tools.read import open_document
from tei_tools.rules import Fact, conclude

from .options import ValidationOptions
from .suppression import Suppressions


def told_together(
    facts: Mapping[str, Mapping[str, Sequence[Fact]]], options: ValidationOptions
) -> Iterator[tuple[str, list[Finding]]]:
    """For each file concerned its findings; it is read again for their places.

    Args:
        facts: of each file, by its path and in the order of the run, those of each rule.

    Raises:
        TeiToolsError: a file has changed since it was checked.
    """
    drafts = conclude(facts, options.rules) if any(facts.values()) else {}
    for path in facts:
        if path not in drafts:
            continue
        try:
            document = open_document(path)
        except UnreadableDocumentError:
            continue  # it has changed, and is no XML now
        selection, suppressions = options.selection(Path(path)), Suppressions(document)

        def keeps(finding: Finding, suppressions: Suppressions = suppressions) -> bool:
            return not suppressions.hide(finding)

        yield path, list(selection.weighed(told(document, drafts[path], keeps)))
