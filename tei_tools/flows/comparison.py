"""In: two schemas. Out: whether documents valid under one are valid under the other.

schema file → grammar; two grammars → Comparison
"""

from __future__ import annotations

from pathlib import Path

from tei_tools.grammar import Grammar
from tei_tools.grammar.compare import Comparison, compare
from tei_tools.model.finding import TeiToolsError

from .schemas import load_schema


def compare_schemas(a: Path | str, b: Path | str) -> Comparison:
    """Compare two schemas, each RELAX NG or an ODD.

    Raises:
        TeiToolsError: one cannot be loaded, is an XSD, or is nested too deep.
    """
    try:
        return compare(_grammar(a), _grammar(b))
    except RecursionError:
        raise TeiToolsError("the schemas are nested too deep to be compared") from None


def _grammar(path: Path | str) -> Grammar:
    grammar = load_schema(path).grammar
    if grammar is None:
        raise TeiToolsError(
            f"{path} is an XSD, and only RELAX NG schemas and ODDs are compared; "
            "compare what it was made from"
        )
    return grammar
