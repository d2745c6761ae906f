"""``tei-tools rules``: all that is checked; and whether an ODD's rules do as their examples say."""

from enum import StrEnum
from typing import Annotated

import typer

from .rule_examples import try_examples

app = typer.Typer(add_completion=False, rich_markup_mode=None)
app.command("test", short_help="Try the rules of an ODD on their own examples.")(try_examples)


class TableFormat(StrEnum):
    """How the table of rules is written."""

    TEXT = "text"
    JSON = "json"


@app.callback(invoke_without_command=True)
def rules(
    context: typer.Context,
    format: Annotated[TableFormat, typer.Option(help="How they are written.")] = (  # noqa: A002
        TableFormat.TEXT
    ),
) -> None:
    """List all codes that a finding can have: what each means, what it weighs, whether it is on.

    \b
    Examples:
      tei-tools rules
      tei-tools rules --format json
      tei-tools explain dates.order     more of one of them
      tei-tools rules test our.odd      the rules of an ODD, on their examples
    """
    if context.invoked_subcommand is not None:
        return
    from tei_tools.flows.codes import all_codes

    codes = all_codes().values()
    if format is TableFormat.JSON:
        import json

        told = [code._asdict() for code in codes]
        report = {"format": "tei-tools-rules/1", "rules": told}
        typer.echo(json.dumps(report, ensure_ascii=False, indent=2))
        return
    for code in codes:
        marks = f"{'' if code.is_default else 'off':<4}{'fix' if code.has_fix else '':<4}"
        typer.echo(f"{code.code:<30} {code.severity:<8} {marks} {code.title}")
    off = sum(not code.is_default for code in codes)
    typer.echo(
        f"\n{len(codes)} codes; off: {off}, until they are selected; "
        "fix: some findings can be mended by the program"
    )
