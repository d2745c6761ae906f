"""``tei-tools transform``: TEI files to text, HTML or JSON, and JSON to TEI again."""

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tei_tools.model.finding import Finding
from tei_tools.model.wording import counted
from tei_tools.settings import load_settings

from .options import (
    Jobs,
    Paths,
    Quiet,
    end_with,
    files_of,
    reading_options,
    tell,
    useful,
    validation_options,
    with_progress,
)

#: From how many megabytes on several processes are quicker than one.
WORTHWHILE = 0.2


class Target(StrEnum):
    """The formats a document is transformed to."""

    TEXT = "text"
    HTML = "html"
    JSON = "json"
    JSONL = "jsonl"
    TEI = "tei"


class Per(StrEnum):
    """What a record of JSON Lines is."""

    BLOCK = "block"
    UNIT = "unit"
    DOCUMENT = "document"


class Notes(StrEnum):
    """Where plain text has its notes."""

    NONE = "none"
    END = "end"
    INLINE = "inline"


class LinePer(StrEnum):
    """What has a line of plain text for itself."""

    BLOCK = "block"
    SENTENCE = "sentence"


def transform(
    to: Annotated[Target, typer.Option(help="The format to make.")],
    paths: Paths = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="For one file: the file to write (without it, standard output). For several: the "
            "folder to write to, where folders keep their tree; or, of plain text, one file "
            "(*.txt) for all.",
            show_default=False,
        ),
    ] = None,
    view: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="reading: the corrected text; diplomatic: the text as its source has it; or a "
            "view of your settings (see tei-tools view).",
        ),
    ] = "reading",
    notes: Annotated[
        Notes | None,
        typer.Option(
            help="Where plain text has its notes; by default it has none.", show_default=False
        ),
    ] = None,
    wrap: Annotated[
        int | None,
        typer.Option(
            min=20, help="Break the lines of plain text at this width.", show_default=False
        ),
    ] = None,
    one_line_per: Annotated[
        LinePer | None,
        typer.Option(
            help="Give each block or sentence of plain text one line; without blank lines.",
            show_default=False,
        ),
    ] = None,
    ids: Annotated[
        bool,
        typer.Option(
            "--ids",
            help="Begin each block of plain text with file#xml:id, or file:line, and a tab.",
        ),
    ] = False,
    loss: Annotated[
        bool,
        typer.Option(
            "--loss",
            help="Tell which elements and attributes left no trace in the output. It is found by "
            "trial, and takes as long as some dozens of transformations (to HTML, hundreds).",
        ),
    ] = False,
    per: Annotated[Per, typer.Option(help="What a record of JSON Lines (jsonl) is.")] = Per.BLOCK,
    source: Annotated[
        bool,
        typer.Option(
            "--source/--no-source",
            help="JSON holds its source too, from which --to tei writes the TEI again, and HTML "
            "that of each paragraph; without it they are quicker and smaller.",
        ),
    ] = True,
    odd: Annotated[
        Path | None,
        typer.Option(
            help="The ODD whose models (TEI Processing Model) say how elements are rendered; what "
            "it does not say is done as usual. Of JSON, the one that it was made with. Without it, "
            "`odd` in your settings.",
            show_default=False,
        ),
    ] = None,
    behaviours: Annotated[
        Path | None,
        typer.Option(
            help="A Python file with behaviours that the ODD uses beside the TEI's (see README); "
            "it is run. Without it, `behaviours` in your settings.",
            show_default=False,
        ),
    ] = None,
    quiet: Quiet = False,
    jobs: Jobs = None,
) -> None:
    """Transform TEI files to plain text, HTML or JSON, and JSON to TEI again.

    The reading view takes corrections, regularised and expanded forms, and leaves out what was
    deleted; the diplomatic view takes what the source has and marks every intervention. Files are
    written whole or not at all, never over an input and never outside the folder of -o.

    An ODD with models changes what elements do, in all formats: those that its elementSpec has
    take the place of those bundled for that element. Models with @output are for web (HTML) or for
    plain (text and JSON). The classes and CSS of models go into the page, but for what might load
    or run something.

    \b
    Examples:
      tei-tools transform letter.xml --to text             to standard output
      tei-tools transform letter.xml --to html -o a.html   to a file
      tei-tools transform tei/ --to html -o site/          a folder to a folder
      tei-tools transform a.xml --to text --notes end --wrap 80
      tei-tools transform tei/ --to text --one-line-per sentence --ids -o all.txt
      tei-tools transform a.xml --to html --odd my.odd -o a.html
      tei-tools transform tei/ --to jsonl --per block      a record a line, of all files
      tei-tools transform a.json --to tei -o again.xml     JSON of --to json, edited or not
    """
    from tei_tools.flows.transformation import (
        plan,
        source_ending,
        transform_files,
        write_together,
    )

    settings = load_settings(Path.cwd())
    named = list(paths or settings.paths)
    files = files_of(named, settings, source_ending(to.value))
    reading, warnings = reading_options(settings, view, odd, behaviours)
    tell(warnings)
    options = replace(
        reading,
        notes=notes.value if notes else None,
        wrap=wrap,
        one_line_per=one_line_per.value if one_line_per else None,
        ids=ids,
        loss=loss,
        per=per.value,
        source=source,
    )
    tasks = plan(named, files, output, to.value)
    findings: list[Finding] = []
    together: list[bytes] = []
    checks = validation_options(settings) if to is Target.TEI else None
    jobs = jobs or useful(files, WORTHWHILE)
    results = transform_files(tasks, to.value, options, checks=checks, jobs=jobs)
    done = 0
    for result in with_progress(results, len(tasks), "Transforming"):
        findings += result.findings
        done += result.is_written
        if result.data is not None:
            (typer.get_binary_stream("stdout").write if output is None else together.append)(
                result.data
            )
    if output is not None and together:
        write_together(output, together, options)
        done = 1
    tell(findings)
    if output is not None and not quiet:
        said = f"{counted(done, 'file')} written to {output}"
        said += "" if to is Target.TEI else f" (view: {view})"
        typer.echo(f"tei-tools: {said}", err=True)
    end_with(findings)
