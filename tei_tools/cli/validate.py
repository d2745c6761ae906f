"""``tei-tools validate``: check files against their schema, their ids and their pointers."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tei_tools.flows.choice import RulesEngine, ValidationOptions
from tei_tools.flows.validation import FileReport, validate_files
from tei_tools.model.finding import Severity
from tei_tools.report.text import plain, summary_line, text_report
from tei_tools.settings import load_settings

from .options import (
    Jobs,
    Paths,
    Quiet,
    catalogs_of,
    files_of,
    is_coloured,
    style,
    useful,
    with_progress,
)

#: From how many megabytes on several processes are quicker than one.
WORTHWHILE = 2.0


class ReportFormat(StrEnum):
    """How findings are written."""

    TEXT = "text"
    JSON = "json"


def validate(
    paths: Paths = None,
    schema: Annotated[
        list[Path] | None,
        typer.Option(
            help="A schema (RELAX NG, ODD, XSD or Schematron), whatever the files name; "
            "may be given several times. "
            "Without it: the schema that "
            "the file names by <?xml-model?>, else that of the settings, else the bundled one.",
            show_default=False,
        ),
    ] = None,
    phase: Annotated[
        str,
        typer.Option(
            help="The phase of Schematron rules to check; #ALL for all rules.",
            show_default="what the file or the schema says",
        ),
    ] = "",
    engine: Annotated[
        RulesEngine,
        typer.Option(help="What evaluates Schematron rules; saxon needs tei-tools[saxon]."),
    ] = RulesEngine.OWN,
    format: Annotated[ReportFormat, typer.Option(help="How findings are written.")] = (  # noqa: A002
        ReportFormat.TEXT
    ),
    verbose: Annotated[
        bool,
        typer.Option("--verbose", "-v", help="Name all that is allowed at a place."),
    ] = False,
    quiet: Quiet = False,
    jobs: Jobs = None,
) -> None:
    """Check TEI files: well-formed, valid, rules kept, ids unique, pointers leading somewhere.

    Findings go to standard output, each with file, line and column, what is wrong and how to mend
    it; a summary goes to standard error. Exit code 0: nothing wrong; 1: errors; 2: the run failed.

    \b
    Examples:
      tei-tools validate                          the project's edition
      tei-tools validate letter.xml letters/      a file and a folder
      tei-tools validate --schema my.rng a.xml    against a schema of your own
      tei-tools validate --schema my.sch a.xml    against rules in Schematron
      tei-tools validate --verbose a.xml          with all names that are allowed at a place
      cat a.xml | tei-tools validate -            standard input
      tei-tools validate --format json -q tei/    for programs
    """
    settings = load_settings(Path.cwd())
    files = files_of(paths, settings)
    options = ValidationOptions(
        schemas=tuple(schema or ()),
        default_schema=settings.schema,
        by_file=settings.schemas,
        catalogs=catalogs_of(settings),
        phase=phase,
        engine=engine,
    )
    reports: list[FileReport] = []
    for report in with_progress(
        validate_files(files, options, jobs=jobs or useful(files, WORTHWHILE)),
        len(files),
        "Validating",
    ):
        reports.append(report)
        if format is ReportFormat.TEXT:
            colours = style if is_coloured() else plain
            for block in text_report(report.findings, colours, verbose=verbose):
                typer.echo(f"{block}\n")
    findings = [finding for report in reports for finding in report.findings]
    if format is ReportFormat.JSON:
        from tei_tools.report.json import json_report

        typer.echo(json_report(findings, [report.path for report in reports]))
    if not quiet:
        schemas = [report.schema for report in reports]
        typer.echo(f"tei-tools: {summary_line(len(files), findings, schemas)}", err=True)
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise typer.Exit(1)
