"""``tei-tools schema``: make schemas from an ODD, compare and keep schemas, say which is used."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from tei_tools.settings import load_settings

from .options import catalogs_of, is_coloured, style

app = typer.Typer(
    help="Make schemas from an ODD; compare and keep schemas; say which one a file gets.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


class SchemaFormat(StrEnum):
    """The schema languages an ODD is compiled to."""

    XSD = "xsd"
    RNG = "rng"


@app.callback()
def _schema() -> None:
    """Make schemas from an ODD; compare and keep schemas; say which one a file gets."""


@app.command("compile")
def compile_schema(
    odd: Annotated[Path, typer.Argument(help="The ODD: a TEI file with a schemaSpec.")],
    to: Annotated[SchemaFormat, typer.Option(help="The schema language.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The file to write; without it, standard output."),
    ] = None,
    source: Annotated[
        Path | None,
        typer.Option(
            help="The vocabulary that the ODD customises: an ODD such as the TEI's p5subset.xml. "
            "Without it, the vocabulary that tei-tools ships.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Compile an ODD to a RELAX NG schema or to an XSD.

    An XSD needs a second file (for xml:id and xml:lang), which is written beside it. What
    XSD cannot say is listed on standard error.

    \b
    Examples:
      tei-tools schema compile my.odd --to rng -o my.rng
      tei-tools schema compile my.odd --to xsd -o my.xsd --source p5subset.xml
    """
    from tei_tools.flows.schema import compile_to
    from tei_tools.write import write_atomically

    result = compile_to(odd, to.value, source=source)
    if output is None:
        typer.echo(result.schema.decode(), nl=False)
    else:
        for name, data in ((output.name, result.schema), *sorted(result.companions.items())):
            write_atomically(output.parent / name, data)
            typer.echo(f"tei-tools: wrote {output.parent / name}", err=True)
    for notice in result.notices:
        typer.echo(f"tei-tools: {notice}", err=True)
    for loss in result.losses:
        typer.echo(f"tei-tools: not expressed in XSD: {loss}", err=True)


class ComparisonFormat(StrEnum):
    """How a comparison is written."""

    TEXT = "text"
    JSON = "json"


Compared: TypeAlias = Annotated[
    Path, typer.Argument(help="A RELAX NG schema or an ODD.", show_default=False)
]


@app.command("compare")
def compare(
    a: Compared,
    b: Compared,
    format: Annotated[  # noqa: A002
        ComparisonFormat, typer.Option(help="How the comparison is written.")
    ] = ComparisonFormat.TEXT,
) -> None:
    """Say whether every document that is valid under A is valid under B, and the reverse.

    Is a customisation a clean subset of what it customises? What changed between two versions of
    a schema? What only one of them allows is listed, each with a shortest example.
    Exit code 0: all that A allows is allowed by B; 1: it is not; 2: the run failed.

    \b
    Examples:
      tei-tools schema compare my.odd tei_all.rng       is it a subset of the TEI?
      tei-tools schema compare new.rng old.rng          what changed?
      tei-tools schema compare --format json a.rng b.rng
    """
    from tei_tools.flows.comparison import compare_schemas
    from tei_tools.report.comparison import json_comparison, text_comparison
    from tei_tools.report.text import plain

    comparison = compare_schemas(a, b)
    if format is ComparisonFormat.JSON:
        typer.echo(json_comparison(comparison, str(a), str(b)))
    else:
        colours = style if is_coloured() else plain
        for line in text_comparison(comparison, str(a), str(b), colours):
            typer.echo(line)
    if not comparison.a_in_b:
        raise typer.Exit(1)


@app.command("which")
def which(
    file: Annotated[Path, typer.Argument(help="A TEI file.")],
    schema: Annotated[
        list[Path] | None,
        typer.Option(help="What --schema of `validate` would be.", show_default=False),
    ] = None,
) -> None:
    """Say which schemas a file is checked against, and why: step by step.

    \b
    Example:
      tei-tools schema which tei/letter.xml
    """
    from tei_tools.flows.choice import ValidationOptions, choose
    from tei_tools.read import read_document

    settings = load_settings(Path.cwd())
    options = ValidationOptions(
        schemas=tuple(schema or ()),
        default_schema=settings.schema,
        by_file=settings.schemas,
        catalogs=catalogs_of(settings),
    )
    choice = choose(read_document(file), file, options)
    for number, step in enumerate(choice.steps, 1):
        typer.echo(f"{number}. {step.looked_at}: {step.outcome}")
    for path in choice.schemas:
        typer.echo(f"→ {path}")


Names: TypeAlias = Annotated[
    list[str],
    typer.Argument(
        help="A URL, a file, or the name of a schema of the TEI: tei_all, tei_lite@4.4.0, ….",
        show_default=False,
    ),
]


@app.command("add")
def add(names: Names) -> None:
    """Fetch a schema, with all that it includes, and keep it for files that name it.

    Only this command and `update` use the network.

    \b
    Examples:
      tei-tools schema add tei_all
      tei-tools schema add tei_all@4.4.0
      tei-tools schema add https://example.org/our.rng
      tei-tools schema add our.rng
    """
    from tei_tools import store

    for name in names:
        entry = store.add(name, store.download)
        typer.echo(f"tei-tools: added {entry.address}\n  {entry.file}", err=True)


@app.command("list")
def list_schemas() -> None:
    """List the schemas that are kept: address, day, checksum, file."""
    from tei_tools import store

    for entry in store.entries():
        typer.echo(f"{entry.address}\n  {entry.fetched}  sha256:{entry.sha256[:16]}  {entry.file}")


@app.command("update")
def update(
    names: Annotated[
        list[str] | None,
        typer.Argument(help="Which; without any, all that are kept.", show_default=False),
    ] = None,
) -> None:
    """Fetch schemas that are kept once more.

    \b
    Examples:
      tei-tools schema update
      tei-tools schema update tei_all
    """
    from tei_tools import store

    before = {entry.address: entry for entry in store.entries()}
    for name in names or list(before):
        entry = store.add(name, store.download)
        old = before.get(entry.address)
        same = old is not None and (old.sha256, old.parts) == (entry.sha256, entry.parts)
        typer.echo(f"tei-tools: {'unchanged' if same else 'updated'} {entry.address}", err=True)


@app.command("remove")
def remove(names: Names) -> None:
    """Forget schemas that are kept.

    \b
    Example:
      tei-tools schema remove tei_all
    """
    from tei_tools import store

    for name in names:
        entry = store.remove(name)
        typer.echo(f"tei-tools: removed {entry.address}", err=True)
