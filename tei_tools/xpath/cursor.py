"""In: the text of an expression, its namespaces. Out: its tokens one by one, its names in full."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from tei_tools.model.names import FN_NS, XML_NS, XSD_NS
from tei_tools.xpath.code import Tree
from tei_tools.xpath.errors import XPathError
from tei_tools.xpath.tokens import Token, tokens

#: Prefixes that need no declaration.
PREFIXES: Final = {
    "xml": XML_NS,
    "xs": XSD_NS,
    "fn": FN_NS,
    "math": f"{FN_NS}/math",
    "map": f"{FN_NS}/map",
    "array": f"{FN_NS}/array",
}
_FUNCTION_PREFIXES: Final = {uri: f"{prefix}:" for prefix, uri in PREFIXES.items()} | {FN_NS: ""}


#: How deeply expressions may nest, and how many tokens they may have.
DEEPEST: Final = 100
LONGEST: Final = 50_000


class Cursor:
    """A place among the tokens of an expression."""

    def __init__(
        self, text: str, namespaces: Mapping[str, str], version: str, default_namespace: str
    ) -> None:
        self._tokens = tokens(text)
        self._text = text
        self._place = 0
        self._depth = 0
        self._namespaces = {**PREFIXES, **namespaces}
        self._default = default_namespace
        self._is_1 = version == "1.0"
        if len(self._tokens) > LONGEST:
            raise XPathError("TEIX0001", f"an expression has {LONGEST} tokens at most")

    # Tokens

    @property
    def _next(self) -> Token:
        return self._tokens[self._place]

    def _peek(self, ahead: int = 1) -> str:
        place = self._place + ahead
        token = self._tokens[place] if place < len(self._tokens) else self._tokens[-1]
        return token.text if token.kind != "string" else ""

    def _take(self) -> Token:
        token = self._tokens[self._place]
        self._place += token.kind != "end"
        return token

    def _is(self, *texts: str) -> bool:
        return self._next.text in texts and self._next.kind in ("symbol", "name")

    def _skip(self, *texts: str) -> bool:
        """Take these tokens if they are the next ones."""
        for ahead, text in enumerate(texts):
            if self._peek(ahead) != text:
                return False
        self._place += len(texts)
        return True

    def _expect(self, *texts: str) -> None:
        for text in texts:
            if not self._is(text):
                raise self._unexpected(text)
            self._place += 1

    def _unexpected(self, wanted: str = "") -> XPathError:
        token = self._next
        wish = f", where `{wanted}` should be" if wanted else ""
        if token.kind == "end":
            return XPathError("XPST0003", f"the expression ends too early{wish}")
        return XPathError(
            "XPST0003", f"`{token.text}` is not expected here{wish}: {self._around()}"
        )

    def _around(self) -> str:
        start = self._next.start
        return f"…{self._text[max(0, start - 20) : start + 20]}…"

    def _require_2(self, what: str) -> None:
        if self._is_1:
            raise XPathError("XPST0003", f"{what} is not of XPath 1.0: {self._around()}")

    # Names

    def _qname(self, default: str = "") -> str:
        """A name in Clark notation."""
        token = self._next
        if token.kind not in ("name", "braced") or token.text.endswith("*"):
            raise self._unexpected("a name")
        self._take()
        if token.kind == "braced":
            uri, _, local = token.text[2:].partition("}")
            return _clark(" ".join(uri.split()), local)
        prefix, colon, local = token.text.partition(":")
        return _clark(self._uri(prefix), local) if colon else _clark(default, prefix)

    def _uri(self, prefix: str) -> str:
        uri = self._namespaces.get(prefix)
        if uri is None:
            raise XPathError("XPST0081", f"the prefix `{prefix}` is not declared")
        return uri

    def _function_name(self) -> str:
        clark = self._qname(FN_NS)
        uri, _, local = clark[1:].partition("}") if clark[0] == "{" else ("", "", clark)
        return f"{_FUNCTION_PREFIXES[uri]}{local}" if uri in _FUNCTION_PREFIXES else clark

    def _name_test(self, default: str) -> Tree | None:
        """A name test or wildcard, where one is next: ``["name", NAME]``."""
        token = self._next
        if token.kind == "symbol" and token.text == "*":
            self._place += 1
            return ["name", "*"]
        if token.kind == "wildcard":
            self._place += 1
            prefix, _, local = token.text.partition(":")
            return ["name", f"{{*}}{local}" if prefix == "*" else f"{{{self._uri(prefix)}}}*"]
        if token.kind == "braced" and token.text.endswith("*"):
            self._place += 1
            return ["name", f"{{{token.text[2:-2]}}}*"]
        if token.kind in ("name", "braced"):
            return ["name", self._qname(default)]
        return None

    def _nested(self, parse: Callable[[], Tree]) -> Tree:
        self._depth += 1
        if self._depth > DEEPEST:
            raise XPathError("TEIX0001", f"an expression nests {DEEPEST} levels at most")
        tree = parse()
        self._depth -= 1
        return tree


def _clark(uri: str, local: str) -> str:
    return f"{{{uri}}}{local}" if uri else local
