"""In: an ODD. Out: its models as plain data, and what is to be looked at in them.

The cache keeps both: a line with the warnings, as JSON, and the models.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tei_tools import cache
from tei_tools.model.finding import Finding, Location, Severity, TeiToolsError
from tei_tools.processing.custom import functions_in, installed
from tei_tools.resources import is_file


def load_models(odd: Path, behaviours: Path | None = None) -> tuple[bytes, tuple[Finding, ...]]:
    """The models of an ODD and of its sources, as `processing.dump` writes them, and warnings.

    ``behaviours`` is a Python file that adds behaviours.

    Raises:
        OddError: the models are wrong; carries all that was found.
        TeiToolsError: there is no such file, or the Python file cannot be run.
    """
    if not is_file(odd):
        raise TeiToolsError(f"{odd}: no such file")
    custom = sorted(functions_in(behaviours))
    key = (
        f"{cache.program()} models {custom}".encode(),
        f"{odd.absolute()} {odd}".encode(),  # findings and models name it as the user does
        odd.read_bytes(),
    )
    if (kept := cache.find("models", *key)) is not None:
        told, _, body = kept.body.partition(b"\n")
        return body, tuple(_warnings(told))
    from tei_tools.processing import dump

    from .schema import compile_models  # with all that compiles ODDs

    models, files, warnings = compile_models(odd, lambda: {*custom, *installed()})
    body = dump(models)
    cache.keep("models", *key, files=files.used, body=_told(warnings) + b"\n" + body)
    return body, warnings


#: What the warnings of an ODD say, beside where.
_SAID: Final = ("code", "severity", "message", "suggestion", "excerpt", "excerpt_column")


def _told(warnings: tuple[Finding, ...]) -> bytes:
    """Warnings of an ODD in one line."""
    if not warnings:
        return b""
    import json

    kept = [({n: getattr(w, n) for n in _SAID}, w.location) for w in warnings]
    return json.dumps(kept).encode()


def _warnings(told: bytes) -> Iterator[Finding]:
    if told:
        import json

        for said, place in json.loads(told):
            severity = Severity(said.pop("severity"))
            yield Finding(location=Location(*place), severity=severity, **said)
