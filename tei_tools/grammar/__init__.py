"""RELAX NG: schemas in both syntaxes are read, simplified and turned into an automaton.

Knows no TEI. Schema file → `syntax.Node` → simple form → patterns → automaton → findings.
"""

from .schema import GrammarSchema, load_grammar

__all__ = ["GrammarSchema", "load_grammar"]
