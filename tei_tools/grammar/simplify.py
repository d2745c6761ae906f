"""In: the tree of a schema and a way to read the files it refers to. Out: its simple form.

The passes of RELAX NG 4 that need the whole tree, in the order of the specification. What is
left of section 4 (4.9, 4.12–4.16, 4.19–4.21) is done where patterns are made: see `compile`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from tei_tools.model.finding import SchemaError

from .syntax import Node, fault

#: Reads the file that an ``externalRef`` or ``include`` refers to.
Load = Callable[[Node], Node]

#: How many files deep a schema may refer, and how often in all.
DEEPEST: Final = 40
FILES: Final = 1_000
#: For how many undefined names the name that may be meant is looked for.
GUESSES: Final = 20


class Simple(NamedTuple):
    """A schema without references to files, divs, and nested grammars.

    Attributes:
        start: the pattern that documents match; its kinds are those of `Node` without ``grammar``,
            ``include``, ``externalRef``, ``parentRef``.
        defines: the pattern of each name that a ``ref`` has.
    """

    start: Node
    defines: Mapping[str, Node]


def simplify(schema: Node, load: Load) -> Simple:
    """Bring a schema into its simple form.

    Raises:
        SchemaError: a file is missing or refers to itself, a name is undefined or defined twice, an
            override overrides nothing.
    """
    return _Grammars().schema(resolve(schema, _bounded(load)))


def _bounded(load: Load) -> Load:
    """The same, but not more than `FILES` times: two references a file double with each level."""
    count = 0

    def loaded(node: Node) -> Node:
        nonlocal count
        count += 1
        if count > FILES:
            raise fault(node, "limit", f"the schema refers to files more than {FILES} times")
        return load(node)

    return loaded


# --- 4.5–4.7, 4.11: files and divs -----


def resolve(node: Node, load: Load, files: tuple[str, ...] = ()) -> Node:
    """Put in the place of each reference to a file what the file says."""
    if node.kind == "externalRef":
        found = _loaded(node, load, files)
        return resolve(found, load, (*files, found.file))
    if node.kind == "include":
        return _include(node, load, files)
    if not node.children:
        return node
    return node._replace(children=tuple(resolve(child, load, files) for child in node.children))


def _loaded(node: Node, load: Load, files: tuple[str, ...]) -> Node:
    found = load(node)
    if found.file in (*files, node.file):
        raise fault(node, "include", f"`{node.href}` refers back to itself")
    if len(files) >= DEEPEST:
        raise fault(node, "limit", f"files refer to each other more than {DEEPEST} deep")
    return found


def _include(node: Node, load: Load, files: tuple[str, ...]) -> Node:
    """An ``include`` becomes a ``div``; what it overrides is taken out first (RELAX NG 4.7)."""
    found = _loaded(node, load, files)
    if found.kind != "grammar":
        raise fault(node, "include", f"`{node.href}` is no grammar, and only a grammar is included")
    grammar = resolve(found, load, (*files, found.file))
    own = list(_components(node))
    overridden = {(each.kind, each.name) for each in own}
    there = {(each.kind, each.name) for each in _components(grammar)}
    for each in own:
        if (each.kind, each.name) not in there:
            what = "start" if each.kind == "start" else f"`{each.name}`"
            raise fault(each, "include", f"{what} overrides nothing: `{node.href}` defines no such")
    kept = tuple(c for c in _components(grammar) if (c.kind, c.name) not in overridden)
    return Node("div", (*kept, *own), file=node.file, line=node.line)


def _components(grammar: Node) -> Iterator[Node]:
    """The starts and definitions of a grammar, those inside its divs too (RELAX NG 4.11)."""
    for child in grammar.children:
        if child.kind == "div":
            yield from _components(child)
        else:
            yield child


# --- 4.17, 4.18: combined definitions and nested grammars -----


class _Scope(NamedTuple):
    """The names of one grammar, each with the name it has in the simple form."""

    names: Mapping[str, str]
    parent: _Scope | None


class _Grammars:
    def __init__(self) -> None:
        self.defines: dict[str, Node] = {}
        self.taken: dict[str, int] = {}
        self.problems: list[SchemaError] = []

    def schema(self, schema: Node) -> Simple:
        start = self.pattern(schema, None)
        if self.problems:
            raise SchemaError([f for problem in self.problems for f in problem.findings])
        return Simple(start, self.defines)

    def grammar(self, grammar: Node, parent: _Scope | None) -> Node:
        """Enter the definitions of a grammar and return its start."""
        components: dict[tuple[str, str], list[Node]] = {}
        for each in _components(grammar):
            components.setdefault((each.kind, each.name), []).append(each)
        names = {name: self.unused(name) for kind, name in components if kind == "define"}
        scope = _Scope(names, parent)
        for name in names.values():
            self.defines[name] = Node("notAllowed")  # keeps the name
        if ("start", "") not in components:
            self.problems.append(fault(grammar, "no-start", "the grammar has no `start`"))
            return Node("notAllowed")
        start = Node("notAllowed")
        for (kind, name), nodes in components.items():
            combined = self.combined(nodes, scope)
            if kind == "start":
                start = combined
            else:
                self.defines[names[name]] = combined
        return start

    def unused(self, name: str) -> str:
        """A name for the simple form; nested grammars may define the same one again."""
        number, unused = self.taken.get(name, 1), name
        while unused in self.defines:
            number += 1
            unused = f"{name}:{number}"
        self.taken[name] = number
        return unused

    def combined(self, nodes: list[Node], scope: _Scope) -> Node:
        how = {node.combine for node in nodes if node.combine}
        what = f"`{nodes[0].name}`" if nodes[0].name else "`start`"
        plain = [node for node in nodes if not node.combine]
        if len(plain) > 1:
            first = f"{plain[0].file}:{plain[0].line}"
            message = f"{what} is defined twice, first in {first}, without `combine`"
            self.problems.append(fault(plain[1], "duplicate", message))
        if len(how) > 1:
            message = f"{what} is combined as `choice` and as `interleave`"
            self.problems.append(fault(nodes[-1], "combine", message))
        patterns = tuple(
            self.pattern(node._replace(kind="group", name=""), scope) for node in nodes
        )
        if len(patterns) == 1:
            return patterns[0]._replace(documentation=nodes[0].documentation)
        return nodes[0]._replace(kind=min(how, default="choice"), name="", children=patterns)

    def pattern(self, node: Node, scope: _Scope | None) -> Node:
        if node.kind == "grammar":
            return self.grammar(node, scope)
        if node.kind in ("ref", "parentRef"):
            return self.reference(node, scope)
        if not node.children:
            return node
        return node._replace(children=tuple(self.pattern(child, scope) for child in node.children))

    def reference(self, node: Node, scope: _Scope | None) -> Node:
        if node.kind == "parentRef":
            scope = scope and scope.parent
        if scope is not None and node.name in scope.names:
            return node._replace(kind="ref", name=scope.names[node.name])
        where = "in the grammar around this one" if node.kind == "parentRef" else "in the grammar"
        message = f"`{node.name}` is not defined {where}"
        near = _near(node, scope) if len(self.problems) < GUESSES else ""
        self.problems.append(fault(node, "undefined", message, suggestion=near))
        return node._replace(kind="notAllowed", name="")


def _near(node: Node, scope: _Scope | None) -> str:
    from difflib import get_close_matches  # loaded only where something is wrong

    near = get_close_matches(node.name, scope.names if scope else (), 1)
    return f"did you mean `{near[0]}`?" if near else ""
