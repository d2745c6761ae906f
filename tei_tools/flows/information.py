"""In: files. Out: the works in them, with all that the JSON of each says.

path → read → Document → what is read → JSON object
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tei_tools import batch
from tei_tools.inventory import Work
from tei_tools.model.finding import Finding, UnreadableDocumentError
from tei_tools.read import project_root, read_document
from tei_tools.transform import READING, Edition, document_object

from .registers import lookup_for


class Inventory(NamedTuple):
    """One file: its works, or the finding that says why it cannot be read."""

    works: tuple[Work, ...]
    findings: tuple[Finding, ...] = ()


def works_of_files(paths: Sequence[Path], *, jobs: int = 1) -> Iterator[Inventory]:
    """The works in files, in the order of the paths.

    A work that stands in a file of its own and in a corpus that includes it is told once.

    Raises:
        TeiToolsError: a file cannot be opened.
    """
    told: dict[Path, Path] = {}
    for path, inventory in zip(paths, batch.run(works_of_file, paths, jobs=jobs), strict=True):
        new = []
        for work in inventory.works:
            if told.setdefault(Path(work.path).resolve(), path) == path:
                new.append(work)
        yield inventory._replace(works=tuple(new))


def works_of_file(path: Path) -> Inventory:
    """The works in one file; in standard input for ``-``.

    Raises:
        TeiToolsError: the file cannot be opened.
    """
    try:
        document = read_document(path)
    except UnreadableDocumentError as error:
        return Inventory((), (error.finding,))
    edition = Edition(document, lookup_for(document, project_root(path).resolve()))
    works = []
    for work in edition.works(READING):
        made = document_object(edition, work, READING)
        parts = (made["reading"], *made["notes"])
        slugs = {entity["ref"] for part in parts for entity in part["entities"]} - {None}
        names = {slug: edition.name(slug) for slug in slugs}
        works.append(Work(document.file_of(work.source), made, names))
    return Inventory(tuple(works))
