"""In: a file whose DOCTYPE declares markup. Out: its tree, that markup in it.

libxml2 gives the elements of an entity no namespace, and the attributes that a DTD gives by default
only when it may read DTDs of other files. expat does both right, and reads no other file.
"""

from __future__ import annotations

import re
from typing import BinaryIO, Final
from xml.parsers import expat

from lxml import etree

#: How many bytes expat is given at a time, to look at the beginning of a file.
PIECE: Final = 1 << 12
#: How much text is taken over at a time; each time costs as much as there is already.
BUFFER: Final = 1 << 20


def declares_markup(root: etree._Element, text: str) -> bool:
    """Whether the DOCTYPE declares entities with tags in them, or default attributes.

    Args:
        text: the characters of the document, as far as the root element at least.
    """
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is None:
        return False
    start = re.search(r"<!ATTLIST\s|<[^\s!?]", text)  # the list of attributes, or the root
    has_tags = any("<" in (entity.content or "") for entity in dtd.iterentities())
    return has_tags or (start is not None and start[0].startswith("<!"))


def may_declare_markup(stream: BinaryIO) -> bool:
    """Whether an entity declared at the beginning of a file has tags in it.

    libxml2 must not be asked for the events of such a file: it tells of elements that it has freed.
    """
    parser = expat.ParserCreate()
    found: list[bool] = []

    def entity(_name: str, _is_parameter: bool, value: str | None, *_others: object) -> None:
        found.append("<" in (value or ""))

    def start(_name: str, _attributes: dict[str, str]) -> None:
        raise _RootReachedError

    parser.EntityDeclHandler = entity
    parser.StartElementHandler = start
    try:
        while piece := stream.read(PIECE):
            parser.Parse(piece, False)
    except _RootReachedError:
        return any(found)
    except (expat.ExpatError, LookupError, ValueError):  # of another mind than libxml2
        return True
    return any(found)


class _RootReachedError(Exception):
    """The prolog of a file has been read."""


def parse_declared(text: str) -> etree._Element:
    """The root element of a document, by its characters.

    Raises:
        ExpatError: it is not well-formed, or declares what expat does not know.
    """
    builder = _Builder()
    parser = expat.ParserCreate("utf-8", "}")
    parser.buffer_text, parser.buffer_size = True, BUFFER
    parser.StartNamespaceDeclHandler = builder.declare
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.characters
    parser.CommentHandler = builder.comment
    parser.ProcessingInstructionHandler = builder.instruction
    builder.parser = parser
    parser.Parse(text.encode("utf-8", errors="replace"), True)
    assert builder.root is not None
    return builder.root


class _Builder:
    """Makes the tree; what stands before the root waits until there is one."""

    parser: expat.XMLParserType

    def __init__(self) -> None:
        self.root: etree._Element | None = None
        self.open: list[etree._Element] = []
        self.last: etree._Element | None = None
        self.prefixes: dict[str | None, str] = {}
        self.before: list[etree._Element] = []

    def declare(self, prefix: str | None, uri: str | None) -> None:
        if uri is not None:  # what xmlns="" says, the names say too
            self.prefixes[prefix] = uri

    def start(self, name: str, attributes: dict[str, str]) -> None:
        values = {_clark(key): value for key, value in attributes.items()}
        element = etree.Element(_clark(name), values, nsmap=self.prefixes)
        element.sourceline = self.parser.CurrentLineNumber  # type: ignore[misc]
        self.prefixes = {}
        self.add(element)
        self.open.append(element)
        self.last = None

    def end(self, _name: str) -> None:
        self.last = self.open.pop()

    def characters(self, data: str) -> None:
        if self.last is not None:
            self.last.tail = (self.last.tail or "") + data
        else:
            self.open[-1].text = (self.open[-1].text or "") + data

    def comment(self, data: str) -> None:
        self.add(etree.Comment(data))

    def instruction(self, target: str, data: str) -> None:
        self.add(etree.ProcessingInstruction(target, data))

    def add(self, node: etree._Element) -> None:
        """Put a node where the document has come to."""
        if self.open:
            self.open[-1].append(node)
        elif self.root is not None:
            (self.last if self.last is not None else self.root).addnext(node)
        elif isinstance(node.tag, str):
            self.root = node
            for each in self.before:
                node.addprevious(each)
        else:
            self.before.append(node)
        self.last = node


def _clark(name: str) -> str:
    return f"{{{name}" if "}" in name else name
