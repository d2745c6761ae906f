"""In: a FLAT ODD and the root of its file.
Out: its documentation as an HTML page."""

from __future__ import annotations

from tei_tools.odd.documentation.page import HtmlPage, to_html

__all__ = ["HtmlPage", "to_html"]
