"""TEI XML: validation and transformation, and a scholarly edition that proves them.

The public names are loaded when they are first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .lazy import loader

if TYPE_CHECKING:
    from tei_tools.flows.options import ValidationOptions
    from tei_tools.flows.schema import compile_odd
    from tei_tools.flows.schemas import Schema, load_schema
    from tei_tools.flows.validation import validate_files
    from tei_tools.model.document import Document
    from tei_tools.model.finding import (
        Edit,
        Finding,
        Fix,
        Location,
        SchemaError,
        Severity,
        TeiToolsError,
    )
    from tei_tools.model.selection import Layer
    from tei_tools.read import read_document
    from tei_tools.transform import TransformOptions, render

__version__ = "0.1.0"

#: Each public name and the module it comes from.
_PUBLIC = {
    "Document": ".model.document",
    "Edit": ".model.finding",
    "Finding": ".model.finding",
    "Fix": ".model.finding",
    "Layer": ".model.selection",
    "Location": ".model.finding",
    "Schema": ".flows.schemas",
    "SchemaError": ".model.finding",
    "Severity": ".model.finding",
    "TeiToolsError": ".model.finding",
    "TransformOptions": ".transform",
    "ValidationOptions": ".flows.options",
    "compile_odd": ".flows.schema",
    "load_schema": ".flows.schemas",
    "read_document": ".read",
    "render": ".transform",
    "validate_files": ".flows.validation",
}

__all__ = [
    "Document",
    "Edit",
    "Finding",
    "Fix",
    "Layer",
    "Location",
    "Schema",
    "SchemaError",
    "Severity",
    "TeiToolsError",
    "TransformOptions",
    "ValidationOptions",
    "__version__",
    "compile_odd",
    "load_schema",
    "read_document",
    "render",
    "validate_files",
]

__getattr__ = loader(__name__, _PUBLIC)
