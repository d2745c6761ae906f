"""In: a path and bytes. Out: the file, whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from tei_tools.model.finding import TeiToolsError


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file: first beside its place, then by renaming, so that it is never half written.

    Raises:
        TeiToolsError: the folder or the file cannot be written.
    """
    import tempfile  # loaded only where something is written

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(temporary).chmod(_mode(path))
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise TeiToolsError(f"{path}: cannot be written: {reason}") from None


def _mode(path: Path) -> int:
    """The permissions of the file that is replaced, or those that a new file gets."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
