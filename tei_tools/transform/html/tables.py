"""In: a table. Out: its HTML: caption, header cells and their scope, in a region that scrolls."""

from __future__ import annotations

import re
from typing import Final, TypeAlias

from tei_tools.pages import language_of, start

from ..behaviours import Behaviour
from ..flatten import MOST_COLUMNS, flatten, text_of
from ..nodes import Aside, Block, Group, Mark, id_of
from .blocks import Read, Writer, heads_of, spread
from .tags import classes_of, hidden

#: A part of a table, and which of the views reads it.
Row: TypeAlias = tuple[Block | Group, str]
#: What a cell holds that stands under others of its kind: a number with signs, or a dash.
NUMBER: Final = re.compile(r"[\d\s.,:/%‰°'’×+±<>=()*$£€−–—-]+")


def write_table(writer: Writer, node: Group, level: int, reads: str) -> None:
    """Write a table; notes that stand between its rows follow it."""
    heads = heads_of(node)
    parts = [part for part in spread(node.children) if part[0] not in heads]
    writer.page.tables += 1
    name = f"Table {writer.page.tables}"
    name += f": {text_of(heads[0].children)}" if heads else ""
    classes = f"scroll {reads}".strip()
    region = start("div", class_=classes, role="region", tabindex="0", aria_label=name)
    writer.out.append(hidden(region, reads))
    for head in heads[1:]:
        writer.line(head, "p", "", "head")
    writer.open("table", node, "")
    for head in heads[:1]:
        writer.line(head, "caption", "")
    for tag, some in zip(("thead", "tbody"), _split(parts), strict=True):
        if some:
            writer.out.append(f"<{tag}>\n")
            for row, which in some:
                _write_row(writer, row, level, which)
            writer.out.append(f"</{tag}>\n")
    writer.out.append("</table></div>\n")
    for part, which in parts:
        if isinstance(part, Mark | Aside):
            writer.block(part, level, which)


def _split(parts: list[Read]) -> tuple[list[Row], list[Row]]:
    """The rows of labels at the beginning, and all that follows; text beside rows is a row."""
    rows = [(part, which) for part, which in parts if isinstance(part, Block | Group)]
    for number, (row, _) in enumerate(rows):
        if row.behaviour is not Behaviour.ROW or row.source.get("role") != "label":
            return rows[:number], rows[number:]
    return rows, []


def _write_row(writer: Writer, row: Block | Group, level: int, reads: str) -> None:
    if isinstance(row, Block) or row.behaviour is not Behaviour.ROW:
        writer.out.append("<tr><td>")
        writer.block(row, level, reads)
        writer.out.append("</td></tr>\n")
        return
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
    is_number = isinstance(cell, Block) and NUMBER.fullmatch(text_of(cell.children)) is not None
    opened = start(
        tag,
        id=writer.page.claim(id_of(cell)),
        class_=classes_of(source, reads, "number" if is_number else ""),
        lang=language_of(source),
        scope=scope if is_header else None,
        colspan=str(columns) if columns > 1 else None,
        rowspan=str(lines) if lines > 1 else None,
    )
    writer.out.append(hidden(opened, reads))
    if isinstance(cell, Block):
        writer.lines.line(cell.children, source)
    else:
        for child in cell.children:
            writer.block(child, level)
    writer.out.append(f"</{tag}>")


def _count(value: str) -> int:
    """A number of columns or rows, where one is given that makes sense."""
    return min(int(value), MOST_COLUMNS) if value.isascii() and value.isdigit() else 1
