"""In: names, attributes and children of XML elements.
Out: the elements, and the bytes of a schema: two spaces of indent, the same on every run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element


class Maker:
    """Makes elements of one namespace, called as `maker("choice", children, name="x")`."""

    def __init__(self, ns: str, nsmap: Mapping[str | None, str]) -> None:
        self.ns = ns
        self.nsmap = dict(nsmap)

    def __call__(self, tag: str, children: Iterable[Element] = (), **attributes: str) -> Element:
        """An element with these children and attributes; an attribute `type_` is written `type`."""
        found = etree.Element(f"{{{self.ns}}}{tag}", nsmap=self.nsmap)
        for name, value in attributes.items():
            found.set(name.rstrip("_"), value)
        found.extend(list(children))
        return found

    def text(self, tag: str, text: str, **attributes: str) -> Element:
        """An element with text in it."""
        found = self(tag, (), **attributes)
        found.text = text
        return found


def serialize(root: Element, odd: str) -> bytes:
    """The bytes of a schema, under a comment that names the ODD it was generated from."""
    _indent(root)
    body = etree.tostring(root, encoding="UTF-8", xml_declaration=False)
    name = odd.replace("\\", "/").rpartition("/")[2].replace("--", "- -")
    note = f"Generated from {name} by tei-tools: change that file, not this one."
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- {note} -->\n'.encode() + body + b"\n"


def _indent(root: Element) -> None:
    """Indent elements, but for those that stand among words, where a space would be read."""
    words = [
        (each, each.text, each.tail if each is not top else None, each is top)
        for top in root.iter(etree.Element)
        if len(top) and _has_words(top)
        for each in top.iter()
    ]
    etree.indent(root, space="  ")
    for element, text, tail, is_top in words:
        element.text = text
        if not is_top:
            element.tail = tail


def _has_words(element: Element) -> bool:
    texts = (element.text, *(child.tail for child in element))
    return any(text and text.strip() for text in texts)
