"""In: what the user typed. Out: what several commands share: paths, jobs, progress, colours."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO, TypeAlias, TypeVar

import typer

from tei_tools.batch import useful_jobs
from tei_tools.model.finding import Finding, SchemaError, Severity, TeiToolsError
from tei_tools.model.selection import Layer
from tei_tools.read import find_files
from tei_tools.settings import Settings

if TYPE_CHECKING:
    from tei_tools.flows.options import ValidationOptions
    from tei_tools.transform import TransformOptions

Item = TypeVar("Item")
#: What a user asks for who names no codes.
EVERYTHING = Layer()

#: The files to work on.
Paths: TypeAlias = Annotated[
    list[Path] | None,
    typer.Argument(
        help="Files, or folders (every *.xml below them); - is standard input. "
        "Without any: the project's own, the folder tei or `paths` of the settings.",
        show_default=False,
    ),
]
Quiet: TypeAlias = Annotated[
    bool, typer.Option("--quiet", "-q", help="No summary; only findings and the exit code.")
]
Jobs: TypeAlias = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        "-j",
        min=1,
        help="How many processes work; by default one, or all processors for much work.",
        show_default=False,
    ),
]

Select: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        metavar="CODES",
        help="Tell only findings of these codes or groups, such as dates,ids.duplicate; ALL, or "
        "DEFAULT for those told anyway. May be given several times.",
        show_default=False,
    ),
]
Ignore: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        metavar="CODES", help="Do not tell findings of these codes or groups.", show_default=False
    ),
]
Output: TypeAlias = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="Write the findings to a file.", show_default=False),
]
ShowDiff: TypeAlias = Annotated[
    bool, typer.Option("--diff", help="Show what would be changed; write nothing.")
]

#: From how many files on a run shows its progress.
MANY = 20

COLOURS = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "info": {"fg": "cyan", "bold": True},
    "place": {"bold": True},
    "dim": {"dim": True},
}


def files_of(paths: list[Path] | None, settings: Settings, ending: str = ".xml") -> list[Path]:
    """The files to work on: those named, else the project's; in folders those with an ending.

    Raises:
        TeiToolsError: there are none, or one does not exist.
    """
    named = list(paths or settings.paths)
    if not named:
        raise TeiToolsError(
            "nothing to work on: name files or folders, or go to a project with a folder `tei` "
            "or with `paths` in its settings ([tool.tei-tools] in pyproject.toml)"
        )
    return list(find_files(named, ending))


def useful(files: list[Path], worthwhile: float) -> int:
    """How many processes to use for files when the user does not say."""
    size = sum(file.stat().st_size for file in files if file.is_file())
    return useful_jobs(size / 1_000_000, worthwhile)


def style(text: str, part: str) -> str:
    """Colour a part of a message."""
    return typer.style(text, **COLOURS[part])  # type: ignore[arg-type]


def is_coloured(stream: TextIO | None = None) -> bool:
    """Is a stream, by default standard output, a terminal that wants colours? (no-color.org)"""
    return (stream or sys.stdout).isatty() and "NO_COLOR" not in os.environ


def with_progress(items: Iterable[Item], total: int, what: str) -> Iterator[Item]:
    """Pass items on; on a terminal, and when there are many, show how far the run is."""
    if total < MANY or not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(
        items, description=what, total=total, console=Console(stderr=True), transient=True
    )


def catalogs_of(settings: Settings) -> tuple[str, ...]:
    """The catalogs of the settings, then those of the environment (``XML_CATALOG_FILES``)."""
    if "XML_CATALOG_FILES" not in os.environ:
        return settings.catalogs
    from tei_tools.read.catalogs import environment_catalogs

    return (*settings.catalogs, *environment_catalogs())


def tell(findings: Iterable[Finding], *, verbose: bool = False, err: bool = True) -> None:
    """Write findings as text, for a person: to standard error, or to standard output."""
    from tei_tools.report.text import plain, text_report

    colours = style if is_coloured(sys.stderr if err else sys.stdout) else plain
    for block in text_report(findings, colours, verbose=verbose):
        typer.echo(f"{block}\n", err=err)


def end_with(findings: Iterable[Finding]) -> None:
    """End with exit code 1 where there are errors."""
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise typer.Exit(1)


def schema_options(
    settings: Settings, schemas: Sequence[Path] | None = None
) -> "ValidationOptions":
    """By what the schema of a file is chosen: those that the user names, else the project's."""
    from tei_tools.flows.options import ValidationOptions

    return ValidationOptions(
        schemas=tuple(schemas or ()),
        default_schema=settings.schema,
        by_file=settings.schemas,
        catalogs=catalogs_of(settings),
    )


def validation_options(
    settings: Settings, schemas: Sequence[Path] | None = None, user: Layer = EVERYTHING
) -> "ValidationOptions":
    """What the user and the project ask for.

    Raises:
        TeiToolsError: a code that they name does not exist.
    """
    rules = settings.rules
    names = list(user.names()), list(settings.names())
    if any(names):
        from tei_tools.flows.codes import check_names, rule_options  # loaded only where named

        check_names(names[0], "--select, --ignore")
        check_names(names[1], str(settings.file))
        rules = rule_options(rules, str(settings.file))
    return schema_options(settings, schemas)._replace(
        project=settings.findings, per_file=settings.per_file, user=user, rules=rules
    )


def reading_options(
    settings: Settings, view: str, odd: Path | None, behaviours: Path | None
) -> tuple["TransformOptions", Sequence[Finding]]:
    """By which view and models documents are read, and warnings of the ODD that has these.

    An ODD that is wrong is told, and ends the command.

    Raises:
        TeiToolsError: a view that there is not, or behaviours that no ODD uses.
    """
    from tei_tools.transform import TransformOptions, all_views, view_named

    chosen = view_named(view, all_views(settings.views, settings.file))
    odd, behaviours = odd or settings.odd, behaviours or settings.behaviours
    if odd is None:
        if behaviours is not None:
            raise TeiToolsError(f"{behaviours}: behaviours are used by an ODD; name it by --odd")
        return TransformOptions(view=chosen), ()
    from tei_tools.flows.models import load_models

    try:
        models, warnings = load_models(odd, behaviours)
    except SchemaError as error:
        tell(error.findings)
        raise typer.Exit(2) from None
    return TransformOptions(view=chosen, models=models, behaviours=behaviours), warnings
