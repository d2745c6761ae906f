"""In: a customisation (specs.Schema) and the sources it selects from.
Out: the specs of its schema: modules selected, changes made; nothing resolved or pruned yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from tei_tools.odd.errors import Notice, Place, did_you_mean, error
from tei_tools.odd.merge_specs import merge_class, merge_data, merge_element, merge_macro
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

KINDS = {"elementRef": "element", "classRef": "class", "macroRef": "macro", "dataRef": "datatype"}


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
    notices: tuple[Notice, ...]

    def is_own(self, place: Place) -> bool:
        """Whether a place is in the customisation, not in a source."""
        return place.path == self.schema.place.path


def merge(schema: Schema, sources: Mapping[str, Source]) -> Merged:
    """The schema's specs. `sources` maps each @source in use to what it holds; "" is the default.

    Raises OddError for a module, element, class, macro or datatype that is not there.
    """
    specs, notices = Specs(), []
    known = _known(schema, sources.values())
    for module in sorted(schema.modules, key=_module_rank):
        _take_module(specs, module, sources[module.source])
    for ref in schema.refs:
        _take_ref(specs, ref, sources[ref.source])
    for spec in schema.specs:
        notices += _apply(specs, known, spec)
    merged = Merged(schema, specs, known, tuple(notices))
    _check_memberships(merged)
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


def _take_module(specs: Specs, module: ModuleRef, source: Source) -> None:
    """What a moduleRef brings: all classes, macros and datatypes, and the elements it selects."""
    others: list[Spec] = [
        spec
        for kind in (source.classes, source.macros, source.data)
        for spec in kind.values()
        if spec.module == module.key
    ]
    elements = [spec for spec in source.elements.values() if spec.module == module.key]
    if not elements and not others and module.key not in source.modules:
        hint = did_you_mean(module.key, source.modules)
        raise error(module.place, f"no module “{module.key}” in {source.path}{hint}")
    names = {spec.ident for spec in elements}
    for name in (*(module.include or ()), *module.exclude):
        if name not in names and name not in {spec.ident for spec in others}:
            raise error(module.place, _not_in_module(name, module.key, names, source))
    for spec in others:
        if spec.ident not in module.exclude:
            _put(specs, spec)
    for element in elements:
        if _is_selected(element.ident, module.include, module.exclude):
            specs.elements.setdefault(element.ident, element)


def _not_in_module(name: str, module: str, names: set[str], source: Source) -> str:
    elsewhere = source.elements.get(name)
    if elsewhere is not None:
        return f"<{name}> is not in module {module}, but in {elsewhere.module}"
    return f"no element “{name}” in module {module}{did_you_mean(name, names)}"


def _is_selected(name: str, include: tuple[str, ...] | None, exclude: tuple[str, ...]) -> bool:
    return name not in exclude and (include is None or name in include)


def _take_ref(specs: Specs, ref: SpecRef, source: Source) -> None:
    found: Spec
    match ref.kind:
        case "elementRef":
            found = _found(ref, source.elements, source)
        case "classRef":
            found = _selected_attributes(ref, _found(ref, source.classes, source))
        case "macroRef":
            found = _found(ref, source.macros, source)
        case _:
            found = _found(ref, source.data, source)
    if ref.kind != "classRef" and (ref.include is not None or ref.exclude):
        raise error(ref.place, f"@include and @except on <{ref.kind}> are not supported")
    _put(specs, found)


def _found(ref: SpecRef, specs: Mapping[str, AnySpec], source: Source) -> AnySpec:
    if ref.key not in specs:
        hint = did_you_mean(ref.key, specs)
        raise error(ref.place, f"no {KINDS[ref.kind]} “{ref.key}” in {source.path}{hint}")
    return specs[ref.key]


def _selected_attributes(ref: SpecRef, spec: ClassSpec) -> ClassSpec:
    """The class with the attributes that @include names, or without those of @except."""
    if ref.include is None and not ref.exclude:
        return spec
    if spec.type != "atts":
        raise error(ref.place, f"@include and @except on model class {ref.key} are not supported")
    names = {att.ident for att in attribute_definitions(spec.attributes)}
    for name in (*(ref.include or ()), *ref.exclude):
        if name not in names:
            hint = did_you_mean(name, names)
            raise error(ref.place, f"class {ref.key} has no attribute “{name}”{hint}")
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


def _apply(specs: Specs, known: Specs, spec: Spec) -> list[Notice]:
    """Make one declaration of the customisation count."""
    match spec:
        case ElementSpec():
            return _apply_to(specs.elements, known.elements, spec, "elementSpec")
        case ClassSpec():
            return _apply_to(specs.classes, known.classes, spec, "classSpec")
        case MacroSpec():
            return _apply_to(specs.macros, known.macros, spec, "macroSpec")
        case DataSpec():
            return _apply_to(specs.data, known.data, spec, "dataSpec")


def _apply_to(
    specs: dict[str, AnySpec], known: Mapping[str, AnySpec], spec: AnySpec, name: str
) -> list[Notice]:
    if spec.mode is Mode.ADD:
        if spec.ident in specs:
            wanted = "mode=“change” or “replace” is needed to redefine it"
            raise error(spec.place, f"<{name}> “{spec.ident}” is in the schema already; {wanted}")
        specs[spec.ident] = spec
        return []
    if spec.ident not in known:
        hint = did_you_mean(spec.ident, known)
        message = f"<{name} mode=“{spec.mode}”> of unknown “{spec.ident}”{hint}"
        if spec.mode is not Mode.DELETE:
            raise error(spec.place, message)
        return [Notice(message, spec.place)]
    if spec.mode is Mode.DELETE:
        specs.pop(spec.ident, None)
        return []
    if spec.ident not in specs:
        message = f"<{name} mode=“{spec.mode}”> of “{spec.ident}”, which no moduleRef includes"
        return [Notice(message, spec.place)]
    specs[spec.ident] = _changed(specs[spec.ident], spec) if spec.mode is Mode.CHANGE else spec
    return []


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


def _check_memberships(merged: Merged) -> None:
    """A customisation's memberOf must name a class; a source's may name one it does not hold."""
    specs: list[ElementSpec | ClassSpec] = [
        *merged.specs.elements.values(),
        *merged.specs.classes.values(),
    ]
    for spec in specs:
        for member in spec.classes.members if spec.classes else ():
            if member.key not in merged.known.classes and merged.is_own(member.place):
                hint = did_you_mean(member.key, merged.known.classes)
                raise error(member.place, f"no class “{member.key}”{hint}")
