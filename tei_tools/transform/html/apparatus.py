"""In: a work that has been written. Out: its apparatus: all interventions, with their places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

from tei_tools.model.names import tei
from tei_tools.pages import escape, start

from ..header import siglum
from ..nodes import Reading
from .body import Body
from .captions import responsible
from .lines import Applied
from .page import Page
from .places import short_place

HEAD: Final = "Corrections and additions"
#: The columns of the apparatus.
COLUMNS: Final = ("Place", "In the source", "In this edition", "Kind", "Responsible", "Certainty")
NOTHING: Final = '<span class="unseen">nothing</span><span aria-hidden="true">–</span>'


def write_apparatus(body: Body, level: int, title: str) -> None:
    """Write what was changed in a work and in its notes, each with a way back to its place."""
    if not body.lines.applied:
        return
    page, out = body.page, body.out
    own = page.part(f"{body.prefix}.changes", HEAD)
    out.append(start("section", class_="changes", lang=page.ui_language))
    out.append(f"\n{start(f'h{level}', id=own)}{HEAD}{page.unseen_title(title)}</h{level}>\n")
    out.append(start("div", class_="scroll", role="region", tabindex="0", aria_labelledby=own))
    heads = "".join(f'<th scope="col">{column}</th>' for column in COLUMNS)
    out.append(f"<table><thead><tr>{heads}</tr></thead>\n<tbody>\n")
    sigla: dict[str, str] = {}  # as they are written, by the pointers of this work
    for applied in body.lines.applied:
        cells = "".join(_cells(page, applied, body.prefix, sigla))
        out.append(f"{start('tr', id=applied.entry)}{cells}</tr>\n")
    out.append("</tbody></table></div>\n</section>\n")


def _cells(page: Page, applied: Applied, owner: str, sigla: dict[str, str]) -> Iterator[str]:
    made = applied.made
    place = escape(short_place(applied.place, owner) or "text")
    link = start("a", href=f"#{quote(applied.mark)}")
    yield f'<th scope="row">{link}{place}</a></th>'
    language = page.language if page.ui_language else None
    read = () if made.corr is None else made.readings[:1]
    for reading, readings in ((made.sic, made.readings[len(read) :]), (made.corr, read)):
        cell = start("td", lang=language if reading else None)
        shown = "; ".join(_attested(page, applied, each, sigla) for each in readings)
        yield f"{cell}{shown or escape(reading or '') or NOTHING}</td>"
    kind = f"{made.kind} ({made.reason})" if made.reason else made.kind
    yield f"<td>{escape(kind)}</td>"
    by = responsible(page, applied.source) or ", ".join(
        page.edition.name(page.edition.structure.pointers.target(applied.source, token).slug)
        for token in made.resp
    )
    yield f"<td>{escape(by) or NOTHING}</td>"
    yield f"<td>{escape(made.cert) or NOTHING}</td>"


def _attested(page: Page, applied: Applied, reading: Reading, sigla: dict[str, str]) -> str:
    """A reading of a variant, and the sigla of the witnesses that have it."""
    for token in reading.wit:
        if token not in sigla:
            sigla[token] = _siglum(page, applied, token)
    shown = escape(reading.text) or NOTHING
    said = " ".join(sigla[token] for token in reading.wit)
    return f'{shown} <span class="sigla">{said}</span>' if said else shown


def _siglum(page: Page, applied: Applied, token: str) -> str:
    """What a witness is called for short; its description, where the document has one."""
    structure = page.edition.structure
    witness = structure.element(applied.source, token)
    if witness is None or witness.tag != tei("witness"):
        return escape(structure.pointers.target(applied.source, token).slug or token)
    about = page.edition.plain(witness)
    return f"{start('abbr', title=about)}{escape(siglum(witness, page.edition.plain))}</abbr>"
