"""Decides whether all documents of one RELAX NG grammar are documents of another.

Two grammars → what of them documents may have (`side`) → pairs of elements (`inclusion`), taken
apart (`parts`) and read at once (`walk`) → `Comparison`, with a document for each difference.
"""

from .comparison import Comparison, Difference, Kind, Place, compare
from .wording import attribute_named, named

__all__ = ["Comparison", "Difference", "Kind", "Place", "attribute_named", "compare", "named"]
