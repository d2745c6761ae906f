"""In: the tokens of a schema in the compact syntax. Out: what is small in it, and its errors.

Literals, names, and the declarations of prefixes (RELAX NG Compact Syntax, 2 and 4).
"""

from __future__ import annotations

from typing import Final

from tei_tools.model.finding import SchemaError
from tei_tools.model.names import XML_NS

from .rnc_tokens import KEYWORDS, Tokens
from .syntax import DATATYPES, schema_finding, wrong_library

NAMES: Final = frozenset({"identifier", *KEYWORDS})
#: What begins a declaration.
DECLARATIONS: Final = frozenset({"namespace", "default", "datatypes"})
COMMENT: Final = (
    "documentation (`##`) stands right before a pattern, a name or a definition; a comment begins "
    "with a single `#`"
)
_CUT: Final = 30


class Cursor:
    """A place among tokens; ``kind`` is that of the token there."""

    def __init__(self, found: Tokens, file: str, ns: str) -> None:
        self.tokens = found
        self.kinds = found.kinds
        self.file = file
        self.inherited = ns
        self.default = ns
        self.namespaces = {"xml": XML_NS}
        self.libraries = {"xsd": DATATYPES}
        self.inheriting: set[str] = set()
        self.declared: dict[tuple[str, str], int] = {}
        self.at = 0
        self.kind = self.kinds[0]

    # --- tokens -----

    def step(self) -> str:
        """Go to the next token; return the text of this one."""
        text = self.tokens.texts[self.at]
        self.at += 1
        self.kind = self.kinds[self.at]
        return text

    def next_kind(self) -> str:
        """The kind of the token after this one."""
        return self.kinds[min(self.at + 1, len(self.kinds) - 1)]

    def take(self, kind: str, cure: str = "") -> str:
        """Go over a token that must be there."""
        if self.kind != kind:
            raise self.expected(f"`{kind}`", cure)
        return self.step()

    def close(self, kind: str, opened: int) -> None:
        """Go over what closes a bracket."""
        self.take(kind, self.not_closed(opened) if self.kind == "end" else "")

    # --- errors -----

    def error(self, message: str, cure: str = "", at: int | None = None) -> SchemaError:
        """What is wrong, at this token or another."""
        at = self.at if at is None else at
        line, column = self.tokens.lines[at], self.tokens.column(at)
        return SchemaError(
            [schema_finding("syntax", message, self.file, line, column, suggestion=cure)]
        )

    def expected(self, what: str, cure: str = "") -> SchemaError:
        """That something else stands here than what was expected."""
        text = self.tokens.texts[self.at]
        message = f"expected {what}, found {self.found()}"
        match self.kind:
            case "unclosed":
                message = f"the string that begins here has no end ({text})"
                cure = f"close it in the same line; {text * 3} is for strings of several lines"
            case "illegal" if text == "<":
                cure = "this looks like the XML syntax; there is no `<` in the compact one"
            case "illegal":
                cure = f"`{text}` has no meaning in the compact syntax"
            case "documentation":
                cure = COMMENT
        return self.error(message, cure)

    def not_closed(self, opened: int) -> str:
        """The cure where a bracket is open at the end."""
        return (
            f"the `{self.tokens.texts[opened]}` of line {self.tokens.lines[opened]} is not closed"
        )

    def found(self) -> str:
        """This token, as messages name it."""
        text = self.tokens.texts[self.at]
        short = text if len(text) <= _CUT else text[:_CUT] + "…"
        match self.kind:
            case "end":
                return "the end of the file"
            case "literal":
                return f'the string "{short}"'
            case "documentation":
                return "documentation"
        return f"`{short}`"

    # --- names and literals -----

    def literal(self, what: str, cure: str = "") -> str:
        """The value of a literal: one segment, or several joined by ``~``."""
        if self.kind != "literal":
            raise self.expected(what, cure)
        value = self.step()
        if self.kind != "~":
            return value
        parts = [value]
        while self.kind == "~":
            self.step()
            if self.kind != "literal":
                raise self.expected("a string after `~`")
            parts.append(self.step())
        return "".join(parts)

    def name(self, what: str, cure: str = "") -> str:
        """A name, which may be a keyword here."""
        if self.kind not in NAMES:
            raise self.expected(what, cure)
        return self.step()

    def namespace(self, prefix: str, at: int) -> str:
        """The namespace of a prefix."""
        if prefix not in self.namespaces:
            message = f"the prefix `{prefix}` is not declared"
            raise self.error(message, f'add `namespace {prefix} = "…"` at the top', at)
        return self.namespaces[prefix]

    def library(self, prefix: str, at: int) -> str:
        """The datatype library of a prefix."""
        if prefix in self.libraries:
            return self.libraries[prefix]
        cure = "the prefix of the W3C's datatypes is `xsd`"
        if prefix not in ("xs", "xsi"):
            cure = f'add `datatypes {prefix} = "…"` at the top; {cure}'
        raise self.error(f"the prefix `{prefix}` is not declared for datatypes", cure, at)

    # --- declarations -----

    def declarations(self) -> None:
        """What a schema says first: its prefixes and its default namespace (section 4)."""
        while self.kind in DECLARATIONS:
            at, kind = self.at, self.step()
            is_default = kind == "default"
            if is_default:
                self.take("namespace", 'it is written `default namespace = "…"`')
            prefix = "" if is_default and self.kind == "=" else self.name("a prefix")
            self.take("=")
            if is_default:
                self.declare(("default", ""), at)
            if prefix:
                self.declare(("datatypes" if kind == "datatypes" else "namespace", prefix), at)
            if kind == "datatypes":
                self.declare_library(prefix, at)
            else:
                self.declare_namespace(prefix, at, is_default=is_default)

    def declare(self, key: tuple[str, str], at: int) -> None:
        """Note what is declared; it must be so for the first time."""
        first = self.declared.setdefault(key, at)
        if first != at:
            what = f"the prefix `{key[1]}`" if key[1] else "the default namespace"
            line = self.tokens.lines[first]
            raise self.error(f"{what} is declared twice, first in line {line}", "remove one", at)

    def declare_library(self, prefix: str, at: int) -> None:
        """``datatypes prefix = "…"``."""
        uri = self.literal("the name of a datatype library in quotation marks")
        if wrong := wrong_library(uri):
            raise self.error(wrong, at=at)
        if prefix == "xsd" and uri != DATATYPES:
            raise self.error(f"the prefix `xsd` stands for {DATATYPES}", "take another", at)
        self.libraries[prefix] = uri

    def declare_namespace(self, prefix: str, at: int, *, is_default: bool) -> None:
        """``namespace prefix = "…"`` or ``default namespace prefix = "…"``."""
        if self.kind == "inherit":
            self.step()
            uri = self.inherited
            self.inheriting.add(prefix)
        else:
            uri = self.literal("a namespace in quotation marks, or `inherit`")
        if prefix == "xmlns":
            raise self.error("`xmlns` cannot be a prefix", "take another", at)
        if (prefix == "xml") != (uri == XML_NS):
            raise self.error(f"the prefix `xml` and {XML_NS} belong together", at=at)
        if is_default:
            self.default = uri
        if prefix:
            self.namespaces[prefix] = uri
