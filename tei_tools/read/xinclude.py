"""In: a parsed file. Out: the same tree, each ``xi:include`` replaced by what it names.

XInclude 1.1 within the project only: ``href`` (relative), ``parse="xml|text"``, ``xpointer`` with a
bare id, ``fallback``. Anything else is an error that says so; nothing outside ``root`` is opened.
How deep inclusions go, and how much they bring again and again, is bounded.
"""

import copy
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from tei_tools.model.document import Part
from tei_tools.model.finding import Location, TeiToolsError, UnreadableDocumentError
from tei_tools.model.names import XINCLUDE_NS, XML_BASE, XML_ID
from tei_tools.model.positions import SourceText

from .files import read_bytes
from .parse import parse

INCLUDE = f"{{{XINCLUDE_NS}}}include"
FALLBACK = f"{{{XINCLUDE_NS}}}fallback"
#: What is a text, and no element any more.
TEXT = f"{{{XINCLUDE_NS}}}text"
#: How deep inclusions may be nested: far more than an edition needs, far less than a bomb does.
DEPTH = 20
#: How often files may be included that were included before, and how many nodes that may bring.
AGAIN, NODES_AGAIN = 50_000, 1_000_000
#: A node of text counts as one for so many characters.
CHARACTERS = 20
#: Whether elements are nested more than 256 deep, as no file alone may have them.
_TOO_DEEP = etree.XPath("boolean(descendant-or-self::*[count(ancestor::*) + $above > 255])")


class _Site(NamedTuple):
    """An ``xi:include``: the element, the file that it was written in, and its number there."""

    include: etree._Element
    source: SourceText
    number: int

    def problem(self, code: str, message: str) -> UnreadableDocumentError:
        """What is wrong with it, for the caller to raise."""
        line, column, end = (
            self.source.attribute(self.number, ("href",))
            or self.source.start_tag(self.number)
            or (self.include.sourceline or 0, 0, 0)
        )
        location = Location(self.source.path, line, column, end)
        return UnreadableDocumentError(self.source.finding(location, f"xml.{code}", message))


class _Tree:
    """The tree of a file, and its elements by id."""

    def __init__(self, source: SourceText) -> None:
        self.root = parse(source.data, source.path)

    @cached_property
    def ids(self) -> Mapping[str, tuple[etree._Element, int]]:
        """Elements by ``xml:id``, with their numbers; of two with the same, the first."""
        found: dict[str, tuple[etree._Element, int]] = {}
        for number, element in enumerate(self.root.iter(etree.Element)):
            if identifier := element.get(XML_ID):
                found.setdefault(identifier, (element, number))
        return found


class Inclusion:
    """One run of XInclude; ``parts`` are the files it took in, as parts of the document."""

    def __init__(self, project: Path) -> None:
        self.project = project
        self.parts: list[Part] = []
        self._sources: dict[tuple[Path, str], SourceText] = {}
        self._kept: dict[Path, _Tree] = {}
        self._again = self._nodes_again = 0

    def resolve(self, root: etree._Element, file: Path, source: SourceText, skip: int = 0) -> None:
        """Replace the inclusions below ``root``, a tree just parsed from ``file``."""
        self._resolve(root, source, (file.resolve(),), skip)

    def _resolve(
        self, root: etree._Element, source: SourceText, chain: tuple[Path, ...], skip: int
    ) -> None:
        part = Part(source, root, skip)
        includes = [i for i in root.iter(INCLUDE) if next(i.iterancestors(INCLUDE), None) is None]
        numbers = part.numbers() if includes else {}
        self.parts.append(part._replace(ordinals=numbers) if includes else part)
        for include in includes:
            site = _Site(include, source, numbers[include])
            try:
                included = self._load(site, chain)
            except UnreadableDocumentError as error:
                if not _is_missing(error) or (fallback := include.find(FALLBACK)) is None:
                    raise
                _splice(include, fallback)
                continue
            if isinstance(included, str):
                try:
                    _fill(include, included)
                except ValueError:
                    message = f"`{include.get('href')}` has characters that no XML may have"
                    raise site.problem("xinclude", message) from None
                continue
            if len(chain) == 1 and _TOO_DEEP(included, above=_depth(include)):
                message = "with this inclusion, elements are nested more than 256 deep"
                raise site.problem("too-deep", message)
            _replace(include, included)
        if includes:
            etree.strip_tags(root, TEXT)

    def _load(self, site: _Site, chain: tuple[Path, ...]) -> etree._Element | str:
        include = site.include
        href = include.get("href", "")
        target = self._target(site, href, chain)
        key = target, str(Path(site.source.path).parent / href)
        is_again = key in self._sources
        if not is_again:
            try:
                self._sources[key] = SourceText(key[1], read_bytes(target))
            except TeiToolsError:
                raise site.problem("missing-include", f"no file `{href}`") from None
        source = self._sources[key]
        if include.get("parse", "xml") == "text":
            if is_again:
                self._count_again(site, len(source.text) // CHARACTERS)
            return source.text
        root, skip = self._selected(site, target, source, is_again=is_again)
        root.tail = None
        self._resolve(root, source, (*chain, target), skip)
        root.set(XML_BASE, href)
        return root

    def _selected(
        self, site: _Site, target: Path, source: SourceText, *, is_again: bool
    ) -> tuple[etree._Element, int]:
        """What an inclusion takes of a file, and how many elements precede it there.

        The tree of a file that is included again is kept, and copied from then on.
        """
        if is_again and target not in self._kept:
            self._kept[target] = _Tree(source)
        tree = self._kept.get(target) or _Tree(source)
        root, skip = tree.root, 0
        if pointer := site.include.get("xpointer"):
            if pointer not in tree.ids:
                name = site.include.get("href", "")
                raise site.problem("missing-include", f"no xml:id `{pointer}` in `{name}`")
            root, skip = tree.ids[pointer]
        if target not in self._kept:
            return root, skip
        self._count_again(site, sum(1 for _ in root.iter()))
        return copy.deepcopy(root), skip

    def _count_again(self, site: _Site, nodes: int) -> None:
        """Count what is included again: files that include one another twice each would explode."""
        self._again += 1
        self._nodes_again += nodes
        if self._again > AGAIN or self._nodes_again > NODES_AGAIN:
            message = "files are included again and again: this is too much"
            raise site.problem("xinclude", message)

    def _target(self, site: _Site, href: str, chain: tuple[Path, ...]) -> Path:
        if not href:
            raise site.problem("xinclude", "`xi:include` needs an `href`")
        if "://" in href or href.startswith("//"):
            raise site.problem("xinclude", f"`{href}` is on the network, which is never used")
        target = (chain[-1].parent / href).resolve()
        if not target.is_relative_to(self.project):
            raise site.problem("xinclude", f"`{href}` is outside the project and is not read")
        if target in chain and not site.include.get("xpointer"):
            raise site.problem("xinclude", f"`{href}` includes itself")
        if len(chain) > DEPTH:
            raise site.problem("xinclude", f"inclusions nested more than {DEPTH} deep")
        return target


def _depth(element: etree._Element) -> int:
    return sum(1 for _ in element.iterancestors())


def _is_missing(error: UnreadableDocumentError) -> bool:
    return error.finding.code == "xml.missing-include"


def _replace(include: etree._Element, by: etree._Element) -> None:
    parent = include.getparent()
    if parent is None:
        raise TeiToolsError("`xi:include` cannot be the root element")
    by.tail = include.tail
    parent.replace(include, by)


def _fill(include: etree._Element, text: str) -> None:
    """Let an include hold a text until all are done: text put to text each time would be slow."""
    del include[:]
    include.tag, include.text = TEXT, text


def _splice(include: etree._Element, fallback: etree._Element) -> None:
    """Put the content of a fallback where its include stands."""
    parent = include.getparent()
    if parent is None:
        return
    _append_before(include, fallback.text or "")
    for child in list(fallback):
        include.addprevious(child)
    _append_before(include, include.tail or "")
    include.tail = None
    parent.remove(include)


def _append_before(element: etree._Element, text: str) -> None:
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None:
        previous.tail = (previous.tail or "") + text
    elif parent is not None:
        parent.text = (parent.text or "") + text
