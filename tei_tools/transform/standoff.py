"""In: a document. Out: its exact character data, and all markup beside it, as annotations.

Offsets are code points in the character data. What stands here is enough to write the document
again, equal under canonical XML with comments; `restore` does so. XInclude is resolved already.
"""

import re
from collections.abc import Iterable, Mapping
from json.encoder import encode_basestring as quoted
from typing import Any, Final, NamedTuple, TypeAlias

from lxml import etree

from tei_tools.model.document import Document
from tei_tools.model.names import XML_NS, local, name_of, namespace

#: An annotation as JSON has it; see `schemas/document.schema.json`.
Annotation: TypeAlias = dict[str, Any]

#: XML 1.0, 2.8: what stands before the document type declaration, and that declaration. Nothing in
#: it is tried twice, so that no document is slow to read.
DOCTYPE: Final = re.compile(
    r"""<!DOCTYPE\s(?:"[^"]*"|'[^']*'|[^"'\[<>])*+"""
    r"""(?:\[(?:(?><!--.*?-->)|(?><\?.*?\?>)|"[^"]*"|'[^']*'|[^"'\]])*+\]\s*+)?>""",
    re.DOTALL,
)
#: What the tree is walked by; namespaces come before the element that declares them.
EVENTS: Final = ("start-ns", "start", "end", "comment", "pi")
_PREFIXED: Final = etree.XPath("name(@*[namespace-uri()=$u][local-name()=$n])")
_PROLOG: Final = re.compile(r"\ufeff?(?:(?><\?.*?\?>)|(?><!--.*?-->)|\s)*+", re.DOTALL)


class Lines(list[str]):
    """JSON objects as they are written, a line each.

    There is one for every element of a file, so that to make objects first would be slow.
    """


class Standoff(NamedTuple):
    """A document as text and annotations.

    Attributes:
        text: the character data, in document order.
        annotations: an element, comment or instruction each, in document order, as JSON.
        starts: where in the text each node of the tree begins: for an element, its ``text``.
        ends: where it ends, that is, where its ``tail`` begins.
        doctype: the document type declaration as it was written; empty where there is none.
    """

    text: str
    annotations: Lines
    starts: Mapping[etree._Element, int]
    ends: Mapping[etree._Element, int]
    doctype: str

    def as_object(self) -> dict[str, Any]:
        """The ``source`` of the JSON."""
        return {
            "doctype": self.doctype or None,
            "text": self.text,
            "annotations": self.annotations,
        }


def standoff_of(document: Document) -> Standoff:
    """A document as text and annotations."""
    walker = _Walker()
    root = document.root
    for node in reversed(list(root.itersiblings(preceding=True))):
        walker.empty(node)
    walker.tree(root)
    for node in root.itersiblings():
        walker.empty(node)
    return Standoff(
        "".join(walker.pieces),
        walker.annotations,
        walker.starts,
        walker.ends,
        _doctype(document.parts[0].source.text),
    )


def _doctype(text: str) -> str:
    prolog = _PROLOG.match(text)
    found = DOCTYPE.match(text, prolog.end() if prolog else 0)
    return found[0] if found else ""


class _Walker:
    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.annotations = Lines()
        self.starts: dict[etree._Element, int] = {}
        self.ends: dict[etree._Element, int] = {}
        #: Of each open element its number, and what is written after its end.
        self.open: list[tuple[int, str]] = []
        self.names: dict[tuple[str, str | None], str] = {}  # of elements, as they are written

    def tree(self, root: etree._Element) -> None:
        declared: dict[str, str] = {}  # by the start tag that comes next
        for event, node in etree.iterwalk(root, EVENTS):
            if isinstance(node, tuple):
                declared[node[0]] = node[1]
                continue
            assert node is not None
            if event == "start":
                self.start(node, declared)
                if declared:
                    declared = {}
                continue
            if event == "end":
                self.end(node)
            else:
                self.empty(node)
            if self.open and (text := node.tail):
                self.pieces.append(text)
                self.length += len(text)

    def start(self, element: etree._Element, declared: Mapping[str, str]) -> None:
        key = name_of(element), element.prefix
        name = self.names.get(key) or self.names.setdefault(key, quoted(_name(*key)))
        rest = f', "ns": {_object(declared.items())}' if declared else ""
        if attributes := element.items():
            written = ((_attribute(element, str(name)), value) for name, value in attributes)
            rest += f', "attrs": {_object(written)}'
        number, place = len(self.annotations), self.length
        begun = f'{{"i": {number}, "p": {self.parent()}, "name": {name}, "start": {place}, "end": '
        self.annotations.append(begun)
        self.open.append((number, rest))
        self.starts[element] = place
        if text := element.text:
            self.pieces.append(text)
            self.length += len(text)

    def end(self, element: etree._Element) -> None:
        number, rest = self.open.pop()
        self.ends[element] = self.length
        self.annotations[number] += f"{self.length}{rest}}}"

    def empty(self, node: etree._Element) -> None:
        """A comment or a processing instruction."""
        text, place = quoted(node.text or ""), self.length
        if isinstance(node, etree._ProcessingInstruction):
            said = f'"pi": {quoted(node.target)}, "data": {text}'
        else:
            said = f'"comment": {text}'
        numbers = f'"i": {len(self.annotations)}, "p": {self.parent()}'
        self.annotations.append(f'{{{numbers}, {said}, "start": {place}, "end": {place}}}')
        self.starts[node] = self.ends[node] = place

    def parent(self) -> int | str:
        """The number of the innermost open element."""
        return self.open[-1][0] if self.open else "null"


def _object(members: Iterable[tuple[str, str]]) -> str:
    """A JSON object of strings."""
    return f"{{{', '.join([f'{quoted(name)}: {quoted(value)}' for name, value in members])}}}"


def _name(tag: str, prefix: str | None) -> str:
    """The name of an element as it is written."""
    return f"{prefix}:{local(tag)}" if prefix else local(tag)


def _attribute(element: etree._Element, name: str) -> str:
    """The name of an attribute as it is written."""
    if not name.startswith("{"):
        return name
    uri, bare = namespace(name), local(name)
    if uri == XML_NS:
        return f"xml:{bare}"
    # of several prefixes for one namespace, only libxml2 knows which is used
    return str(_PREFIXED(element, u=uri, n=bare))
