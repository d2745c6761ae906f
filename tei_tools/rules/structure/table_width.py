"""``structure.table-width``: the rows of a table are equally wide."""

from __future__ import annotations

from collections import Counter

from lxml import etree

from tei_tools.rules.context import Context
from tei_tools.rules.nodes import children
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="structure.table-width",
    name="a row is not as wide as the others",
    reason="Where a cell is missing, all that follow it stand under the wrong heading. A cell that "
    "goes over several columns or rows says so with @cols or @rows.",
    source="TEI Guidelines 14.1",
    bad="<table><row><cell>1921</cell><cell>2</cell></row><row><cell>1922</cell><cell>3</cell></row>"
    "<row><cell>1923</cell></row></table>",
    good="<table><row><cell>1921</cell><cell>2</cell></row><row><cell>1922</cell><cell>3</cell></row>"
    '<row><cell cols="2">Total</cell></row></table>',
)


def check(elements: Elements, _: Context) -> Problems:
    for table in elements:
        rows = children(table, "row")
        widths = _widths(rows)
        usual, count = Counter(widths).most_common(1)[0] if widths else (0, 0)
        for row, width in zip(rows, widths, strict=True):
            if width != usual and count > 1:
                yield Problem(
                    element=row,
                    message=f"this row is {width} wide, the others {usual}",
                    suggestion="add the missing cell, or @cols" if width < usual else "",
                )


def _widths(rows: list[etree._Element]) -> list[int]:
    """How many columns each row has, with those that cells of earlier rows reach down to."""
    widths = []
    hanging: list[int] = []  # for each such column, how many rows more
    for row in rows:
        widths.append(len(hanging))
        hanging = [more - 1 for more in hanging if more > 1]
        for cell in children(row, "cell", "table"):
            columns = _number(cell, "cols")
            widths[-1] += columns
            if (down := _number(cell, "rows")) > 1:
                hanging += [down - 1] * min(columns, 1000)
    return widths


def _number(cell: etree._Element, attribute: str) -> int:
    value = cell.get(attribute, "1")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else 1
