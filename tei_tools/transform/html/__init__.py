"""From an Edition to one self-contained, accessible HTML page."""

from .document import render_html

__all__ = ["render_html"]
