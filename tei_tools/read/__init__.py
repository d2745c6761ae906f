"""From paths to Documents: safe parsing, XInclude, xml-model. Only this room opens TEI files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_tools.lazy import loader

if TYPE_CHECKING:
    from .files import display_path, find_files, project_root, read_bytes
    from .reader import open_document, read_document, read_ids
    from .xml_model import SchemaLink, schema_links

__all__ = [
    "SchemaLink",
    "display_path",
    "find_files",
    "open_document",
    "project_root",
    "read_bytes",
    "read_document",
    "read_ids",
    "schema_links",
]

__getattr__ = loader(
    __name__,
    {
        "SchemaLink": ".xml_model",
        "display_path": ".files",
        "find_files": ".files",
        "open_document": ".reader",
        "project_root": ".files",
        "read_bytes": ".files",
        "read_document": ".reader",
        "read_ids": ".reader",
        "schema_links": ".xml_model",
    },
)
