"""In: the name of a file that ships with the package. Out: where it is."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def schema_path(name: str) -> Path:
    """The path of a bundled schema: in the installed package, or in the clone it is edited in."""
    installed = _PACKAGE / "schemas" / name
    return installed if installed.exists() else _PACKAGE.parent / "schemas" / name
