"""In: an ODD. Out: its models as plain data, and what is to be looked at in them.

The cache keeps the models of an ODD that nothing is to be told of.
"""

from __future__ import annotations

from pathlib import Path

from tei_tools import cache
from tei_tools.model.finding import Finding, TeiToolsError
from tei_tools.resources import is_file


def load_models(odd: Path) -> tuple[bytes, tuple[Finding, ...]]:
    """The models of an ODD and of its sources, as `processing.dump` writes them, and warnings.

    Raises:
        OddError: the models are wrong; carries all that was found.
        TeiToolsError: there is no such file.
    """
    if not is_file(odd):
        raise TeiToolsError(f"{odd}: no such file")
    key = f"{cache.program()} models".encode(), str(odd.absolute()).encode(), odd.read_bytes()
    if (kept := cache.find("models", *key)) is not None:
        return kept.body, ()
    from tei_tools.processing import dump

    from .schema import compile_models  # with all that compiles ODDs

    models, files, warnings = compile_models(odd)
    body = dump(models)
    if not warnings:
        cache.keep("models", *key, files=files.used, body=body)
    return body, warnings
