"""In: what each command takes. Out: the application that typer makes of them."""

import typer

from tei_tools import __version__

from . import explain, info, rename, rules, schema, stats, transform, validate

app = typer.Typer(
    name="tei-tools",
    help="Validate TEI XML and transform it to text, HTML and JSON.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("validate", short_help="Check TEI files.")(validate.validate)
app.command("transform", short_help="Make text, HTML or JSON of them.")(transform.transform)
app.command("info", short_help="Tell what they hold.")(info.info)
app.command("stats", short_help="Count what they use.")(stats.stats)
app.add_typer(rules.app, name="rules")
app.command("explain", short_help="Say what a code, an element or an attribute means.")(
    explain.explain
)
app.command("rename-id", short_help="Rename an xml:id and all pointers to it.")(rename.rename_id)
app.add_typer(schema.app, name="schema")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tei-tools {__version__}")
        raise typer.Exit


@app.callback()
def tei_tools(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Show the version and exit."
    ),
) -> None:
    """Validate TEI XML and transform it to text, HTML and JSON.

    Begin with: tei-tools validate
    """
