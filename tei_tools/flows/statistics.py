"""In: files and options. Out: what they use together, and the vocabulary of their schemas.

path → read → Document → usage; schema → grammar → vocabulary
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from tei_tools import batch
from tei_tools.grammar.vocabulary import Vocabulary, vocabulary
from tei_tools.inventory import Usage, usage_of
from tei_tools.model.finding import Finding, TeiToolsError, UnreadableDocumentError
from tei_tools.read import open_document

from .choice import choose
from .options import ValidationOptions
from .schemas import load_schema


@dataclass(frozen=True, slots=True)
class FileUsage:
    """What one file uses, and the files that it includes.

    Attributes:
        usages: by their paths.
        schemas: the schemas it is checked against.
        reason: why these are not known, when they are not.
        findings: why the file cannot be read.
    """

    usages: Mapping[str, Usage]
    schemas: tuple[Path, ...] = ()
    reason: str = ""
    findings: tuple[Finding, ...] = ()


def usage_of_files(
    paths: Sequence[Path], options: ValidationOptions, *, jobs: int = 1
) -> Iterator[FileUsage]:
    """What files use, in the order of the paths. What several include is told once.

    Raises:
        TeiToolsError: a file cannot be opened.
    """
    told: set[Path] = set()
    for file in batch.run(partial(usage_of_file, options=options), paths, jobs=jobs):
        new = {path: use for path, use in file.usages.items() if Path(path).resolve() not in told}
        told.update(Path(path).resolve() for path in new)
        yield replace(file, usages=new)


def usage_of_file(path: Path, options: ValidationOptions) -> FileUsage:
    """What one file uses.

    Raises:
        TeiToolsError: the file cannot be opened.
    """
    try:
        document = open_document(path)
    except UnreadableDocumentError as error:
        return FileUsage({}, findings=(error.finding,))
    usages = usage_of(document)
    try:
        return FileUsage(usages, choose(document, path, options).schemas)
    except TeiToolsError as error:
        return FileUsage(usages, reason=str(error))


def vocabulary_of(schemas: Sequence[Path]) -> Vocabulary | None:
    """What schemas allow together; None where there are none, or none that has a grammar (XSD).

    Raises:
        SchemaError: one is wrong or missing.
    """
    grammars = [load_schema(path).grammar for path in schemas]
    known = [vocabulary(grammar) for grammar in grammars if grammar is not None]
    if not known:
        return None
    together: dict[str, dict[str, frozenset[str] | None]] = {}
    for each in known:
        for element, attributes in each.items():
            mine = together.setdefault(element, {})
            for name, values in attributes.items():
                before = mine.get(name, frozenset())
                mine[name] = None if values is None or before is None else before | values
    return together
