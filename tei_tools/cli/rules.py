"""``tei-tools rules``: the rules there are, and whether they do what their examples say."""

import typer

from . import rule_examples

app = typer.Typer(
    help="Rules: try those of an ODD on their examples.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.command("test", short_help="Try the rules of an ODD on their own examples.")(
    rule_examples.try_examples
)
