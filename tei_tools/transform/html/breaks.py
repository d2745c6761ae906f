"""In: the beginning of a page, column or line. Out: its number and its id in the text."""

from __future__ import annotations

from tei_tools.model.names import tei
from tei_tools.pages import escape, start

from ..nodes import Break, Inline, Mark, id_of, local_name
from .page import Page


def begins(page: Page, node: Break | Inline | Mark, tag: str) -> str:
    """The number of a page at its beginning; what else begins is but a place to link to."""
    own = page.claim(id_of(node))
    number = node.source.get("n", "") if node.source.tag == tei("pb") else ""
    if not number:
        return f"{start(tag, id=own, class_=local_name(node))}</{tag}>" if own else ""
    opened = start(
        tag,
        id=own,
        class_="pb apart",
        role="doc-pagebreak",
        aria_label=f"Page {number}",
        lang=page.ui_language,
    )
    return f"{opened}|{escape(number)}</{tag}>"
