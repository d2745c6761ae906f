"""In: what files use, and the vocabulary of their schema. Out: tables of use, unuse and outliers.

A vocabulary is what `tei_tools.grammar.vocabulary` makes of a schema; None where there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from .outliers import outliers
from .table import Table, Value
from .usage import Usage

Row: TypeAlias = tuple[Value, ...]
Vocabulary: TypeAlias = Mapping[str, Mapping[str, frozenset[str] | None]]


def statistics(usage: Usage, known: Vocabulary | None) -> dict[str, Table]:
    """All tables, by name."""
    return {
        name: Table(name, tuple(columns.split()), tuple(rows(usage, known)))
        for name, (columns, rows) in STATISTICS.items()
    }


def _elements(usage: Usage, known: Vocabulary | None) -> Iterator[Row]:
    for name, use in sorted(usage.elements.items()):
        allowed = None if known is None else name in known
        yield name, use.count, use.files, use.attributes(), allowed


def _attributes(usage: Usage, known: Vocabulary | None) -> Iterator[Row]:
    for name, use in sorted(usage.elements.items()):
        for attribute, count in use.attributes().items():
            allowed = None if known is None else attribute in known.get(name, ())
            values = use.values[attribute]
            shown = None if values is None else {v: seen.count for v, seen in values.items()}
            yield name, attribute, count, use.count, allowed, shown


def _unused(usage: Usage, known: Vocabulary | None) -> Iterator[Row]:
    """What the schema allows and nobody uses.

    Elements; attributes of elements that are used; values, where the schema lists all of them and
    the attribute is used.
    """
    for name, attributes in sorted((known or {}).items()):
        use = usage.elements.get(name)
        if use is None:
            yield name, None, None
            continue
        used = use.values
        for attribute, listed in sorted(attributes.items()):
            if attribute not in used:
                yield name, attribute, None
                continue
            values = used[attribute]
            if listed is not None and values is not None:
                given = {token for value in values for token in (value, *value.split())}
                yield from ((name, attribute, value) for value in sorted(listed - given))


def _outliers(usage: Usage, _: Vocabulary | None) -> Iterator[Row]:
    for each in outliers(usage):
        places = tuple(f"{path}:{line}" for path, line in each.seen.places)
        yield each.element, each.attribute, each.value or None, each.have, each.seen.count, places


#: The tables: their columns, and what gives their rows.
STATISTICS: Final[Mapping[str, tuple[str, Callable[[Usage, Vocabulary | None], Iterator[Row]]]]] = (
    MappingProxyType(
        {
            "elements": ("element count files attributes allowed", _elements),
            "attributes": ("element attribute count of allowed values", _attributes),
            "unused": ("element attribute value", _unused),
            "outliers": ("element attribute value have exceptions places", _outliers),
        }
    )
)
