"""In: pointers as the encoding writes them. Out: what they name: an id, or an address outside.

A pointer such as ``reg:stalin`` is rewritten as its ``prefixDef`` says (TEI Guidelines 16.2.3).
"""

from collections.abc import Iterator
from pathlib import PurePosixPath
from posixpath import normpath
from typing import NamedTuple
from urllib.parse import unquote

from lxml import etree

from tei_tools.model.document import Document
from tei_tools.model.names import tei
from tei_tools.model.pointers import OWNERS, SCHEME, Prefixes
from tei_tools.pages import SAFE


class Target(NamedTuple):
    """What a pointer names.

    Attributes:
        uri: the pointer, its prefix expanded.
        id: the id it names in this or another file; empty when it names none.
        scheme: the scheme of an address outside, in lower case; empty for files and ids.
    """

    uri: str
    id: str
    scheme: str = ""

    @property
    def slug(self) -> str:
        """The short name of what is meant: the bare id, or the whole address."""
        return self.id or self.uri

    @property
    def is_safe_address(self) -> bool:
        """Whether a page may link to it."""
        return self.scheme in SAFE


class Pointers:
    """Expands pointers by the prefixes of the headers that are in force where they stand."""

    def __init__(self, document: Document) -> None:
        self._prefixes = Prefixes(document.root)
        self._known: dict[tuple[etree._Element | None, str], Target] = {}

    def target(self, element: etree._Element, token: str) -> Target:
        """What one pointer in an attribute of ``element`` names."""
        key = (next(element.iterancestors(*OWNERS), None), token)
        if key not in self._known:
            self._known[key] = _target(self._expand(element, token))
        return self._known[key]

    def _expand(self, element: etree._Element, token: str) -> str:
        scheme = SCHEME.fullmatch(token)
        prefix = self._prefixes.at(element).get(scheme[1]) if scheme else None
        return (prefix.expand(scheme[2]) if scheme and prefix else None) or token

    def slugs(self, element: etree._Element, attribute: str) -> tuple[str, ...]:
        """The short names in an attribute with one or more pointers."""
        tokens = element.get(attribute, "").split()
        return tuple(self.target(element, token).slug for token in tokens)


def register_files(document: Document) -> Iterator[str]:
    """The files that the prefixes of a document lead to, as paths beside the document's own."""
    seen = set()
    for definition in document.root.iter(tei("prefixDef")):
        file = unquote(definition.get("replacementPattern", "").partition("#")[0])
        if file and "$" not in file and not SCHEME.fullmatch(file):
            folder = PurePosixPath(document.part_of(definition).source.path).parent
            path = normpath(folder / file)
            if path not in seen:
                seen.add(path)
                yield path


def _target(uri: str) -> Target:
    scheme = SCHEME.fullmatch(uri)
    if scheme is not None:
        return Target(uri, "", scheme[1].lower())
    fragment = unquote(uri.partition("#")[2])
    return Target(uri, "" if "(" in fragment else fragment)
