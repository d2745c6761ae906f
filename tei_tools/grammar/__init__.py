"""RELAX NG: schemas in both syntaxes are read, simplified and turned into an automaton.

Knows no TEI. Schema file → `syntax.Node` → simple form → patterns → automaton → findings.
"""

from .automaton import Automaton
from .grammar import Grammar
from .memory import memorise, recall
from .persist import dump, restore
from .schema import GrammarSchema, compile_schema, read_schema

__all__ = [
    "Automaton",
    "Grammar",
    "GrammarSchema",
    "compile_schema",
    "dump",
    "memorise",
    "read_schema",
    "recall",
    "restore",
]
