"""In: a header, a paragraph. Out: how they are cited, and the encoding of the paragraph.

What belongs to a paragraph follows it, and is shown when the link beside it has been followed: by
style alone, so that it is in nobody's way, and heard by nobody who has not asked for it.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

from lxml import etree

from tei_tools.model.names import TEI_NS
from tei_tools.pages import checked, escape, start

from ..header import Header
from .page import Page
from .places import place_in_words

#: Where digital object identifiers lead.
DOI: Final = "https://doi.org/"
HINT: Final = (
    "The number beside a paragraph is its permanent link; it opens the citation of the paragraph"
)
_INDENT: Final = re.compile(r"\n([ \t]*)(?=\S)")


def citation(header: Header) -> str:
    """How to cite a work: author, title, edition, publisher, year, identifier."""
    return (
        f"{', '.join(part for part in (*_parts(header), permanent(header) or header.id) if part)}."
    )


def _parts(header: Header) -> tuple[str, ...]:
    year = dict(header.published.dates).get("when", "")[:4] if header.published else ""
    return (
        ", ".join(agent.name for agent in header.authors),
        f"“{header.title}”" if header.title else "",
        header.edition,
        " ".join(part for part in (header.publisher, year) if part),
    )


def permanent(header: Header) -> str:
    """The address of a work that its header gives as an identifier; empty when it gives none."""
    for identifier in header.identifiers:
        text = identifier.text
        if identifier.type.upper() == "DOI" and text.startswith("10."):
            text = DOI + text
        if text.startswith(("https://", "http://")) and " " not in text and checked(text):
            return text
    return ""


class Citations:
    """Writes what belongs to the paragraphs of one work."""

    def __init__(self, page: Page, header: Header, owner: str) -> None:
        self.page = page
        self.owner = owner
        self.address = permanent(header)
        self.begin = escape(", ".join(part for part in _parts(header) if part))

    def of(self, own: str, element: etree._Element) -> str:
        """The citation of a paragraph with its permanent link, and its encoding."""
        place = escape(place_in_words(own, self.owner))
        href = f"{checked(self.address)}#{quote(own)}" if self.address else f"#{quote(own)}"
        shown = escape(f"{self.address}#{own}") if self.address else escape(own)
        link = f"{start('a', href=href)}{shown}</a>"
        said = ", ".join(part for part in (self.begin, place, link) if part)
        opened = start("div", class_="cited apart", lang=self.page.ui_language)
        return f"{opened}<p>{said}.</p>{self._source(element)}</div>\n"

    def _source(self, element: etree._Element) -> str:
        if not self.page.shows_source:
            return ""
        code = f"<pre><code>{escape(encoding(element))}</code></pre>"
        return f"<details><summary>Encoding (TEI)</summary>{code}</details>"


def encoding(element: etree._Element) -> str:
    """The markup of an element as it was written, without its indentation."""
    text = etree.tostring(element, encoding="unicode", with_tail=False)
    text = text.replace(f' xmlns="{TEI_NS}"', "", 1)
    indents = _INDENT.findall(text)
    return text.replace(f"\n{min(indents, key=len)}", "\n") if indents else text
