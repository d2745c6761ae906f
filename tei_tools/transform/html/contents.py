"""In: the headings of a page. Out: its contents list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from urllib.parse import quote

from tei_tools.pages import escape, start

from .page import CONTENTS_ID, Heading, Page

#: A contents list longer than this is folded.
LONGEST: Final = 80


def contents(page: Page, headings: Sequence[Heading], parts: Sequence[Heading]) -> str:
    """The contents list, nested as the headings are, and what follows the text.

    Empty when there is but one heading in the text, and little that follows it.
    """
    if len(headings) < 2 and len(parts) < 3:
        return ""
    opened = start("nav", class_="contents", aria_labelledby=CONTENTS_ID, lang=page.ui_language)
    head = f"{start('p', class_='nav-head', id=CONTENTS_ID)}Contents</p>\n"
    items = _items(page, headings) if headings else ""
    if len(headings) > LONGEST:
        items = f"<details><summary>{len(headings)} headings</summary>\n{items}</details>\n"
    links = "".join(
        f"<li>{start('a', href=f'#{quote(part.id)}')}{escape(part.text)}</a></li>\n"
        for part in parts
    )
    after = f'<ul class="parts">\n{links}</ul>\n' if links else ""
    return f"{opened}\n{head}{items}{after}</nav>\n"


def _items(page: Page, headings: Sequence[Heading]) -> str:
    """Nested ordered lists; a level that is skipped in the text is not skipped in the list."""
    out: list[str] = []
    levels: list[int] = []
    for heading in headings:
        while len(levels) > 1 and heading.level < levels[-1]:
            levels.pop()
            out.append("</li></ol>\n")
        if levels and heading.level <= levels[-1]:
            out.append("</li>\n")
        else:
            out.append("<ol>\n")
            levels.append(heading.level)
        link = start("a", href=f"#{quote(heading.id)}")
        language = page.language if page.ui_language else None
        shown = f"{start('li', lang=language)}{link}{escape(heading.text) or 'Untitled'}</a>"
        note = f' <span class="toc-note">{escape(heading.note)}</span>' if heading.note else ""
        out.append(f"{shown}{note}")
    out.append("</li></ol>\n" * len(levels))
    return "".join(out)
