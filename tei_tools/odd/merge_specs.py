"""In: a spec, attribute or value list, and one in change mode that meets it.
Out: the two put together: what the change says counts, what it leaves out stays."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from tei_tools.odd.specs import (
    AttDef,
    AttList,
    AttRef,
    Classes,
    ClassSpec,
    ConstraintSpec,
    DataSpec,
    Documentation,
    ElementSpec,
    MacroSpec,
    Mode,
    ValItem,
    ValList,
)

ContentSpec = TypeVar("ContentSpec", MacroSpec, DataSpec)


def merge_element(old: ElementSpec, new: ElementSpec) -> ElementSpec:
    """An elementSpec after a change."""
    return replace(
        old,
        place=new.place,
        documentation=merge_documentation(old.documentation, new.documentation),
        alt_ident=new.alt_ident or old.alt_ident,
        ns=old.ns if new.ns is None else new.ns,
        classes=merge_classes(old.classes, new.classes),
        content=old.content if new.content is None else new.content,
        attributes=merge_attributes(old.attributes, new.attributes),
        constraints=merge_constraints(old.constraints, new.constraints),
    )


def merge_class(old: ClassSpec, new: ClassSpec) -> ClassSpec:
    """A classSpec after a change."""
    return replace(
        old,
        place=new.place,
        documentation=merge_documentation(old.documentation, new.documentation),
        classes=merge_classes(old.classes, new.classes),
        attributes=merge_attributes(old.attributes, new.attributes),
        constraints=merge_constraints(old.constraints, new.constraints),
    )


def merge_macro(old: MacroSpec, new: MacroSpec) -> MacroSpec:
    """A macroSpec after a change."""
    return _merge_content(old, new)


def merge_data(old: DataSpec, new: DataSpec) -> DataSpec:
    """A dataSpec after a change."""
    return _merge_content(old, new)


def _merge_content(old: ContentSpec, new: ContentSpec) -> ContentSpec:
    return replace(
        old,
        place=new.place,
        documentation=merge_documentation(old.documentation, new.documentation),
        content=old.content if new.content is None else new.content,
        constraints=merge_constraints(old.constraints, new.constraints),
    )


def merge_documentation(old: Documentation, new: Documentation) -> Documentation:
    """The new gloss and desc, each where there is one."""
    return Documentation(new.gloss or old.gloss, new.desc or old.desc, new.layers + old.layers)


def merge_classes(old: Classes | None, new: Classes | None) -> Classes | None:
    """Class memberships: in change mode one by one, otherwise the new ones alone."""
    if new is None:
        return old
    stay = tuple(member for member in new.members if member.mode is not Mode.DELETE)
    if new.mode is Mode.CHANGE and old is not None:
        met = {member.key for member in new.members}
        stay = (*(member for member in old.members if member.key not in met), *stay)
    return Classes(stay)


def merge_constraints(
    old: tuple[ConstraintSpec, ...], new: tuple[ConstraintSpec, ...]
) -> tuple[ConstraintSpec, ...]:
    """Constraints by ident: the old ones that no new one meets, and the new ones."""
    met = {each.ident for each in new if each.mode is not Mode.ADD}
    stay = tuple(each for each in old if each.ident not in met)
    return stay + tuple(each for each in new if each.mode is not Mode.DELETE)


def merge_attributes(old: AttList, new: AttList) -> AttList:
    """An attList after a change.

    A definition that meets none of this list stays, with its mode: it meets an inherited one later.
    """
    changes = _definitions(new)
    kept = [changed for item in old.items if (changed := _changed_item(item, changes)) is not None]
    met = _definitions(old)
    added = tuple(item for item in new.items if not isinstance(item, AttDef) or item.key not in met)
    if old.org == new.org == "group" or not (kept and added):
        return AttList((*kept, *added), old.org if kept else new.org)
    return AttList((AttList(tuple(kept), old.org), AttList(added, new.org)))


def _definitions(attributes: AttList) -> dict[str, AttDef]:
    found: dict[str, AttDef] = {}
    for item in attributes.items:
        match item:
            case AttDef():
                found[item.key] = item
            case AttList():
                found |= _definitions(item)
            case AttRef():
                pass
    return found


def _changed_item(
    item: AttDef | AttRef | AttList, changes: dict[str, AttDef]
) -> AttDef | AttRef | AttList | None:
    match item:
        case AttDef() if item.key in changes:
            return merge_attribute(item, changes[item.key])
        case AttList():
            inner = [
                new for each in item.items if (new := _changed_item(each, changes)) is not None
            ]
            return replace(item, items=tuple(inner)) if inner else None
        case _:
            return item


def merge_attribute(old: AttDef, new: AttDef) -> AttDef:
    """An attDef after another has met it; a deleted one stays as a mark against inheriting it."""
    if new.mode is not Mode.CHANGE or old.mode is Mode.DELETE:
        return new
    return replace(
        old,
        place=new.place,
        usage=new.usage or old.usage,
        datatype=new.datatype or old.datatype,
        val_list=merge_val_list(old.val_list, new.val_list),
        default=old.default if new.default is None else new.default,
        documentation=merge_documentation(old.documentation, new.documentation),
        constraints=merge_constraints(old.constraints, new.constraints),
        alt_ident=new.alt_ident or old.alt_ident,
    )


def merge_val_list(old: ValList | None, new: ValList | None) -> ValList | None:
    """A value list after a change: item by item in change mode, otherwise the new one alone.

    A deletion, and a change that meets no list here, stay as they are: see `settled`.
    """
    if new is None:
        return old
    if old is None or old.mode is Mode.DELETE or new.mode is not Mode.CHANGE:
        return new
    return replace(old, type=new.type or old.type, items=_merge_items(old.items, new.items))


def settled(values: ValList | None) -> ValList | None:
    """A value list that meets no other any more."""
    if values is None or values.mode is Mode.DELETE:
        return None
    return replace(values, items=_merge_items((), values.items), mode=Mode.ADD)


def _merge_items(old: tuple[ValItem, ...], new: tuple[ValItem, ...]) -> tuple[ValItem, ...]:
    items = {item.ident: item for item in old}
    for item in new:
        if item.mode is Mode.DELETE:
            items.pop(item.ident, None)
        elif item.ident in items and item.mode is not Mode.REPLACE:
            was = items[item.ident].documentation
            merged = merge_documentation(was, item.documentation)
            items[item.ident] = replace(item, documentation=merged)
        else:
            items[item.ident] = item
    return tuple(items.values())
