"""In: a schema in the compact syntax, and a namespace. Out: what it has in it of that, as XML.

The reader of schemas goes over annotations (RELAX NG Compact Syntax, 5); those of one namespace,
such as Schematron's, can be had here: in a grammar in the XML syntax, with the references to other
files and nothing else. What is wrong with the schema is for its reader to say.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress

from lxml import etree

from tei_tools.model.finding import SchemaError
from tei_tools.model.names import PLACE, RNG_NS

from .rnc_cursor import NAMES, Cursor
from .rnc_tokens import NEWLINE, tokens

#: How deep annotations may nest.
DEPTH = 100


def foreign_elements(data: bytes, file: str, wanted: Collection[str]) -> bytes:
    """The annotations of some namespaces.

    Args:
        data: the schema.
        file: how messages call it.
        wanted: the namespaces.
    """
    root = etree.Element(f"{{{RNG_NS}}}grammar")
    with suppress(SchemaError, ValueError):
        _Annotations(Cursor(tokens(data, file), file, ""), wanted).add_to(root)
    return etree.tostring(root, encoding="UTF-8")


class _Annotations:
    def __init__(self, cursor: Cursor, wanted: Collection[str]) -> None:
        self.cursor = cursor
        self.wanted = wanted

    def add_to(self, root: etree._Element) -> None:
        """Go through the schema, and put what is found into a grammar."""
        cursor = self.cursor
        cursor.declarations()
        while cursor.kind != "end":
            if cursor.kind == "CName" and cursor.next_kind() == "[" and self.is_wanted():
                root.append(self.element(0))
            elif cursor.kind in ("include", "external") and cursor.next_kind() == "literal":
                is_include = cursor.step() == "include"
                name = "include" if is_include else "externalRef"
                etree.SubElement(root, f"{{{RNG_NS}}}{name}", href=self.literal())
            else:
                cursor.step()

    def is_wanted(self) -> bool:
        prefix = self.cursor.tokens.texts[self.cursor.at].partition(":")[0]
        return self.cursor.namespaces.get(prefix) in self.wanted

    def element(self, depth: int) -> etree._Element:
        """An annotation: its name, its attributes, and what is in it."""
        cursor = self.cursor
        line = cursor.tokens.lines[cursor.at]
        found = etree.Element(self.name())
        found.set(PLACE, f"{cursor.file}:{line}")
        opened = cursor.at
        cursor.take("[")
        while cursor.kind in ("CName", *NAMES) and cursor.next_kind() == "=":
            name = self.name()
            cursor.take("=")
            found.set(name, self.literal())
        last: etree._Element | None = None
        while cursor.kind != "]":
            if cursor.kind == "literal":
                text = self.literal()
                if last is None:
                    found.text = (found.text or "") + text
                else:
                    last.tail = (last.tail or "") + text
            elif cursor.kind in ("CName", *NAMES) and depth < DEPTH:
                last = self.element(depth + 1)
                found.append(last)
            else:
                raise cursor.expected("an annotation")
        cursor.close("]", opened)
        return found

    def name(self) -> str:
        """The Clark name of an annotation, or of one of its attributes."""
        if self.cursor.kind != "CName":
            return self.cursor.name("a name")
        at = self.cursor.at
        prefix, _, local = self.cursor.step().partition(":")
        return f"{{{self.cursor.namespace(prefix, at)}}}{local}"

    def literal(self) -> str:
        return self.cursor.literal("a text").replace(NEWLINE, "\n")
