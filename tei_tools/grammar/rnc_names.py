"""In: the tokens of a schema in the compact syntax. Out: its annotations and its name classes.

Of annotations only documentation and default values are kept (RELAX NG Compact Syntax, 5 and A.1).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tei_tools.model.names import RNG_NS

from .rnc_cursor import NAMES, Cursor
from .rnc_tokens import Tokens
from .syntax import ANNOTATIONS_NS, Node, documented

XMLNS: Final = "http://www.w3.org/2000/xmlns"
DOCUMENTATION: Final = (ANNOTATIONS_NS, "documentation")
DEFAULT_VALUE: Final = (ANNOTATIONS_NS, "defaultValue")
PARENTHESES: Final = 'put parentheses around what `-` belongs to: (string - "a"), (* - a)'


def spread(node: Node, plain: str = "group") -> tuple[Node, ...]:
    """What to write inside of an element of XML for one node: what a plain group holds."""
    return node.children if node.kind == plain and not node.documentation else (node,)


class NameReader(Cursor):
    """Reads annotations and name classes; a method goes over what it is named after."""

    def __init__(self, found: Tokens, file: str, ns: str) -> None:
        super().__init__(found, file, ns)
        #: The documentation that follows patterns and names, for what stands around them (5.3).
        self.following: list[str] = []
        self.last_following = 0
        #: The default value in the annotations before a pattern.
        self.default_value: str | None = None

    def node(
        self,
        kind: str,
        at: int,
        children: tuple[Node, ...] = (),
        texts: Iterable[str] = (),
        *,
        name: str = "",
        ns: str = "",
    ) -> Node:
        """The node that begins at a token; ``texts`` is its documentation."""
        documentation = documented(texts) if texts else ""
        line = self.tokens.lines[at]
        return Node(
            kind, children, name, ns, documentation=documentation, file=self.file, line=line
        )

    def follow(self, node: Node) -> Node:
        """Go over the annotations that follow something."""
        while self.kind == ">>":
            self.last_following = self.at
            self.step()
            text = self.annotation_element()
            if node.kind == "value":
                texts = (*node.documentation.split("\n"), text)
                node, text = node._replace(documentation=documented(texts)), ""
            self.following.append(text)
        return node

    def followed(self, mark: int) -> list[str]:
        """What followed patterns since ``following`` had the length ``mark``."""
        texts = self.following[mark:]
        del self.following[mark:]
        return texts

    # --- annotations -----

    def annotations(self) -> list[str]:
        """Go over what stands before something; return its documentation (5.1, 5.2)."""
        texts: list[str] = []
        self.default_value = None
        while self.kind == "documentation":
            lines = self.step().replace("\n", "\0").split("\0")
            texts.append("\n".join(line.lstrip(" \t").lstrip("#") for line in lines))
        if self.kind == "[":
            opened = self.at
            self.step()
            self.attributes(is_nested=False)
            while self.kind in NAMES or self.kind == "CName":
                texts.append(self.annotation_element())
            self.close("]", opened)
        return texts

    def annotation_element(self) -> str:
        """Go over an annotation; return its text where it is documentation."""
        is_documentation = self.annotation_name(is_nested=False) == DOCUMENTATION
        texts: list[str] = []
        opened = [self.open_annotation()]
        while opened:
            if self.kind == "literal":
                texts.append(self.literal("a string"))
            elif self.kind in NAMES or self.kind == "CName":
                self.annotation_name(is_nested=True)
                opened.append(self.open_annotation())
            else:
                self.close("]", opened.pop())
        return "".join(texts) if is_documentation else ""

    def open_annotation(self) -> int:
        """Go over the bracket of an annotation and its attributes; return where it opens."""
        opened = self.at
        self.take("[", "an annotation is written `name [ … ]`, its attributes come first")
        self.attributes(is_nested=True)
        return opened

    def attributes(self, *, is_nested: bool) -> None:
        """Go over the attributes of an annotation."""
        names: set[tuple[str, str]] = set()
        while (self.kind in NAMES or self.kind == "CName") and self.next_kind() == "=":
            at = self.at
            ns, local = name = self.annotation_name(is_nested=is_nested)
            if ns == XMLNS or (not ns and local == "xmlns"):
                raise self.error("a namespace declaration (xmlns) is no annotation", at=at)
            if not ns and not is_nested:
                message = f"the annotation `{local}` needs a namespace"
                raise self.error(message, f"write `prefix:{local}`", at)
            if name in names:
                raise self.error(f"the attribute `{local}` stands here twice", "remove one", at)
            names.add(name)
            self.step()
            value = self.literal("a value in quotation marks")
            if name == DEFAULT_VALUE and not is_nested:
                self.default_value = value

    def annotation_name(self, *, is_nested: bool) -> tuple[str, str]:
        """The namespace and the local name of an annotation."""
        at = self.at
        if self.kind != "CName":
            return "", self.name("the name of an annotation")
        prefix, _, local = self.step().partition(":")
        ns = self.namespace(prefix, at)
        if ns == RNG_NS and not is_nested:
            raise self.error("an annotation cannot be in the namespace of RELAX NG", at=at)
        if prefix in self.inheriting:
            raise self.error("the namespace of an annotation cannot be inherited", at=at)
        return ns, local

    # --- name classes -----

    def names(self, *, is_attribute: bool, around: Iterable[str] = ()) -> Node:
        """A name class; ``around`` is the documentation of the parentheses around it."""
        at, mark = self.at, len(self.following)
        members: list[Node] = []
        while True:
            texts = self.annotations()
            first = self.at
            member = self.simple_names(texts, is_attribute=is_attribute)
            is_except = self.kind == "-" and self.kinds[first] in ("*", "nsName")
            if is_except:
                member = self.names_except(member, is_attribute=is_attribute)
            self.follow(member)
            if is_except and (members or self.kind == "|"):
                raise self.error("`-` and `|` stand side by side", PARENTHESES, first)
            members.append(member)
            if self.kind != "|":
                break
            self.step()
        if len(members) == 1 and not around:
            return member
        return self.node("choice", at, tuple(members), [*around, *self.followed(mark)])

    def names_except(self, names: Node, *, is_attribute: bool) -> Node:
        """What is taken away from a name class."""
        at, mark = self.at, len(self.following)
        self.step()
        names_away = self.simple_names(self.annotations(), is_attribute=is_attribute)
        if self.kind == "-":
            raise self.error("`-` stands beside another `-`", PARENTHESES, at)
        away = spread(names_away, "choice")
        return names._replace(children=(self.node("except", at, away, self.followed(mark)),))

    def simple_names(self, texts: list[str], *, is_attribute: bool) -> Node:
        """A name class without operators; ``texts`` is the documentation before it."""
        at = self.at
        match self.kind:
            case "*":
                self.step()
                return self.node("anyName", at, (), texts)
            case "nsName":
                return self.node("nsName", at, (), texts, ns=self.namespace(self.step()[:-2], at))
            case "(":
                self.step()
                names = self.names(is_attribute=is_attribute, around=texts)
                self.close(")", at)
                return names
        self.following += texts  # a name has nothing inside (5.1)
        if self.kind == "CName":
            prefix, _, name = self.step().partition(":")
            return self.node("name", at, name=name, ns=self.namespace(prefix, at))
        name = self.name("a name", "elements and attributes are written `element name { … }`")
        return self.node("name", at, name=name, ns="" if is_attribute else self.default)
