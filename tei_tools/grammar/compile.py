"""In: the simple form of a schema. Out: a `Grammar` of interned patterns.

Does what is left of RELAX NG 4 (4.9, 4.12–4.16, 4.19–4.21) while the patterns are made.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Final

from tei_tools.model.finding import SchemaError

from .datatypes import Datatype, DatatypeError, datatype
from .grammar import Grammar
from .leaves import AttributeLeaf, DataLeaf, ElementLeaf, Leaf, ListLeaf, ValueLeaf
from .names import AnyName, NameChoice, NameClass, NsName, clark
from .patterns import Pattern, Patterns
from .simplify import Simple
from .syntax import Node, fault

#: How many different elements, attributes and values a schema may have, and how many of the
#: elements and attributes may have several names: the time grows with the square of both. How
#: many things may stand in all elements together, each counted once an element.
LEAVES: Final = 30_000
CLASSES: Final = 500
CONTENTS: Final = 5_000_000
XMLNS: Final = "http://www.w3.org/2000/xmlns"


def compile_grammar(simple: Simple) -> Grammar:
    """Make the patterns of a schema.

    Raises:
        SchemaError: a datatype is unknown or used wrongly, a name class or a recursion is
            forbidden; carries all that were found.
    """
    compiler = _Compiler(simple)
    grammar = compiler.grammar
    grammar.start = compiler.pattern(simple.start)
    grammar.place = simple.start.file, simple.start.line
    for name in simple.defines:
        compiler.define(name, simple.start)
    while compiler.waiting:
        label, node = compiler.waiting.pop()
        grammar.contents[label] = grammar.patterns.group(
            [compiler.pattern(child) for child in node.children[1:]]
        )
    if compiler.problems:
        raise SchemaError([f for problem in compiler.problems for f in problem.findings])
    if sum(content.labels.bit_count() for content in grammar.contents.values()) > CONTENTS:
        message = f"the elements of the schema may hold more than {CONTENTS} things in all"
        raise fault(simple.start, "limit", message)
    grammar.classes = {
        name: members for name, node in simple.defines.items() if (members := _members(node))
    }
    return grammar


def _members(node: Node) -> tuple[str, ...]:
    """The names that a definition chooses from, when it does nothing else."""
    while node.kind in ("group", "choice") and len(node.children) == 1:
        node = node.children[0]
    if node.kind == "ref":
        return (node.name,)
    if node.kind == "choice" and all(child.kind == "ref" for child in node.children):
        return tuple(child.name for child in node.children)
    return ()


class _Compiler:
    def __init__(self, simple: Simple) -> None:
        self.grammar = Grammar(Patterns())
        self.start = simple.start
        self.defines = simple.defines
        self.problems: list[SchemaError] = []
        #: Elements whose content is still to be made: its references may lead back to them.
        self.waiting: list[tuple[int, Node]] = []
        self._made: dict[str, Pattern | None] = {}
        self._labels: dict[Hashable, int] = {}
        self._define = ""
        self._classes = 0

    # --- patterns -----

    def pattern(self, node: Node) -> Pattern:
        make = self.grammar.patterns
        match node.kind:
            case "empty":
                return make.empty
            case "notAllowed":
                return make.not_allowed
            case "text":
                return make.text
            case "group" | "optional" | "zeroOrMore" | "oneOrMore" | "mixed":
                return self.repeated(node.kind, make.group(self.inside(node.children)))
            case "choice":
                return make.choice(self.inside(node.children))
            case "interleave":
                return make.interleave(self.inside(node.children))
            case "ref":
                return self.define(node.name, node)
        return self.leaf(node)

    def inside(self, nodes: Sequence[Node]) -> list[Pattern]:
        """The patterns of all nodes, so that an error in any is seen."""
        return [self.pattern(node) for node in nodes]

    def repeated(self, kind: str, inside: Pattern) -> Pattern:
        """RELAX NG 4.12–4.15."""
        make = self.grammar.patterns
        match kind:
            case "optional":
                return make.choice((inside, make.empty))
            case "zeroOrMore":
                return make.choice((make.one_or_more(inside), make.empty))
            case "oneOrMore":
                return make.one_or_more(inside)
            case "mixed":
                return make.interleave((inside, make.text))
        return inside

    def define(self, name: str, node: Node) -> Pattern:
        if name not in self._made:
            self._made[name] = None
            outer, self._define = self._define, name
            self._made[name] = self.pattern(self.defines[name])
            self._define = outer
        found = self._made[name]
        if found is None:  # RELAX NG 4.19
            message = f"the definition of `{name}` contains itself, outside of any element"
            self.problems.append(fault(node, "recursion", message))
            return self.grammar.patterns.not_allowed
        return found

    # --- leaves -----

    def label(self, key: Hashable, make: Callable[[], Leaf]) -> int:
        """The label of a leaf; equal leaves have the same one."""
        if key not in self._labels:
            self._labels[key] = len(self.grammar.leaves)
            self.grammar.leaves.append(leaf := make())
            if len(self.grammar.leaves) > LEAVES:
                what = f"more than {LEAVES} different elements, attributes and values"
                raise fault(self.start, "limit", f"the schema has {what}")
            if isinstance(leaf, ElementLeaf | AttributeLeaf) and not isinstance(leaf.names, str):
                self._classes += 1
            if self._classes > CLASSES:
                what = f"more than {CLASSES} elements and attributes of several names each"
                raise fault(self.start, "limit", f"the schema has {what}")
        return self._labels[key]

    def leaf(self, node: Node) -> Pattern:
        make = self.grammar.patterns
        match node.kind:
            case "element":
                return self.element(node)
            case "attribute":
                return self.attribute(node)
            case "list":
                content = make.group(self.inside(node.children))
                if content is make.not_allowed:
                    return content
                return make.leaf(self.label(("list", content.number), lambda: ListLeaf(content)))
            case "value":
                return self.value(node)
        return self.data(node)

    def element(self, node: Node) -> Pattern:
        definition = self.defines.get(self._define)
        documentation = node.documentation or (definition.documentation if definition else "")
        names = self.names(node.children[0], is_attribute=False)
        leaf = ElementLeaf(names, self._define, documentation, node.file, node.line)
        label = self.label(("element", id(node)), lambda: leaf)
        self.waiting.append((label, node))
        return self.grammar.patterns.leaf(label)

    def attribute(self, node: Node) -> Pattern:
        make = self.grammar.patterns
        names = self.names(node.children[0], is_attribute=True)
        content = make.group(self.inside(node.children[1:]))
        if content is make.not_allowed:
            return content
        leaf = AttributeLeaf(names, content, node.file, node.line)
        label = self.label(("attribute", names, content.number), lambda: leaf)
        kept = self.grammar.leaves[label]
        if isinstance(kept, AttributeLeaf) and (kept.file, kept.line) != (leaf.file, leaf.line):
            self.grammar.leaves[label] = kept._replace(is_repeated=True)
        return make.leaf(label, is_attribute=True)

    def data(self, node: Node) -> Pattern:
        make = self.grammar.patterns
        params = tuple((c.name, c.text) for c in node.children if c.kind == "param")
        kind = self.datatype(node, params)
        excepted = None
        if node.children and node.children[-1].kind == "except":
            excepted = make.choice(self.inside(node.children[-1].children))
            if excepted is make.not_allowed:
                excepted = None
        if kind is None:
            return make.not_allowed
        number = excepted.number if excepted else -1
        definition = self.defines.get(self._define)
        said = definition.documentation if definition and node in definition.children else ""
        said = said if params else ""
        key = ("data", node.library, node.name, params, number, said)
        return make.leaf(self.label(key, lambda: DataLeaf(kind, excepted, said)))

    def value(self, node: Node) -> Pattern:
        make = self.grammar.patterns
        kind = self.datatype(node, ())
        if kind is None:
            return make.not_allowed
        context = {**node.context, "": node.ns} if kind.needs_context else {}
        value = kind.value(node.text, context)
        if value is None:
            self.problems.append(
                fault(node, "datatype", f"the value is wrong: {kind.why(node.text)}")
            )
            return make.not_allowed
        said = node.documentation
        key = ("value", node.library, node.name, value, node.text, said)
        return make.leaf(self.label(key, lambda: ValueLeaf(kind, value, node.text, context, said)))

    def datatype(self, node: Node, params: tuple[tuple[str, str], ...]) -> Datatype | None:
        try:
            found = datatype(node.library, node.name, params)
            found.check()
            return found
        except DatatypeError as error:
            self.problems.append(fault(node, "datatype", str(error)))
            return None

    # --- name classes -----

    def names(self, node: Node, *, is_attribute: bool, outside: str = "") -> NameClass:
        """A name class; ``outside`` is the wildcard it is excepted from (RELAX NG 4.16)."""
        if node.kind in ("anyName", "nsName"):
            if outside == "nsName" or outside == node.kind:
                message = f"`{node.kind}` is not allowed in the `except` of `{outside}`"
                self.problems.append(fault(node, "restriction", message))
            excepted = None
            if node.children:
                inside = node.children[0].children
                excepted = self.choice(inside, is_attribute=is_attribute, outside=node.kind)
            if is_attribute and node.kind == "nsName" and node.ns == XMLNS:
                self.problems.append(self.xmlns(node))
            return AnyName(excepted) if node.kind == "anyName" else NsName(node.ns, excepted)
        if node.kind == "choice":
            return self.choice(node.children, is_attribute=is_attribute, outside=outside)
        if is_attribute and (node.ns == XMLNS or (node.name == "xmlns" and not node.ns)):
            self.problems.append(self.xmlns(node))
        return clark(node.ns, node.name)

    def choice(self, nodes: tuple[Node, ...], *, is_attribute: bool, outside: str) -> NameClass:
        members = [self.names(n, is_attribute=is_attribute, outside=outside) for n in nodes]
        return members[0] if len(members) == 1 else NameChoice(tuple(members))

    def xmlns(self, node: Node) -> SchemaError:
        return fault(node, "restriction", "a namespace declaration (xmlns) is no attribute")
