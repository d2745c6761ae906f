"""In: a work that has been written. Out: its notes, those of the source apart from our own."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from tei_tools.pages import escape, language_of, start

from ..nodes import Note
from .body import Body
from .captions import responsible
from .tags import classes_of

#: The type of the notes that are an edition's own; any other belongs to its source.
OURS: Final = "editorial"


def write_notes(body: Body, notes: tuple[Note, ...], level: int, title: str) -> None:
    """Write the notes that do not stand in place, each with a way back to where it is called.

    In a corpus the title of the work tells its notes from those of others.
    """
    shown = [note for note in notes if body.lines.callers.get(note.source, " ")]
    ours = [note for note in shown if note.source.get("type") == OURS]
    theirs = [note for note in shown if note.source.get("type") != OURS]
    body.is_cited = False
    if theirs:
        _write_list(body, theirs, level, "Notes of the source" if ours else "Notes", title)
    if ours:
        _write_list(body, ours, level, "Notes of this edition", title)


def _write_list(body: Body, notes: list[Note], level: int, head: str, title: str) -> None:
    """Write notes under a heading that says whose they are."""
    page, out = body.page, body.out
    authors = dict.fromkeys(responsible(page, note.source) for note in notes)
    own = page.part(f"{body.prefix}.notes", head)
    names = "; ".join(filter(None, authors))
    by = f' <span class="by">{escape(names)}</span>' if names else ""
    out.append(start("section", class_="notes", role="doc-endnotes", aria_labelledby=own))
    out.append(f"{start(f'h{level}', id=own, lang=page.ui_language)}{head}")
    out.append(f"{page.unseen_title(title)}{by}</h{level}>\n<ol>\n")
    for note in notes:
        _write_note(body, note, level + 1, is_signed=len(authors) > 1)
    out.append("</ol>\n</section>\n")


def _write_note(body: Body, note: Note, level: int, is_signed: bool) -> None:
    page, out = body.page, body.out
    identifier = body.lines.note_ids[note.source]
    opened = start(
        "li",
        id=identifier,
        class_=classes_of(note.source),
        lang=language_of(note.source),
    )
    out.append(f'{opened}<span class="note-label">{escape(note.label)}</span>\n<div>\n')
    body.blocks(note.children, level)
    by = responsible(page, note.source) if is_signed else ""
    said = [escape(f"— {by}")] if by else []
    if caller := body.lines.callers.get(note.source):
        back = start("a", role="doc-backlink", href=f"#{quote(caller)}")
        said.append(
            f'{back}<span aria-hidden="true">↩</span>'
            f'<span class="unseen">Back to the call of note {escape(note.label)}</span></a>'
        )
    if said:
        out.append(f"{start('p', class_='by', lang=page.ui_language)}{' '.join(said)}</p>\n")
    out.append("</div></li>\n")
