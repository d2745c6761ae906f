"""In: maps. Out: what the functions on maps make of them (XPath functions 3.1, 17.1)."""

from __future__ import annotations

from tei_tools.xpath.contexts import Context
from tei_tools.xpath.errors import XPathError
from tei_tools.xpath.functions import function
from tei_tools.xpath.functions.sequences import apply
from tei_tools.xpath.nodes import Item
from tei_tools.xpath.values import Array, Map, map_key


@function("map:get(map, anyAtomicType) item*")
def _get(found: Map, key: Item) -> list[Item]:
    entry = found.get(map_key(key))
    return entry[1] if entry else []


@function("map:contains(map, anyAtomicType) boolean")
def _contains(found: Map, key: Item) -> bool:
    return map_key(key) in found


@function("map:keys(map) anyAtomicType*")
def _keys(found: Map) -> list[Item]:
    return [entry[0] for entry in found.values()]


@function("map:size(map) integer")
def _size(found: Map) -> int:
    return len(found)


@function("map:entry(anyAtomicType, item*) map")
def _entry(key: Item, value: list[Item]) -> Map:
    return Map({map_key(key): (key, value)})


@function("map:put(map, anyAtomicType, item*) map", sees_context=True)
def _put(f: Context, i: Item, found: Map, key: Item, value: list[Item]) -> Map:
    f.run.spend(len(found) + 1)
    return Map({**found, map_key(key): (key, value)})


@function("map:remove(map, anyAtomicType*) map", sees_context=True)
def _remove(f: Context, i: Item, found: Map, keys: list[Item]) -> Map:
    f.run.spend(len(found) + 1)
    away = {map_key(key) for key in keys}
    return Map({key: entry for key, entry in found.items() if key not in away})


@function("map:merge(map*, map=) map", sees_context=True)
def _merge(f: Context, i: Item, maps: list[Map], options: Map | None = None) -> Map:
    entry = (options or Map()).get(("string", "duplicates"))
    rule = str(entry[1][0]) if entry and entry[1] else "use-first"
    if rule not in ("use-first", "use-last", "use-any", "combine", "reject"):
        raise XPathError("FOJS0005", f"`{rule}` is no rule for duplicates")
    merged = Map()
    for one in maps:
        f.run.spend(len(one) + 1)
        for key, (name, value) in one.items():
            if key not in merged or rule == "use-last":
                merged[key] = (name, value)
            elif rule == "combine":
                merged[key] = (name, [*merged[key][1], *value])
            elif rule == "reject":
                raise XPathError("FOJS0003", f"the key `{name}` is there twice")
    return merged


@function("map:for-each(map, function) item*", sees_context=True)
def _for_each(f: Context, i: Item, found: Map, action: Item) -> list[Item]:
    results: list[Item] = []
    for key, value in found.values():
        results += apply(f, i, action, [[key], value])
    return results


@function("map:find(item*, anyAtomicType) array", sees_context=True)
def _find(f: Context, i: Item, items: list[Item], key: Item) -> Array:
    found = Array()
    for item in items:
        f.run.spend(1)
        if isinstance(item, Map):
            if map_key(key) in item:
                found.append(item[map_key(key)][1])
            for _, value in item.values():
                found.extend(_find(f, None, value, key))
        elif isinstance(item, Array):
            for member in item:
                found.extend(_find(f, None, member, key))
    return found
