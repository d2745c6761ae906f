"""RELAX NG: schemas in both syntaxes are read, simplified and turned into an automaton.

Knows no TEI. Schema file → `syntax.Node` → simple form → patterns → automaton → findings.
"""
