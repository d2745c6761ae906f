"""From a Document to what is read in it, and from there to text, HTML and JSON."""

from .entries import Entry, Lookup, register_entries
from .options import NOTES, TransformOptions
from .pointers import register_files
from .render import FORMATS, Format, Rendering, render
from .views import VIEWS, View

__all__ = [
    "FORMATS",
    "NOTES",
    "VIEWS",
    "Entry",
    "Format",
    "Lookup",
    "Rendering",
    "TransformOptions",
    "View",
    "register_entries",
    "register_files",
    "render",
]
