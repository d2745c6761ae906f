"""From a Document to what is read in it, and from there to text, HTML and JSON, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_tools.lazy import loader

if TYPE_CHECKING:
    from .definitions import all_views, view_named, written
    from .edition import Edition, PageOf
    from .entries import Entry, Lookup, register_entries
    from .json import document_object
    from .options import NOTES, TransformOptions
    from .pointers import register_files
    from .rendering import FORMATS, Format, Rendering, render
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

__getattr__ = loader(
    __name__,
    {
        "Edition": ".edition",
        "Entry": ".entries",
        "FORMATS": ".rendering",
        "Format": ".rendering",
        "Lookup": ".entries",
        "NOTES": ".options",
        "PageOf": ".edition",
        "READING": ".views",
        "Rendering": ".rendering",
        "TransformOptions": ".options",
        "VIEWS": ".views",
        "View": ".views",
        "all_views": ".definitions",
        "document_object": ".json",
        "register_entries": ".entries",
        "register_files": ".pointers",
        "render": ".rendering",
        "view_named": ".definitions",
        "written": ".definitions",
    },
)
