"""In: a FLAT ODD.
Out: RELAX NG in XML syntax: a define for each element, class, class attribute, macro, datatype."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from tei_tools.model.names import PLACE
from tei_tools.odd.constraints import Constraints
from tei_tools.odd.datatypes import attribute_type, named_type, value_type
from tei_tools.odd.errors import Place, bounded
from tei_tools.odd.flat import FlatClass, FlatElement, FlatMacro, FlatOdd
from tei_tools.odd.markup import Element, serialize
from tei_tools.odd.rng_patterns import (
    ANNOTATIONS_NS,
    RNG_NS,
    documentation,
    one,
    repeated,
    rng,
    value_patterns,
)
from tei_tools.odd.specs import (
    Alternate,
    AnyElement,
    AttDef,
    AttList,
    AttRef,
    ClassRef,
    Content,
    DataRef,
    ElementRef,
    Embedded,
    Empty,
    ForeignName,
    MacroRef,
    NotAllowed,
    Sequence,
    TextNode,
    ValList,
)

DATATYPES = "http://www.w3.org/2001/XMLSchema-datatypes"

REF = f"{{{RNG_NS}}}ref"

# How each way of expanding a class repeats a member.
REPEATED = {
    "sequenceOptional": "optional",
    "sequenceOptionalRepeatable": "zeroOrMore",
    "sequenceRepeatable": "oneOrMore",
}


def to_rng(flat: FlatOdd, *, places: bool = False) -> bytes:
    """The schema in RELAX NG; with `places`, elements and attributes say where they come from."""
    with bounded(flat.schema.place.path):
        root = _Writer(flat, places=places).grammar()
        return serialize(root, flat.schema.place.path)


class _Writer:
    """Writes one grammar. Foreign elements and expanded classes get their defines on the way."""

    def __init__(self, flat: FlatOdd, *, places: bool) -> None:
        self.flat = flat
        self.places = places
        self.has_rules = False
        self.constraints = Constraints(flat, places=places)
        self._any: dict[AnyElement, str] = {}
        self._expanded: dict[str, tuple[str, str]] = {}

    def grammar(self) -> Element:
        """The whole grammar: all elements, and what they refer to."""
        flat = self.flat
        elements = [self._element(flat.elements[key]) for key in sorted(flat.elements)]
        others = [
            *(self._macro(flat.macros[key]) for key in sorted(flat.macros)),
            *(self._data(flat.data[key]) for key in sorted(flat.data)),
            *(self._model_class(each) for each in self._classes("model")),
            *(each for spec in self._classes("atts") for each in self._att_class(spec)),
        ]
        others += [self._expanded_class(name) for name in self._more_expanded()]
        others += [self._any_element(any_element) for any_element in self._any]
        others += self._foreign()
        starts = self._starts()
        rules = self._rules()
        children = [*rules, *starts, *_in_use([*starts, *elements], others), *elements]
        return rng("grammar", children, ns=flat.schema.ns, datatypeLibrary=DATATYPES)

    def _rules(self) -> list[Element]:
        """The Schematron that does not stand with an element."""
        classes = [*self._classes("model"), *self._classes("atts")]
        macros = [self.flat.macros[key] for key in sorted(self.flat.macros)]
        macros += [self.flat.data[key] for key in sorted(self.flat.data)]
        found = self.constraints.of_schema()
        found += [each for spec in classes for each in self.constraints.of_class(spec)]
        found += [each for macro in macros for each in self.constraints.of_macro(macro)]
        return [*self.constraints.declarations(), *found] if found or self.has_rules else []

    def _starts(self) -> list[Element]:
        """The patterns of whole documents."""
        own = [one((self.ref(name) for name in self.flat.start), "choice")]
        starts = [rng("start", own)] if self.flat.start else []
        for module in self.flat.schema.foreign:
            starts += map(etree.fromstring, module.starts)
        for each in starts if len(starts) > 1 else ():
            each.set("combine", "choice")
        for each in starts[1 if self.flat.start else 0 :]:
            self._named(each)
        return starts

    def _classes(self, kind: str) -> list[FlatClass]:
        found = self.flat.classes
        return [found[key] for key in sorted(found) if found[key].type == kind]

    def define(self, name: str, children: Iterable[Element]) -> Element:
        return rng("define", children, name=self.flat.schema.prefix + name)

    def ref(self, name: str) -> Element:
        return rng("ref", name=self.flat.schema.prefix + name)

    def placed(self, pattern: Element, place: Place) -> Element:
        """The pattern, which says where it comes from if that is asked for."""
        if self.places:
            pattern.set(PLACE, f"{place.path}:{place.line}")
        return pattern

    # Specs.

    def _element(self, element: FlatElement) -> Element:
        body = [
            *documentation(element.documentation),
            self.content(element.content, element.ident),
            *self._attributes(element),
        ]
        if isinstance(element.content, NotAllowed):
            return self.define(element.ident, [rng("notAllowed")])
        rules = self.constraints.of_element(element)
        self.has_rules |= bool(rules)
        found = self.placed(rng("element", body, name=element.name), element.place)
        if element.ns != self.flat.schema.ns:
            found.set("ns", element.ns)
        return self.define(element.ident, [*rules, found])

    def _macro(self, macro: FlatMacro) -> Element:
        body = self.content(macro.content, macro.ident)
        return self.define(macro.ident, [*documentation(macro.documentation), body])

    def _data(self, data: FlatMacro) -> Element:
        body = value_patterns(named_type(self.flat, data.ident), self.ref)
        return self.define(data.ident, [*documentation(data.documentation), *body])

    def _model_class(self, spec: FlatClass) -> Element:
        members = [self.ref(member) for member in spec.members]
        body = one(members, "choice") if members else rng("notAllowed")
        return self.define(spec.ident, [*documentation(spec.documentation), body])

    def _more_expanded(self) -> Iterator[str]:
        """The expanded classes met so far, and those that writing them adds."""
        at = 0
        while at < len(self._expanded):
            yield list(self._expanded)[at]
            at += 1

    def _expanded_class(self, name: str) -> Element:
        key, expand = self._expanded[name]
        members = [
            self._class(member, expand) if member in self.flat.classes else self.ref(member)
            for member in self.flat.classes[key].members
        ]
        tag = REPEATED.get(expand)
        items = [rng(tag, [member]) for member in members] if tag else members
        return self.define(name, [one(items)])

    def _class(self, key: str, expand: str) -> Element:
        if expand == "alternate":
            return self.ref(key)
        name = f"{key}_{expand}"
        self._expanded.setdefault(name, (key, expand))
        return self.ref(name)

    # Content.

    def content(self, content: Content, owner: str) -> Element:
        """The pattern for a content model of the spec called `owner`."""
        match content:
            case ElementRef(key=key, occurs=occurs) | MacroRef(key=key, occurs=occurs):
                return one(repeated([self.ref(key)], occurs))
            case ClassRef(key=key, occurs=occurs, expand=expand):
                return one(repeated([self._class(key, expand)], occurs))
            case Embedded(occurs=occurs):
                return one(repeated([self._embedded(content)], occurs))
            case AnyElement(occurs=occurs):
                return one(repeated([self._any_ref(content, owner)], occurs))
            case Sequence(items=items, occurs=occurs, preserve_order=ordered):
                parts = [self.content(each, owner) for each in items]
                joined = parts if ordered else [one(parts, "interleave")]
                return one(repeated(joined, occurs))
            case Alternate(items=items, occurs=occurs):
                parts = [self.content(each, owner) for each in items]
                return one(repeated([one(parts, "choice")], occurs))
            case TextNode():
                return rng("text")
            case Empty():
                return rng("empty")
            case NotAllowed():
                return rng("notAllowed")
            case DataRef() | ValList():
                place = content.place
                return one(
                    value_patterns(value_type(self.flat, content, place), self.ref), "choice"
                )

    def _embedded(self, content: Embedded) -> Element:
        """A pattern as it is written; names in it are ours, or those of other vocabularies."""
        found = etree.fromstring(content.xml)
        self._named(found)
        return found

    def _named(self, pattern: Element) -> None:
        """Give the references in a pattern the names that definitions have here."""
        own, foreign = self.flat.own_names, self.flat.schema.foreign_names
        for ref in pattern.iter(REF):
            name = ref.get("name", "").strip()
            if name not in foreign and name in own:
                ref.set("name", self.flat.schema.prefix + name)
            elif name not in foreign and name.removeprefix(self.flat.schema.prefix) not in own:
                ref.tag = f"{{{RNG_NS}}}notAllowed"
                ref.attrib.pop("name", None)

    def _foreign(self) -> Iterator[Element]:
        """The definitions of other vocabularies, and what the ODD puts beside them."""
        for module in self.flat.schema.foreign:
            yield from map(etree.fromstring, module.definitions)
            for each in map(etree.fromstring, module.own):
                self._named(each)
                yield each

    def _any_ref(self, any_element: AnyElement, owner: str) -> Element:
        if any_element not in self._any:
            taken = sum(name.startswith(f"anyElement_{owner}") for name in self._any.values())
            name = f"anyElement_{owner}" + (f"_{taken + 1}" if taken else "")
            self._any[any_element] = name
        return self.ref(self._any[any_element])

    def _any_element(self, any_element: AnyElement) -> Element:
        """An element of some foreign name, with any attributes, text, and such elements in it."""
        name = self._any[any_element]
        excluded = any_element.exclude or self.flat.schema.exceptions
        if any_element.require:
            name_class = one((_ns_name(each, excluded) for each in any_element.require), "choice")
        else:
            name_class = rng("anyName", [rng("except", [_name(each) for each in excluded])])
        anything = rng("zeroOrMore", [rng("attribute", [rng("anyName")])])
        inside = rng("zeroOrMore", [rng("choice", [rng("text"), self.ref(name)])])
        return self.define(name, [rng("element", [name_class, anything, inside])])

    # Attributes.

    def _att_class(self, spec: FlatClass) -> Iterator[Element]:
        yield self.define(
            f"{spec.ident}.attributes",
            [*documentation(spec.documentation), *(self._attributes(spec) or [rng("empty")])],
        )
        for att in _definitions(spec.attributes.own):
            yield self.define(_part(spec.ident, att.key), [self.attribute(att)])

    def _attributes(self, spec: FlatElement | FlatClass) -> list[Element]:
        attributes = spec.attributes
        owner = spec.ident if isinstance(spec, FlatClass) else ""
        return [
            *(self.ref(f"{key}.attributes") for key in attributes.classes),
            *(self.ref(_part(part.class_key, part.key)) for part in attributes.parts),
            *self._own(attributes.own, owner),
        ]

    def _own(self, attributes: AttList, owner: str) -> list[Element]:
        """Definitions in place, or by reference where they are those of a class (`owner`)."""
        found: list[Element] = []
        for item in attributes.items:
            match item:
                case AttDef():
                    found.append(
                        self.ref(_part(owner, item.key)) if owner else self.attribute(item)
                    )
                case AttRef(class_key=key, key=""):
                    found.append(self.ref(f"{key}.attributes"))
                case AttRef(class_key=key, key=name):
                    found.append(self.ref(_part(key, name)))
                case AttList():
                    inner = self._own(item, owner)
                    found.append(inner[0] if len(inner) == 1 else rng("group", inner))
        return [rng("choice", found)] if attributes.org == "choice" and len(found) > 1 else found

    def attribute(self, att: AttDef) -> Element:
        """The pattern for an attribute, optional if it is."""
        value = value_patterns(attribute_type(self.flat, att), self.ref)
        found = rng("attribute", [*documentation(att.documentation), *value], name=att.name)
        self.placed(found, att.place)
        if att.ns:
            found.set("ns", att.ns)
        if att.default and not att.is_required:
            found.set(f"{{{ANNOTATIONS_NS}}}defaultValue", att.default)
        return found if att.is_required else rng("optional", [found])


def _in_use(roots: list[Element], defines: list[Element]) -> list[Element]:
    """The defines that some root refers to, directly or through others."""
    by_name: dict[str | None, list[Element]] = {}
    for define in defines:
        by_name.setdefault(define.get("name"), []).append(define)
    used: dict[str | None, None] = {}
    todo = list(roots)
    for each in todo:
        for ref in each.iter(REF):
            name = ref.get("name")
            if name in by_name and name not in used:
                used[name] = None
                todo += by_name[name]
    return [each for each in defines if each.get("name") in used]


def _definitions(attributes: AttList) -> Iterator[AttDef]:
    for item in attributes.items:
        match item:
            case AttDef():
                yield item
            case AttList():
                yield from _definitions(item)
            case AttRef():
                pass


def _part(class_key: str, key: str) -> str:
    """The name of the define for one attribute of a class, as the TEI's schemas have it."""
    ns, _, name = key.rpartition("}")
    prefix = "xml" if ns.endswith("/namespace") else ""
    return f"{class_key}.attribute.{prefix}{name}"


def _name(name: ForeignName) -> Element:
    if name.name:
        return rng.text("name", name.name, ns=name.ns)
    return rng("nsName", ns=name.ns)


def _ns_name(ns: str, excluded: tuple[ForeignName, ...]) -> Element:
    names = [_name(each) for each in excluded if each.ns == ns and each.name]
    return rng("nsName", [rng("except", names)] if names else [], ns=ns)
