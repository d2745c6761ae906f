"""In: a path (or ``-``). Out: the document there, its XIncludes resolved within its project."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from tei_tools.model.document import Document, Part
from tei_tools.model.elements import with_ids
from tei_tools.model.finding import TeiToolsError
from tei_tools.model.names import XINCLUDE_NS, XML_ID, local, name_of
from tei_tools.model.positions import SourceText

from .files import STDIN, display_path, open_bytes, project_root, read_bytes
from .parse import parse
from .xinclude import Inclusion

if TYPE_CHECKING:
    from .large import LargeDocument
    from .large_text import Open

#: From how many bytes on a file is read piece by piece.
LARGE: Final = 2_000_000


def open_document(path: Path | str, *, data: bytes | None = None) -> Document | LargeDocument:
    """Open a TEI document, to go through it: in memory, or piece by piece when it is large.

    Args:
        path: the file, or ``-`` for standard input.
        data: the bytes, when they are at hand; ``path`` then only names them.

    Raises:
        UnreadableDocumentError: it is no well-formed XML, or an inclusion cannot be followed.
        TeiToolsError: the file cannot be opened.
    """
    path = Path(path)
    if data is None and path == STDIN:
        data = read_bytes(path)
    size = _size(path) if data is None else len(data)
    if size >= LARGE:
        from .large import LargeDocument, NotInPiecesError  # seldom needed

        whole = partial(read_document, path, data=data)
        try:
            return LargeDocument(display_path(path), _opener(path, data), whole)
        except NotInPiecesError:
            pass
    return read_document(path, data=data)


def read_document(path: Path | str, *, data: bytes | None = None) -> Document:
    """Read a TEI document into memory. For arguments and errors see `open_document`."""
    path = Path(path)
    content = read_bytes(path) if data is None else data
    source = SourceText(display_path(path), content)
    root = parse(content, source.path)
    if XINCLUDE_NS.encode() not in content:
        return Document(source.path, (Part(source, root),))
    inclusion = Inclusion(project_root(path).resolve())
    inclusion.resolve(root, Path.cwd() / "-" if path == STDIN else path, source)
    return Document(source.path, tuple(inclusion.parts))


def read_ids(path: Path) -> Mapping[str, str]:
    """The ids of an XML file, without what it includes, and the local names of their elements.

    Raises:
        UnreadableDocumentError: it is no well-formed XML.
        TeiToolsError: the file cannot be opened.
    """
    if _size(path) >= LARGE:
        from .large import Index, NotInPiecesError

        try:
            return Index(str(path), _opener(path)).ids.kinds
        except NotInPiecesError:
            pass
    root, kinds = parse(read_bytes(path), str(path)), dict[str, str]()
    for element in with_ids(root):
        if identifier := element.get(XML_ID):
            kinds.setdefault(identifier, local(name_of(element)))
    return kinds


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # reading it says what is wrong


def _opener(path: Path, data: bytes | None = None) -> Open:
    """What opens a file, and takes care that it is the same each time."""
    if data is not None:
        return partial(BytesIO, data)
    seen: set[tuple[int, int, int]] = set()

    def open_file() -> BinaryIO:
        stream = open_bytes(path)
        status = os.fstat(stream.fileno())
        seen.add((status.st_ino, status.st_size, status.st_mtime_ns))
        if len(seen) > 1:
            stream.close()
            raise TeiToolsError(f"{path}: changed while it was checked; run the check again")
        return stream

    return open_file
