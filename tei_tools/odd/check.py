"""In: a FLAT ODD.
Out: errors in the log, for what no schema language can have."""

from __future__ import annotations

from collections.abc import Iterator

from tei_tools.odd.content import TEXT, expression
from tei_tools.odd.errors import Log, OddError, error
from tei_tools.odd.expression import leaves
from tei_tools.odd.flat import FlatElement, FlatMacro, FlatOdd
from tei_tools.odd.graph import DEEPEST, longest, ordered, shown
from tei_tools.odd.size import check_sizes
from tei_tools.odd.specs import (
    Alternate,
    Content,
    DataRef,
    MacroRef,
    Sequence,
    ValList,
)


def check(flat: FlatOdd, log: Log) -> None:
    """Find rings of macros or datatypes, and content models out of bounds; log the errors."""
    with log.going_on():
        check_sizes(flat, _ordered(flat))
    if log.errors:
        return
    specs: list[FlatElement | FlatMacro] = [*flat.elements.values(), *flat.macros.values()]
    for spec in specs:
        with log.going_on():
            _check_content(flat, spec)


def _ordered(flat: FlatOdd) -> list[str]:
    """Macros and datatypes, each after those that it refers to."""
    specs = {**flat.macros, **flat.data}
    graph = {
        key: tuple(dict.fromkeys(each for each in _keys(spec.content) if each in specs))
        for key, spec in specs.items()
    }

    def ring(names: list[str]) -> OddError:
        message = f"`{names[0]}` refers to itself ({shown(names)})"
        return error(specs[names[0]].place, message, "conflict")

    order = ordered(graph, ring)
    if chain := longest(graph, order):
        message = f"more than {DEEPEST} macros or datatypes refer to one another ({shown(chain)})"
        cure = "; let the first refer to what it means in the end"
        raise error(specs[chain[0]].place, message + cure, "limit")
    return order


def _keys(content: Content) -> Iterator[str]:
    """The macros and datatypes that a content model refers to."""
    match content:
        case MacroRef(key=key) | DataRef(key=key):
            yield key
        case Sequence(items=items) | Alternate(items=items):
            for each in items:
                yield from _keys(each)
        case _:
            pass


def _check_content(flat: FlatOdd, spec: FlatElement | FlatMacro) -> None:
    for node in _nodes(spec.content):
        match node:
            case Sequence(items=items) if len(items) > 1:
                _check_no_values(flat, spec, items)
                if not node.preserve_order:
                    _check_disjoint(flat, spec, items)
            case _:
                pass
        match node:
            case Sequence(occurs=occurs) | Alternate(occurs=occurs) | MacroRef(occurs=occurs):
                if occurs.max != 1 and _has_value(flat, node):
                    raise error(
                        spec.place, f"`{spec.ident}`: a value cannot be repeated", "conflict"
                    )
            case _:
                pass


def _nodes(content: Content) -> Iterator[Content]:
    yield content
    match content:
        case Sequence(items=items) | Alternate(items=items):
            for each in items:
                yield from _nodes(each)
        case _:
            pass


def _has_value(flat: FlatOdd, content: Content) -> bool:
    match content:
        case DataRef() | ValList():
            return True
        case MacroRef(key=key):
            return _has_value(flat, flat.macros[key].content)
        case Sequence(items=items) | Alternate(items=items):
            return any(_has_value(flat, each) for each in items)
        case _:
            return False


def _check_no_values(
    flat: FlatOdd, spec: FlatElement | FlatMacro, items: tuple[Content, ...]
) -> None:
    """A value is the whole content of an element (RELAX NG 7.2)."""
    if any(_has_value(flat, each) for each in items):
        message = f"`{spec.ident}`: a value cannot stand in a sequence with anything else"
        raise error(spec.place, message, "conflict")


def _check_disjoint(
    flat: FlatOdd, spec: FlatElement | FlatMacro, items: tuple[Content, ...]
) -> None:
    """What is in any order has different names (RELAX NG 7.4)."""
    met: set[str] = set()
    for item in items:
        names = {name for leaf in leaves(expression(flat, item)) for name in leaf.names}
        for name in sorted(names & met):
            what = "text" if name == TEXT else f"<{name}>"
            message = f"`{spec.ident}`: {what} is in two parts of a sequence without order"
            raise error(spec.place, message, "conflict")
        met |= names
