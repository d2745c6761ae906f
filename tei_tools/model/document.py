"""In: a parsed tree and the files it was written in. Out: a Document that knows its places.

A document may be written in several files (XInclude). Each file is a `Part`; every element belongs
to the part whose root is its nearest ancestor, and its place is told in that part's own text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from lxml import etree

from .digest import digest
from .elements import with_ids
from .finding import Edit, Finding, Fix, Location, Severity
from .names import XML_ID, XML_NS, local, name_of, namespace
from .positions import SourceText
from .walkable import EVENTS, Event, Wanted

if TYPE_CHECKING:
    from .edits import Bytes, Pen

#: How many siblings before and after an element are looked at.
NEAR: Final = 50


class Part(NamedTuple):
    """One file of a document.

    Attributes:
        source: the text as it was written.
        root: the element of the tree that is the root of this file.
        skip: how many elements of the file precede ``root`` in it (not 0 when a fragment is taken).
        ordinals: the number of each element in its file, kept where inclusion changed the tree.
    """

    source: SourceText
    root: etree._Element
    skip: int = 0
    ordinals: Mapping[etree._Element, int] | None = None

    def numbers(self) -> Mapping[etree._Element, int]:
        """The number of each element in its file, from 0, as `SourceText` counts start tags."""
        if self.ordinals is not None:
            return self.ordinals
        return {e: i for i, e in enumerate(self.root.iter(etree.Element), self.skip)}


class Document:
    """A TEI document, its XIncludes resolved.

    Attributes:
        path: the file as the user named it.
        root: the root element; comments and processing instructions before it are its siblings.
        parts: the files it was written in, the main file first.
        steps: the last step of the XPath of some elements, where the tree does not tell it.
    """

    def __init__(
        self,
        path: str,
        parts: tuple[Part, ...],
        steps: Mapping[etree._Element, str] = MappingProxyType({}),
    ) -> None:
        self.path = path
        self.root = parts[0].root
        self.outline = self.root
        self.parts = parts
        self._steps = dict(steps)
        self._counted: dict[tuple[etree._Element, str], tuple[etree._Element, int]] = {}
        self._roots = {part.root: part for part in parts}
        self._inside: dict[etree._Element | None, Part] = {}  # for elements with children
        self._ordinals: dict[etree._Element, Mapping[etree._Element, int]] = {}
        self._files: dict[etree._Element, Bytes] = {}

    @cached_property
    def ids(self) -> Mapping[str, list[etree._Element]]:
        """Every ``xml:id`` with the elements that carry it, in document order."""
        index: dict[str, list[etree._Element]] = {}
        for element in with_ids(self.root):
            if identifier := element.get(XML_ID):
                index.setdefault(identifier, []).append(element)
        return index

    @cached_property
    def ids_by_file(self) -> Mapping[str, Mapping[str, str]]:
        """For each file of the document, its ids with the local names of their elements.

        Of a file of which only a fragment is taken, there may be others.
        """
        files: dict[str, dict[str, str]] = {p.source.path: {} for p in self.parts if not p.skip}
        for identifier, elements in self.ids.items():
            for element in elements:
                ids = files.get(self.file_of(element))
                if ids is not None:
                    ids.setdefault(identifier, local(name_of(element)))
        return files

    # --- going through -----

    def wholes(self) -> Mapping[etree._Element, str]:
        """The roots of those files that are in the tree just as they were read, with digests."""
        return {
            part.root: digest(part.source.data)
            for part in self.parts
            if not part.skip and part.ordinals is None
        }

    def events(self) -> Iterator[Event]:
        """All `EVENTS` in document order."""
        return etree.iterwalk(self.root, EVENTS)

    def elements(self) -> Iterator[tuple[int, etree._Element]]:
        """All elements in document order, with their numbers from 0."""
        return enumerate(self.root.iter(etree.Element))

    def number(self, element: etree._Element) -> int:
        """The number of an element."""
        return self._numbers[element]

    @cached_property
    def _numbers(self) -> Mapping[etree._Element, int]:
        return {element: number for number, element in self.elements()}

    def repeated_ids(self) -> Iterator[tuple[str, int, int]]:
        """Each second and later use of an ``xml:id``: the id, the first element, the later one."""
        for identifier, (first, *later) in self.ids.items():
            for element in later:
                yield identifier, self.number(first), self.number(element)

    def met(self, node: etree._Element) -> int:
        """How many children a node's parent has up to the node."""
        before = sum(1 for _ in node.itersiblings(etree.Element, preceding=True))
        return before + isinstance(node.tag, str)

    def sources(self) -> Iterator[tuple[str, Iterable[bytes]]]:
        """The files it was written in: the path of each, and its bytes in pieces."""
        data = {part.source.path: part.source.data for part in self.parts}
        return ((path, (piece,)) for path, piece in data.items())

    def tree(self, wanted: Wanted) -> tuple[Document, Mapping[int, etree._Element]]:
        """This document, and some of its elements."""
        return self, {n: element for n, element in self.elements() if n in wanted.numbers}

    def whole(self) -> Document:
        """This document."""
        return self

    # --- places -----

    def file_of(self, element: etree._Element) -> str:
        """The path of the file in which an element was written."""
        return self.part_of(element).source.path

    def part_of(self, element: etree._Element) -> Part:
        """The file in which an element was written."""
        if len(self.parts) == 1:
            return self.parts[0]
        if part := self._roots.get(element):
            return part
        parent = element.getparent()
        if parent not in self._inside:
            self._inside[parent] = self.parts[0] if parent is None else self.part_of(parent)
        return self._inside[parent]

    def line(self, element: etree._Element) -> int:
        """The line of an element's start tag, in the file that holds it."""
        line = self.part_of(element).source.start_line(self._ordinal(element))
        return line or element.sourceline or 0

    def locate(
        self,
        element: etree._Element,
        attribute: str = "",
        *,
        token: str = "",
        name: bool = False,
        after: int | None = None,
        end: bool = False,
    ) -> Location:
        """Where something was written, in the file that holds it.

        Args:
            element: the element whose start tag is meant, when nothing else is named.
            attribute: the Clark name of the attribute whose value is meant.
            token: the part of that value that is meant.
            name: whether its name is meant.
            after: the number of the child (from 1) after which the first words directly inside the
                element are meant; 0 for those before all children.
            end: whether its end tag is meant.
        """
        source = self.part_of(element).source
        ordinal = self._ordinal(element)
        place = None
        if attribute:
            place = source.attribute(ordinal, _written(element, attribute), token=token, name=name)
        elif after is not None:
            place = source.words(ordinal, after)
        elif end:
            place = source.end_tag(ordinal)
        place = place or source.start_tag(ordinal)
        line, column, end_column = place or (element.sourceline or 0, 0, 0)
        is_inside = attribute or after is not None or end
        inner = element if is_inside else element.getparent()
        return Location(
            source.path,
            line,
            column,
            end_column,
            self.xpath(element),
            nearest_id(element),
            "" if inner is None else context(inner),
        )

    def locate_words(self, element: etree._Element, after: int, start: int, end: int) -> Location:
        """Where a stretch of the text directly inside an element was written, as far as its first
        line; for arguments see `edit_words`.
        """
        place = self._pen(element).stretch(after, start, end)
        location = self.locate(element, after=after)
        if place is None:
            return location
        line, column, end_column = self.part_of(element).source.place(*place)
        return location._replace(line=line, column=column, end_column=end_column)

    def finding(
        self,
        element: etree._Element,
        code: str,
        message: str,
        *,
        attribute: str = "",
        token: str = "",
        name: bool = False,
        after: int | None = None,
        end: bool = False,
        severity: Severity = Severity.ERROR,
        expected: tuple[str, ...] = (),
        suggestion: str = "",
        source: str = "",
        related: Location | None = None,
        fix: Fix | None = None,
    ) -> Finding:
        """A finding at the place that `locate` gives."""
        return self.part_of(element).source.finding(
            self.locate(element, attribute, token=token, name=name, after=after, end=end),
            code,
            message,
            severity=severity,
            expected=expected,
            suggestion=suggestion,
            source=source,
            related=related,
            fix=fix,
        )

    # --- edits: None where it cannot be told for certain what to change -----

    def edit_value(self, element: etree._Element, attribute: str, new: str) -> Edit | None:
        """Another value for an attribute (by its Clark name)."""
        names = _written(element, attribute)
        return self._pen(element).value(names, element.get(attribute, ""), new)

    def edit_token(
        self, element: etree._Element, attribute: str, token: str, new: str
    ) -> Edit | None:
        """Another word in a value, in place of the first that is ``token``; the rest stays."""
        return next(iter(self.edit_tokens(element, attribute, {token: new})), None)

    def edit_tokens(
        self, element: etree._Element, attribute: str, new: Mapping[str, str]
    ) -> list[Edit | None]:
        """Other words in place of some words of a value, wherever they stand in it.

        A word that an entity gives is not found, and has no edit.
        """
        return self._pen(element).tokens(_written(element, attribute), new)

    def edit_attribute_away(self, element: etree._Element, attribute: str) -> Edit | None:
        """No such attribute any more, and no space before it."""
        return self._pen(element).without(_written(element, attribute))

    def edit_attribute_name(self, element: etree._Element, attribute: str, new: str) -> Edit | None:
        """Another name for an attribute; ``new`` with its prefix, if any."""
        return self._pen(element).attribute_name(_written(element, attribute), new)

    def edit_add_attribute(
        self, element: etree._Element, attribute: str, value: str
    ) -> Edit | None:
        """One more attribute, after the others."""
        names = sorted(_written(element, attribute))
        return self._pen(element).added(names[0], value) if names else None

    def edit_name(self, element: etree._Element, new: str) -> tuple[Edit | None, ...]:
        """Another local name for an element, in its start tag and its end tag."""
        return self._pen(element).name(new)

    def edit_words(
        self, element: etree._Element, after: int, start: int, end: int, new: str
    ) -> Edit | None:
        """Another text in place of a stretch of the text directly inside an element.

        Args:
            after: how many child elements come before the text in question, which ends where the
                next begins; comments and processing instructions do not count.
            start: where the stretch begins in that text, in code points from 0.
            end: where it ends.
            new: what is put there, not escaped.
        """
        return self._pen(element).words(after, start, end, new)

    def _pen(self, element: etree._Element) -> Pen:
        from .edits import Bytes, Pen  # loaded only where something is wrong

        part = self.part_of(element)
        if part.root not in self._files:
            self._files[part.root] = Bytes(part.source)

        def ordinal_of(each: etree._Element) -> int | None:
            return self._ordinal(each) if self.part_of(each) is part else None

        return Pen(self._files[part.root], element, ordinal_of)

    def has_written(self, element: etree._Element, attribute: str) -> bool:
        """Whether an attribute stands in the start tag of an element; a DTD may give it too."""
        source, names = self.part_of(element).source, _written(element, attribute)
        return source.attribute(self._ordinal(element), names) is not None

    def prefix(self, element: etree._Element) -> str:
        """The prefix that an element is written with; empty where it has none."""
        at = self.locate(element)
        excerpt, first = self.part_of(element).source.excerpt(at.line, at.column)
        return excerpt[at.column - first : at.end_column - first].rpartition(":")[0]

    def xpath(self, element: etree._Element) -> str:
        """The XPath of an element in local names, with positions among siblings of a name."""
        nodes = (element, *element.iterancestors())
        return "/" + "/".join([self._step(node) for node in reversed(nodes)])

    def _step(self, node: etree._Element) -> str:
        if node not in self._steps:
            position = self._position(node)
            is_single = position == 1 and next(node.itersiblings(name_of(node)), None) is None
            name = local(name_of(node))
            self._steps[node] = name if is_single else f"{name}[{position}]"
        return self._steps[node]

    def _position(self, node: etree._Element) -> int:
        """How many siblings of its name there are up to an element; counted on from the last."""
        parent, name = node.getparent(), name_of(node)
        if parent is None:
            return 1
        last, position = self._counted.get((parent, name), (None, 0))
        distance = 0 if last is None else _distance(last, node)
        if distance:
            position += distance
        else:
            position = 1 + sum(1 for _ in node.itersiblings(name, preceding=True))
        self._counted[parent, name] = node, position
        return position

    def _ordinal(self, element: etree._Element) -> int:
        if len(self.parts) == 1 and self.parts[0].ordinals is None:
            return self.number(element)
        part = self.part_of(element)
        if part.root not in self._ordinals:
            self._ordinals[part.root] = part.numbers()
        return self._ordinals[part.root][element]


def siblings_before(element: etree._Element) -> list[etree._Element]:
    """The elements before an element in its parent; of many the first and the last."""
    last = list(islice(element.itersiblings(etree.Element, preceding=True), NEAR))[::-1]
    parent = element.getparent()
    if len(last) < NEAR or parent is None:
        return last
    first = list(islice(parent.iterchildren(etree.Element), NEAR))
    return [*(each for each in first if each not in last), *last]


def siblings_after(element: etree._Element) -> list[etree._Element]:
    """The elements after an element in its parent; of many the first."""
    return list(islice(element.itersiblings(etree.Element), NEAR))


def _written(element: etree._Element, attribute: str) -> tuple[str, ...]:
    """The ways to write the name of an attribute of an element, with each of its prefixes."""
    if not (uri := namespace(attribute)):
        return (attribute,)
    prefixes = {"xml"} if uri == XML_NS else {p for p, u in element.nsmap.items() if u == uri}
    return tuple(f"{prefix}:{local(attribute)}" for prefix in prefixes)


def _distance(element: etree._Element, sibling: etree._Element) -> int:
    """How many siblings of its name after an element another is; 0 where it does not come after."""
    for distance, each in enumerate(element.itersiblings(name_of(element)), 1):
        if each is sibling:
            return distance
    return 0


def nearest_id(element: etree._Element) -> str:
    """The ``xml:id`` of an element or of the nearest ancestor that has one; else empty."""
    node: etree._Element | None = element
    while node is not None:
        if identifier := node.get(XML_ID):
            return identifier
        node = node.getparent()
    return ""


def context(element: etree._Element) -> str:
    """The way to an element from its nearest ancestor with an ``xml:id``: ``div#w1.I > closer``."""
    steps: list[str] = []
    for node in (element, *element.iterancestors()):
        identifier = node.get(XML_ID)
        steps.append(local(name_of(node)) + (f"#{identifier}" if identifier else ""))
        if identifier:
            break
    return " > ".join(reversed(steps))
