"""In: a pointer in a document. Out: the file and the id that it leads to, by its words alone."""

from __future__ import annotations

from posixpath import dirname, join, normpath
from urllib.parse import unquote

from lxml import etree

from tei_tools.model.document import Document
from tei_tools.model.pointers import SCHEME, Prefixes


class Targets:
    """Where the pointers of a document lead; nothing is opened."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.prefixes = Prefixes(document.outline)

    def file_of(self, element: etree._Element) -> str:
        """The file in which an element was written, in the plainest form of its path."""
        return normpath(self.document.file_of(element))

    def of(self, element: etree._Element, token: str) -> tuple[str, str] | None:
        """The file and the id; None when it leads to no id, or out of the project's files."""
        uri: str | None = token
        if scheme := SCHEME.fullmatch(token):
            prefix = self.prefixes.at(element).get(scheme[1])
            uri = prefix.expand(scheme[2]) if prefix else None
        if uri is None or "://" in uri:
            return None
        file, _, fragment = unquote(uri).partition("#")
        if not fragment or "(" in fragment:
            return None
        own = self.file_of(element)
        return normpath(join(dirname(own), file)) if file else own, fragment
