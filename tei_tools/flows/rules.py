"""In: a document and which rules are on. Out: drafts of what they find; they need all of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lxml import etree

from tei_tools.model.document import Document
from tei_tools.model.draft import Draft
from tei_tools.model.finding import Finding, Severity
from tei_tools.model.selection import Selection
from tei_tools.model.walkable import Walkable
from tei_tools.read.files import STDIN
from tei_tools.rules import Fact, is_default
from tei_tools.rules.table import LOOKS_AT

if TYPE_CHECKING:
    from tei_tools.rules.rule import Options

#: From how many bytes on a document is not held in memory for rules that nobody has asked for.
TOO_LARGE: Final = 12_000_000


def rule_drafts(
    document: Walkable,
    path: Path,
    selection: Selection,
    options: Options,
    facts: dict[str, list[Fact]],
) -> Iterator[Draft]:
    """What the rules find in a document; of a very large one, that they were not run.

    Args:
        facts: gets what rules on several files know of this one. With standard input, which is
            read once only, they are asked at once.
    """
    if is_too_large(path):
        yield Draft((0,), _not_run, Severity.INFO)
    wanted = _wanted(selection, only_named=is_too_large(path))
    if not wanted:
        return
    from tei_tools.rules import check_rules, conclude  # loaded only where there are some

    yield from check_rules(document.whole(), wanted.__contains__, options=options, facts=facts)
    if path == STDIN:
        yield from conclude({document.path: facts}, options).get(document.path, ())
        facts.clear()


@cache
def _wanted(selection: Selection, *, only_named: bool) -> frozenset[str]:
    """The rules that are run; of those that nobody names, the ones that are on by default."""

    def is_on(code: str) -> bool:
        if only_named:
            return selection.names(code)
        return selection.has(code, is_default=is_default(code))

    return frozenset(code for code, wish in LOOKS_AT.items() if wish and is_on(code))


def is_too_large(path: Path) -> bool:
    """Whether a file is not held in memory for rules that nobody has asked for."""
    return path.is_file() and path.stat().st_size > TOO_LARGE


def _not_run(document: Document, root: etree._Element) -> Finding:
    return document.finding(
        root,
        "rules.not-run",
        f"the rules were not run: the file is larger than {TOO_LARGE // 1_000_000} MB",
        severity=Severity.INFO,
        suggestion="select the rules you need by their names",
    )
