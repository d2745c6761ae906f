"""In: a document. Out: what the registers that its prefixes lead to call an id.

Only files of the project are opened; a register that is missing or broken gives no names, and
`tei-tools validate` says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tei_tools.model.document import Document
from tei_tools.model.finding import TeiToolsError
from tei_tools.read import read_document
from tei_tools.transform import Entry, Lookup, register_entries, register_files


def lookup_for(document: Document, project: Path) -> Lookup:
    """A function from an id to its entry in the registers of a document."""
    named = map(Path, register_files(document))
    files = [file for file in named if file.resolve().is_relative_to(project)]

    def lookup(identifier: str) -> Entry | None:
        for file in files:
            if entry := _entries(file).get(identifier):
                return entry
        return None

    return lookup


@cache
def _entries(file: Path) -> Mapping[str, Entry]:
    try:
        return register_entries(read_document(file))
    except TeiToolsError:
        return {}
