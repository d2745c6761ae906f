"""In: nothing. Out: a table: what every form of the inventory is made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

#: What stands in a cell: nothing, a word, a number, yes or no; several words; numbers by name.
Value: TypeAlias = str | int | bool | tuple[str, ...] | Mapping[str, int] | None


class Table(NamedTuple):
    """Rows of values under the names of their columns."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]

    def objects(self) -> Iterator[dict[str, Any]]:
        """The rows as JSON objects, their members named as the columns are."""
        for row in self.rows:
            yield dict(zip(self.columns, row, strict=True))
