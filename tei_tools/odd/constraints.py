"""In: a FLAT ODD.
Out: its constraints as Schematron: for each spec its patterns, and what stands outside them.

As the TEI's Stylesheets do it: a rule is a pattern of its own; an assertion without a rule is about
the element, or the attribute, in whose spec it stands.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, partial
from typing import Final

from lxml import etree

from tei_tools.model.names import PLACE, SCH_NS, SCH_OLD_NS, XML_NS, name_of, namespace
from tei_tools.odd.errors import Log
from tei_tools.odd.flat import FlatClass, FlatElement, FlatMacro, FlatOdd
from tei_tools.odd.markup import Element, Maker, serialize
from tei_tools.odd.merge import attribute_definitions
from tei_tools.odd.specs import TEI_NS, AttDef, ConstraintSpec

XSL_NS: Final = "http://www.w3.org/1999/XSL/Transform"
EXAMPLES_NS: Final = "http://www.tei-c.org/ns/Examples"
SCHEMES: Final = ("schematron", "isoschematron", "")
#: Rules in ODDs do not say which version of XPath they are in; this one understands all.
BINDING: Final = "xslt3"
#: What stands outside patterns, in the order of ISO Schematron.
OUTSIDE: Final = ("let", "phase", "diagnostics", "properties")
#: What says itself what it is about.
COMPLETE: Final = frozenset({"ns", "let", "pattern", "key", "function", *OUTSIDE})
CONSTRAINT: Final = f"{{{TEI_NS}}}constraint"
_PREFIX = re.compile(r"(?<![\w.\-:])([A-Za-z_][\w.\-]*):(?=[\w*])")

sch = Maker(SCH_NS, {"sch": SCH_NS})


class Constraints:
    """The constraints of an ODD as Schematron.

    With `places`, every element says where it comes from. What is asked for twice, such as the
    constraint of an attribute in its class and in an element that changes it, is given once.
    """

    def __init__(self, flat: FlatOdd, *, places: bool = False) -> None:
        self.flat = flat
        self.places = places
        self.namespaces: dict[str, str] = {}
        self.outside: list[Element] = []
        self._given: set[tuple[str, str, bytes]] = set()
        self._idents: dict[str, int] = {}
        if flat.schema.ns == TEI_NS:
            self.namespaces["tei"] = TEI_NS

    def of_schema(self) -> list[Element]:
        """The patterns of constraints that stand in no spec; they are about the document."""
        return self._patterns(self.flat.schema.constraints, lambda: "/", self.flat.schema.ident)

    def of_element(self, element: FlatElement) -> list[Element]:
        """The patterns of an element and its attributes."""
        found = self._patterns(element.constraints, lambda: self._name(element), element.ident)
        for att in attribute_definitions(element.attributes.own):
            about = partial(self._attribute_of, element, att)
            found += self._patterns(att.constraints, about, f"{element.ident}.{att.ident}")
        return found

    def of_class(self, spec: FlatClass) -> list[Element]:
        """The patterns of a class and its attributes; they are about the members."""
        found = self._patterns(spec.constraints, lambda: self._members(spec.ident), spec.ident)
        for att in attribute_definitions(spec.attributes.own):
            about = partial(self._members, spec.ident, att)
            found += self._patterns(att.constraints, about, f"{spec.ident}.{att.ident}")
        return found

    def of_macro(self, spec: FlatMacro) -> list[Element]:
        """The patterns of a macro or a datatype, of which only rules with a context are of use."""
        return self._patterns(spec.constraints, str, spec.ident)

    def declarations(self) -> list[Element]:
        """The namespaces that the patterns given so far need, and what stands outside patterns."""
        names = sorted(self.namespaces, key=lambda name: (name != "tei", name))
        declared = [sch("ns", prefix=name, uri=self.namespaces[name]) for name in names]
        order = {name: rank for rank, name in enumerate(("key", "function", *OUTSIDE))}
        return [*declared, *sorted(self.outside, key=lambda each: order.get(_local(each), 0))]

    # --- contexts -----

    def _name(self, element: FlatElement) -> str:
        """The pattern for an element."""
        return self._prefixed(element.ns) + element.name

    def _attribute_of(self, element: FlatElement, att: AttDef) -> str:
        return self._name(element) + self._step(att)

    def _step(self, att: AttDef | None) -> str:
        """The step from an element to an attribute."""
        if att is None:
            return ""
        return f"/@{'xml:' if att.ns == XML_NS else self._prefixed(att.ns)}{att.name}"

    def _prefixed(self, ns: str) -> str:
        if not ns:
            return ""
        for prefix, uri in self.namespaces.items():
            if uri == ns:
                return f"{prefix}:"
        if ns == EXAMPLES_NS and "teix" not in self.namespaces:
            self.namespaces["teix"] = ns
            return "teix:"
        prefix = next(f"ns{n}" for n in range(1, 10_000) if f"ns{n}" not in self.namespaces)
        self.namespaces[prefix] = ns
        return f"{prefix}:"

    def _members(self, ident: str, att: AttDef | None = None) -> str:
        """The pattern for the elements of a class, or for an attribute of theirs."""
        members, step = self._elements_of[ident], self._step(att)
        if set(members) == self.flat.elements.keys() and len(self._spaces) == 1:
            return f"{self._prefixed(self.flat.schema.ns)}*{step}"
        return " | ".join(f"{self._name(self.flat.elements[each])}{step}" for each in members)

    @cached_property
    def _spaces(self) -> set[str]:
        return {element.ns for element in self.flat.elements.values()}

    @cached_property
    def _elements_of(self) -> dict[str, list[str]]:
        """The elements of each class, those of its subclasses too."""
        found: dict[str, list[str]] = {ident: [] for ident in self.flat.classes}
        for element in self.flat.elements.values():
            waiting, seen = list(element.classes), set[str]()
            while waiting:
                if (ident := waiting.pop()) not in seen:
                    seen.add(ident)
                    found[ident].append(element.ident)
                    waiting += self.flat.classes[ident].classes
        return found

    # --- constraints -----

    def _patterns(
        self, constraints: Iterable[ConstraintSpec], about: Callable[[], str], owner: str
    ) -> list[Element]:
        """The patterns of constraints of a spec.

        `about` is the context of assertions that have none; `owner` gives a name to constraints
        that have none.
        """
        found: list[Element] = []
        for each in constraints:
            if each.scheme in SCHEMES:
                found += self._of(each, about(), owner)
        return found

    def _of(self, constraint: ConstraintSpec, about: str, owner: str) -> Iterator[Element]:
        """The patterns of one constraintSpec, unless they were given before."""
        root = etree.fromstring(constraint.xml, etree.XMLParser(collect_ids=False))
        said = b"".join(_canonical(each) for each in root.iter(CONSTRAINT))
        key = constraint.ident, "" if _is_complete(root) else about, said
        if key in self._given:
            return
        self._given.add(key)
        alone: list[Element] = []
        rules: list[Element] = []
        lets: list[Element] = []
        patterns: list[Element] = []
        for part in self._parts(root, constraint):
            match _local(part):
                case "ns":
                    prefix, uri = part.get("prefix", ""), part.get("uri", "")
                    self.namespaces.setdefault(prefix, uri)
                case "assert" | "report":
                    alone.append(part)
                case "rule":
                    rules.append(part)
                case "let":
                    lets.append(part)
                case "pattern":
                    patterns.append(part)
                case "key" | "function" | "phase" | "diagnostics" | "properties":
                    self.outside.append(part)
        if not (alone or rules or patterns):
            self.outside += lets
        if alone and about:
            rules.append(self._placed(sch("rule", alone, context=about), alone[0]))
        for rule in rules:
            if rule.get("context") is None and rule.get("abstract") != "true" and about:
                rule.set("context", about)
        is_whole = any(rule.get("abstract") == "true" for rule in rules)
        for inside in [rules] if is_whole and rules else [[rule] for rule in rules]:
            own = [copy.deepcopy(let) for let in lets]
            patterns.append(self._placed(sch("pattern", [*own, *inside]), inside[0]))
        for pattern in patterns:
            if not pattern.get("id"):
                pattern.set("id", self._ident(constraint.ident or owner))
            etree.cleanup_namespaces(pattern)
            yield pattern

    def _parts(self, root: Element, constraint: ConstraintSpec) -> Iterator[Element]:
        """What stands in the constraints of a constraintSpec, ready to stand elsewhere."""
        lines = iter(constraint.lines)
        for element in root.iter(etree.Element):
            line = next(lines, constraint.place.line)
            if namespace(name_of(element)) == SCH_OLD_NS:
                element.tag = f"{{{SCH_NS}}}{_local(element)}"
            if namespace(name_of(element)) == SCH_NS and self.places:
                element.set(PLACE, f"{constraint.place.path}:{line}")
            for name, value in element.items():
                self._declare(element, str(name), str(value))
        for part in list(_inside(root)):
            part.tail = None
            yield part

    def _declare(self, element: Element, name: str, value: str) -> None:
        """Declare the prefixes that an expression has from its surroundings."""
        if name in ("context", "test", "select", "path", "value", "match", "use", "documents"):
            for prefix in _PREFIX.findall(value):
                if prefix in element.nsmap and prefix != "xml":
                    self.namespaces.setdefault(prefix, element.nsmap[prefix])

    def _placed(self, element: Element, like: Element) -> Element:
        if place := like.get(PLACE):
            element.set(PLACE, place)
        return element

    def _ident(self, ident: str) -> str:
        """An id for a pattern: that of its constraint, and a number where there are several."""
        count = self._idents[ident] = self._idents.get(ident, 0) + 1
        return ident if count == 1 else f"{ident}.{count}"


def check_constraints(flat: FlatOdd, log: Log) -> None:
    """Warn of constraints that have no effect."""
    for spec in (*flat.macros.values(), *flat.data.values()):
        for each in spec.constraints:
            if each.scheme in SCHEMES and not _is_complete(etree.fromstring(each.xml)):
                message = f"a constraint of `{spec.ident}` does not say what elements it is about"
                log.warn(each.place, f"{message}; put it into a `rule` with @context")
    constraints = [*flat.schema.constraints]
    for element in flat.elements.values():
        constraints += element.constraints
    for class_ in flat.classes.values():
        constraints += class_.constraints
    for each in constraints:
        if each.scheme not in SCHEMES:
            log.warn(each.place, f"constraints in the language `{each.scheme}` are not checked")


def to_sch(flat: FlatOdd) -> bytes:
    """All constraints of an ODD as one Schematron schema."""
    constraints = Constraints(flat)
    classes = (each for key, each in sorted(flat.classes.items()))
    macros = [*sorted(flat.macros.items()), *sorted(flat.data.items())]
    patterns = [
        *constraints.of_schema(),
        *(p for each in classes for p in constraints.of_class(each)),
        *(p for _, each in macros for p in constraints.of_macro(each)),
        *(p for _, each in sorted(flat.elements.items()) for p in constraints.of_element(each)),
    ]
    title = sch.text("title", flat.schema.title or flat.schema.ident)
    root = sch("schema", [title, *constraints.declarations()], queryBinding=BINDING)
    first = next((n for n, e in enumerate(root) if _local(e) in OUTSIDE[2:]), len(root))
    for number, pattern in enumerate(patterns):
        root.insert(first + number, pattern)
    return serialize(root, flat.schema.place.path)


def _inside(root: Element) -> Iterator[Element]:
    """What stands in the constraints of a constraintSpec; of a whole schema its parts."""
    for holder in root.iter(CONSTRAINT):
        for part in holder.iterchildren(etree.Element):
            whole = _local(part) == "schema"
            yield from part.iterchildren(etree.Element) if whole else [part]


def _is_complete(root: Element) -> bool:
    """Whether a constraintSpec says itself what it is about."""
    return all(_local(each) in COMPLETE or each.get("context") for each in _inside(root))


def _canonical(element: Element) -> bytes:
    """What an element says, in whatever way its namespaces are declared."""
    alone = copy.deepcopy(element)
    alone.tail = None
    return etree.tostring(alone, method="c14n", exclusive=True)


def _local(element: Element) -> str:
    return etree.QName(element).localname
