"""In: an ``xml:id``, a new one, and files. Out: the files with it and all pointers to it renamed.

Pointers are words of any attribute that lead to the id: ``#id``, ``file.xml#id``, by the prefixes
that headers declare, and the ``xpointer`` of an inclusion. Files are edited, not written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from os.path import normpath
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import unquote

from lxml import etree

from tei_tools.model.characters import NCNAME
from tei_tools.model.document import Document, Part
from tei_tools.model.edits import edited
from tei_tools.model.finding import Edit, Location, TeiToolsError, UnreadableDocumentError
from tei_tools.model.names import XINCLUDE_NS, XML_ID, display
from tei_tools.model.pointers import OWNERS, SCHEME, Prefix, Prefixes
from tei_tools.model.positions import SourceText
from tei_tools.read import read_bytes
from tei_tools.read.files import STDIN
from tei_tools.read.parse import parse

INCLUDE: Final = f"{{{XINCLUDE_NS}}}include"


class Renamed(NamedTuple):
    """One file that changes.

    Attributes:
        path: the file.
        before: its bytes.
        after: its bytes with the new id.
        places: how many words have changed.
    """

    path: Path
    before: bytes
    after: bytes
    places: int


def rename_id(old: str, new: str, paths: Sequence[Path]) -> list[Renamed]:
    """Rename an ``xml:id`` and all pointers to it, in memory.

    Args:
        old: the id; as ``file.xml#id`` where several files have it.
        new: another name, which nothing has yet.
        paths: the files in which it and pointers to it may stand.

    Raises:
        TeiToolsError: there is no such id, or not one alone; the new one exists or is no name; a
            file cannot be read; or a pointer cannot be changed. Nothing is renamed then.
    """
    if not re.fullmatch(NCNAME, new):
        raise TeiToolsError(
            f"`{new}` cannot be an xml:id: it begins with a letter, and has no spaces or colons"
        )
    documents = [_read(path) for path in paths]
    file, _, name = old.rpartition("#")
    target = _target(file, name, documents)
    for document in documents:
        if new in document.ids:
            at = document.locate(document.ids[new][0], XML_ID)
            raise TeiToolsError(f"the xml:id `{new}` exists already: {_shown(at)}")
    renamer = _Renamer(_absolute(target.path), name, new, _declared(documents))
    found = [(document, list(renamer.edits(document))) for document in documents]
    return [
        Renamed(Path(document.path), data, edited(data, edits), len(edits))
        for document, edits in found
        if edits and (data := document.parts[0].source.data)
    ]


def _target(file: str, name: str, documents: Sequence[Document]) -> Document:
    """The document that has an id, once."""
    having = [each for each in documents if name in each.ids]
    if file:
        having = [each for each in having if _absolute(each.path) == _absolute(file)]
    if not having:
        from tei_tools.model.wording import nearest

        near = nearest(name, [each for document in documents for each in document.ids])
        hint = f"; did you mean `{near}`?" if near else ""
        raise TeiToolsError(f"no file has the xml:id `{name}`{hint}")
    places = [each.locate(e, XML_ID) for each in having for e in each.ids[name]]
    if len(having) > 1:
        listed = ", ".join(f"{each.path}#{name}" for each in having)
        raise TeiToolsError(f"several files have the xml:id `{name}`; name one of {listed}")
    if len(places) > 1:
        listed = " and ".join(map(_shown, places))
        raise TeiToolsError(f"the xml:id `{name}` stands more than once: {listed}")
    return having[0]


def _declared(documents: Sequence[Document]) -> Mapping[str, Prefix]:
    """All prefixes: a corpus may declare those of the files that it includes."""
    found: dict[str, Prefix] = {}
    for document in documents:
        prefixes = Prefixes(document.root)
        for work in document.root.iter(*OWNERS):
            found |= prefixes.of(work)
    return found


class _Renamer:
    """Finds what leads to an id."""

    def __init__(self, file: str, old: str, new: str, declared: Mapping[str, Prefix]) -> None:
        self.file, self.old, self.new = file, old, new
        self.declared = declared

    def edits(self, document: Document) -> Iterator[Edit]:
        """The edits of one document."""
        prefixes = Prefixes(document.root)
        for element in document.root.iter(etree.Element):
            for name, value in element.items():
                if self.old not in unquote(value):
                    continue
                work = (
                    element if element.tag in OWNERS else next(element.iterancestors(*OWNERS), None)
                )
                declared = {**self.declared, **prefixes.of(work)}
                new = self._value(document, element, str(name), value, declared)
                if new != value:
                    yield from self._edits(document, element, str(name), value, new)

    def _value(
        self,
        document: Document,
        element: etree._Element,
        attribute: str,
        value: str,
        declared: Mapping[str, Prefix],
    ) -> str:
        """What a value is to become."""
        own = _absolute(document.path)
        if attribute == XML_ID or (element.tag == INCLUDE and attribute == "xpointer"):
            href = element.get("href", "") if element.tag == INCLUDE else ""
            return self.new if value == self.old and self._leads(own, href) else value

        def renamed(token: re.Match[str]) -> str:
            try:
                return self._pointer(own, token[0], declared)
            except ValueError as error:
                raise _refusal(document, element, attribute, str(error)) from None

        return re.sub(r"\S+", renamed, value)

    def _pointer(self, own: str, token: str, declared: Mapping[str, Prefix]) -> str:
        """A pointer to the new id in place of one to the old; any other word as it is.

        Raises:
            ValueError: it leads there and cannot be changed; says why.
        """
        uri, _, fragment = token.partition("#")
        if fragment and self._leads(own, uri):
            if unquote(fragment) == self.old:
                return f"{uri}#{self.new}"
            if "(" in fragment and re.search(rf"\b{re.escape(self.old)}\b", unquote(fragment)):
                raise ValueError(f"`{token}` is an XPointer scheme; change it by hand first")
        scheme = SCHEME.fullmatch(token)
        if scheme is None or scheme[1] not in declared:
            return token
        prefix, rest = declared[scheme[1]], scheme[2]
        if not self._expands(own, prefix, rest, self.old):
            return token
        for at in (found.start() for found in re.finditer(re.escape(self.old), rest)):
            other = rest[:at] + self.new + rest[at + len(self.old) :]
            if self._expands(own, prefix, other, self.new):
                return f"{scheme[1]}:{other}"
        raise ValueError(f"the pattern of the prefix of `{token}` does not allow `{self.new}`")

    def _expands(self, own: str, prefix: Prefix, rest: str, name: str) -> bool:
        """Whether a pointer, written out in full, leads to an id."""
        file, _, fragment = (prefix.expand(rest) or "").partition("#")
        return unquote(fragment) == name and self._leads(own, file)

    def _leads(self, own: str, uri: str) -> bool:
        """Whether a reference in a file leads to the file with the id."""
        if SCHEME.fullmatch(uri):
            return False
        return (_absolute(str(Path(own).parent / unquote(uri))) if uri else own) == self.file

    def _edits(
        self, document: Document, element: etree._Element, attribute: str, old: str, new: str
    ) -> Iterator[Edit]:
        """The edits of the words of a value that change."""
        pairs = zip(old.split(), new.split(), strict=True)
        changed = [(one, other) for one, other in pairs if one != other]
        edits = document.edit_tokens(element, attribute, dict(changed))
        if None in edits or len(edits) < len(changed):
            reason = "its value comes from an entity or a DTD"
            raise _refusal(document, element, attribute, reason)
        yield from filter(None, edits)


def _refusal(
    document: Document, element: etree._Element, attribute: str, reason: str
) -> TeiToolsError:
    at = _shown(document.locate(element, attribute))
    return TeiToolsError(f"{at}: @{display(attribute)}: {reason}; nothing was renamed")


def _read(path: Path) -> Document:
    """A file alone, without what it includes."""
    if path == STDIN:
        raise TeiToolsError("standard input has no other files; name files or folders")
    data = read_bytes(path)
    try:
        return Document(str(path), (Part(SourceText(str(path), data), parse(data, str(path))),))
    except UnreadableDocumentError as error:
        at = _shown(error.finding.location)
        raise TeiToolsError(f"{at}: {error.finding.message}; nothing was renamed") from None


def _absolute(path: str) -> str:
    return normpath(Path(path).absolute())


def _shown(at: Location) -> str:
    return ":".join([at.path, *(str(number) for number in (at.line, at.column) if number)])
