"""In: the tables of statistics. Out: what an editor reads of them.

Outliers:
  persName: 412 have @ref, 3 do not: a.xml:12 b.xml:7 b.xml:40
Allowed by our.rng and used nowhere:
  elements (3): abbr, add, del
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from textwrap import fill
from typing import Final

from tei_tools.inventory import Table

from .table import text_table
from .text import Style, plain

#: How wide lists of names are.
WIDTH: Final = 100


def text_statistics(
    tables: Mapping[str, Table], schema: str, style: Style = plain
) -> Iterator[str]:
    """Elements, outliers and what is unused, as lines.

    Args:
        schema: how the schema is named; empty where there is none.
        style: as for `text_report`.
    """
    yield from text_table(tables["elements"], style)
    if tables["outliers"].rows:
        yield f"\n{style('Outliers:', 'place')}"
        yield from _outliers(tables["outliers"])
    if tables["unused"].rows:
        yield f"\n{style(f'Allowed by {schema} and used nowhere:', 'place')}"
        yield from _unused(tables["unused"], tables["attributes"])


def _outliers(table: Table) -> Iterator[str]:
    for each in table.objects():
        places = " ".join(each["places"])
        value, count, have = each["value"], each["exceptions"], each["have"]
        if value is None:
            do = "does" if count == 1 else "do"
            said = f"{have:,} have @{each['attribute']}, {count} {do} not"
        else:
            said = (
                f'@{each["attribute"]} is "{value}" {_times(count)}, something else {have:,} times'
            )
        yield f"  {each['element']}: {said}: {places}"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _unused(table: Table, attributes: Table) -> Iterator[str]:
    """What is used nowhere; attributes that some other element has are left to the table."""
    rows = list(table.objects())
    used = {row["attribute"] for row in attributes.objects()}
    elements = [row["element"] for row in rows if row["attribute"] is None]
    names = {row["attribute"] for row in rows if row["value"] is None} - used - {None}
    yield from _list("elements", elements)
    yield from _list("attributes", [f"@{name}" for name in sorted(names)])
    values: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if row["value"] is not None:
            values.setdefault((row["attribute"], row["value"]), []).append(row["element"])
    for (attribute, value), among in sorted(values.items()):
        yield from _list(f'@{attribute} "{value}"', among)


def _list(what: str, names: list[str]) -> Iterator[str]:
    if names:
        text = f"{what} ({len(names)}): {', '.join(names)}"
        yield fill(
            text, WIDTH, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False
        )
