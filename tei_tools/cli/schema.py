"""``tei-tools schema``: make schemas from an ODD, compare and keep schemas, say which is used."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, TypeAlias

import typer

from tei_tools.model.finding import SchemaError, TeiToolsError
from tei_tools.settings import load_settings

from .options import is_coloured, schema_options, style, tell

app = typer.Typer(
    help="Make schemas from an ODD; compare and keep schemas; say which one a file gets.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)


class SchemaFormat(StrEnum):
    """What an ODD is compiled to: a schema, its models, or the ODD in one file."""

    XSD = "xsd"
    RNG = "rng"
    RNC = "rnc"
    SCH = "sch"
    ODD = "odd"
    MODELS = "models"


class RelaxNgSyntax(StrEnum):
    """The syntaxes of RELAX NG: in XML, and the compact one."""

    RNG = "rng"
    RNC = "rnc"


Source: TypeAlias = Annotated[
    str | None,
    typer.Option(
        help="The vocabulary that the ODD customises: a file such as the TEI's p5subset.xml, or "
        "what `schema add` has fetched, by address or name: p5subset@4.4.0. Without it, what "
        "the ODD says, else the vocabulary that tei-tools ships.",
        show_default=False,
    ),
]


@app.callback()
def _schema() -> None:
    """Make schemas from an ODD; compare and keep schemas; say which one a file gets."""


@app.command("compile")
def compile_schema(
    odd: Annotated[Path, typer.Argument(help="The ODD: a TEI file with a schemaSpec.")],
    to: Annotated[
        SchemaFormat,
        typer.Option(
            help="The schema language; `odd` puts the ODD in one file, `models` are its processing "
            "models, as JSON."
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The file to write; without it, standard output."),
    ] = None,
    source: Source = None,
) -> None:
    """Compile an ODD to a RELAX NG schema, to an XSD, to Schematron, or to a compiled ODD.

    RELAX NG comes in its XML syntax (rng) or in the compact one (rnc). The rules of the ODD
    (constraintSpec) stand in it as Schematron, but for the compact one; alone they are sch.

    A compiled ODD is all in one file, and can be the source of another ODD.

    An XSD needs a second file (for xml:id and xml:lang), which is written beside it. What
    XSD cannot say is listed on standard error, and so is what has no effect in the ODD. An ODD
    with errors is not compiled: each is told with its line, and the exit code is 1.

    \b
    Examples:
      tei-tools schema compile my.odd --to rng -o my.rng
      tei-tools schema compile my.odd --to xsd -o my.xsd --source p5subset.xml
      tei-tools schema compile my.odd --to rnc -o my.rnc --source p5subset@4.4.0
      tei-tools schema compile my.odd --to sch -o my.sch
      tei-tools schema compile my.odd --to odd -o compiled.odd
    """
    from tei_tools.flows.schema import compile_to, source_file

    file = source_file(source)
    with _told_of(odd):
        result = compile_to(odd, to.value, source=file)
    _write(output, result.schema, result.companions, inputs=(odd, file))
    tell(result.warnings)
    for loss in result.losses:
        typer.echo(f"tei-tools: not expressed in {to.value.upper()}: {loss}", err=True)


@app.command("convert")
def convert_schema(
    schema: Annotated[Path, typer.Argument(help="The schema: RELAX NG in either syntax.")],
    to: Annotated[RelaxNgSyntax, typer.Option(help="The syntax: XML (rng) or compact (rnc).")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The file to write; without it, standard output."),
    ] = None,
) -> None:
    """Convert a RELAX NG schema from one of its syntaxes to the other.

    The files that it includes are converted too, and written beside it. Documentation and default
    values are kept; comments and other annotations are not. Where Schematron rules are lost,
    standard error says so.

    \b
    Examples:
      tei-tools schema convert tei_all.rng --to rnc -o tei_all.rnc
      tei-tools schema convert our.rnc --to rng -o our.rng
    """
    from tei_tools.flows.conversion import convert

    with _told_of(schema):
        result = convert(schema, to.value, output)
    _write(output, result.schema, result.companions, inputs=(schema,))
    for loss in result.losses:
        typer.echo(f"tei-tools: not kept: {loss}", err=True)


def _write(
    output: Path | None,
    made: bytes,
    companions: Mapping[str, bytes] = MappingProxyType({}),
    *,
    inputs: Iterable[Path | None],
) -> None:
    """Write what was made, and beside it what it needs; or it alone to standard output.

    Raises:
        TeiToolsError: one of the files would be written over one that was read.
    """
    from tei_tools.write import write_atomically

    if output is None:
        typer.echo(made.decode(), nl=False)
        return
    files = {output.parent / name: data for name, data in sorted(companions.items())}
    files = {output: made, **files}
    read = {each.resolve() for each in inputs if each}
    for file in files:
        if file.resolve() in read:
            raise TeiToolsError(f"{file}: is what is read here, and is not written over")
    for file, data in files.items():
        write_atomically(file, data)
        typer.echo(f"tei-tools: wrote {file}", err=True)


@contextmanager
def _told_of(odd: Path) -> Iterator[None]:
    """What is wrong with an ODD is told, and ends the command with exit code 1."""
    from tei_tools.report.text import summary_line

    try:
        yield
    except SchemaError as error:
        if any(finding.code == "odd.unreadable" for finding in error.findings):
            raise
        tell(error.findings)
        counted = summary_line(1, error.findings, ())
        typer.echo(f"tei-tools: {odd}: nothing written; {counted}", err=True)
        raise typer.Exit(1) from None


@app.command("doc")
def document_odd(
    odd: Annotated[Path, typer.Argument(help="The ODD: a TEI file with a schemaSpec.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The file to write; without it, standard output."),
    ] = None,
    source: Source = None,
    lang: Annotated[
        str,
        typer.Option(
            help="The language of glosses, descriptions and examples, where the ODD has several.",
            show_default="that of the ODD",
        ),
    ] = "",
) -> None:
    """Write the documentation of an ODD: one HTML page, its text and a reference of all it has.

    \b
    Examples:
      tei-tools schema doc my.odd -o my.html
      tei-tools schema doc my.odd -o my.html --source p5subset.xml --lang fr
    """
    from tei_tools.flows.schema import document, source_file

    file = source_file(source)
    with _told_of(odd):
        result = document(odd, source=file, lang=lang)
    _write(output, result.page, inputs=(odd, file))
    tell(result.warnings)
    if not result.is_in_language:
        typer.echo(f"tei-tools: nothing is described in the language `{lang}`", err=True)


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
    from tei_tools.flows.choice import choose
    from tei_tools.read import read_document

    settings = load_settings(Path.cwd())
    choice = choose(read_document(file), file, schema_options(settings, schema))
    for number, step in enumerate(choice.steps, 1):
        typer.echo(f"{number}. {step.looked_at}: {step.outcome}")
    for path in choice.schemas:
        typer.echo(f"→ {path}")
    for path in choice.rules:
        typer.echo(f"→ {path} (its rules)")


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
