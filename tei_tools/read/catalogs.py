"""In: catalog files and an address. Out: what the catalogs put in its place, and how they said so.

OASIS XML Catalogs 1.1. Catalogs are read when they are reached, each once; none comes from the
network; loops, depth and number are bounded. A catalog that cannot be read counts as empty
(section 8) and is told in the trail.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit
from urllib.request import url2pathname

from lxml import etree

from tei_tools.model.names import XML_BASE

CATALOG_NS: Final = "urn:oasis:names:tc:entity:xmlns:xml:catalog"

#: The entries: the attribute that is compared, and the attribute with the answer (6.5).
ENTRIES: Final = {
    "public": ("publicId", "uri"),
    "system": ("systemId", "uri"),
    "rewriteSystem": ("systemIdStartString", "rewritePrefix"),
    "systemSuffix": ("systemIdSuffix", "uri"),
    "delegatePublic": ("publicIdStartString", "catalog"),
    "delegateSystem": ("systemIdStartString", "catalog"),
    "uri": ("name", "uri"),
    "rewriteURI": ("uriStartString", "rewritePrefix"),
    "uriSuffix": ("uriSuffix", "uri"),
    "delegateURI": ("uriStartString", "catalog"),
    "nextCatalog": ("", "catalog"),
}
#: The entries that answer each question, in the order they are asked (7.1.2, 7.2.2).
URI: Final = ("uri", "rewriteURI", "uriSuffix", "delegateURI")
SYSTEM: Final = ("system", "rewriteSystem", "systemSuffix", "delegateSystem")
PUBLIC: Final = ("public", "", "", "delegatePublic")

#: How many catalogs one question may reach, and how far one may lead to another.
MOST: Final = 200
DEPTH: Final = 20
#: How many bytes a catalog may have.
SIZE: Final = 16_000_000

_TO_ESCAPE = re.compile(rb"[\x00-\x20\x7f-\xff\"<>\\^`{|}]")


class Entry(NamedTuple):
    """One entry of a catalog; ``target`` is absolute."""

    kind: str
    key: str
    target: str
    line: int
    prefers_public: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What catalogs say of an address.

    Attributes:
        target: the address to take instead; empty when they say nothing.
        trail: the entries that led there, and the catalogs that could not be read.
    """

    target: str = ""
    trail: tuple[str, ...] = ()


@dataclass
class _Search:
    """One question on its way through the catalogs."""

    rules: tuple[str, str, str, str]
    key: str
    with_system: bool = False
    seen: set[str] = field(default_factory=set)
    trail: list[str] = field(default_factory=list)


class Catalogs:
    """Catalog files, asked in their order."""

    def __init__(self, files: Sequence[Path | str]) -> None:
        self.files = tuple(
            str(f) if _has_scheme(str(f)) else Path(f).absolute().as_uri() for f in files
        )
        self._read: dict[str, tuple[Entry, ...] | str] = {}

    def resolve(self, address: str) -> Answer:
        """The place of a schema: asked for as a URI, then as a system identifier."""
        if not self.files:
            return Answer()
        if public := unwrapped(address):
            return self.resolve_public(public)
        answer = self._ask(_Search(URI, normal(address)))
        return answer if answer.target else self._ask(_Search(SYSTEM, normal(address)))

    def resolve_public(self, public: str, system: str = "") -> Answer:
        """The place of an external identifier (7.1): by its system part first, then its public."""
        if system and unwrapped(system):
            public, system = public or unwrapped(system), ""
        if system:
            answer = self._ask(_Search(SYSTEM, normal(system)))
            if answer.target:
                return answer
        return self._ask(_Search(PUBLIC, " ".join(public.split()), bool(system)))

    def _ask(self, search: _Search) -> Answer:
        target = self._through(self.files, search, 0)
        return Answer(target or "", tuple(search.trail))

    def _through(self, catalogs: Sequence[str], search: _Search, depth: int) -> str | None:
        """Ask catalogs one after the other, each followed by those it names.

        An empty answer is one too: delegates were asked, and nobody else may be (7.1.2, 5).
        """
        for catalog in catalogs:
            entries = self._entries(catalog, search, depth)
            found = self._within(catalog, entries, search, depth)
            if found is None:
                following = [e.target for e in entries if e.kind == "nextCatalog"]
                found = self._through(following, search, depth + 1)
            if found is not None:
                return found
        return None

    def _within(
        self, catalog: str, entries: tuple[Entry, ...], search: _Search, depth: int
    ) -> str | None:
        """The answer of one catalog: nothing, or an address; empty when delegates have none."""
        exact, rewrite, suffix, delegate = search.rules
        usable = [e for e in entries if not (search.with_system and _is_passed_over(e))]
        for entry in usable:
            if entry.kind == exact and entry.key == search.key:
                return _told(search, catalog, entry, entry.target)
        starts = [e for e in usable if e.kind == rewrite and search.key.startswith(e.key)]
        if starts:
            entry = max(starts, key=lambda e: len(e.key))
            rest = search.key[len(entry.key) :]
            return _told(search, catalog, entry, entry.target + rest)
        ends = [e for e in usable if e.kind == suffix and search.key.endswith(e.key)]
        if ends:
            entry = max(ends, key=lambda e: len(e.key))
            return _told(search, catalog, entry, entry.target)
        delegates = [e for e in usable if e.kind == delegate and search.key.startswith(e.key)]
        if delegates:
            delegates.sort(key=lambda e: -len(e.key))
            chosen = list(dict.fromkeys(e.target for e in delegates))
            return self._through(chosen, search, depth + 1) or ""
        return None

    def _entries(self, catalog: str, search: _Search, depth: int) -> tuple[Entry, ...]:
        if catalog in search.seen:  # it would say the same again, or lead round in a circle
            return ()
        if depth > DEPTH or len(search.seen) >= MOST:
            search.trail.append(f"{shown(catalog)}: not read: too many catalogs lead to it")
            return ()
        search.seen.add(catalog)
        if catalog not in self._read:
            self._read[catalog] = _read(catalog)
        entries = self._read[catalog]
        if isinstance(entries, str):
            search.trail.append(f"{shown(catalog)}: not read: {entries}")
            return ()
        return entries


def environment_catalogs() -> tuple[str, ...]:
    """The catalogs that the environment names: ``XML_CATALOG_FILES``, parted by spaces."""
    return tuple(os.environ.get("XML_CATALOG_FILES", "").split())


def file_of(address: str) -> Path | None:
    """The path of a ``file:`` URI of this machine; nothing for any other."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme.lower() != "file" or parts.netloc not in ("", "localhost"):
        return None
    path = url2pathname(parts.path)
    return None if "\0" in path else Path(path)


def shown(address: str) -> str:
    """An address as messages show it: a file by its path, from here where it lies below."""
    file = file_of(address)
    if file is None:
        return address
    return str(file.relative_to(Path.cwd())) if file.is_relative_to(Path.cwd()) else str(file)


def joined(base: str, reference: str) -> str:
    """An address relative to another (RFC 3986, 5); as it is, where it is no address at all."""
    try:
        return urljoin(base, reference)
    except ValueError:
        return reference


def normal(uri: str) -> str:
    """A URI with all characters escaped that a URI cannot have (6.3)."""
    data = uri.encode("utf-8", "surrogatepass")
    return _TO_ESCAPE.sub(lambda m: b"%%%02X" % m[0][0], data).decode("ascii")


def unwrapped(uri: str) -> str:
    """The public identifier that a ``urn:publicid:`` stands for, else nothing (6.4)."""
    if not uri.lower().startswith("urn:publicid:"):
        return ""
    text = uri[len("urn:publicid:") :]
    for written, meant in (("+", " "), (":", "//"), (";", "::")):
        text = text.replace(written, meant)
    return " ".join(unquote(text).split())


def _has_scheme(address: str) -> bool:
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]+:", address) is not None


def _is_passed_over(entry: Entry) -> bool:
    """Is this a public entry that stands back, since there is a system identifier (4.1.1)?"""
    return entry.kind in ("public", "delegatePublic") and not entry.prefers_public


def _told(search: _Search, catalog: str, entry: Entry, target: str) -> str:
    search.trail.append(f"{shown(catalog)}:{entry.line}: {entry.kind} → {shown(target)}")
    return target


def _read(catalog: str) -> tuple[Entry, ...] | str:
    """The entries of a catalog, or why there are none."""
    file = file_of(catalog)
    if file is None:
        return "catalogs are read from files only, never from the network"
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        if not file.is_file():
            return "no such file"
        if file.stat().st_size > SIZE:
            return "too large for a catalog"
        root = etree.fromstring(file.read_bytes(), parser)
    except etree.XMLSyntaxError as error:
        return f"not well-formed: {error.msg}"
    except OSError as error:
        return (error.strerror or str(error)).lower()
    if root.tag != f"{{{CATALOG_NS}}}catalog":
        return "its root element is not `catalog` of the OASIS catalogs"
    return tuple(_entries_of(root, catalog))


def _entries_of(root: etree._Element, base: str) -> Iterator[Entry]:
    """The entries in the order of the file; ``group`` hands on its base and what it prefers."""
    base = joined(base, root.get(XML_BASE, ""))
    prefers_public = root.get("prefer", "public") == "public"
    for element in root.iterchildren(etree.Element):
        name = etree.QName(element)
        if name.namespace != CATALOG_NS:
            continue
        if name.localname == "group" and root.tag == f"{{{CATALOG_NS}}}catalog":
            prefer = element.get("prefer", "public" if prefers_public else "system")
            element.set("prefer", prefer)
            yield from _entries_of(element, base)
        elif name.localname in ENTRIES:
            key, target = ENTRIES[name.localname]
            if (key and key not in element.attrib) or target not in element.attrib:
                continue  # An entry without what it needs is no entry (8).
            own_base = joined(base, element.get(XML_BASE, ""))
            yield Entry(
                name.localname,
                _key(name.localname, element.get(key, "") if key else ""),
                joined(own_base, normal(element.get(target, ""))),
                element.sourceline or 0,
                prefers_public,
            )


def _key(kind: str, text: str) -> str:
    return " ".join(text.split()) if "ublic" in kind else normal(text)
