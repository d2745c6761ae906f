"""In: patterns, numbers of occurrences, types of values.
Out: RELAX NG patterns: repeated, grouped, for values (RELAX NG 3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import deepcopy

from tei_tools.odd.datatypes import Data, Enumeration, ListOf, Named, Text, Union, ValueType
from tei_tools.odd.markup import Element, Maker
from tei_tools.odd.specs import Documentation, Occurs

RNG_NS = "http://relaxng.org/ns/structure/1.0"
ANNOTATIONS_NS = "http://relaxng.org/ns/compatibility/annotations/1.0"

NSMAP = {None: RNG_NS, "a": ANNOTATIONS_NS}

rng = Maker(RNG_NS, NSMAP)
annotation = Maker(ANNOTATIONS_NS, NSMAP)


def documentation(text: Documentation) -> list[Element]:
    """The a:documentation of something, if it has any."""
    return [annotation.text("documentation", text.line)] if text.line else []


def one(items: Iterable[Element], tag: str = "group") -> Element:
    """One pattern for several: the only one, or all of them in `tag`; `empty` for none."""
    found = list(items)
    if not found:
        return rng("empty")
    return found[0] if len(found) == 1 else rng(tag, found)


def repeated(items: list[Element], occurs: Occurs) -> list[Element]:
    """Patterns for `items` in a row, as often as they may occur; RELAX NG has no counters."""
    match occurs:
        case Occurs(min=1, max=1):
            return items
        case Occurs(min=0, max=1):
            return [rng("optional", items)]
        case Occurs(min=0, max=None):
            return [rng("zeroOrMore", items)]
        case Occurs(min=1, max=None):
            return [rng("oneOrMore", items)]
        case Occurs(min=least, max=None):
            return [*_copies(items, least - 1), rng("oneOrMore", items)]
        case Occurs(min=least, max=most):
            tail: list[Element] = []
            for _ in range((most or 0) - least):
                tail = [rng("optional", [*_copies(items, 1), *tail])]
            return [*_copies(items, least), *tail]


def _copies(items: list[Element], times: int) -> list[Element]:
    return [deepcopy(item) for _ in range(times) for item in items]


def value_patterns(value: ValueType, ref: Callable[[str], Element]) -> list[Element]:
    """The pattern for a type of value; `ref` refers to that of a dataSpec.

    It is one pattern, and the documentation of a value after it.
    """
    match value:
        case Text():
            return [rng("text")]
        case Data(name=name, facets=facets):
            params = [rng.text("param", text, name=facet) for facet, text in facets]
            return [rng("data", params, type_=name)]
        case Named(key=key):
            return [ref(key)]
        case Enumeration(items=items):
            found = []
            for item in items:
                found += [rng.text("value", item.ident), *documentation(item.documentation)]
            return found if len(items) == 1 else [rng("choice", found)]
        case Union(items=types):
            return [rng("choice", [each for one in types for each in value_patterns(one, ref)])]
        case ListOf(item=item, occurs=occurs):
            return [rng("list", repeated(value_patterns(item, ref), occurs))]
