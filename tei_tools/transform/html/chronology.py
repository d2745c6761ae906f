"""In: the units of a page. Out: their chronology: a picture, and the same as a table with links."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple
from urllib.parse import quote

from tei_tools.pages import escape, start

from ..dates import DATING, in_words, is_valid_html
from ..units import Unit
from .captions import person_of, scribe
from .page import Page
from .timeline import Mark, timeline

COLUMNS: Final = ("Date", "Unit", "Taken down by", "Known from")
#: Of how many units a picture can still be looked at.
MOST: Final = 200
#: What stands for the hand where the encoding names none.
NO_HAND: Final = "Hand not recorded"


class Written(NamedTuple):
    """A unit as it stands in the page: with its id there, and what it is called."""

    unit: Unit
    id: str
    label: str


def chronology(page: Page) -> str:
    """The chronology; empty where fewer than two units are dated."""
    dated = _in_order([pair for pair in page.dated if pair[0].unit.date])
    if len(dated) < 2:
        return ""
    rest = [pair for pair in page.dated if not pair[0].unit.date]
    is_dictation = all(written.unit.type == "dictation" for written, _ in page.dated)
    head = "Chronology of dictation" if is_dictation else "Chronology"
    own = page.part("tt-chronology", head)
    picture = ""
    if len(dated) <= MOST:
        marks = [_mark(page, written) for written, _ in dated]
        picture = timeline(marks, head, page.fresh(f"{own}-title"), page.fresh(f"{own}-text"))
    opened = start("section", class_="chronology", lang=page.ui_language)
    region = start("div", class_="scroll", role="region", tabindex="0", aria_labelledby=own)
    columns = [*COLUMNS, *(["Work"] if page.edition.is_corpus else [])]
    heads = "".join(f'<th scope="col">{column}</th>' for column in columns)
    rows = "".join(f"<tr>{''.join(_cells(page, *pair))}</tr>\n" for pair in (*dated, *rest))
    return (
        f'{opened}\n<h2 id="{own}">{head}</h2>\n{picture}'
        f"{region}<table><thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody></table></div>\n"
        "</section>\n"
    )


def first_date(unit: Unit) -> str:
    """The date, or the first of the dates, by which a unit has its place."""
    order = ("when", "from", "notBefore", "to", "notAfter")
    assert set(order) == set(DATING)
    return next((unit.date[name] for name in order if name in unit.date), "")


def _in_order(pairs: Sequence[tuple[Written, str]]) -> list[tuple[Written, str]]:
    """Units by date; those of one date in the order that ``@prev`` and ``@next`` give."""
    units = {written.unit.id: written.unit for written, _ in pairs if written.unit.id}
    ranks: dict[str, int] = {}
    for unit in sorted(units.values(), key=lambda unit: unit.prev in units):  # first what begins
        current: Unit | None = unit
        while current is not None and current.id not in ranks:
            ranks[current.id] = len(ranks)
            current = units.get(current.next)
    return sorted(pairs, key=lambda p: (first_date(p[0].unit), ranks.get(p[0].unit.id, len(ranks))))


def _mark(page: Page, written: Written) -> Mark:
    unit = written.unit
    hand = scribe(page, unit) or NO_HAND
    entry = page.edition.entry(person_of(page, unit))
    short = (entry.heading if entry else "").partition(",")[0]
    return Mark(first_date(unit), written.label, hand, short, bool(unit.cert))


def _cells(page: Page, written: Written, title: str) -> Iterator[str]:
    unit = written.unit
    when, words = unit.date.get("when", ""), escape(in_words(unit.date)) or "not dated"
    shown = f"{start('time', datetime=when)}{words}</time>" if is_valid_html(when) else words
    yield f'<th scope="row">{shown}</th>'
    language = page.language if page.ui_language else None
    link = start("a", href=f"#{quote(written.id)}")
    yield f"{start('td', lang=language)}{link}{escape(written.label)}</a></td>"
    yield f"<td>{escape(scribe(page, unit) or NO_HAND)}</td>"
    if unit.initials:
        known = f"the text: {unit.initials}"
    else:
        known = "inferred" if unit.cert else "the encoding" if unit.hand else ""
    yield f"<td>{escape(known)}</td>"
    if page.edition.is_corpus:
        yield f"{start('td', lang=language)}{escape(title)}</td>"
