"""In: a table. Out: its HTML: caption, header cells and their scope, in a region that scrolls."""

from __future__ import annotations

from typing import Final

from tei_tools.model.document import nearest_id

from ..behaviours import Behaviour
from ..flatten import flatten, text_of
from ..nodes import Block, Group, id_of
from .blocks import Read, Writer, is_heading, spread
from .tags import classes_of, hidden, language_of, start

#: HTML allows no more columns in one cell.
MOST_COLUMNS: Final = 1000


def write_table(writer: Writer, node: Group, level: int, reads: str) -> None:
    """Write a table; what stands in it beside rows follows it."""
    heads = [child for child in node.children if is_heading(child)]
    parts = list(spread(node.children))
    rows = [part for part in parts if _is_row(part)]
    writer.page.tables += 1
    name = f"Table {writer.page.tables}"
    name += f": {text_of(heads[0].children)}" if heads else ""
    region = start("div", class_="scroll", role="region", tabindex="0", aria_label=name)
    writer.out.append(hidden(region, reads))
    writer.open("table", node, reads)
    for head in heads[:1]:
        writer.line(head, "caption", "")
    for tag, some in zip(("thead", "tbody"), _split(rows), strict=True):
        if some:
            writer.out.append(f"<{tag}>\n")
            for row, which in some:
                assert isinstance(row, Group)
                _write_row(writer, row, level, which)
            writer.out.append(f"</{tag}>\n")
    writer.out.append("</table></div>\n")
    for other, which in parts:
        if (other, which) not in rows and other not in heads[:1]:
            writer.block(other, level, which)


def _is_row(part: Read) -> bool:
    return isinstance(part[0], Group) and part[0].behaviour is Behaviour.ROW


def _split(rows: list[Read]) -> tuple[list[Read], list[Read]]:
    """The rows of labels at the beginning, and the others."""
    for number, (row, _) in enumerate(rows):
        if not isinstance(row, Group) or row.source.get("role") != "label":
            return rows[:number], rows[number:]
    return rows, []


def _write_row(writer: Writer, row: Group, level: int, reads: str) -> None:
    writer.open("tr", row, reads)
    for cell, which in spread(row.children):
        if isinstance(cell, Block | Group):
            _write_cell(writer, row, cell, level, which)
    writer.out.append("</tr>\n")


def _write_cell(writer: Writer, row: Group, cell: Block | Group, level: int, reads: str) -> None:
    source = cell.source
    is_label = "label" in (source.get("role"), row.source.get("role"))
    is_header = is_label and bool(flatten([cell]).text)
    columns, lines = _count(source.get("cols", "")), _count(source.get("rows", ""))
    scope = "col" if row.source.get("role") == "label" else "row"
    scope += "group" if (columns if scope == "col" else lines) > 1 else ""
    tag = "th" if is_header else "td"
    opened = start(
        tag,
        id=writer.page.claim(id_of(cell)),
        class_=classes_of(source, reads),
        lang=language_of(source),
        scope=scope if is_header else None,
        colspan=str(columns) if columns > 1 else None,
        rowspan=str(lines) if lines > 1 else None,
    )
    writer.out.append(hidden(opened, reads))
    if isinstance(cell, Block):
        writer.lines.line(cell.children, nearest_id(source))
    else:
        for child in cell.children:
            writer.block(child, level)
    writer.out.append(f"</{tag}>")


def _count(value: str) -> int:
    """A number of columns or rows, where one is given that makes sense."""
    return min(int(value), MOST_COLUMNS) if value.isascii() and value.isdigit() else 1
