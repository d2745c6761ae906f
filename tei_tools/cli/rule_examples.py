"""``tei-tools rules test``: the rules of an ODD, tried on their own examples."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from .options import Quiet, is_coloured, style


class ExamplesFormat(StrEnum):
    """How verdicts are written."""

    TEXT = "text"
    JSON = "json"


def try_examples(
    odd: Annotated[Path, typer.Argument(help="The ODD.", show_default=False)],
    source: Annotated[
        str | None,
        typer.Option(
            help="The vocabulary that the ODD customises: a file, or a name such as "
            "p5subset@4.4.0; by default what the ODD names, or the bundled one.",
            show_default=False,
        ),
    ] = None,
    format: Annotated[ExamplesFormat, typer.Option(help="How verdicts are written.")] = (  # noqa: A002
        ExamplesFormat.TEXT
    ),
    quiet: Quiet = False,
) -> None:
    """Try the rules of an ODD on their own examples.

    The examples of a rule stand in its constraintSpec, in a desc after the one that gives the
    reason: each is an egXML. One with valid="false" must fail, by this rule and by no other; any
    other must pass, and have something that the rule looks at. xml:base says from which file
    relative addresses in an example start.

    \b
      <constraintSpec ident="dates.form" scheme="schematron">
        <desc>Why the rule exists.</desc>
        <desc type="example">
          <egXML xmlns="http://www.tei-c.org/ns/Examples"><date when="1922">…</date></egXML>
          <egXML xmlns="http://www.tei-c.org/ns/Examples" valid="false"><date>…</date></egXML>
        </desc>
        <constraint>…</constraint>
      </constraintSpec>

    Exit code 0: all examples do what they should; 1: one does not; 2: the run failed.

    \b
    Examples:
      tei-tools rules test our.odd
      tei-tools rules test our.odd --source p5subset.xml --format json
    """
    from tei_tools.flows.examples import Untested, check_examples
    from tei_tools.flows.schema import source_file
    from tei_tools.inventory import Table
    from tei_tools.report.table import json_tables, text_table
    from tei_tools.report.text import plain

    found = list(check_examples(odd, source=source_file(source)))
    verdicts = [each for each in found if not isinstance(each, Untested)]
    untested = [each for each in found if isinstance(each, Untested)]
    rows = tuple(
        (each.rule, "passes" if each.is_passing else "fails", f"{each.path}:{each.line}",
         each.problem or "ok")
        for each in verdicts
    )  # fmt: skip
    table = Table("examples", ("rule", "example", "file", "verdict"), rows)
    lacking = tuple((each.rule, f"{each.path}:{each.line}", each.lacks) for each in untested)
    without = Table("untested", ("rule", "file", "lacks"), lacking)
    if format is ExamplesFormat.JSON:
        typer.echo(json_tables("tei-tools-rule-examples/1", (table, without)))
    else:
        for line in text_table(table, style if is_coloured() else plain, whole=True):
            typer.echo(line)
    wrong = sum(bool(each.problem) for each in verdicts)
    if not quiet:
        for missing in untested:
            where = f"{missing.path}:{missing.line}"
            typer.echo(
                f"tei-tools: {where}: {missing.rule} has no {missing.lacks} example", err=True
            )
        noun = "example" if len(verdicts) == 1 else "examples"
        outcome = f"{wrong} not as they should be" if wrong else "all as they should be"
        typer.echo(f"tei-tools: {len(verdicts)} {noun}, {outcome}", err=True)
    if wrong:
        raise typer.Exit(1)
