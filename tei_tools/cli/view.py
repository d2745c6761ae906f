"""``tei-tools view``: which views there are, and what they read."""

from pathlib import Path
from typing import Annotated

import typer

from tei_tools.settings import load_settings

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)


@app.callback()
def view() -> None:
    """Tell which views there are. A view says how the encoding becomes text."""


@app.command("list")
def list_views() -> None:
    """List the views: those built in, and those of your settings."""
    from tei_tools.transform import all_views

    settings = load_settings(Path.cwd())
    for name, each in all_views(settings.views, settings.file).items():
        typer.echo(f"{name:<16} {each.label}")


@app.command("show")
def show(name: Annotated[str, typer.Argument(help="The name of a view.")]) -> None:
    """Show a view as settings, to be pasted into pyproject.toml and changed.

    \b
    Example:
      tei-tools view show reading >> pyproject.toml
      tei-tools transform letter.xml --to text --view my-reading
    """
    from tei_tools.transform import all_views, view_named, written

    settings = load_settings(Path.cwd())
    typer.echo(written(view_named(name, all_views(settings.views, settings.file))))
