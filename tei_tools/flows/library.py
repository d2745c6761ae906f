"""In: an address that rules ask for. Out: the document there, if it is one of the project's."""

from __future__ import annotations

import re
from os.path import normpath
from pathlib import Path
from typing import ClassVar, Final
from urllib.parse import unquote, urldefrag

from tei_tools.model.document import Document
from tei_tools.model.finding import TeiToolsError
from tei_tools.read import project_root, read_bytes, read_document
from tei_tools.read.files import STDIN_NAME, is_there

#: How many documents are kept in memory.
KEPT: Final = 50
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]+:")


class ProjectLibrary:
    """The documents of the projects of a schema and of the files that it checks."""

    _known: ClassVar[dict[Path, Document]] = {}

    def __init__(self, schema: Path) -> None:
        self._schema = project_root(schema).resolve()

    def document(self, address: str, base: str) -> Document:
        """The document at an address, relative to the file ``base``.

        Raises:
            LookupError: there is none, or it is not to be opened; the text says why.
        """
        href = urldefrag(address).url.removeprefix("file://").removeprefix("file:")
        if _ADDRESS.match(href):
            raise LookupError(f"{address} is a web address, and nothing is fetched")
        start = Path("-") if base == STDIN_NAME else Path(base)
        file = Path(normpath(start.parent / unquote(href))) if href else start
        try:
            place = file.resolve()
            if not place.is_relative_to(self._schema) and not place.is_relative_to(
                project_root(start).resolve()
            ):
                raise LookupError(f"{address} leads out of the project, and is not opened")
            if not is_there(file):
                raise LookupError(f"there is no file {file}")
            return self._read(file)
        except (TeiToolsError, OSError, ValueError, RuntimeError) as error:
            raise LookupError(str(error)) from None

    def _read(self, file: Path) -> Document:
        """Read a file, or take what was read before, if that is what its parts still hold."""
        known = self._known.get(file)
        if known and all(read_bytes(Path(p.source.path)) == p.source.data for p in known.parts):
            return known
        if len(self._known) >= KEPT:
            self._known.clear()
        self._known[file] = read_document(file)
        return self._known[file]
