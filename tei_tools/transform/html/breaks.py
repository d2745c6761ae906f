"""In: the beginning of a page, column or line. Out: its number and its id in the text."""

from __future__ import annotations

from tei_tools.pages import escape, start

from ..nodes import Break, Inline, Mark, local_name
from .page import Page


def begins(page: Page, node: Break | Inline | Mark, tag: str) -> str:
    """The number of a page at its beginning; what else begins is but a place to link to."""
    structure, source = page.edition.structure, node.source
    own = page.claim(page.own_id(source))
    number = structure.said(source, "label", "n").strip() if structure.begun(source) == "pb" else ""
    if not number:
        return f"{start(tag, id=own, class_=local_name(node))}</{tag}>" if own else ""
    said = number if number.lower().startswith("page") else f"Page {number}"
    opened = start(
        tag,
        id=own,
        class_=" ".join(("pb apart", *page.looks(source))),
        role="doc-pagebreak",
        aria_label=said,
        lang=page.ui_language,
    )
    before, after = structure.signs(structure.rule(source))
    shown = f"{before}{number}{after}" if before or after else f"|{number}"
    return f"{opened}{escape(shown)}</{tag}>"
