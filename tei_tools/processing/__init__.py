"""The TEI Processing Model as data: the models that say how elements are rendered."""

from tei_tools.processing.behaviours import PARAMETERS, Behaviour
from tei_tools.processing.models import Model, Models, Rendition, Sequence, bundled, dump, restore

__all__ = [
    "PARAMETERS",
    "Behaviour",
    "Model",
    "Models",
    "Rendition",
    "Sequence",
    "bundled",
    "dump",
    "restore",
]
