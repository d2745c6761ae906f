"""In: what is named in a page. Out: its index: people, places and the rest, with all places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from types import MappingProxyType
from typing import Final
from unicodedata import combining, normalize
from urllib.parse import quote

from lxml import etree

from tei_tools.pages import escape, language_of, start

from ..entries import Entry
from .names import Named, Place
from .page import Page, relation

HEAD: Final = "Index"
#: The headings of the index, in their order, by what an entry is for.
KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "person": "People",
        "org": "Organisations",
        "place": "Places",
        "event": "Events",
        "work": "Works",
        "object": "Objects",
        "": "Other names",
    }
)


def index(page: Page, titles: Mapping[etree._Element, str]) -> str:
    """The index; empty where the page names nothing.

    Args:
        page: the page.
        titles: what each work is called, in a corpus.
    """
    kinds: dict[str, list[tuple[str, str]]] = {kind: [] for kind in KINDS}
    for slug, named in page.names.named.items():
        entry = page.edition.entry(slug)
        head = (entry.heading or entry.label if entry else named.words) or slug
        written = _entry(page, named, entry, head, titles)
        kinds[named.kind if named.kind in KINDS else ""].append((sort_key(head), written))
    if not any(kinds.values()):
        return ""
    own = page.part("tt-index", HEAD)
    opened = start("section", class_="index", aria_labelledby=own, lang=page.ui_language)
    out = [f'{opened}\n<h2 id="{own}">{HEAD}</h2>\n']
    for kind, entries in kinds.items():
        if entries:
            out.append(f"<h3>{KINDS[kind]}</h3>\n<ul>\n")
            out += (written for _, written in sorted(entries))
            out.append("</ul>\n")
    out.append("</section>\n")
    return "".join(out)


def sort_key(text: str) -> str:
    """What a heading is sorted by: its letters, without case and accents."""
    plain = "".join(c for c in normalize("NFD", text) if not combining(c)).casefold()
    return plain.lstrip("\"'“”‘’«»„([ ")


def _entry(
    page: Page,
    named: Named,
    entry: Entry | None,
    head: str,
    titles: Mapping[etree._Element, str],
) -> str:
    shown = escape(head)
    if href := page.address(named.element, named.token, "ref"):
        link = start("a", href=href, rel=relation(href))
        shown = f"{link}{shown}</a>"
    language = (page.ui_language and page.language) or ""
    if entry is None:
        language = language_of(named.element) or language
    about = entry.about if entry else ""
    said = f" {start('span', lang=language)}{escape(about)}</span>" if about else ""
    return (
        f"{start('li', id=named.id)}{start('b', lang=language)}{shown}</b>{said}\n"
        f'<span class="places">{_places(named.places, titles)}</span></li>\n'
    )


def _places(places: Mapping[Place, int], titles: Mapping[etree._Element, str]) -> str:
    """Links to places, after the title of their work where the page has several."""
    numbers: dict[tuple[etree._Element, str], int] = {}
    parts = []
    for work, some in groupby(places.items(), key=lambda item: item[0].work):
        title = titles.get(work, "")
        links = ", ".join(_links(some, numbers))
        parts.append(f"<cite>{escape(title)}</cite>: {links}" if title else links)
    return "; ".join(parts)


def _links(
    places: Iterable[tuple[Place, int]], numbers: dict[tuple[etree._Element, str], int]
) -> Iterator[str]:
    for place, count in places:
        key = (place.work, place.label)
        numbers[key] = number = numbers.get(key, 0) + 1
        shown = place.label or str(number)
        if place.label and number > 1:
            shown = f"{place.label} [{number}]"
        times = f" ×{count}" if count > 1 else ""
        yield f"{start('a', href=f'#{quote(place.id)}')}{escape(shown)}</a>{times}"
