"""``tei-tools validate``: check files against their schema, rules, ids and pointers; mend them."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tei_tools.flows.options import RulesEngine
from tei_tools.flows.validation import validate_files
from tei_tools.model.finding import Severity, TeiToolsError
from tei_tools.model.selection import Layer, names_in
from tei_tools.settings import load_settings

from .options import (
    Ignore,
    Jobs,
    Output,
    Paths,
    Quiet,
    Select,
    ShowDiff,
    files_of,
    useful,
    validation_options,
)
from .reporting import Reporter

#: From how many megabytes on several processes are quicker than one.
WORTHWHILE = 2.0


class ReportFormat(StrEnum):
    """How findings are written."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"
    JUNIT = "junit"


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
    select: Select = None,
    ignore: Ignore = None,
    fail_on: Annotated[
        Severity | None,
        typer.Option(
            help="From which severity on findings give exit code 1; error, if nothing is said.",
            show_default=False,
        ),
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option(help="Tell only findings that are not in this file.", show_default=False),
    ] = None,
    write_baseline: Annotated[
        bool,
        typer.Option(
            "--write-baseline",
            help="Write all findings to the baseline; tei-tools-baseline.json, if none is named.",
        ),
    ] = False,
    fix: Annotated[
        bool, typer.Option("--fix", help="Mend what can be mended safely; tell the rest.")
    ] = False,
    unsafe_fixes: Annotated[
        bool,
        typer.Option("--unsafe-fixes", help="Mend also what you should look at afterwards."),
    ] = False,
    diff: ShowDiff = False,
    format: Annotated[ReportFormat, typer.Option(help="How findings are written.")] = (  # noqa: A002
        ReportFormat.TEXT
    ),
    output: Output = None,
    statistics: Annotated[
        bool, typer.Option("--statistics", help="Tell how many findings there are of each code.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Check again whenever a file changes; end with Ctrl-C.")
    ] = False,
    verbose: Annotated[
        bool,
        typer.Option("--verbose", "-v", help="Name all that is allowed at a place."),
    ] = False,
    quiet: Quiet = False,
    jobs: Jobs = None,
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Run on the Dask cluster at this address (needs tei-tools[dask]).",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Check TEI files: well-formed, valid, rules kept, ids unique, pointers leading somewhere.

    Findings go to standard output, each with file, line and column, what is wrong and how to mend
    it; a summary goes to standard error. Exit code 0: nothing wrong; 1: errors; 2: the run failed.

    A finding is let pass by <?tei-tools ignore CODE reason="…"?> before the element that it is in.

    \b
    Examples:
      tei-tools validate                          the project's edition
      tei-tools validate letter.xml letters/      a file and a folder
      tei-tools validate --schema my.rng a.xml    against a schema of your own
      tei-tools validate --schema my.sch a.xml    against rules in Schematron
      tei-tools validate --verbose a.xml          with all names that are allowed at a place
      tei-tools validate --select dates tei/      what is wrong with dates, and nothing else
      tei-tools validate --fix --diff tei/        what could be mended
      cat a.xml | tei-tools validate -            standard input
      tei-tools validate --format json -q tei/    for programs
    """
    settings = load_settings(Path.cwd())
    files = files_of(paths, settings)
    user = Layer(select=names_in(select or ()), ignore=names_in(ignore or ()))
    options = validation_options(settings, schema, user)._replace(phase=phase, engine=engine)
    if statistics and format not in (ReportFormat.TEXT, ReportFormat.JSON):
        raise TeiToolsError(f"--statistics comes as text or json, not as {format.value}")
    reporter = Reporter(
        format=format.value,
        output=output,
        baseline=baseline or settings.baseline,
        is_new_baseline=write_baseline,
        fail_on=fail_on or settings.fail_on,
        statistics=statistics,
        verbose=verbose,
        quiet=quiet,
        tells_validity=options.tells_validity,
    )
    jobs = jobs or useful(files, WORTHWHILE)
    mends = fix or unsafe_fixes or diff
    if sum(map(bool, (watch, mends, scheduler))) > 1:
        raise TeiToolsError("--watch, --fix and --scheduler go one at a time")
    if watch:
        from .watching import watch_files

        watch_files(lambda: files_of(paths, settings), options, reporter)
    elif mends:
        from .fixing import fix_and_report

        fix_and_report(files, options, reporter, unsafe=unsafe_fixes, diff=diff, jobs=jobs)
    elif scheduler:
        from tei_tools.flows.cluster import validate_on_cluster

        reporter.report(validate_on_cluster(files, options, scheduler), len(files))
    else:
        reporter.report(validate_files(files, options, jobs=jobs), len(files))
