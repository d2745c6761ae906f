"""In: an edition. Out: its text in UTF-8: blocks parted by blank lines, verses by line ends."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from .compose import Work
from .edition import Edition
from .flatten import flatten
from .nodes import Anchor, Aside, Note
from .options import TransformOptions


def render_text(edition: Edition, options: TransformOptions) -> bytes:
    """The text of all works; ends with a line end, unless there is no text at all."""
    works = edition.works(options.as_view)
    blocks = [block for work in works for block in _blocks(work, options.notes or "none")]
    text = "\n\n".join(block for block in blocks if block)
    if options.wrap is not None:
        text = "\n".join(_wrapped(line, options.wrap) for line in text.split("\n"))
    return f"{text}\n".encode() if text else b""


def _blocks(work: Work, notes: str) -> Iterator[str]:
    shown = {note.source: note for note in work.notes}

    def caller(anchor: Anchor | Aside) -> str:
        source = anchor.note if isinstance(anchor, Anchor) else anchor.source
        note = shown[source]
        match notes:
            case "end":
                return f"[{note.label}]"
            case "inline":
                written = _in_line(note)
                return f" [{written}]" if isinstance(anchor, Anchor) else f"[{written}]"
        return ""

    yield flatten(work.main, caller).text
    if notes == "end":
        for note in work.notes:
            yield f"[{note.label}] {flatten(note.children, caller).text}"


def _in_line(note: Note) -> str:
    """A note in one line, with its label where it has one of its own."""
    text = " ".join(flatten(note.children).text.split("\n")).replace("  ", " ")
    return f"{note.label}. {text}" if note.source.get("n") else text


def _wrapped(line: str, width: int) -> str:
    """A line in lines of a greatest length; rows of tables stay whole, items are indented."""
    if "\t" in line or len(line) <= width:
        return line
    text = line.lstrip(" ")
    indent = " " * (len(line) - len(text) + (2 if text.startswith("- ") else 0))
    return textwrap.fill(
        line,
        width,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
        replace_whitespace=False,
        expand_tabs=False,
    )
