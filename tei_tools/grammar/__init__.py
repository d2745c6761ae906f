"""RELAX NG: schemas in both syntaxes are read, simplified and turned into an automaton.

Knows no TEI. Schema file → `syntax.Node` → simple form → patterns → automaton → findings.
"""

from .grammar import Grammar
from .persist import FORMAT, dump, restore
from .schema import GrammarSchema, compile_schema

__all__ = ["FORMAT", "Grammar", "GrammarSchema", "compile_schema", "dump", "restore"]
