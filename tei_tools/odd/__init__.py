"""In: an ODD customisation and its source.
Out: the FLAT ODD, and RELAX NG and XML Schema written from it."""

from __future__ import annotations

from pathlib import Path

from tei_tools.odd.check import check
from tei_tools.odd.errors import Notice, OddError, Place
from tei_tools.odd.flat import FlatOdd, flatten
from tei_tools.odd.losses import LOSSES, Loss
from tei_tools.odd.merge import merge
from tei_tools.odd.read import read_schema, read_source
from tei_tools.odd.reader import parse
from tei_tools.odd.sources import locate
from tei_tools.odd.write_rng import to_rng
from tei_tools.odd.write_xsd import XsdOutput, to_xsd


def compile_odd(odd: Path, *, source: Path | None = None) -> FlatOdd:
    """Compile a customisation against its source.

    The source is `source`; without it, what @source of the ODD says (a relative path), or the
    toolkit's own `tei.odd`. Raises OddError, with path and line, for what is wrong or unsupported.
    """
    schema = read_schema(parse(odd), str(odd))
    sources = {
        name: read_source(parse(path), str(path), schema.lang)
        for name, path in locate(schema, odd, source).items()
    }
    flat = flatten(merge(schema, sources))
    check(flat)
    return flat


__all__ = [
    "LOSSES",
    "FlatOdd",
    "Loss",
    "Notice",
    "OddError",
    "Place",
    "XsdOutput",
    "compile_odd",
    "to_rng",
    "to_xsd",
]
