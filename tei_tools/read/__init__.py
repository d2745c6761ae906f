"""From paths to Documents: safe parsing, XInclude, xml-model. Only this room opens TEI files."""

from .files import display_path, find_files, project_root, read_bytes
from .parse import parse
from .reader import open_document, read_document, read_ids
from .xml_model import SchemaLink, schema_links

__all__ = [
    "SchemaLink",
    "display_path",
    "find_files",
    "open_document",
    "parse",
    "project_root",
    "read_bytes",
    "read_document",
    "read_ids",
    "schema_links",
]
