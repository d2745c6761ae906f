"""``tei-tools stats``: which elements and attributes are used how often, and which never."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tei_tools.model.finding import Finding
from tei_tools.model.wording import counted
from tei_tools.settings import load_settings

from .info import InventoryFormat
from .options import (
    Jobs,
    Paths,
    Quiet,
    end_with,
    files_of,
    is_coloured,
    schema_options,
    style,
    tell,
    useful,
    with_progress,
)

#: From how many megabytes on several processes are quicker than one.
WORTHWHILE = 5.0


class TableName(StrEnum):
    """The tables of the statistics."""

    ELEMENTS = "elements"
    ATTRIBUTES = "attributes"
    UNUSED = "unused"
    OUTLIERS = "outliers"


def stats(
    paths: Paths = None,
    table: Annotated[
        list[TableName] | None,
        typer.Option(
            "--table",
            "-t",
            help="Show this table; may be given several times. Without it: elements, outliers and "
            "a summary of what is unused; in CSV, which has room for one, elements; in JSON all.",
            show_default=False,
        ),
    ] = None,
    schema: Annotated[
        list[Path] | None,
        typer.Option(
            help="The schema to compare with (RELAX NG or ODD), whatever the files name; may be "
            "given several times. Without it: those by which `validate` checks the files.",
            show_default=False,
        ),
    ] = None,
    format: Annotated[InventoryFormat, typer.Option(help="How the tables are written.")] = (  # noqa: A002
        InventoryFormat.TEXT
    ),
    quiet: Quiet = False,
    jobs: Jobs = None,
) -> None:
    """Count what TEI files use, and compare it with what their schema allows.

    \b
    elements    every element: how often, in how many files, with which attributes
    attributes  every attribute of every element: how often, with which values (up to 50)
    unused      elements, attributes and values that the schema allows and nobody uses
    outliers    what nearly all do and a few do not: "412 have it, these 3 do not"; rare values

    Exit code 1: a file could not be read.

    \b
    Examples:
      tei-tools stats                              the project's edition
      tei-tools stats plays/ --table outliers      where habits were not kept
      tei-tools stats plays/ --schema our.odd      against a schema of your own
      tei-tools stats tei/ --format json           everything, for programs
    """
    from tei_tools.flows.statistics import usage_of_files, vocabulary_of
    from tei_tools.inventory import Usage, statistics
    from tei_tools.report.table import csv_table, json_tables, text_table
    from tei_tools.report.text import plain
    from tei_tools.report.usage import text_statistics

    if format is InventoryFormat.CSV and len(table or ()) > 1:
        raise typer.BadParameter("CSV has room for one table: name one", param_hint="--table")
    settings = load_settings(Path.cwd())
    files = files_of(paths, settings)
    options = schema_options(settings, schema)
    usage = Usage()
    findings: list[Finding] = []
    reasons: list[str] = []
    schemas: dict[Path, None] = {}
    found = usage_of_files(files, options, jobs=jobs or useful(files, WORTHWHILE))
    for file in with_progress(found, len(files), "Counting"):
        for each in file.usages.values():
            usage.add(each)
        schemas.update(dict.fromkeys(file.schemas))
        reasons += [file.reason] if file.reason else []
        findings += file.findings
    known = vocabulary_of(list(schemas))
    made = statistics(usage, known)
    colours = style if is_coloured() else plain
    shown = [made[name] for name in table or ()]
    if format is InventoryFormat.JSON:
        typer.echo(json_tables("tei-tools-stats/1", shown or made.values()))
    elif format is InventoryFormat.CSV:
        typer.echo(csv_table(shown[0] if shown else made["elements"]), nl=False)
    elif shown:
        typer.echo("\n\n".join("\n".join(text_table(each, colours)) for each in shown))
    else:
        for line in text_statistics(made, ", ".join(map(str, schemas)), colours):
            typer.echo(line)
    tell(findings)
    if reasons and known is None:
        typer.echo(f"tei-tools: no schema to compare with: {reasons[0]}", err=True)
    if not quiet:
        total = sum(use.count for use in usage.elements.values())
        names = f"{len(usage.elements)} different"
        typer.echo(
            f"tei-tools: {counted(usage.files, 'file')}, {total:,} elements, {names}", err=True
        )
    end_with(findings)
