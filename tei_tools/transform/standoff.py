"""In: a document. Out: its exact character data, and all markup beside it, as annotations.

Offsets are code points in the character data. What stands here is enough to write the document
again, equal under canonical XML with comments; `restore` does so. XInclude is resolved already.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
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
_PROLOG: Final = re.compile(r"\ufeff?(?:(?><\?.*?\?>)|(?><!--.*?-->)|\s)*+", re.DOTALL)


class Standoff(NamedTuple):
    """A document as text and annotations.

    Attributes:
        text: the character data, in document order.
        annotations: an element, comment or instruction each, in document order.
        starts: where in the text each node of the tree begins: for an element, its ``text``.
        ends: where it ends, that is, where its ``tail`` begins.
        doctype: the document type declaration as it was written; empty where there is none.
    """

    text: str
    annotations: list[Annotation]
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
        walker.empty(node, None)
    walker.tree(root)
    for node in root.itersiblings():
        walker.empty(node, None)
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


class _Open(NamedTuple):
    """An element whose end has not come yet."""

    element: etree._Element
    annotation: Annotation
    namespaces: Mapping[str | None, str]


class _Walker:
    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.annotations: list[Annotation] = []
        self.starts: dict[etree._Element, int] = {}
        self.ends: dict[etree._Element, int] = {}
        self.open: list[_Open] = []

    def tree(self, root: etree._Element) -> None:
        for node in root.iter():
            parent = node.getparent() if self.open else None
            while self.open and self.open[-1].element is not parent:
                self.close()
            if isinstance(node.tag, str):
                self.start(node)
            else:
                self.empty(node, self.open[-1].annotation["i"])
                self.write(node.tail)
        while self.open:
            self.close()

    def start(self, element: etree._Element) -> None:
        outer = self.open[-1] if self.open else None
        namespaces = element.nsmap
        made = self.annotation(element, outer.annotation["i"] if outer else None)
        name = local(name_of(element))
        made["name"] = f"{element.prefix}:{name}" if element.prefix else name
        made["start"] = made["end"] = self.length
        if declared := dict(_declared(namespaces, outer.namespaces if outer else {})):
            made["ns"] = declared
        if attributes := dict(_attributes(element, namespaces)):
            made["attrs"] = attributes
        self.open.append(_Open(element, made, namespaces))
        self.write(element.text)

    def close(self) -> None:
        element, annotation, _ = self.open.pop()
        annotation["end"] = self.ends[element] = self.length
        if self.open:
            self.write(element.tail)

    def empty(self, node: etree._Element, parent: int | None) -> None:
        """A comment or a processing instruction."""
        made = self.annotation(node, parent)
        match node:
            case etree._ProcessingInstruction():
                made["pi"] = node.target
                made["data"] = node.text or ""
            case etree._Comment():
                made["comment"] = node.text or ""
        made["start"] = made["end"] = self.ends[node] = self.length

    def annotation(self, node: etree._Element, parent: int | None) -> Annotation:
        made: Annotation = {"i": len(self.annotations), "p": parent}
        self.annotations.append(made)
        self.starts[node] = self.length
        return made

    def write(self, text: str | None) -> None:
        if text:
            self.pieces.append(text)
            self.length += len(text)


def _declared(
    namespaces: Mapping[str | None, str], outer: Mapping[str | None, str]
) -> Iterator[tuple[str, str]]:
    """The namespaces that an element declares, by prefix; the default one has the prefix ""."""
    if namespaces != outer:
        for prefix, uri in namespaces.items():
            if outer.get(prefix) != uri:
                yield prefix or "", uri or ""
    if outer.get(None) and None not in namespaces:
        yield "", ""


def _attributes(
    element: etree._Element, namespaces: Mapping[str | None, str]
) -> Iterator[tuple[str, str]]:
    """The attributes of an element, by their names as they are written."""
    for name, value in element.attrib.items():
        uri = namespace(str(name))
        if not uri:
            yield str(name), str(value)
        elif uri == XML_NS:
            yield f"xml:{local(str(name))}", str(value)
        else:
            yield _prefixed(element, uri, local(str(name)), namespaces), str(value)


def _prefixed(
    element: etree._Element, uri: str, name: str, namespaces: Mapping[str | None, str]
) -> str:
    """The name of an attribute with its prefix; of several for one namespace, the one used."""
    prefixes = [prefix for prefix, bound in namespaces.items() if prefix and bound == uri]
    if len(prefixes) == 1:
        return f"{prefixes[0]}:{name}"
    return str(element.xpath("name(@*[namespace-uri()=$u][local-name()=$n])", u=uri, n=name))
