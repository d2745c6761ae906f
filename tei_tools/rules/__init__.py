"""Checks beyond the grammar, one a file: each takes a Document and yields findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_tools.lazy import loader

if TYPE_CHECKING:
    from .facts import Fact
    from .ids.check import check_ids
    from .pointers.check import IdsOf, check_pointers
    from .run import check_rules, conclude
    from .table import is_default

__all__ = [
    "Fact",
    "IdsOf",
    "check_ids",
    "check_pointers",
    "check_rules",
    "conclude",
    "is_default",
]

__getattr__ = loader(
    __name__,
    {
        "Fact": ".facts",
        "IdsOf": ".pointers.check",
        "check_ids": ".ids.check",
        "check_pointers": ".pointers.check",
        "check_rules": ".run",
        "conclude": ".run",
        "is_default": ".table",
    },
)
