"""What all HTML pages share: tags, addresses, and the style that makes them look alike."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from .addresses import SAFE, checked
from .tags import escape, language_of, start


@cache
def style(own: Path) -> str:
    """The style sheet of a page: what all pages share, then the file of its own."""
    base = Path(__file__).with_name("base.css")
    return "\n".join(path.read_text(encoding="utf-8") for path in (base, own))


__all__ = ["SAFE", "checked", "escape", "language_of", "start", "style"]
