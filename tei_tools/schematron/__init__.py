"""ISO Schematron: schemas are read and expanded, their rules compiled and applied to documents.

Knows no TEI. Schema file → `syntax.Schema` → expansion → `rules.Rules` → findings.
"""

from .evaluate import Library
from .persist import dump, restore
from .rules import Rules
from .schema import RulesSchema, read_embedded_rules, read_rules

__all__ = [
    "Library",
    "Rules",
    "RulesSchema",
    "dump",
    "read_embedded_rules",
    "read_rules",
    "restore",
]
