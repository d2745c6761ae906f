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
    temporary = path.parent / f".{path.name}.{os.urandom(4).hex()}"  # tempfile is slow to load
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with open(temporary, "xb", opener=_private) as file:
                file.write(data)
            temporary.chmod(_mode(path))
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise TeiToolsError(f"{path}: cannot be written: {reason}") from None


def _private(path: str, flags: int) -> int:
    """Open a file that nobody else can read yet."""
    return os.open(path, flags, 0o600)


def _mode(path: Path) -> int:
    """The permissions of the file that is replaced, or those that a new file gets."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
