"""In: the tokens of node tests and sequence types (XPath 3.1, 2.5.4). Out: their trees."""

from __future__ import annotations

from typing import Any, Final

from tei_tools.model.names import XSD_NS
from tei_tools.xpath.code import Tree
from tei_tools.xpath.cursor import Cursor
from tei_tools.xpath.errors import XPathError

KINDS_1: Final = frozenset(("node", "text", "comment", "processing-instruction"))
KINDS: Final = KINDS_1 | frozenset(
    "element attribute document-node namespace-node schema-element schema-attribute".split()
)


class TypeParser(Cursor):
    """Reads node tests and types."""

    def _is_kind(self, name: str) -> bool:
        return name in (KINDS_1 if self._is_1 else KINDS)

    def _kind_test(self) -> Tree:
        kind = self._take().text
        self._expect("(")
        test: Tree = [kind]
        if kind == "processing-instruction" and not self._is(")"):
            token = self._take()
            if token.kind == "string":
                test.append(" ".join(unquoted(token.text).split()))
            elif token.kind == "name" and not self._is_1:
                test.append(token.text)
            else:
                raise self._unexpected()
        elif kind in ("element", "attribute") and not self._is(")"):
            name = self._name_test(self._default if kind == "element" else "")
            if name is None:
                raise self._unexpected("a name")
            test.append(name[1])
            if self._skip(","):
                test.append(self._qname(""))
                self._skip("?")
        elif kind == "document-node" and self._is("element"):
            test.append(self._kind_test())
        elif kind.startswith("schema-"):
            raise XPathError("XPST0008", f"`{kind}()`: documents have no schema here")
        self._expect(")")
        return test

    def _atomic_type(self) -> str:
        name = self._qname("")
        uri, _, local = name[1:].partition("}")
        if uri != XSD_NS or name[0] != "{":
            raise XPathError("XPST0051", f"there is no atomic type `{name}`")
        return local

    def _sequence_type(self) -> Tree:
        """``[item type, occurrence]``; the occurrence is one of ``"" ? * + 0``."""
        if self._skip("empty-sequence", "(", ")"):
            return [["item"], "0"]
        kind = self._nested(self._item_type)
        occurrence = self._take().text if self._is("?", "*", "+") else ""
        return [kind, occurrence]

    def _item_type(self) -> Tree:
        if self._is("("):
            self._take()
            kind = self._nested(self._item_type)
            self._expect(")")
            return kind
        if self._peek() != "(":
            return ["atomic", self._atomic_type()]
        word = self._next.text
        if word in KINDS:
            return self._kind_test()
        if self._skip("item", "(", ")"):
            return ["item"]
        if word not in ("map", "array", "function"):
            raise self._unexpected()
        self._take()
        self._expect("(")
        if self._skip("*"):
            self._expect(")")
            return [word]
        kinds: list[Any] = []
        if not self._is(")"):
            kinds.append(self._sequence_type())
            while self._skip(","):
                kinds.append(self._sequence_type())
        self._expect(")")
        if word == "function":
            self._expect("as")
            self._sequence_type()
            return [word, len(kinds)]
        return [word, *kinds]


def unquoted(text: str) -> str:
    """What a string literal means."""
    return text[1:-1].replace(text[0] * 2, text[0])
