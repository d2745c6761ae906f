"""``tei-tools info``: what files hold: works, units, dates, hands, notes, names, corrections."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tei_tools.model.finding import Finding
from tei_tools.settings import load_settings

from .options import (
    Jobs,
    Paths,
    Quiet,
    end_with,
    files_of,
    is_coloured,
    style,
    tell,
    useful,
    with_progress,
)

#: From how many megabytes on several processes are quicker than one.
WORTHWHILE = 0.5


class InventoryFormat(StrEnum):
    """How an inventory is written."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


class TableName(StrEnum):
    """The tables of the inventory."""

    WORKS = "works"
    UNITS = "units"
    HANDS = "hands"
    DATES = "dates"
    NOTES = "notes"
    NAMES = "names"
    CORRECTIONS = "corrections"


#: What is shown when no table is named.
FIRST = (TableName.WORKS, TableName.UNITS, TableName.HANDS)


def info(
    paths: Paths = None,
    table: Annotated[
        list[TableName] | None,
        typer.Option(
            "--table",
            "-t",
            help="Show this table; may be given several times. Without it: works, units and hands; "
            "in CSV, which has room for one, works; in JSON all.",
            show_default=False,
        ),
    ] = None,
    format: Annotated[InventoryFormat, typer.Option(help="How the tables are written.")] = (  # noqa: A002
        InventoryFormat.TEXT
    ),
    quiet: Quiet = False,
    jobs: Jobs = None,
) -> None:
    """Tell what TEI files hold.

    \b
    works        title, author, date, words, blocks, and the numbers of all that follows
    units        what was dictated or written at one time, with its dates, hand and signature
    hands        the hands that the headers declare, and how many units are theirs
    dates        every date with a form for machines, and where it stands
    notes        every note, and where it is called
    names        persons, places, organisations, events and works, and how often each is named
    corrections  every place where what is read is not, or not surely, what the source has

    A work that stands in a file of its own and in a corpus that includes it counts once.
    Exit code 1: a file could not be read.

    \b
    Examples:
      tei-tools info                              the project's edition
      tei-tools info letters/ --table names       who and what is named in a folder
      tei-tools info a.xml --format json          everything, for programs
      tei-tools info tei/ -t corrections --format csv > corrections.csv
    """
    from tei_tools.flows.information import works_of_files
    from tei_tools.inventory import Work, tables
    from tei_tools.report.table import csv_table, json_tables, text_table
    from tei_tools.report.text import plain

    wanted = list(table or FIRST)
    if format is InventoryFormat.CSV and len(wanted) > 1:
        if table:
            raise typer.BadParameter("CSV has room for one table: name one", param_hint="--table")
        wanted = [TableName.WORKS]
    settings = load_settings(Path.cwd())
    files = files_of(paths, settings)
    works: list[Work] = []
    findings: list[Finding] = []
    found = works_of_files(files, jobs=jobs or useful(files, WORTHWHILE))
    for inventory in with_progress(found, len(files), "Reading"):
        works += inventory.works
        findings += inventory.findings
    made = tables(works)
    colours = style if is_coloured() else plain
    if format is InventoryFormat.JSON:
        shown = made.values() if table is None else [made[name] for name in wanted]
        typer.echo(json_tables("tei-tools-info/1", shown))
    elif format is InventoryFormat.CSV:
        typer.echo(csv_table(made[wanted[0]]), nl=False)
    else:
        filled = [made[name] for name in wanted if made[name].rows]
        lines = (text_table(t, colours, total=t.name == TableName.WORKS) for t in filled)
        typer.echo("\n\n".join(map("\n".join, lines)))
    tell(findings)
    if not quiet:
        counts = ((len(made[name].rows), name.value) for name in TableName)
        told = ", ".join(f"{n} {name.removesuffix('s') if n == 1 else name}" for n, name in counts)
        typer.echo(f"tei-tools: {told}", err=True)
    end_with(findings)
