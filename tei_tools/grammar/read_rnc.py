"""In: the bytes of a schema in the compact syntax of RELAX NG. Out: its tree of `Node`.

Follows the grammar and the translation into the XML syntax of RELAX NG Compact Syntax, A.1. The
tree is the one that `read_rng` makes of the translation, without the groups that need not be
written in XML: those that are all there is in an ``element``, ``define``, ``optional``, ….
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from tei_tools.model.finding import SchemaError

from .rnc_cursor import COMMENT, DECLARATIONS, NAMES
from .rnc_names import PARENTHESES, NameReader, spread
from .rnc_tokens import KEYWORDS, Tokens, tokens
from .syntax import Node, documented, is_qname, wrong_href

OPERATORS: Final = {",": "group", "|": "choice", "&": "interleave"}
REPETITIONS: Final = {"?": "optional", "*": "zeroOrMore", "+": "oneOrMore"}
ASSIGNMENTS: Final = {"=": "", "|=": "choice", "&=": "interleave"}
#: What begins a part of a grammar, besides a name.
COMPONENTS: Final = frozenset({"start", "div", "include"})


def read_rnc(data: bytes, file: str, *, ns: str = "") -> Node:
    """Read a schema.

    Args:
        data: the file's bytes, in UTF-8, or in UTF-16 with a byte order mark.
        file: how messages call it.
        ns: the namespace inherited from the schema that refers to this one (RELAX NG 4.6).

    Raises:
        SchemaError: the bytes are no schema in the compact syntax.
    """
    reader = _Reader(tokens(data, file), file, ns)
    try:
        return reader.schema()
    except RecursionError:
        raise reader.error("the schema is nested too deep") from None


class _Reader(NameReader):
    """Reads by recursive descent; a method goes over what it is named after."""

    def __init__(self, found: Tokens, file: str, ns: str) -> None:
        super().__init__(found, file, ns)
        self.context: Mapping[str, str] = {}
        #: Where a datatype with ``-`` ended last: nothing else may stand beside it.
        self.after_except = -1

    # --- grammars -----

    def schema(self) -> Node:
        """The whole file."""
        self.declarations()
        self.context = {
            prefix: uri for prefix, uri in self.namespaces.items() if uri and prefix != "xml"
        }
        return self.body()._replace(context=self.context)

    def body(self) -> Node:
        """All after the declarations."""
        texts = self.annotations()
        if self.is_component() or (self.kind == "end" and not texts):
            children, own = self.components("end", 0, texts)
            return self.node("grammar", 0, children, own)._replace(line=1)
        pattern = self.pattern(texts)
        if self.kind != "end":
            raise self.after_pattern("the end of the file", -1)
        if self.following:
            message = "an annotation cannot follow the pattern that is the whole schema"
            raise self.error(message, "put it in `[ … ]` before", self.last_following)
        return pattern

    def is_component(self) -> bool:
        """Whether a part of a grammar begins here, and no pattern."""
        if self.next_kind() == "[":
            return self.kind in ("identifier", "CName")
        is_defined = self.kind in NAMES and self.next_kind() in ASSIGNMENTS
        return is_defined or self.kind in COMPONENTS

    def components(
        self, closing: str, opened: int, texts: list[str], *, overrides: bool = False
    ) -> tuple[tuple[Node, ...], list[str]]:
        """The parts of a grammar, and the documentation of the grammar itself.

        Args:
            closing: the token that ends it.
            opened: the token that began it.
            texts: documentation before the first part that was read already.
            overrides: the parts are those that an ``include`` replaces.
        """
        children: list[Node] = []
        own: list[str] = []
        while texts or self.kind != closing:
            if not texts and self.kind in ("identifier", "CName") and self.next_kind() == "[":
                own.append(self.annotation_element())
                continue
            texts = texts or self.annotations()
            match self.kind:
                case "start" | "identifier":
                    children.append(self.define(texts))
                case "div":
                    children.append(self.div(texts, overrides=overrides))
                case "include" if not overrides:
                    children.append(self.include(texts))
                case _:
                    raise self.no_component(closing, opened, is_first=not children)
            texts = []
        return tuple(children), own

    def no_component(self, closing: str, opened: int, *, is_first: bool) -> SchemaError:
        """The error that no part of a grammar begins here."""
        text = self.tokens.texts[self.at]
        cure = "" if is_first else "a missing comma?"
        if self.kind in DECLARATIONS:
            cure = "declarations stand at the top, before all else"
        elif self.kind in KEYWORDS and self.next_kind() in ASSIGNMENTS:
            cure = self.keyword()
        elif self.kind == "include":
            cure = "an `include` cannot stand in another"
        elif self.kind == closing:
            cure = COMMENT
        elif self.kind == "end":
            cure = self.not_closed(opened)
        elif self.kind in ("}", ")"):
            cure = f"one `{text}` too many?"
        what = "a definition (`name = …`)"
        return self.expected(f"{what} or `}}`" if closing == "}" else what, cure)

    def block(self, *, overrides: bool = False) -> tuple[tuple[Node, ...], list[str]]:
        """The parts of a grammar in braces, and the documentation of what they are in."""
        opened = self.at
        self.take("{")
        found = self.components("}", opened, [], overrides=overrides)
        self.step()
        return found

    def div(self, texts: list[str], *, overrides: bool) -> Node:
        at = self.at
        self.step()
        children, own = self.block(overrides=overrides)
        return self.node("div", at, children, [*texts, *own])

    def include(self, texts: list[str]) -> Node:
        at = self.at
        self.step()
        href, ns = self.reference()
        children: tuple[Node, ...] = ()
        if self.kind == "{":
            children, own = self.block(overrides=True)
            texts = [*texts, *own]
        return self.node("include", at, children, texts, ns=ns)._replace(href=href)

    def reference(self) -> tuple[str, str]:
        """The reference to another file, and the namespace that it inherits."""
        at = self.at
        href = self.literal("the name of a file in quotation marks")
        if wrong := wrong_href(href):
            raise self.error(wrong, at=at)
        if self.kind != "inherit":
            return href, self.default
        self.step()
        self.take("=", "it is written `inherit = prefix`")
        at = self.at
        return href, self.namespace(self.name("a prefix"), at)

    def define(self, texts: list[str]) -> Node:
        at, mark, is_start = self.at, len(self.following), self.kind == "start"
        name = self.step()
        if self.kind not in ASSIGNMENTS:
            cure = "" if is_start else f"a missing comma before `{name}`?"
            raise self.expected(f"`=`, `|=` or `&=` after `{name}`", cure)
        combine = ASSIGNMENTS[self.step()]
        if self.kind in NAMES and self.next_kind() in ASSIGNMENTS:
            cure = f"`{name}` in line {self.tokens.lines[at]} has none; write `empty`"
            raise self.expected("a pattern", cure)
        pattern = self.pattern()
        texts = [*texts, *self.followed(mark)]
        if is_start:
            return self.node("start", at, (pattern,), texts)._replace(combine=combine)
        node = self.node("define", at, spread(pattern), texts, name=name)
        return node._replace(combine=combine)

    # --- patterns -----

    def pattern(self, texts: list[str] | None = None, around: Iterable[str] = ()) -> Node:
        """Patterns with one kind of operator between them.

        Args:
            texts: the documentation before the first, when it was read already.
            around: the documentation of the parentheses around them.
        """
        at, mark = self.at, len(self.following)
        members: list[Node] = []
        operator = ""
        while True:
            first, since = self.at, len(self.following)
            node = self.primary(self.annotations() if texts is None else texts)
            texts = None
            is_except = self.after_except == self.at
            node = self.follow(node)
            if is_except and (operator or self.kind in OPERATORS or self.kind in REPETITIONS):
                raise self.error("`-` and another operator stand side by side", PARENTHESES, first)
            is_repeated = self.kind in REPETITIONS
            if is_repeated:
                kind = REPETITIONS[self.step()]
                node = self.follow(self.node(kind, first, spread(node), self.followed(since)))
            members.append(node)
            if self.kind not in OPERATORS or (operator and self.kind != operator):
                break
            operator = self.step()
        if self.kind in OPERATORS:
            raise self.mixed_operators(operator)
        if operator:
            texts = [*around, *self.followed(mark)]
            return self.node(OPERATORS[operator], at, tuple(members), texts)
        if around and not is_repeated:
            return self.node("group", at, (node,), around)
        texts = [*around, *node.documentation.split("\n")]
        return node._replace(documentation=documented(texts)) if around else node

    def primary(self, texts: list[str]) -> Node:
        """A pattern without operators; ``texts`` is the documentation before it."""
        at, kind = self.at, self.kind
        match kind:
            case "identifier":
                return self.node("ref", at, (), texts, name=self.step())
            case "element" | "attribute":
                mark, default = len(self.following), self.default_value
                self.step()
                names = self.names(is_attribute=kind == "attribute")
                content = self.braced(f"{kind} … {{ text }}")
                texts = [*texts, *self.followed(mark)]
                if kind == "element":
                    return self.node(kind, at, (names, *spread(content)), texts)
                return self.node(kind, at, (names, content), texts)._replace(default=default)
            case "list" | "mixed":
                mark = len(self.following)
                self.step()
                content = self.braced(f"{kind} {{ … }}")
                return self.node(kind, at, spread(content), [*texts, *self.followed(mark)])
            case "(":
                self.step()
                content = self.pattern(around=texts)
                if self.kind != ")":
                    raise self.after_pattern("`)`", at)
                self.step()
                return content
            case "literal" | "string" | "token" | "CName":
                return self.datatype(texts)
            case "empty" | "text" | "notAllowed":
                return self.node(self.step(), at, (), texts)
            case "parent":
                self.step()
                if self.kind != "identifier":
                    raise self.expected("a name", self.keyword() if self.kind in NAMES else "")
                name = self.step()
                return self.node("parentRef", at, (), texts, name=name)
            case "external":
                self.step()
                href, ns = self.reference()
                return self.node("externalRef", at, (), texts, ns=ns)._replace(href=href)
            case "grammar":
                self.step()
                children, own = self.block()
                return self.node("grammar", at, children, [*texts, *own])
        raise self.no_pattern()

    def braced(self, example: str) -> Node:
        """A pattern in braces."""
        opened = self.at
        self.take("{", f"it is written `{example}`")
        content = self.pattern()
        if self.kind != "}":
            raise self.after_pattern("`}`", opened)
        self.step()
        return content

    def datatype(self, texts: list[str]) -> Node:
        """``data`` or ``value``."""
        at, mark = self.at, len(self.following)
        library, name = "", "token"
        if self.kind != "literal":
            prefix, colon, name = self.step().rpartition(":")
            library = self.library(prefix, at) if colon else ""
        if self.kind == "literal":
            text = self.literal("a value")
            node = self.node("value", at, (), texts, name=name)._replace(text=text, library=library)
            if is_qname(library, name):
                return node._replace(ns=self.default, context=self.context)
            return node
        children = self.params()
        if self.kind == "-":
            children.append(self.excepted())
        node = self.node("data", at, tuple(children), [*texts, *self.followed(mark)], name=name)
        return node._replace(library=library)

    def params(self) -> list[Node]:
        """The parameters of a datatype, if there are any."""
        params: list[Node] = []
        if self.kind != "{":
            return params
        self.step()
        while self.kind != "}":
            self.following += self.annotations()
            at = self.at
            name = self.name("a parameter or `}`", 'a parameter is written `minLength = "1"`')
            self.take("=", f'a parameter is written `{name} = "…"`')
            text = self.literal("a value in quotation marks")
            params.append(self.node("param", at, name=name)._replace(text=text))
        self.step()
        return params

    def excepted(self) -> Node:
        """What is taken away from a datatype."""
        at, mark = self.at, len(self.following)
        self.step()
        pattern = self.primary(self.annotations())
        if self.after_except == self.at:
            raise self.error("`-` stands beside another `-`", PARENTHESES, at)
        self.after_except = self.at
        return self.node("except", at, spread(pattern, "choice"), self.followed(mark))

    # --- errors -----

    def keyword(self) -> str:
        """The cure where a keyword stands for a name."""
        text = self.tokens.texts[self.at]
        return f"`{text}` is a keyword; as a name it is written `\\{text}`"

    def mixed_operators(self, operator: str) -> SchemaError:
        """The error that another operator follows one."""
        message = f"`{operator}` and `{self.kind}` stand side by side, and none goes first"
        one, other = f"(… {operator} …) {self.kind} …", f"… {operator} (… {self.kind} …)"
        return self.error(message, f"write {one} or {other}")

    def no_pattern(self) -> SchemaError:
        """The error that no pattern begins here."""
        before = self.kinds[self.at - 1] if self.at else ""
        cure = ""
        if self.kind in KEYWORDS:
            cure = self.keyword()
        elif before in OPERATORS:
            cure = f"one `{before}` too many?"
        elif before == "{" and self.kind == "}":
            cure = "write `empty` where there is no content"
        return self.expected("a pattern", cure)

    def after_pattern(self, closing: str, opened: int) -> SchemaError:
        """The error that a pattern goes on in a wrong way."""
        cure = ""
        if self.kind == "-":
            cure = '`-` takes away from a datatype (string - "a") or from names (* - a)'
        elif opened >= 0 and (self.kind == "end" or self.is_component()):
            cure = self.not_closed(opened)
        elif self.is_component():
            cure = "a schema is either one pattern or a grammar, with `start = …`"
        elif self.kind in ("}", ")", "]"):
            cure = f"one `{self.kind}` too many?"
        elif self.kind not in REPETITIONS:
            cure = "a missing comma?"
        return self.expected(f"`,`, `|`, `&` or {closing}", cure)
