"""In: a document in memory. Out: what rules look at, found in one walk; and what they ask of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final

from lxml import etree

from tei_tools.model.document import Document, Part
from tei_tools.model.names import TEI_NS, XML_LANG, XML_NS, tei
from tei_tools.model.positions import encoding_of

from .rule import Options

if TYPE_CHECKING:
    from .texts import Texts

_ASCII: Final = bytes(range(128))
_REFERENCE: Final = re.compile(rb"&#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}));")


class Context:
    """A document, and the project's wishes.

    Attributes:
        document: all of it, in memory.
        today: the day on which it is checked.
        options: the options of the project, by the codes of rules.
    """

    def __init__(self, document: Document, *, today: date, options: Options) -> None:
        self.document = document
        self.today = today
        self.options = options
        self._languages: dict[etree._Element, str] = {}

    @cached_property
    def texts(self) -> Texts:
        """The words of the document."""
        from .texts import Texts  # loaded only where it is needed

        return Texts(self.document)

    @cached_property
    def files(self) -> tuple[bytes, ...]:
        """The files that it is written in, as UTF-8."""
        return tuple(map(_as_utf_8, self.document.parts))

    @cached_property
    def characters(self) -> frozenset[str]:
        """All characters of its files beyond ASCII, wherever they stand."""
        found = set[str]()
        for data in self.files:
            found.update(data.translate(None, _ASCII).decode("utf-8", "replace"))
            for hexadecimal, decimal in _REFERENCE.findall(data) if b"&#" in data else ():
                code = int(hexadecimal, 16) if hexadecimal else int(decimal)
                if 127 < code < 0x110000:
                    found.add(chr(code))
        return frozenset(found)

    @cached_property
    def targets(self) -> frozenset[str]:
        """All ids of this file that something points to with ``#``."""
        found = set[str]()
        for value in self.document.root.xpath("//@*[contains(., '#')]"):
            found.update(part[1:] for part in str(value).split() if part.startswith("#"))
        return frozenset(found)

    def has(self, words: str) -> bool:
        """Whether something stands in one of its files, as it is written there."""
        return any(words.encode() in data for data in self.files)

    def language(self, element: etree._Element) -> str:
        """The language tag in force at an element, in small letters; empty where there is none."""
        above = element.getparent()
        own = element.get(XML_LANG)
        if own is not None or above is None:
            return (own or "").lower()
        if above not in self._languages:
            self._languages[above] = self.language(above)
        return self._languages[above]


def found(
    document: Document, looks_at: Mapping[str, str]
) -> Iterator[tuple[str, list[etree._Element]]]:
    """For each rule the elements that it looks at, in document order; for what it looks at see
    `table`.
    """
    lists: dict[str, list[etree._Element]] = {wish: [] for wish in looks_at.values()}
    by_tag: dict[object, list[list[etree._Element]]] = {}
    by_attribute: dict[str, list[list[etree._Element]]] = {}
    for wish, elements in lists.items():
        for name in wish.split():
            if name == "#document":
                elements.append(document.root)
            elif name.startswith("@"):
                by_attribute.setdefault(_attribute(name[1:]), []).append(elements)
            else:
                by_tag.setdefault(tei(name), []).append(elements)
    _walk(document.root.iter(etree.Element), by_tag, by_attribute)
    for code, wish in looks_at.items():
        if elements := lists[wish]:
            yield code, elements


def _walk(
    elements: Iterable[etree._Element],
    by_tag: Mapping[object, list[list[etree._Element]]],
    by_attribute: Mapping[str, list[list[etree._Element]]],
) -> None:
    """One walk for all rules; this is where most of the time goes."""
    for element in elements:
        if element.tag in by_tag:
            for wanted in by_tag[element.tag]:
                wanted.append(element)
        for key in element.keys():  # noqa: SIM118 - its values are not needed, and cost time
            if key in by_attribute:
                for wanted in by_attribute[key]:
                    if not (wanted and wanted[-1] is element) and _is_tei(element):
                        wanted.append(element)


def _as_utf_8(part: Part) -> bytes:
    source = part.source
    if encoding_of(source.data) in ("utf-8", "utf-8-sig"):
        return source.data
    return source.text.encode("utf-8", "replace")


def _is_tei(element: etree._Element) -> bool:
    return str(element.tag).startswith(f"{{{TEI_NS}}}")


def _attribute(name: str) -> str:
    """The Clark name of an attribute written with its prefix, if any."""
    return name.replace("xml:", f"{{{XML_NS}}}")
