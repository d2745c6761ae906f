"""In: a unit, an utterance, a note. Out: what the page says beside it: date, hand, speaker."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from lxml import etree

from tei_tools.model.names import tei
from tei_tools.pages import escape, start

from ..dates import in_words, is_valid_html
from ..entries import NAMES
from ..nodes import Block, Group
from ..units import Unit
from .page import Page

DOT: Final = ' <span aria-hidden="true">·</span> '

#: What somebody says or does in speech; an annotation of it may say who, in its place.
UTTERED: Final = frozenset(
    map(tei, ("u", "annotationBlock", "incident", "kinesic", "vocal", "writing"))
)


def caption(page: Page, unit: Unit, label: str) -> str:
    """The line under the heading of a unit, or in its place: dictated when, taken down by whom."""
    language = page.ui_language
    parts = [f"{start('b')}{escape(label)}</b>"] if label else []
    if unit.date:
        when = unit.date.get("when", "")
        words = escape(in_words(unit.date))
        shown = f"{start('time', datetime=when)}{words}</time>" if is_valid_html(when) else words
        verb = "Dictated" if unit.type == "dictation" else "Dated"
        parts.append(f"{verb} {shown}")
    if hand := _hand(page, unit):
        parts.append(hand)
    around = [_neighbour(page, unit, "prev", "←", "before this in the order of dictation")]
    around.append(_neighbour(page, unit, "next", "→", "after this in the order of dictation"))
    if links := " ".join(link for link in around if link):
        parts.append(f'<span class="around">{links}</span>')
    opened = start("p", class_="unit-note apart", lang=language)
    return f"{opened}{DOT.join(parts)}</p>\n"


def _hand(page: Page, unit: Unit) -> str:
    """Who took a unit down, and how that is known."""
    name = scribe(page, unit)
    if not name:
        return ""
    person = person_of(page, unit)
    named = page.names.named.get(person)
    href = page.local(person) or (f"#{quote(named.id)}" if named else "")
    shown = f"{start('a', href=href)}{escape(name)}</a>" if href else escape(name)
    if unit.initials:
        known = f" ({shown})" if name != unit.initials else ""
        return f"taken down by {escape(unit.initials)}{known}"
    return f"hand inferred: {shown}" if unit.cert else f"hand: {shown}"


def scribe(page: Page, unit: Unit) -> str:
    """Who took a unit down, by name where there is one; empty where nothing is said of that."""
    if person := person_of(page, unit):
        return page.edition.name(person)
    found = page.edition.document.ids.get(unit.hand)
    return (found[0].get("scribe", "") if found else "") or unit.initials or unit.hand


def person_of(page: Page, unit: Unit) -> str:
    """The slug of the person who took a unit down, by its closer or by the header."""
    if unit.person:
        return unit.person
    found = page.edition.document.ids.get(unit.hand)
    slugs = page.edition.structure.pointers.slugs(found[0], "scribeRef") if found else ()
    return slugs[0] if slugs else ""


def _neighbour(page: Page, unit: Unit, attribute: str, arrow: str, said: str) -> str:
    """A link to the unit before or after, on this page or that of another file."""
    href = page.href(unit.source, attribute)
    if not href:
        return ""
    identifier = unit.prev if attribute == "prev" else unit.next
    found = page.edition.document.ids.get(identifier)
    name = (found[0].get("n") if found else None) or identifier
    link = start("a", href=href, aria_label=f"{name}: {said} ({identifier})", title=said)
    shown = f"{arrow} {name}" if arrow == "←" else f"{name} {arrow}"
    return f"{link}{escape(shown)}</a>"


def short_date(unit: Unit) -> str:
    """The date of a unit, for the contents list."""
    return in_words(unit.date)


def responsible(page: Page, element: etree._Element) -> str:
    """The names of those who are responsible for an element."""
    slugs = page.edition.structure.pointers.slugs(element, "resp")
    return ", ".join(page.edition.name(slug) for slug in slugs)


def speaker(page: Page, node: Block | Group) -> str:
    """Who speaks or acts in a block of speech (``@who``): no text of the source, but a label."""
    source = node.source
    if source.tag not in UTTERED or (isinstance(node, Block) and node.part):
        return ""
    names = ", ".join(_called(page, source, token) for token in source.get("who", "").split())
    return f'<b class="who apart">{escape(names)}: </b>' if names else ""


def _called(page: Page, element: etree._Element, token: str) -> str:
    """What the thing that a pointer names is called: by its name, or else as the pointer does."""
    found = page.edition.structure.element(element, token)
    name = None if found is None else next(found.iterchildren(*NAMES), None)
    named = "" if name is None else page.edition.plain(name)
    slug = page.edition.structure.pointers.target(element, token).slug
    return named or (page.edition.name(slug) if slug else token)
