"""In: a parsed file. Out: the same tree, each ``xi:include`` replaced by what it names.

XInclude 1.1 within the project only: ``href`` (relative), ``parse="xml|text"``, ``xpointer`` with a
bare id, ``fallback``. Anything else is an error that says so; nothing outside ``root`` is opened.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from lxml import etree

from tei_tools.model.document import Part
from tei_tools.model.finding import Location, TeiToolsError, UnreadableDocumentError
from tei_tools.model.names import XINCLUDE_NS, XML_BASE, XML_ID
from tei_tools.model.positions import SourceText

from .files import read_bytes
from .parse import parse

INCLUDE = f"{{{XINCLUDE_NS}}}include"
FALLBACK = f"{{{XINCLUDE_NS}}}fallback"
#: How deep inclusions may be nested: far more than an edition needs, far less than a bomb does.
DEPTH = 20


class Inclusion:
    """One run of XInclude; ``parts`` are the files it took in, as parts of the document."""

    def __init__(self, project: Path) -> None:
        self.project = project
        self.parts: list[Part] = []

    def resolve(self, root: etree._Element, file: Path, source: SourceText, skip: int = 0) -> None:
        """Replace the inclusions below ``root``, a tree just parsed from ``file``."""
        self._resolve(root, source, (file.resolve(),), skip)

    def _resolve(
        self, root: etree._Element, source: SourceText, chain: tuple[Path, ...], skip: int
    ) -> None:
        part = Part(source, root, skip)
        includes = [i for i in root.iter(INCLUDE) if next(i.iterancestors(INCLUDE), None) is None]
        self.parts.append(replace(part, ordinals=part.count()) if includes else part)
        for include in includes:
            try:
                included = self._load(include, source, chain)
            except UnreadableDocumentError as error:
                if not _is_missing(error) or (fallback := include.find(FALLBACK)) is None:
                    raise
                _splice(include, fallback)
                continue
            if isinstance(included, str):
                _replace_by_text(include, included)
            else:
                _replace(include, included)

    def _load(
        self, include: etree._Element, source: SourceText, chain: tuple[Path, ...]
    ) -> etree._Element | str:
        href = include.get("href", "")
        target = self._target(include, href, source, chain)
        name = str(Path(source.path).parent / href)
        try:
            data = read_bytes(target)
        except TeiToolsError:
            raise _problem(include, source, "missing-include", f"no file `{href}`") from None
        if include.get("parse", "xml") == "text":
            return SourceText(name, data).text
        root = parse(data, name)
        included = SourceText(name, data)
        skip = 0
        if pointer := include.get("xpointer"):
            found = [e for e in root.iter(etree.Element) if e.get(XML_ID) == pointer]
            if not found:
                raise _problem(
                    include, source, "missing-include", f"no xml:id `{pointer}` in `{href}`"
                )
            skip = next(i for i, e in enumerate(root.iter(etree.Element)) if e is found[0])
            root = found[0]
            root.tail = None
        self._resolve(root, included, (*chain, target), skip)
        root.set(XML_BASE, href)
        return root

    def _target(
        self, include: etree._Element, href: str, source: SourceText, chain: tuple[Path, ...]
    ) -> Path:
        if not href:
            raise _problem(include, source, "xinclude", "`xi:include` needs an `href`")
        if "://" in href or href.startswith("//"):
            raise _problem(
                include, source, "xinclude", f"`{href}` is on the network, which is never used"
            )
        target = (chain[-1].parent / href).resolve()
        if not target.is_relative_to(self.project):
            raise _problem(
                include, source, "xinclude", f"`{href}` is outside the project and is not read"
            )
        if target in chain and not include.get("xpointer"):
            raise _problem(include, source, "xinclude", f"`{href}` includes itself")
        if len(chain) > DEPTH:
            raise _problem(include, source, "xinclude", f"inclusions nested more than {DEPTH} deep")
        return target


def _problem(
    include: etree._Element, source: SourceText, code: str, message: str
) -> UnreadableDocumentError:
    ordinal = next(
        (
            i
            for i, element in enumerate(include.getroottree().getroot().iter(etree.Element))
            if element is include
        ),
        0,
    )
    line, column, end = (
        source.attribute(ordinal, ("href",))
        or source.start_tag(ordinal)
        or (include.sourceline or 0, 0, 0)
    )
    location = Location(source.path, line, column, end)
    return UnreadableDocumentError(source.finding(location, f"xml.{code}", message))


def _is_missing(error: UnreadableDocumentError) -> bool:
    return error.finding.code == "xml.missing-include"


def _replace(include: etree._Element, by: etree._Element) -> None:
    parent = include.getparent()
    if parent is None:
        raise TeiToolsError("`xi:include` cannot be the root element")
    by.tail = include.tail
    parent.replace(include, by)


def _replace_by_text(include: etree._Element, text: str) -> None:
    _append_before(include, text + (include.tail or ""))
    parent = include.getparent()
    if parent is not None:
        include.tail = None
        parent.remove(include)


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
