"""In: tables. Out: columns on the terminal, CSV, or one JSON object of all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Final

from tei_tools.inventory import Table, Value

from .text import Style, cells, plain

#: How wide a column of words is at most on the terminal, and how many of many names are shown.
WIDEST: Final = 40
SHOWN: Final = 3


def text_table(
    table: Table, style: Style = plain, *, total: bool = False, whole: bool = False
) -> Iterator[str]:
    """A table in lines, the first of them the names of the columns.

    Columns without anything in them are left out; words are cut where they are long, places are
    not.

    Args:
        style: as for `text_report`.
        total: whether the last line is to have the sums of the columns of numbers.
        whole: whether no words are cut.
    """
    used = [n for n in range(len(table.columns)) if any(row[n] for row in table.rows)]
    files = table.columns.index("file") if "file" in table.columns else None
    lines = [
        [table.columns[n] for n in used],
        *([_shown(row[n], is_cut=not whole and n != files) for n in used] for row in table.rows),
    ]
    if total and len(table.rows) > 1:
        sums = [_sum([row[n] for row in table.rows]) for n in used]
        lines.append(["total", *map(_shown, sums[1:])])
    widths = [max(cells(line[n]) for line in lines) for n in range(len(used))]
    right = [all(isinstance(row[n], int | None) for row in table.rows) for n in used]
    for number, line in enumerate(lines):
        padded = [
            " " * (width - cells(word)) + word if is_right else word + " " * (width - cells(word))
            for word, width, is_right in zip(line, widths, right, strict=True)
        ]
        text = "  ".join(padded).rstrip()
        yield text if number else style(text, "place")


def _sum(values: list[Value]) -> int | None:
    """The sum of a column, where it is one of numbers."""
    numbers = [value for value in values if isinstance(value, int)]
    return sum(numbers) if len(numbers) == len(values) else None


def _shown(value: Value, *, is_cut: bool = True) -> str:
    match value:
        case None | False | 0:
            return ""
        case True:
            return "yes"
        case int():
            return f"{value:,}"
        case tuple():
            is_cut = False
    text = " ".join(_plain(value, SHOWN).split())
    return text if len(text) <= WIDEST or not is_cut else f"{text[: WIDEST - 1]}…"


def _plain(value: Value, most: int | None = None) -> str:
    """A value in words; of numbers by name the largest."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Mapping():
            ordered = sorted(value.items(), key=lambda item: (-item[1], item[0]))
            named = [f"{number} {name}" for name, number in islice(ordered, most)]
            return ", ".join(named) + (", …" if most and len(ordered) > most else "")
        case tuple():
            return " ".join(value)
    return str(value)


def csv_table(table: Table) -> str:
    """A table as CSV (RFC 4180) with its header line."""
    import csv
    from io import StringIO

    written = StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(table.columns)
    for row in table.rows:
        writer.writerow([_plain(value) for value in row])
    return written.getvalue()


def json_tables(name: str, tables: Iterable[Table]) -> str:
    """All tables as one JSON object: the name of its form, then each table as a list of objects."""
    import json

    made = {"format": name, **{table.name: list(table.objects()) for table in tables}}
    return json.dumps(made, ensure_ascii=False, indent=2)
