"""Checks beyond the grammar, one a file: each takes a Document and yields findings."""

from .ids import check_ids
from .pointers import IdsOf, check_pointers

__all__ = ["IdsOf", "check_ids", "check_pointers"]
