"""In: merged specs.
Out: the FLAT ODD: what both schema writers write; nothing in it is inherited, changed or absent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tei_tools.model.finding import Finding
from tei_tools.odd.attributes import Attributes, Resolver, order_of_classes
from tei_tools.odd.errors import Place, did_you_mean, error
from tei_tools.odd.merge import Merged
from tei_tools.odd.prune import Pruner
from tei_tools.odd.specs import (
    AttDef,
    ClassSpec,
    ConstraintSpec,
    Content,
    DataSpec,
    Documentation,
    ElementSpec,
    MacroSpec,
    Schema,
)


@dataclass(frozen=True, slots=True)
class FlatElement:
    """An element: `classes` are the classes in the schema that it is a direct member of."""

    ident: str
    name: str
    ns: str
    module: str
    documentation: Documentation
    classes: tuple[str, ...]
    content: Content
    attributes: Attributes
    constraints: tuple[ConstraintSpec, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class FlatClass:
    """A class: a model class has members (idents of elements and of classes), the other attributes.

    Members are in the order in which their specs come into the schema; a class that has no
    element below it is left out.
    """

    ident: str
    type: str
    module: str
    documentation: Documentation
    classes: tuple[str, ...]
    members: tuple[str, ...]
    attributes: Attributes
    constraints: tuple[ConstraintSpec, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class FlatMacro:
    """A macro, or a datatype."""

    ident: str
    module: str
    documentation: Documentation
    content: Content
    constraints: tuple[ConstraintSpec, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class FlatOdd:
    """A compiled ODD. Mappings are by ident; `warnings` are what its author may want to know."""

    schema: Schema
    elements: Mapping[str, FlatElement]
    classes: Mapping[str, FlatClass]
    macros: Mapping[str, FlatMacro]
    data: Mapping[str, FlatMacro]
    warnings: tuple[Finding, ...]

    @property
    def start(self) -> tuple[str, ...]:
        """The idents of the elements that a document may have as its root."""
        return self.schema.start

    @property
    def own_names(self) -> frozenset[str]:
        """The names of all that the ODD declares."""
        return frozenset().union(self.elements, self.classes, self.macros, self.data)

    def is_extended(self, class_ident: str) -> bool:
        """Whether a moduleRef with @url adds to a model class what is not an element of ours."""
        return self.schema.prefix + class_ident in self.schema.foreign_names

    def attribute(self, class_ident: str, key: str) -> AttDef:
        """The definition of an attribute that stands in an attribute class itself."""
        return self.classes[class_ident].attributes.by_key[key]

    def elements_of(self, class_ident: str) -> tuple[str, ...]:
        """The idents of all elements in a model class, subclasses included, each once."""
        found: dict[str, None] = {}
        seen = {class_ident}
        todo = list(reversed(self.classes[class_ident].members))
        while todo:
            member = todo.pop()
            if member not in self.classes:
                found[member] = None
            elif member not in seen:
                seen.add(member)
                todo += reversed(self.classes[member].members)
        return tuple(found)


def flatten(merged: Merged) -> FlatOdd:
    """The FLAT ODD of merged specs.

    Raises OddError for a reference, in the customisation, to what neither it nor its source has.
    """
    specs = merged.specs
    if not merged.log.errors:
        _check_start(merged)
    members = _members(merged)
    pruner = Pruner(merged, members)
    resolver = Resolver(merged)
    return FlatOdd(
        schema=merged.schema,
        elements={
            key: _element(merged, spec, pruner, resolver) for key, spec in specs.elements.items()
        },
        classes={
            key: _class(merged, spec, members.get(key, ()), resolver)
            for key, spec in specs.classes.items()
        },
        macros={key: _macro(spec, pruner.content(spec)) for key, spec in specs.macros.items()},
        data={key: _macro(spec, pruner.content(spec)) for key, spec in specs.data.items()},
        warnings=tuple(merged.log.warnings),
    )


def _check_start(merged: Merged) -> None:
    schema = merged.schema
    if not schema.start and not any(each.starts for each in schema.foreign):
        raise error(schema.place, "@start is empty: a schema needs a root element")
    for name in schema.start:
        if name not in merged.specs.elements:
            hint = did_you_mean(name, merged.specs.elements)
            message = f"@start names `{name}`, which is not in the schema{hint}"
            raise error(schema.place, message, "unknown")


def _classes_of(merged: Merged, spec: ElementSpec | ClassSpec) -> tuple[str, ...]:
    keys = (member.key for member in (spec.classes.members if spec.classes else ()))
    return tuple(dict.fromkeys(key for key in keys if key in merged.specs.classes))


def _members(merged: Merged) -> dict[str, tuple[str, ...]]:
    """The direct members of each model class that have an element in them."""
    classes = merged.specs.classes.values()
    for each in classes:
        if not each.type:
            raise error(each.place, f"class {each.ident} needs @type, model or atts")
    direct: dict[str, list[str]] = {each.ident: [] for each in classes if each.type == "model"}
    specs: list[ElementSpec | ClassSpec] = [*classes, *merged.specs.elements.values()]
    for spec in specs:
        for key in _classes_of(merged, spec):
            if key in direct:
                direct[key].append(spec.ident)
    extended = merged.schema.foreign_names
    full: set[str] = set()  # of elements
    for key in order_of_classes(merged, direct):
        if any(each not in direct or each in full for each in direct[key]):
            full.add(key)
    full |= {key for key in direct if merged.schema.prefix + key in extended}
    return {
        key: tuple(each for each in found if each not in direct or each in full)
        for key, found in direct.items()
    }


def _element(merged: Merged, spec: ElementSpec, pruner: Pruner, resolver: Resolver) -> FlatElement:
    return FlatElement(
        ident=spec.ident,
        name=spec.alt_ident or spec.ident,
        ns=merged.schema.ns if spec.ns is None else spec.ns,
        module=spec.module,
        documentation=spec.documentation,
        classes=_classes_of(merged, spec),
        content=pruner.content(spec),
        attributes=resolver.of_element(spec),
        constraints=spec.constraints,
        place=spec.place,
    )


def _class(
    merged: Merged, spec: ClassSpec, members: tuple[str, ...], resolver: Resolver
) -> FlatClass:
    is_atts = spec.type == "atts"
    return FlatClass(
        ident=spec.ident,
        type=spec.type,
        module=spec.module,
        documentation=spec.documentation,
        classes=_classes_of(merged, spec),
        members=members,
        attributes=resolver.of_class(spec.ident) if is_atts else Attributes(),
        constraints=spec.constraints,
        place=spec.place,
    )


def _macro(spec: MacroSpec | DataSpec, content: Content) -> FlatMacro:
    return FlatMacro(
        ident=spec.ident,
        module=spec.module,
        documentation=spec.documentation,
        content=content,
        constraints=spec.constraints,
        place=spec.place,
    )
