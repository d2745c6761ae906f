"""Checks beyond the grammar, one a file: each takes a Document and yields findings."""

from .facts import Fact
from .ids.check import check_ids
from .pointers.check import IdsOf, check_pointers
from .run import check_rules, conclude, is_default

__all__ = [
    "Fact",
    "IdsOf",
    "check_ids",
    "check_pointers",
    "check_rules",
    "conclude",
    "is_default",
]
