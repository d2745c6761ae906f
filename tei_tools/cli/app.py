"""In: what the user typed. Out: the application, with the command that was named.

A command is loaded when it is named, since loading all of them takes longer than many a run.
"""

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from tei_tools import __version__

#: Each command: its module, what in it makes it (a function, or the application of several
#: commands), and what it does.
COMMANDS = {
    "validate": ("validate", "validate", "Check TEI files."),
    "transform": ("transform", "transform", "Make text, HTML or JSON of them."),
    "view": ("view", "app", "List the views, or show one as settings."),
    "explain": ("explain", "explain", "Say what a code or a name means, or how a word is read."),
    "rules": ("rules", "app", "List all that is checked; try the rules of an ODD."),
    "info": ("info", "info", "Tell what they hold."),
    "stats": ("stats", "stats", "Count what they use."),
    "rename-id": ("rename", "rename_id", "Rename an xml:id and all pointers to it."),
    "schema": ("schema", "app", "Compile, convert, compare and document schemas; keep copies."),
}
PLAIN: dict[str, Any] = {
    "add_completion": False,
    "pretty_exceptions_enable": False,
    "rich_markup_mode": None,
}


class Commands(TyperGroup):
    """The commands by name."""

    def __init__(self, **attrs: Any) -> None:
        super().__init__(**attrs)
        self.commands = dict.fromkeys(COMMANDS)  # type: ignore[assignment]  # for help and hints

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """One of them; None where there is no such."""
        if cmd_name not in COMMANDS:
            return None
        module, member, summary = COMMANDS[cmd_name]
        made = getattr(import_module(f".{module}", __package__), member)
        if not isinstance(made, typer.Typer):
            function, made = made, typer.Typer(**PLAIN)
            made.command()(function)
        command = get_command(made)
        command.name, command.short_help = cmd_name, summary
        return command


app = typer.Typer(
    name="tei-tools",
    cls=Commands,
    help="Validate TEI XML and transform it to text, HTML and JSON.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    **PLAIN,
)


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
