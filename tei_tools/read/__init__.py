"""From paths to Documents: safe parsing, XInclude, xml-model. Only this room opens TEI files."""

from .files import display_path, find_files, project_root, read_bytes
from .parse import parse
from .reader import read_document
from .xml_model import SchemaLink, schema_links

__all__ = [
    "SchemaLink",
    "display_path",
    "find_files",
    "parse",
    "project_root",
    "read_bytes",
    "read_document",
    "schema_links",
]
