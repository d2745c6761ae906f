"""In: an ODD customisation and its source.
Out: the FLAT ODD, and RELAX NG and XML Schema written from it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tei_tools.odd.check import check
from tei_tools.odd.constraints import check_constraints, to_sch
from tei_tools.odd.errors import Log, OddError, Place, bounded
from tei_tools.odd.files import Files, address
from tei_tools.odd.flat import FlatOdd, flatten
from tei_tools.odd.losses import LOSSES, Loss
from tei_tools.odd.merge import Merged, merge
from tei_tools.odd.read import is_customisation, read_schema, read_source
from tei_tools.odd.reader import Element
from tei_tools.odd.sources import read_sources
from tei_tools.odd.specs import Source
from tei_tools.odd.write_odd import to_odd
from tei_tools.odd.write_rng import to_rng
from tei_tools.odd.write_xsd import XsdOutput, to_xsd


def compile_odd(odd: Path, *, source: Path | None = None, files: Files | None = None) -> FlatOdd:
    """Compile a customisation against its source.

    The source is `source`; without it, what @source of the ODD says, or the toolkit's own
    `tei.odd`. `files` reads what the ODD refers to, by default within its folder.

    Raises:
        OddError: the ODD is wrong, or says what is not supported; carries all that was found.
    """
    log = Log()
    files = files or Files(odd.parent)
    with bounded(str(odd)):
        try:
            flat = flatten(_merged(files.read(odd), (odd,), source, files, log))
        except OddError as error:
            log.errors += error.findings
        log.finish()
        check(flat, log)
        log.finish()
    check_constraints(flat, log)
    return replace(flat, warnings=tuple(log.warnings))


def _merged(
    root: Element, above: tuple[Path, ...], source: Path | None, files: Files, log: Log
) -> Merged:
    """A customisation, put together with its sources; `above` ends with its own file."""

    def read(root: Element, path: Path, above: tuple[Path, ...]) -> Source:
        if not is_customisation(root):
            return read_source(root, str(path), log, schema.lang)
        merged = _merged(root, above, None, files, log)
        return merged.as_source(str(path))

    schema = read_schema(root, above[-1], files, log)
    return merge(schema, read_sources(schema, above, source, files, read), log)


__all__ = [
    "LOSSES",
    "Files",
    "FlatOdd",
    "Loss",
    "OddError",
    "Place",
    "XsdOutput",
    "address",
    "bounded",
    "compile_odd",
    "to_odd",
    "to_rng",
    "to_sch",
    "to_xsd",
]
