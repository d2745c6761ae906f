"""``tei-tools explain``: what codes mean, what the ODD says of names, how words are read."""

import re
from collections.abc import Iterator
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING, Annotated, Final

import typer

from tei_tools.codes import Code
from tei_tools.settings import load_settings

from .options import is_coloured, reading_options, style

if TYPE_CHECKING:
    from tei_tools.transform import TransformOptions

#: A place as messages write it: a file, a line and, at times, a column.
PLACE: Final = re.compile(r"(?P<file>.+?):(?P<line>\d+)(?::(?P<column>\d+))?")


def explain(
    name: Annotated[
        str,
        typer.Argument(
            help="A code (dates.order), an element (persName), an attribute (@when, "
            "persName/@ref), a class; or a place in a file (letter.xml:41 or letter.xml:41:7)."
        ),
    ],
    schema: Annotated[
        Path | None,
        typer.Option(
            help="An ODD, or a schema beside its ODD; that of the settings, if none is named.",
            show_default=False,
        ),
    ] = None,
    view: Annotated[
        str, typer.Option(metavar="NAME", help="How the words at a place are read.")
    ] = "reading",
    odd: Annotated[
        Path | None,
        typer.Option(
            help="The ODD whose models say how the words at a place are read; `odd` in your "
            "settings, if none is named.",
            show_default=False,
        ),
    ] = None,
    behaviours: Annotated[
        Path | None,
        typer.Option(
            help="A Python file with behaviours that this ODD uses (see transform); it is run.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Explain a code, an element, an attribute or a class: what it means, why, and an example.

    Of a place in a file it says how the words there are read: kept, left out, joined to others or
    marked with signs, and by which element.

    \b
    Examples:
      tei-tools explain dates.order
      tei-tools explain persName
      tei-tools explain @when
      tei-tools explain persName/@ref
      tei-tools explain letter.xml:41 --view diplomatic
      tei-tools explain letter.xml:41:7 --odd my.odd
    """
    place = PLACE.fullmatch(name)
    if place and Path(place["file"]).is_file():
        column = int(place["column"]) if place["column"] else None
        options, _ = reading_options(load_settings(Path.cwd()), view, odd, behaviours)
        _explain_place(Path(place["file"]), int(place["line"]), column, options)
        return
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


def _explain_place(file: Path, line: int, column: int | None, options: "TransformOptions") -> None:
    """Write how words are read; of a whole line, those of which there is something to say."""
    from tei_tools.flows.placing import words_at

    words = words_at(file, line, column, options)
    view = options.as_view.name
    telling = [w for w in words if w.reading.reasons or w.reading.shown != w.text]
    for word in telling or words[:1]:
        reading = word.reading
        where = f" in the note {reading.note}" if reading.note else ""
        kept = "kept" if reading.shown == word.text else f"read as {reading.shown}"
        how = f"{kept}{where}" if reading.shown else "not read"
        typer.echo(_bold(f"{file}:{word.line}:{word.column}: {word.text}: {how} (view: {view})"))
        for reason in reading.reasons or ("no element around it says otherwise",):
            typer.echo(f"  {reason}")
    if telling and len(words) > len(telling):
        typer.echo(
            f"The other words of the line are read as they stand: {len(words) - len(telling)}"
        )


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
