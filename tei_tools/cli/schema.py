"""``tei-tools schema``: make schemas from an ODD."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Make schemas from an ODD.", no_args_is_help=True, rich_markup_mode=None)


class SchemaFormat(StrEnum):
    """The schema languages an ODD is compiled to."""

    XSD = "xsd"
    RNG = "rng"


@app.callback()
def _schema() -> None:
    """Make schemas from an ODD."""


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
