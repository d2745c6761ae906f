"""In: the text of an expression, and its static context. Out: its tree, plain data.

A tree is a list: the name of its construct, then its parts. Names are Clark names, except those of
functions and types: ``substring``, ``xs:date``, ``map:get``. JSON can keep every tree.
"""

from __future__ import annotations

from typing import Final

from tei_tools.xpath.code import Tree
from tei_tools.xpath.cursor import DEEPEST
from tei_tools.xpath.errors import XPathError
from tei_tools.xpath.tokens import Token
from tei_tools.xpath.type_parser import KINDS, KINDS_1, TypeParser, unquoted

#: Binary operators with how strongly they bind (XPath 3.1 A.4) and the tree that they make.
_OPERATORS: Final[dict[str, tuple[int, str]]] = {
    "or": (2, "or"),
    "and": (3, "and"),
    **dict.fromkeys(("=", "!=", "<", "<=", ">", ">="), (4, "general")),
    **dict.fromkeys(("eq", "ne", "lt", "le", "gt", "ge"), (4, "value")),
    **dict.fromkeys(("is", "<<", ">>"), (4, "order")),
    "||": (5, "concat"),
    "to": (6, "range"),
    **dict.fromkeys(("+", "-"), (7, "arithmetic")),
    **dict.fromkeys(("*", "div", "idiv", "mod"), (8, "arithmetic")),
    **dict.fromkeys(("|", "union"), (9, "union")),
    **dict.fromkeys(("intersect", "except"), (10, "sets")),
    "instance": (11, "instance"),
    "treat": (12, "treat"),
    "castable": (13, "castable"),
    "cast": (14, "cast"),
    "=>": (15, "arrow"),
}
_OPERATORS_1: Final = frozenset("or and = != < <= > >= + - * div mod |".split())
_UNCHAINED: Final = ("general", "value", "order", "range")
_FLAT: Final = ("or", "and", "concat", "union")
_WORDS_AFTER: Final = {"instance": "of", "treat": "as", "castable": "as", "cast": "as"}


AXES: Final = frozenset(
    "ancestor ancestor-or-self attribute child descendant descendant-or-self following"
    " following-sibling namespace parent preceding preceding-sibling self".split()
)
_NOT_FUNCTIONS: Final = KINDS | frozenset(("empty-sequence", "item", "if", "switch", "typeswitch"))
_ANY_NODE: Final[Tree] = ["step", "descendant-or-self", ["node"], []]


class Parser(TypeParser):
    """Reads one expression from its first token to its last."""

    def parse(self) -> Tree:
        """The whole text as one expression."""
        tree = self._expression()
        if self._next.kind != "end":
            raise self._unexpected()
        return tree

    # Expressions

    def _expression(self) -> Tree:
        first = self._single()
        if not self._is(",") or self._is_1:
            return first
        parts = [first]
        while self._skip(","):
            parts.append(self._single())
        return ["comma", parts]

    def _single(self) -> Tree:
        return self._nested(self._single_unbounded)

    def _single_unbounded(self) -> Tree:
        if self._next.kind == "name":
            word, following = self._next.text, self._peek()
            if word in ("for", "let", "some", "every") and following == "$":
                self._require_2(f"`{word}`")
                return self._binding(word)
            if word == "if" and following == "(":
                self._require_2("`if`")
                return self._if()
        return self._operation(0)

    def _binding(self, word: str) -> Tree:
        self._take()
        sign, last = {
            "for": ("in", "return"),
            "let": (":=", "return"),
        }.get(word, ("in", "satisfies"))
        clauses: list[tuple[str, Tree]] = []
        while True:
            self._expect("$")
            name = self._qname()
            self._expect(sign)
            clauses.append((name, self._single()))
            if not self._skip(","):
                break
        self._expect(last)
        tree = self._single()
        for name, value in reversed(clauses):
            tree = [word, name, value, tree]
        if len(clauses) > DEEPEST:
            raise XPathError("TEIX0001", f"an expression nests {DEEPEST} levels at most")
        return tree

    def _if(self) -> Tree:
        self._expect("if", "(")
        condition = self._expression()
        self._expect(")", "then")
        first = self._single()
        self._expect("else")
        return ["if", condition, first, self._single()]

    def _operation(self, binding: int) -> Tree:
        """Operators that bind more strongly than ``binding``, and their operands."""
        left = self._unary()
        length = 0
        while True:
            token, power = self._next, self._binds()
            if power <= binding:
                return left
            kind = _OPERATORS[token.text][1]
            if self._is_1 and token.text not in _OPERATORS_1:
                self._require_2(f"`{token.text}`")
            self._take()
            length += 1
            if length > DEEPEST and kind not in _FLAT:
                raise XPathError("TEIX0001", f"an expression nests {DEEPEST} levels at most")
            if kind in _WORDS_AFTER.values() or token.text in _WORDS_AFTER:
                self._expect(_WORDS_AFTER[token.text])
                left = self._typed(kind, left)
            elif kind == "arrow":
                left = self._arrow(left)
            else:
                left = _binary(kind, token.text, left, self._operation(power))
                if kind in _UNCHAINED and not self._is_1 and self._binds() == power:
                    raise self._unexpected()

    def _binds(self) -> int:
        """How strongly the next token binds as an operator; 0 where it is none."""
        if self._next.kind not in ("symbol", "name"):
            return 0
        return _OPERATORS.get(self._next.text, (0, ""))[0]

    def _typed(self, kind: str, operand: Tree) -> Tree:
        if kind in ("instance", "treat"):
            return [kind, operand, self._sequence_type()]
        name = self._atomic_type()
        return [kind, operand, name, self._skip("?")]

    def _arrow(self, operand: Tree) -> Tree:
        if self._is("$"):
            self._take()
            target: Tree = ["variable", self._qname()]
        elif self._is("("):
            target = self._parenthesized()
        else:
            name = self._function_name()
            return self._call(name, [operand, *self._arguments()])
        return ["apply", target, [operand, *self._arguments()]]

    def _unary(self) -> Tree:
        signs = []
        while self._is("-", "+"):
            signs.append(self._take().text)
        if not signs:
            return self._mapped()
        if self._is_1:
            operand = self._operation(8)  # XPath 1.0 [27]: a minus binds less than `|`
            if "+" in signs:
                raise self._unexpected()
        else:
            operand = self._mapped()
        return ["sign", "-" if signs.count("-") % 2 else "+", operand]

    def _mapped(self) -> Tree:
        tree = self._path()
        while self._is("!") and not self._is_1:
            self._take()
            tree = ["map-over", tree, self._path()]
        return tree

    # Paths

    def _path(self) -> Tree:
        parts: list[Tree] = []
        if self._is("/"):
            self._take()
            parts.append(["root"])
            if not self._starts_step():
                return parts[0]
        elif self._is("//"):
            self._take()
            parts += [["root"], _ANY_NODE]
        parts.append(self._step())
        while self._is("/", "//"):
            if self._take().text == "//":
                parts.append(_ANY_NODE)
            parts.append(self._step())
        if len(parts) > DEEPEST * 10:
            raise XPathError("TEIX0001", f"a path has {DEEPEST * 10} steps at most")
        return ["path", parts] if len(parts) > 1 else parts[0]

    def _starts_step(self) -> bool:
        token = self._next
        if token.kind == "symbol":
            return token.text in ("@", ".", "..", "*", "(", "$", "[", "?") and (
                not self._is_1 or token.text in ("@", ".", "..", "*")
            )
        return token.kind != "end"

    def _step(self) -> Tree:
        token = self._next
        if token.kind == "symbol":
            if token.text == "..":
                self._take()
                return ["step", "parent", ["node"], self._predicates()]
            if token.text == "@":
                self._take()
                return self._axis_step("attribute")
            if token.text == "*":
                return self._axis_step("child")
            return self._postfix()
        if token.kind == "name":
            following = self._peek()
            if following == "::":
                return self._named_axis()
            if following == "(" and self._is_kind(token.text):
                attribute = token.text in ("attribute", "schema-attribute")
                return self._axis_step("attribute" if attribute else "child")
            if following in ("(", "#") or self._opens_constructor():
                return self._postfix()
        if token.kind == "braced" and self._peek() in ("(", "#"):
            return self._postfix()
        if token.kind in ("name", "braced", "wildcard"):
            return self._axis_step("child")
        return self._postfix()

    def _opens_constructor(self) -> bool:
        return self._next.text in ("map", "array") and self._peek() == "{" and not self._is_1

    def _named_axis(self) -> Tree:
        axis = self._take().text
        self._take()
        if axis not in AXES:
            raise XPathError("XPST0003", f"there is no axis `{axis}`")
        return self._axis_step(axis)

    def _axis_step(self, axis: str) -> Tree:
        if self._next.kind == "name" and self._peek() == "(" and self._is_kind(self._next.text):
            test = self._kind_test()
        else:
            default = "" if axis in ("attribute", "namespace") else self._default
            named = self._name_test(default)
            if named is None:
                raise self._unexpected()
            test = named
        return ["step", axis, test, self._predicates()]

    def _predicates(self) -> list[Tree]:
        found = []
        while self._skip("["):
            found.append(self._expression())
            self._expect("]")
        return found

    # Primary expressions

    def _postfix(self) -> Tree:
        tree = self._primary()
        while True:
            if self._is("["):
                tree = ["filter", tree, self._predicates()]
            elif self._is("(") and not self._is_1:
                tree = ["apply", tree, self._arguments()]
            elif self._is("?") and not self._is_1:
                self._take()
                tree = ["lookup", tree, self._key()]
            else:
                return tree

    def _primary(self) -> Tree:
        token = self._next
        match token.kind:
            case "integer" | "decimal" | "double":
                return _number(self._take(), self._is_1)
            case "string":
                return ["string", unquoted(self._take().text)]
            case "symbol":
                return self._primary_symbol(token.text)
            case "name" | "braced":
                return self._primary_name()
        raise self._unexpected()

    def _primary_symbol(self, symbol: str) -> Tree:
        match symbol:
            case "$":
                self._take()
                return ["variable", self._qname()]
            case ".":
                self._take()
                return ["item"]
            case "(":
                return self._parenthesized()
            case "?" if not self._is_1:
                self._take()
                return ["lookup", ["item"], self._key()]
            case "[" if not self._is_1:
                self._take()
                return ["array", self._list("]")]
        raise self._unexpected()

    def _parenthesized(self) -> Tree:
        self._expect("(")
        if self._is(")") and not self._is_1:
            self._take()
            return ["comma", []]
        tree = self._expression()
        self._expect(")")
        # A path in parentheses is a step of its own: its positions are those of the whole.
        return ["group", tree] if tree[0] in ("path", "step") else tree

    def _primary_name(self) -> Tree:
        if self._opens_constructor():
            return self._map() if self._take().text == "map" else self._curly_array()
        if self._is("function") and self._peek() == "(" and not self._is_1:
            return self._inline()
        token = self._next
        if token.text in _NOT_FUNCTIONS and (not self._is_1 or token.text in KINDS_1):
            raise self._unexpected()
        name = self._function_name()
        if not self._is_1 and self._skip("#"):
            if self._next.kind != "integer" or len(self._next.text) > 3:
                raise self._unexpected("the number of arguments")
            return ["reference", name, int(self._take().text)]
        return self._call(name, self._arguments())

    def _call(self, name: str, arguments: list[Tree]) -> Tree:
        if ["placeholder"] in arguments:
            return ["partial", ["reference", name, len(arguments)], arguments]
        return ["call", name, arguments]

    def _arguments(self) -> list[Tree]:
        self._expect("(")
        return self._list(")")

    def _list(self, closing: str) -> list[Tree]:
        """Expressions with commas between, up to the closing bracket."""
        found: list[Tree] = []
        if not self._skip(closing):
            while True:
                if self._is("?") and self._peek() in (",", ")") and not self._is_1:
                    self._take()
                    found.append(["placeholder"])
                else:
                    found.append(self._single())
                if not self._skip(","):
                    break
            self._expect(closing)
        return found

    def _key(self) -> Tree:
        token = self._next
        if token.kind == "integer":
            return ["integer", int(self._take().text)]
        if token.kind == "name" and ":" not in token.text:
            return ["string", self._take().text]
        if self._skip("*"):
            return ["all"]
        return self._parenthesized()

    def _map(self) -> Tree:
        self._expect("{")
        entries: list[Tree] = []
        if not self._skip("}"):
            while True:
                key = self._single()
                self._expect(":")
                entries.append([key, self._single()])
                if not self._skip(","):
                    break
            self._expect("}")
        return ["map", entries]

    def _curly_array(self) -> Tree:
        self._expect("{")
        if self._skip("}"):
            return ["array", []]
        members = self._expression()
        self._expect("}")
        return ["array-of", members]

    def _inline(self) -> Tree:
        self._expect("function", "(")
        parameters = []
        if not self._skip(")"):
            while True:
                self._expect("$")
                name = self._qname()
                parameters.append([name, self._sequence_type() if self._skip("as") else None])
                if not self._skip(","):
                    break
            self._expect(")")
        result = self._sequence_type() if self._skip("as") else None
        self._expect("{")
        body: Tree = ["comma", []] if self._is("}") else self._expression()
        self._expect("}")
        return ["function", parameters, body if result is None else ["convert", body, result]]


def _number(token: Token, is_1: bool) -> Tree:
    if token.kind == "integer" and len(token.text) > 1000:
        raise XPathError("FOAR0002", "a number has 1,000 digits at most")
    if token.kind == "double" and is_1:
        raise XPathError("XPST0003", f"`{token.text}` is no number of XPath 1.0")
    if is_1 or token.kind == "double":
        return ["double", float(token.text)]
    if token.kind == "integer":
        return ["integer", int(token.text)]
    return ["decimal", token.text]


def _binary(kind: str, sign: str, left: Tree, right: Tree) -> Tree:
    if kind in _FLAT:
        if left[0] == kind:
            return [kind, [*left[1], right]]
        return [kind, [left, right]]
    if kind == "range":
        return ["range", left, right]
    return [kind, sign, left, right]
