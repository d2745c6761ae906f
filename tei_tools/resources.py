"""In: the name of a file. Out: where it is, if it ships with the package; whether it is there."""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).parent


def schema_path(name: str) -> Path:
    """The path of a bundled schema: in the installed package, or in the clone it is edited in."""
    installed = _PACKAGE / "schemas" / name
    return installed if installed.exists() else _PACKAGE.parent / "schemas" / name


def is_file(path: Path) -> bool:
    """Whether there is such a file: no folder, no device, and a name that a file can have."""
    return os.path.isfile(path)  # noqa: PTH113 - Path.is_file raises where a name is too long


def exists(path: Path) -> bool:
    """Whether there is such a file or folder."""
    return os.path.exists(path)  # noqa: PTH110 - as above
