"""In: the tree of a schema. Out: the schema in the compact syntax of RELAX NG.

What is read from it again is the same tree, but for what this syntax cannot say: files and lines;
groups, choices and interleaves of one; groups that are all there is in an element, definition,
repetition, list or mixed, and choices that are all there is in an except, stand for what they hold;
the documentation of an except; a QName without namespace where there is a default one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from textwrap import wrap
from typing import Final

from tei_tools.model.names import XML_NS

from .prefixes import nodes, prefixes, qualified
from .rnc_tokens import KEYWORDS
from .syntax import ANNOTATIONS_NS, DATATYPES, INHERITED, Node

WIDTH: Final = 88
OPERATORS: Final = {"group": ",", "choice": "|", "interleave": "&"}
REPETITIONS: Final = {"optional": "?", "zeroOrMore": "*", "oneOrMore": "+"}
ASSIGNMENTS: Final = {"": "=", "choice": "|=", "interleave": "&="}
_LIBRARIES: Final = {
    DATATYPES: "xsd",
    "http://relaxng.org/ns/compatibility/datatypes/1.0": "dtd",
    "": "builtin",
}
#: How tightly the text around a pattern binds: nothing beside it, an operator, ``*`` or ``-``.
LOOSE, OPERAND, TIGHT = range(3)

Lines = list[str]


def write_rnc(schema: Node, *, note: str = "") -> str:
    """Write a schema; ``note`` is a comment at the top."""
    writer = _Writer(schema)
    if schema.kind == "grammar" and schema.children:
        blocks = [writer.own_documentation(schema), *map(writer.component, schema.children)]
    else:
        blocks = [writer.pattern(schema)]
    top = [[f"# {line}" for line in note.split("\n") if line], writer.declarations()]
    parts = ["\n".join(part) for part in (*top, _spaced(blocks)) if part]
    return "\n\n".join(parts) + "\n"


def literal(text: str) -> str:
    """A text as a literal."""
    text = _escaped(text)
    if '"' not in text:
        return f'"{text}"'
    if "'" not in text:
        return f"'{text}'"
    return " ~ ".join(
        f"'{part}'" if '"' in part else f'"{part}"' for part in re.findall('"+|[^"]+', text)
    )


def _escaped(text: str) -> str:
    """A text in which nothing is an escape or a newline (A.2.3, A.2.4)."""
    text = re.sub(r"\\(x+\{)", r"\\x{5C}\1", text)
    return re.sub(r"[\t\n\r]", lambda match: f"\\x{{{ord(match[0]):X}}}", text)


class _Writer:
    """Each method gives the lines of what it is named after."""

    def __init__(self, schema: Node) -> None:
        is_annotated = (schema.kind == "grammar" and bool(schema.documentation)) or any(
            node.default is not None for node, _ in nodes(schema)
        )
        self.default, self.prefixes = prefixes(schema, *[ANNOTATIONS_NS] * is_annotated)
        self.libraries: dict[str, str] = {}
        for node, _ in nodes(schema):
            if node.kind in ("data", "value") and not _is_builtin(node):
                prefix = _LIBRARIES.get(node.library) or f"d{len(self.libraries) + 1}"
                self.libraries.setdefault(node.library, prefix)

    def declarations(self) -> Lines:
        found: Lines = []
        if self.default != INHERITED:
            prefix = self.prefixes.get(self.default, "")
            words = f"default namespace {prefix}".rstrip()
            found.append(f"{words} = {literal(self.default)}")
        for ns, prefix in sorted(self.prefixes.items(), key=lambda item: item[1]):
            if ns not in (self.default, XML_NS) or ns == INHERITED:
                uri = "inherit" if ns == INHERITED else literal(ns)
                found.append(f"namespace {prefix} = {uri}")
        for library, prefix in self.libraries.items():
            if library != DATATYPES:
                found.append(f"datatypes {prefix} = {literal(library)}")
        return found

    def own_documentation(self, grammar: Node) -> Lines:
        """What is said of the grammar that is the whole schema."""
        prefix = self.prefixes.get(ANNOTATIONS_NS)
        texts = grammar.documentation.split("\n") if grammar.documentation else []
        return [f"{prefix}:documentation [ {literal(text)} ]" for text in texts]

    # --- grammars -----

    def component(self, node: Node) -> Lines:
        match node.kind:
            case "div":
                lines = _braced("div", self.components(node))
            case "include":
                lines = [self.reference(node)]
                if node.children:
                    lines = _braced(lines[0], self.components(node))
            case _:
                name = "start" if node.kind == "start" else _identifier(node.name)
                lines = _attached(f"{name} {ASSIGNMENTS[node.combine]}", self.group(node.children))
        return [*_documentation(node), *lines]

    def components(self, node: Node) -> Lines:
        return _spaced([self.component(child) for child in node.children])

    def reference(self, node: Node) -> str:
        """An ``include`` or ``external``."""
        words = "include" if node.kind == "include" else "external"
        inherits = "" if node.ns == self.default else f" inherit = {self.prefixes[node.ns]}"
        return f"{words} {literal(node.href)}{inherits}"

    # --- patterns -----

    def group(self, nodes: Sequence[Node], binding: int = LOOSE) -> Lines:
        """Several patterns as one."""
        return self.pattern(nodes[0] if len(nodes) == 1 else Node("group", tuple(nodes)), binding)

    def pattern(self, node: Node, binding: int = LOOSE) -> Lines:
        """A pattern, in parentheses where those around it would take it to pieces."""
        kind, texts = node.kind, _documentation(node)
        if kind in OPERATORS and len(node.children) == 1 and not texts:
            return self.pattern(node.children[0], binding)
        lines = self.bare(node)
        if node.default is not None:
            prefix = self.prefixes[ANNOTATIONS_NS]
            texts.append(f"[ {prefix}:defaultValue = {literal(node.default)} ]")
        if kind == "data" and binding and _excepts(node):
            return _parenthesized([*texts, *lines])
        is_open = (kind in OPERATORS and (binding or texts)) or (
            kind in REPETITIONS and (binding == TIGHT or texts)
        )
        return [*texts, *(_parenthesized(lines) if is_open else lines)]

    def bare(self, node: Node) -> Lines:
        """A pattern without its documentation."""
        match node.kind:
            case "group" | "choice" | "interleave":
                binding = OPERAND if len(node.children) > 1 else TIGHT
                parts = [self.pattern(child, binding) for child in node.children]
                return _joined(OPERATORS[node.kind], parts)
            case "optional" | "zeroOrMore" | "oneOrMore":
                *lines, last = self.group(node.children, TIGHT)
                return [*lines, last + REPETITIONS[node.kind]]
            case "element" | "attribute":
                is_attribute = node.kind == "attribute"
                names = self.names(node.children[0], is_attribute=is_attribute)
                return _braced(f"{node.kind} {names}", self.group(node.children[1:]))
            case "list" | "mixed":
                return _braced(node.kind, self.group(node.children))
            case "ref":
                return [_identifier(node.name)]
            case "parentRef":
                return [f"parent {_identifier(node.name)}"]
            case "externalRef":
                return [self.reference(node)]
            case "grammar":
                return _braced("grammar", self.components(node))
            case "value":
                return [self.value(node)]
            case "data":
                return self.data(node)
        return [node.kind]

    def value(self, node: Node) -> str:
        text = node.text
        if name := qualified(node):
            ns, local = name
            if ns == self.default or ns in self.prefixes:
                text = local if ns == self.default else f"{self.prefixes[ns]}:{local}"
        if (node.library, node.name) == ("", "token"):
            return literal(text)
        return f"{self.datatype(node)} {literal(text)}"

    def data(self, node: Node) -> Lines:
        params = [f"{c.name} = {literal(c.text)}" for c in node.children if c.kind == "param"]
        lines = _braced(self.datatype(node), _fitted(params)) if params else [self.datatype(node)]
        if _excepts(node):
            inside = node.children[-1].children
            away = inside[0] if len(inside) == 1 else Node("choice", inside)
            first, *more = self.pattern(away, TIGHT)
            lines = [*lines[:-1], f"{lines[-1]} - {first}", *more]
        return lines

    def datatype(self, node: Node) -> str:
        return node.name if _is_builtin(node) else f"{self.libraries[node.library]}:{node.name}"

    # --- name classes -----

    def names(self, node: Node, binding: int = LOOSE, *, is_attribute: bool) -> str:
        """A name class, in one line unless it is documented."""
        inside = node.children
        if node.kind == "choice" and len(inside) == 1 and not node.documentation:
            return self.names(inside[0], binding, is_attribute=is_attribute)
        before = "\n".join(["", *_documentation(node), ""]) if node.documentation else ""
        text = self.bare_names(node, is_attribute=is_attribute)
        if node.kind == "choice":
            return f"{before}({text})" if binding or before else text
        return f"({before}{text})" if inside and binding else before + text

    def bare_names(self, node: Node, *, is_attribute: bool) -> str:
        match node.kind:
            case "name":
                if node.ns == ("" if is_attribute else self.default):
                    return node.name
                return f"{self.prefixes[node.ns]}:{node.name}"
            case "choice":
                parts = (self.names(c, OPERAND, is_attribute=is_attribute) for c in node.children)
                return " | ".join(parts)
        text = "*" if node.kind == "anyName" else f"{self.prefixes[node.ns]}:*"
        if not node.children:
            return text
        away = Node("choice", node.children[0].children)
        return f"{text} - {self.names(away, TIGHT, is_attribute=is_attribute)}"


# --- lines -----


def _identifier(name: str) -> str:
    return f"\\{name}" if name in KEYWORDS else name


def _is_builtin(node: Node) -> bool:
    return not node.library and node.name in ("string", "token")


def _excepts(data: Node) -> bool:
    return bool(data.children) and data.children[-1].kind == "except"


def _documentation(node: Node) -> Lines:
    """A block of ``##`` for each line of the documentation, and an empty line between them."""
    if not node.documentation:
        return []
    blocks = [
        wrap(_escaped(text), WIDTH, break_long_words=False, break_on_hyphens=False)
        for text in node.documentation.split("\n")
    ]
    return "\n\n".join("\n".join(f"## {line}" for line in block) for block in blocks).split("\n")


def _indented(lines: Lines) -> Lines:
    return [f"  {line}" if line else "" for line in lines]


def _spaced(blocks: Iterable[Lines]) -> Lines:
    """Blocks with an empty line around each that has several lines."""
    lines: Lines = []
    was_long = False
    for block in blocks:
        if lines and block and (was_long or len(block) > 1):
            lines.append("")
        lines += block
        was_long = len(block) > 1
    return lines


def _fitted(parts: Lines) -> Lines:
    """Parts in one line, where they fit."""
    line = " ".join(parts)
    return [line] if len(line) <= WIDTH else parts


def _is_short(lines: Lines, more: str = "") -> bool:
    return len(lines) == 1 and len(more) + len(lines[0]) < WIDTH and "\n" not in more


def _attached(head: str, lines: Lines) -> Lines:
    """The pattern of a definition, behind its name or below it."""
    is_one_brace = lines[-1] in ("}", "}*", "}+", "}?") and lines[0].endswith("{")
    if _is_short(lines, head) or is_one_brace:
        return [f"{head} {lines[0]}", *lines[1:]]
    return [head, *_indented(lines)]


def _braced(head: str, lines: Lines) -> Lines:
    if not lines:
        return [f"{head} {{ }}"]
    if _is_short(lines, head):
        return [f"{head} {{ {lines[0]} }}"]
    return [*f"{head} {{".split("\n"), *_indented(lines), "}"]


def _parenthesized(lines: Lines) -> Lines:
    if len(lines) == 1:
        return [f"({lines[0]})"]
    return ["(", *_indented(lines), ")"]


def _joined(operator: str, parts: Sequence[Lines]) -> Lines:
    """Patterns with an operator between them: a comma behind, others before."""
    if all(len(part) == 1 for part in parts):
        line = (", " if operator == "," else f" {operator} ").join(part[0] for part in parts)
        if len(line) <= WIDTH:
            return [line]
    lines: Lines = []
    for part in parts:
        if lines and operator == ",":
            lines[-1] += ","
        elif lines:
            part = [f"{operator} {part[0]}", *_indented(part[1:])]
        lines += part
    return lines
