"""In: a work that has been written. Out: what follows its text: notes, and the list of changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

from tei_tools.pages import escape, language_of, start

from ..nodes import Note
from .body import Body
from .captions import responsible
from .lines import Applied
from .page import Page
from .tags import classes_of

#: The columns of the list of changes.
COLUMNS: Final = ("Place", "In the source", "In this edition", "Kind", "Responsible", "Certainty")
NOTHING: Final = '<span class="unseen">nothing</span><span aria-hidden="true">–</span>'


def write_notes(body: Body, notes: tuple[Note, ...], level: int, title: str) -> None:
    """Write the notes that do not stand in place, each with a way back to where it is called.

    In a corpus the title of the work tells its notes from those of others.
    """
    shown = [note for note in notes if body.lines.callers.get(note.source, " ")]
    if not shown:
        return
    page, out = body.page, body.out
    own = page.fresh(f"{body.prefix}.notes")
    out.append(start("section", class_="notes", role="doc-endnotes", aria_labelledby=f"{own}-head"))
    out.append(start(f"h{level}", id=f"{own}-head", lang=page.ui_language))
    out.append(f"Notes{_of(page, title)}</h{level}>\n<ol>\n")
    body.is_cited = False
    for note in shown:
        _write_note(body, note, level + 1)
    out.append("</ol>\n</section>\n")


def _write_note(body: Body, note: Note, level: int) -> None:
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
    said = [escape(f"— {by}")] if (by := responsible(page, note.source)) else []
    if caller := body.lines.callers.get(note.source):
        back = start("a", role="doc-backlink", href=f"#{quote(caller)}")
        said.append(
            f'{back}<span aria-hidden="true">↩</span>'
            f'<span class="unseen">Back to the call of note {escape(note.label)}</span></a>'
        )
    if said:
        out.append(f"{start('p', class_='by', lang=page.ui_language)}{' '.join(said)}</p>\n")
    out.append("</div></li>\n")


def _of(page: Page, title: str) -> str:
    """The title of a work, for those who hear the page and do not see where they are."""
    if not page.edition.is_corpus:
        return ""
    return f'<span class="unseen"> ({escape(title)})</span>'


def write_changes(body: Body, level: int, title: str) -> None:
    """Write the list of all interventions in a work and in its notes."""
    if not body.lines.applied:
        return
    page, out = body.page, body.out
    own = page.fresh(f"{body.prefix}.changes")
    out.append(start("section", class_="changes", lang=page.ui_language))
    out.append(f"{start(f'h{level}', id=own)}Corrections and additions")
    out.append(f"{_of(page, title)}</h{level}>\n")
    out.append(start("div", class_="scroll", role="region", tabindex="0", aria_labelledby=own))
    heads = "".join(f'<th scope="col">{column}</th>' for column in COLUMNS)
    out.append(f"<table><thead><tr>{heads}</tr></thead>\n<tbody>\n")
    for applied in body.lines.applied:
        cells = "".join(_cells(page, applied))
        out.append(f"{start('tr', id=applied.entry)}{cells}</tr>\n")
    out.append("</tbody></table></div>\n</section>\n")


def _cells(page: Page, applied: Applied) -> Iterator[str]:
    made = applied.made
    place = escape(applied.place or "text")
    link = start("a", href=f"#{quote(applied.mark)}")
    yield f'<th scope="row">{link}{place}</a></th>'
    language = page.language if page.ui_language else None
    for reading in (made.sic, made.corr):
        cell = start("td", lang=language if reading else None)
        yield f"{cell}{escape(reading) if reading else NOTHING}</td>"
    kind = f"{made.kind} ({made.reason})" if made.reason else made.kind
    yield f"<td>{escape(kind)}</td>"
    by = responsible(page, applied.source) or ", ".join(
        page.edition.name(page.edition.structure.pointers.target(applied.source, token).slug)
        for token in made.resp
    )
    yield f"<td>{escape(by) or NOTHING}</td>"
    yield f"<td>{escape(made.cert) or NOTHING}</td>"
