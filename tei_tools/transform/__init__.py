"""From a Document to what is read in it, and from there to text, HTML and JSON, and back."""

from .definitions import all_views, view_named, written
from .edition import Edition, PageOf
from .entries import Entry, Lookup, register_entries
from .json import document_object
from .options import NOTES, TransformOptions
from .pointers import register_files
from .render import FORMATS, Format, Rendering, render
from .views import READING, VIEWS, View

__all__ = [
    "FORMATS",
    "NOTES",
    "READING",
    "VIEWS",
    "Edition",
    "Entry",
    "Format",
    "Lookup",
    "PageOf",
    "Rendering",
    "TransformOptions",
    "View",
    "all_views",
    "document_object",
    "register_entries",
    "register_files",
    "render",
    "view_named",
    "written",
]
