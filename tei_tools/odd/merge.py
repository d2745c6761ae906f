"""In: a customisation (specs.Schema) and the sources it selects from.
Out: the specs of its schema: modules selected, changes made; nothing resolved or pruned yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from tei_tools.odd.errors import Log, Place
from tei_tools.odd.merge_specs import (
    merge_class,
    merge_constraints,
    merge_data,
    merge_element,
    merge_macro,
)
from tei_tools.odd.specs import (
    AttDef,
    AttList,
    AttRef,
    ClassSpec,
    DataSpec,
    ElementSpec,
    MacroSpec,
    Mode,
    ModuleRef,
    Schema,
    Source,
    Spec,
    SpecRef,
)

AnySpec = TypeVar("AnySpec", ElementSpec, ClassSpec, MacroSpec, DataSpec)

# Declared first, so that their classes come first (as in the TEI's Stylesheets).
FIRST_MODULES = ("tei", "core")

KINDS = {"elementRef": "elements", "classRef": "classes", "macroRef": "macros", "dataRef": "data"}


@dataclass(slots=True)
class Specs:
    """Specs by kind and ident, in the order in which they come into the schema."""

    elements: dict[str, ElementSpec] = field(default_factory=dict)
    classes: dict[str, ClassSpec] = field(default_factory=dict)
    macros: dict[str, MacroSpec] = field(default_factory=dict)
    data: dict[str, DataSpec] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Merged:
    """A customisation put together with its source; `known` are all names of either."""

    schema: Schema
    specs: Specs
    known: Specs
    log: Log

    sources: frozenset[str]

    def is_own(self, place: Place) -> bool:
        """Whether a place is in the customisation, not in a source."""
        return place.path not in self.sources

    def as_source(self, path: str) -> Source:
        """The specs, for another customisation to select from."""
        specs = self.specs
        every: list[Spec] = [*specs.elements.values(), *specs.classes.values()]
        every += [*specs.macros.values(), *specs.data.values()]
        modules = tuple(dict.fromkeys(spec.module for spec in every if spec.module))
        files = (*self.sources, *(spec.place.path for spec in every), path)
        return Source(
            path,
            modules,
            specs.elements,
            specs.classes,
            specs.macros,
            specs.data,
            frozenset(files),
            self.schema.constraints,
        )


def merge(schema: Schema, sources: Mapping[str, Source], log: Log) -> Merged:
    """The schema's specs. `sources` maps each @source in use to what it holds; "" is the default.

    A name that nothing has is left out, with a warning.
    """
    specs = Specs()
    known = _known(schema, sources.values())
    for module in sorted(schema.modules, key=_module_rank):
        _take_module(specs, module, sources[module.source], log)
    for ref in schema.refs:
        with log.going_on():
            _take_ref(specs, ref, sources[ref.source], log)
    for spec in schema.specs:
        with log.going_on():
            _apply(specs, known, spec, log)
    files = frozenset(file for source in sources.values() for file in source.files)
    inherited = tuple(c for source in sources.values() for c in source.constraints)
    constraints = merge_constraints(tuple(dict.fromkeys(inherited)), schema.constraints)
    schema = replace(schema, constraints=constraints)
    merged = Merged(schema, specs, known, log, files)
    _warn_of_memberships(merged)
    return merged


def _module_rank(module: ModuleRef) -> int:
    first = FIRST_MODULES
    return first.index(module.key) if module.key in first else len(first)


def _known(schema: Schema, sources: Iterable[Source]) -> Specs:
    known = Specs()
    for source in sources:
        known.elements.update(source.elements)
        known.classes.update(source.classes)
        known.macros.update(source.macros)
        known.data.update(source.data)
    for spec in schema.specs:
        if spec.mode is Mode.ADD:
            _put(known, spec)
    return known


def _put(specs: Specs, spec: Spec) -> None:
    match spec:
        case ElementSpec():
            specs.elements[spec.ident] = spec
        case ClassSpec():
            specs.classes[spec.ident] = spec
        case MacroSpec():
            specs.macros[spec.ident] = spec
        case DataSpec():
            specs.data[spec.ident] = spec


def _take_module(specs: Specs, module: ModuleRef, source: Source, log: Log) -> None:
    """What a moduleRef brings: all classes, macros and datatypes, and the elements it selects."""
    others: list[Spec] = [
        spec
        for kind in (source.classes, source.macros, source.data)
        for spec in kind.values()
        if spec.module == module.key
    ]
    elements = [spec for spec in source.elements.values() if spec.module == module.key]
    if not elements and not others and module.key not in source.modules:
        hint = log.did_you_mean(module.key, source.modules)
        message = f"no module `{module.key}` in {source.name}: left out{hint}"
        log.warn(module.place, message, "unknown")
        return
    names = {spec.ident for spec in elements}
    for name in (*(module.include or ()), *module.exclude):
        if name not in names and name not in {spec.ident for spec in others}:
            log.warn(module.place, _not_in_module(name, module.key, names, source, log), "unknown")
    for spec in others:
        if spec.ident not in module.exclude:
            _put(specs, spec)
    for element in elements:
        if _is_selected(element.ident, module.include, module.exclude):
            specs.elements.setdefault(element.ident, element)


def _not_in_module(name: str, module: str, names: set[str], source: Source, log: Log) -> str:
    elsewhere = source.elements.get(name)
    if elsewhere is not None:
        return f"<{name}> is not in module {module}, but in {elsewhere.module}"
    return f"no element `{name}` in module {module}{log.did_you_mean(name, names)}"


def _is_selected(name: str, include: tuple[str, ...] | None, exclude: tuple[str, ...]) -> bool:
    return name not in exclude and (include is None or name in include)


def _take_ref(specs: Specs, ref: SpecRef, source: Source, log: Log) -> None:
    if ref.key not in getattr(source, KINDS[ref.kind]):
        hint = log.did_you_mean(ref.key, getattr(source, KINDS[ref.kind]))
        what = ref.kind.removesuffix("Ref")
        log.warn(ref.place, f"no {what} `{ref.key}` in {source.name}: left out{hint}", "unknown")
        return
    found: Spec
    match ref.kind:
        case "elementRef":
            found = source.elements[ref.key]
        case "classRef":
            found = _selected_attributes(ref, source.classes[ref.key], log)
        case "macroRef":
            found = source.macros[ref.key]
        case _:
            found = source.data[ref.key]
    if ref.kind != "classRef" and (ref.include is not None or ref.exclude):
        log.warn(ref.place, f"@include and @except have no effect on <{ref.kind}>")
    _put(specs, found)


def _selected_attributes(ref: SpecRef, spec: ClassSpec, log: Log) -> ClassSpec:
    """The class with the attributes that @include names, or without those of @except."""
    if ref.include is None and not ref.exclude:
        return spec
    if spec.type != "atts":
        log.warn(ref.place, f"@include and @except have no effect on model class {ref.key} here")
        return spec
    names = {att.ident for att in attribute_definitions(spec.attributes)}
    for name in (*(ref.include or ()), *ref.exclude):
        if name not in names:
            hint = log.did_you_mean(name, names)
            log.warn(ref.place, f"class {ref.key} has no attribute `{name}`{hint}", "unknown")
    return replace(spec, attributes=_kept(spec.attributes, ref))


def attribute_definitions(attributes: AttList) -> list[AttDef]:
    """The attDefs in an attList, nested ones too, in document order."""
    found: list[AttDef] = []
    for item in attributes.items:
        match item:
            case AttDef():
                found.append(item)
            case AttList():
                found += attribute_definitions(item)
            case AttRef():
                pass
    return found


def _kept(attributes: AttList, ref: SpecRef) -> AttList:
    items: list[AttDef | AttRef | AttList] = []
    for item in attributes.items:
        match item:
            case AttDef() if not _is_selected(item.ident, ref.include, ref.exclude):
                pass
            case AttList():
                items.append(_kept(item, ref))
            case _:
                items.append(item)
    return replace(attributes, items=tuple(items))


def _apply(specs: Specs, known: Specs, spec: Spec, log: Log) -> None:
    """Make one declaration of the customisation count."""
    match spec:
        case ElementSpec():
            _apply_to(specs.elements, known.elements, spec, "elementSpec", log)
        case ClassSpec():
            _apply_to(specs.classes, known.classes, spec, "classSpec", log)
        case MacroSpec():
            _apply_to(specs.macros, known.macros, spec, "macroSpec", log)
        case DataSpec():
            _apply_to(specs.data, known.data, spec, "dataSpec", log)


def _apply_to(
    specs: dict[str, AnySpec], known: Mapping[str, AnySpec], spec: AnySpec, name: str, log: Log
) -> None:
    if spec.mode is Mode.ADD:
        if spec.ident in specs:
            wanted = "mode=`replace` says that it is meant to take its place"
            message = f"<{name}> `{spec.ident}` is in the schema already; {wanted}"
            log.warn(spec.place, message, "conflict")
        specs[spec.ident] = spec
        return
    if spec.ident not in known:
        hint = log.did_you_mean(spec.ident, known)
        message = f"<{name} mode=`{spec.mode}`> of unknown `{spec.ident}`{hint}"
        log.warn(spec.place, message, "unknown")
        return
    if spec.mode is Mode.DELETE:
        specs.pop(spec.ident, None)
        return
    if spec.ident not in specs:
        message = f"<{name} mode=`{spec.mode}`> of `{spec.ident}`, which no moduleRef includes"
        log.warn(spec.place, message)
        return
    specs[spec.ident] = _changed(specs[spec.ident], spec) if spec.mode is Mode.CHANGE else spec


def _changed(old: AnySpec, new: AnySpec) -> AnySpec:
    match old, new:
        case ElementSpec(), ElementSpec():
            return merge_element(old, new)
        case ClassSpec(), ClassSpec():
            return merge_class(old, new)
        case MacroSpec(), MacroSpec():
            return merge_macro(old, new)
        case DataSpec(), DataSpec():
            return merge_data(old, new)
    raise AssertionError("two specs of one kind")


def _warn_of_memberships(merged: Merged) -> None:
    """A memberOf of a class that nothing has; in a source it may name one that is not there."""
    specs: list[ElementSpec | ClassSpec] = [
        *merged.specs.elements.values(),
        *merged.specs.classes.values(),
    ]
    for spec in specs:
        for member in spec.classes.members if spec.classes else ():
            if member.key not in merged.known.classes and merged.is_own(member.place):
                hint = merged.log.did_you_mean(member.key, merged.known.classes)
                merged.log.warn(member.place, f"no class `{member.key}`{hint}", "unknown")
