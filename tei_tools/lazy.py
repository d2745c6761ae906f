"""In: where the public names of a package are. Out: its ``__getattr__``, which loads what is used.

Importing a package costs nothing then, and a command loads only what it needs (PEP 562).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def loader(package: str, modules: Mapping[str, str]) -> Callable[[str], Any]:
    """The function that finds a public name of a package.

    Args:
        modules: for each name the module that has it, relative to the package: ``.reader``.
    """

    def find(name: str) -> Any:
        if name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(modules[name], package), name)

    return find
