"""In: a FLAT ODD.
Out: the content of each element as XML Schema can have it: deterministic, mixed or a value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tei_tools.odd.automaton import TooManyStatesError, Work, automaton
from tei_tools.odd.content import ANY, TEXT, expression, is_data
from tei_tools.odd.deterministic import MAX_DERIVATIVES, deterministic
from tei_tools.odd.expression import (
    EPSILON,
    NOTHING,
    Expression,
    Star,
    Symbols,
    leaves,
    mapped,
    symbols,
    without,
)
from tei_tools.odd.flat import FlatElement, FlatOdd
from tei_tools.odd.losses import Loss
from tei_tools.odd.specs import (
    Alternate,
    AnyElement,
    Content,
    DataRef,
    Embedded,
    ForeignName,
    MacroRef,
    Sequence,
    ValList,
)


@dataclass(frozen=True, slots=True)
class Model:
    """The content of one element.

    `expression` is deterministic, over idents of elements and ANY; `wildcard` has the values of
    @namespace for ANY. An element that `is_never` valid, or `is_value`, has no expression.
    """

    expression: Expression = EPSILON
    is_mixed: bool = False
    is_value: bool = False
    is_never: bool = False
    wildcard: tuple[str, ...] = ()
    losses: tuple[Loss, ...] = ()


def model(flat: FlatOdd, element: FlatElement, work: Work) -> Model:
    """The content of an element, and what XML Schema loses of it."""
    if is_data(flat, element.content):
        return Model(is_value=True)
    whole = expression(flat, element.content)
    if whole == NOTHING:
        return Model(is_never=True)
    names, wildcard = without(whole, TEXT), tuple[str, ...]()
    nodes = list(_nodes(flat, element.content))
    losses = []
    foreign = [node for node in nodes if isinstance(node, AnyElement)]
    is_open = any(ANY in leaf.names for leaf in leaves(whole))
    if is_open:
        is_known = len(foreign) > 0 and not flat.schema.foreign and not _has_embedded(nodes)
        wildcard = _wildcard(flat, element, foreign) if is_known else ("##any",)
        names = _left_to_wildcard(flat, element, names, wildcard)
        losses.append("any-element")
    found = deterministic(names, work)
    if not found.is_exact:
        losses.append("content")
    is_mixed = any(TEXT in leaf.names for leaf in leaves(whole))
    if is_mixed and any(isinstance(node, DataRef | ValList) for node in nodes):
        losses.append("value-in-mixed")
    elif is_mixed and not _has_text_everywhere(whole, work):
        losses.append("mixed")
    return Model(
        expression=found.expression,
        is_mixed=is_mixed,
        wildcard=wildcard,
        losses=tuple(Loss(name, element.ident) for name in losses),
    )


def _nodes(flat: FlatOdd, content: Content) -> Iterator[Content]:
    """All nodes of a content model, those of its macros too."""
    yield content
    match content:
        case Sequence(items=items) | Alternate(items=items):
            for each in items:
                yield from _nodes(flat, each)
        case MacroRef(key=key):
            yield from _nodes(flat, flat.macros[key].content)
        case _:
            pass


def _has_embedded(nodes: list[Content]) -> bool:
    return any(isinstance(node, Embedded) for node in nodes)


def _has_text_everywhere(whole: Expression, work: Work) -> bool:
    """Whether text may come anywhere in an element, as mixed content of XML Schema has it."""
    if isinstance(whole, Star) and isinstance(whole.item, Symbols):
        return TEXT in whole.item.names
    work.begin()
    try:
        dfa = automaton(whole, limit=MAX_DERIVATIVES, work=work)
    except TooManyStatesError:
        return False
    if dfa is None:
        return True
    text = next(at for at, names in enumerate(dfa.letters) if TEXT in names)
    return all(row.get(text) == state for state, row in enumerate(dfa.moves))


def _wildcard(flat: FlatOdd, element: FlatElement, foreign: list[AnyElement]) -> tuple[str, ...]:
    """The values of @namespace that together let in what any of the anyElements does."""
    if all(each.require for each in foreign):
        return (" ".join(sorted({ns for each in foreign for ns in each.require})),)
    own, defaults = ForeignName(element.ns), flat.schema.exceptions
    if all(own in (each.exclude or defaults) for each in foreign):
        return ("##other", "##local") if element.ns else ("##other",)
    return ("##any",)


def _left_to_wildcard(
    flat: FlatOdd, element: FlatElement, names: Expression, wildcard: tuple[str, ...]
) -> Expression:
    """The content with each element that the wildcard matches left to the wildcard."""
    matched = {
        key for key, each in flat.elements.items() if _matches(wildcard, each.ns, element.ns)
    }

    def replaced(found: frozenset[str]) -> Expression:
        return symbols((found - matched) | ({ANY} if found & {ANY, *matched} else set()))

    return mapped(names, replaced)


def _matches(wildcard: tuple[str, ...], ns: str, target: str) -> bool:
    """Whether a wildcard in a schema for `target` lets in elements of a namespace."""
    match wildcard:
        case ("##any",):
            return True
        case ("##other", *_):
            return ns != target
        case _:
            return ns in wildcard[0].split()
