"""In: a pointer in a document. Out: the file and the id that it leads to, by its words alone."""

from __future__ import annotations

from collections.abc import Mapping
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from lxml import etree

from tei_tools.model.document import Document
from tei_tools.model.pointers import SCHEME, Prefix, Prefixes


class Targets:
    """Where the pointers of a document lead; nothing is opened."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.prefixes = Prefixes(document.outline)
        self._plain = {part.source.path: normpath(part.source.path) for part in document.parts}
        self._led: dict[tuple[str, str, int], tuple[str, str] | None] = {}

    def file_of(self, element: etree._Element) -> str:
        """The file in which an element was written, in the plainest form of its path."""
        return self._plain[self.document.file_of(element)]

    def of(self, element: etree._Element, token: str) -> tuple[str, str] | None:
        """The file and the id; None when it leads to no id, or out of the project's files.

        In one file, and where the same prefixes are in force, a pointer leads to the same wherever
        it stands; most stand many times.
        """
        prefixes = self.prefixes.at(element) if ":" in token else {}
        key = self.file_of(element), token, id(prefixes) if prefixes else 0
        if key not in self._led:
            self._led[key] = _led(key[0], token, prefixes)
        return self._led[key]


def _led(own: str, token: str, prefixes: Mapping[str, Prefix]) -> tuple[str, str] | None:
    """Where a pointer in the file ``own`` leads."""
    uri: str | None = token
    if scheme := SCHEME.fullmatch(token):
        prefix = prefixes.get(scheme[1])
        uri = prefix.expand(scheme[2]) if prefix else None
    if uri is None or "://" in uri:
        return None
    file, _, fragment = unquote(uri).partition("#")
    if not fragment or "(" in fragment:
        return None
    return normpath(join(dirname(own), file)) if file else own, fragment
