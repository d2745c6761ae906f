"""In: a path (or ``-``). Out: the Document there, its XIncludes resolved within its project."""

from __future__ import annotations

from pathlib import Path

from tei_tools.model.document import Document, Part
from tei_tools.model.names import XINCLUDE_NS
from tei_tools.model.positions import SourceText

from .files import STDIN, display_path, project_root, read_bytes
from .parse import parse
from .xinclude import Inclusion


def read_document(path: Path | str, *, data: bytes | None = None) -> Document:
    """Read a TEI document.

    Args:
        path: the file, or ``-`` for standard input.
        data: the bytes, when they are at hand; ``path`` then only names them.

    Raises:
        UnreadableDocumentError: it is no well-formed XML, or an inclusion cannot be followed.
        TeiToolsError: the file cannot be opened.
    """
    path = Path(path)
    content = read_bytes(path) if data is None else data
    source = SourceText(display_path(path), content)
    root = parse(content, source.path)
    if XINCLUDE_NS.encode() not in content:
        return Document(source.path, (Part(source, root),))
    inclusion = Inclusion(project_root(path).resolve())
    inclusion.resolve(root, Path.cwd() / "-" if path == STDIN else path, source)
    return Document(source.path, tuple(inclusion.parts))
