"""``tei-tools explain``: what codes mean, and what the ODD says of names."""

from collections.abc import Iterator
from pathlib import Path
from textwrap import indent
from typing import Annotated

import typer

from tei_tools.codes import Code
from tei_tools.settings import load_settings

from .options import is_coloured, style


def explain(
    name: Annotated[
        str,
        typer.Argument(
            help="A code (dates.order), an element (persName), an attribute (@when, "
            "persName/@ref), or a class."
        ),
    ],
    schema: Annotated[
        Path | None,
        typer.Option(
            help="An ODD, or a schema beside its ODD; that of the settings, if none is named.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Explain a code, an element, an attribute or a class: what it means, why, and an example.

    \b
    Examples:
      tei-tools explain dates.order
      tei-tools explain persName
      tei-tools explain @when
      tei-tools explain persName/@ref
    """
    from tei_tools.flows.explanation import explain as explanation_of

    found = explanation_of(name, schema or load_settings(Path.cwd()).schema)
    blocks = []
    for glance, rules in found.glances:
        facts = [*glance.facts, ("Checked by", "\n".join(map(_line, rules)))]
        blocks.append(
            "\n".join(
                [_bold(glance.title), *filter(None, [glance.description]), ""]
                + [_fact(fact, text) for fact, text in facts if text]
                + ([_fact("Example", f"\n{glance.example}")] if glance.example else [])
                + [f"Source: {found.odd}"]
            )
        )
    if len(found.codes) > 1:
        blocks.append("\n".join(map(_line, found.codes)))
    elif found.codes:
        blocks.append("\n".join(_told(found.codes[0])))
    typer.echo("\n\n".join(blocks))


def _told(code: Code) -> Iterator[str]:
    """All about one code."""
    yield _bold(f"{code.code}: {code.title}")
    yield code.reason
    yield ""
    yield _fact("Weighs", code.severity)
    yield _fact(
        "Is on", "by default" if code.is_default else f"when selected: --select {code.code}"
    )
    if code.has_fix:
        yield _fact("Fix", "some of its findings can be mended: --fix, --unsafe-fixes, --diff")
    if code.source:
        yield _fact("Source", code.source)
    if code.bad:
        yield _fact("Wrong", f"\n{code.bad}")
    if code.good:
        yield _fact("Right", f"\n{code.good}")
    yield ""
    yield f'To let one pass, write before it: <?tei-tools ignore {code.code} reason="…"?>'


def _line(code: Code) -> str:
    return f"{code.code:<28} {code.title}"


def _fact(name: str, text: str) -> str:
    """A fact: on one line, or below its name where it has lines."""
    shown = text if "\n" not in text else "\n" + indent(text.strip("\n"), "  ")
    return f"{_bold(name)}:{'' if shown.startswith(chr(10)) else ' '}{shown}"


def _bold(text: str) -> str:
    return style(text, "place") if is_coloured() else text
