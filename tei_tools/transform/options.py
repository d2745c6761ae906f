"""In: nothing. Out: the options of a transformation, one frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tei_tools.model.finding import TeiToolsError

from .views import VIEWS, View

#: What can be done with notes.
NOTES: Final = ("none", "end", "inline")
#: What a line of text may be.
LINES: Final = ("block", "sentence")
#: What a record of JSON Lines can be.
PER: Final = ("block", "unit", "document")


@dataclass(frozen=True, slots=True, kw_only=True)
class TransformOptions:
    """How to transform.

    Attributes:
        view: a view, or the name of one that is built in.
        notes: none, end or inline; None for what is usual in the format.
        one_line_per: block or sentence: what has a line of text for itself; None for lines
            and blank lines as the blocks have them.
        ids: put the address of its block before each line of text, and a tab.
        loss: tell as findings what the format does not carry.
        per: what a record of JSON Lines is: a block, a unit or a document.
        source: JSON has the source too, from which the TEI can be written again; HTML shows the
            encoding of each paragraph that can be cited.
        models: those of a project, as `processing.dump` writes them; none for the bundled alone.
        wrap: the greatest length of a line of text; None for lines as long as their blocks.

    Raises:
        TeiToolsError: a view, way with notes or record that there is not, lines shorter than 20,
            or lines that are to be wrapped and not to be wrapped.
    """

    view: str | View = "reading"
    notes: str | None = None
    wrap: int | None = None
    one_line_per: str | None = None
    ids: bool = False
    loss: bool = False
    per: str = "block"
    source: bool = True
    models: bytes = b""

    def __post_init__(self) -> None:
        if isinstance(self.view, str) and self.view not in VIEWS:
            raise TeiToolsError(f"unknown view `{self.view}`; known are {', '.join(VIEWS)}")
        if self.notes is not None and self.notes not in NOTES:
            raise TeiToolsError(f"notes are {', '.join(NOTES)}, not `{self.notes}`")
        if self.one_line_per is not None and self.one_line_per not in LINES:
            raise TeiToolsError(f"a line is of a {' or '.join(LINES)}, not `{self.one_line_per}`")
        if self.wrap is not None and (self.one_line_per or self.ids):
            raise TeiToolsError("a line per block or sentence, or with an id, is not wrapped")
        if self.per not in PER:
            raise TeiToolsError(f"a record is a {', '.join(PER)}, not `{self.per}`")
        if self.wrap is not None and self.wrap < 20:
            raise TeiToolsError(f"lines are wrapped at 20 characters or more, not at {self.wrap}")

    @property
    def as_view(self) -> View:
        """The view itself."""
        return VIEWS[self.view] if isinstance(self.view, str) else self.view
