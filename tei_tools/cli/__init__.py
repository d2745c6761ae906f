"""The command line: one file a command, arguments in, exit code out.

0: nothing wrong; 1: findings; 2: the run itself failed. The modules of this room evaluate their
annotations at once, since typer reads them at every start and would have to compile them first.
"""

import gc
import os
import sys

import typer

from tei_tools import __version__
from tei_tools.model.finding import TeiToolsError

from . import schema, transform, validate

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


def main() -> None:
    """Run the command line; every failure of the run ends in one sentence and exit code 2."""
    try:
        app()
    except TeiToolsError as error:
        typer.echo(f"tei-tools: {error}", err=True)
        sys.exit(2)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    finally:
        gc.freeze()  # the process ends here: memory need not be searched for garbage once more
