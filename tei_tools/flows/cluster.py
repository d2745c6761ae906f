"""In: files, options and the address of a Dask cluster. Out: their reports, as from this machine.

The workers must see the files at the same paths, and have this version of the program. What a
worker that is lost was at, another does again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from tei_tools import batch
from tei_tools.model.finding import TeiToolsError

from .file_report import FileReport
from .options import ValidationOptions
from .validation import told_once, validate_file


def validate_on_cluster(
    paths: Sequence[Path], options: ValidationOptions, address: str
) -> Iterator[FileReport]:
    """Validate files on a cluster; the reports come in the order of the paths.

    Raises:
        TeiToolsError: there is no cluster at the address, or a file or schema cannot be read.
    """
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        raise TeiToolsError(
            "--scheduler needs Dask: install it with `pip install 'tei-tools[dask]'`"
        ) from None
    try:
        client = distributed.Client(address, timeout=10)
    except (OSError, ValueError) as error:
        raise TeiToolsError(f"no Dask scheduler answers at {address}: {error}") from None
    with client, client.get_executor(pure=False) as executor:
        job = partial(_validate_in, Path.cwd(), options=options)
        yield from told_once(batch.run_on(executor, job, paths), options)


def _validate_in(folder: Path, path: Path, *, options: ValidationOptions) -> FileReport:
    """Validate a file as if in a folder: workers may stand in another."""
    import os

    os.chdir(folder)
    return validate_file(path, options)
