"""Time whole commands, each in a new process, beside others that do comparable work.

In: nothing; it works on the edition, and on the real TEI data in the folder that
TEI_TOOLS_CORPORA names. Out: medians, peak memory and ratios on standard output. Nothing passes or
fails here: machines differ, and ratios taken in one run say most.

    python -m tests.bench [RUNS]
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from .rows import (
    FORMATS,
    corpora_rows,
    edition_rows,
    large_rows,
    large_transformed_rows,
    transformed_rows,
)
from .timing import ROOT, CommandError, compare, grow


def main() -> None:
    """Print a table for every group of commands."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    corpora = os.environ.get("TEI_TOOLS_CORPORA", "")
    with tempfile.TemporaryDirectory() as cache, tempfile.TemporaryDirectory() as folder:
        groups = list(edition_rows(Path(folder)))
        if corpora:
            data = (ROOT / corpora).resolve()
            groups += [*corpora_rows(data, Path(folder)), *transformed_rows(data, Path(folder))]
        else:
            print("TEI_TOOLS_CORPORA names no folder of real TEI data: what needs it is left out\n")
        for group in groups:
            try:
                compare(group, runs, cache)
            except CommandError as error:
                print(error)
        grow(large_rows(Path(folder)), cache)
        for to, _, _ in FORMATS:
            grow(large_transformed_rows(Path(folder), to), cache)


if __name__ == "__main__":
    main()
