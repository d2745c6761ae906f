"""XSD 1.0: libxml2 gives the verdict, the xmlschema package explains what failed."""

from .schema import Schema, load_schema

__all__ = ["Schema", "load_schema"]
