"""In: nothing. Out: the behaviours of the TEI Processing Model, with the parameters of each."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Behaviour(StrEnum):
    """What an element does on output (TEI Guidelines, ``model/@behaviour``)."""

    ALTERNATE = "alternate"
    ANCHOR = "anchor"
    BLOCK = "block"
    BODY = "body"
    BREAK = "break"
    CELL = "cell"
    CIT = "cit"
    DOCUMENT = "document"
    FIGURE = "figure"
    GLYPH = "glyph"
    GRAPHIC = "graphic"
    HEADING = "heading"
    INDEX = "index"
    INLINE = "inline"
    LINK = "link"
    LIST = "list"
    LIST_ITEM = "listItem"
    METADATA = "metadata"
    NOTE = "note"
    OMIT = "omit"
    PARAGRAPH = "paragraph"
    ROW = "row"
    SECTION = "section"
    TABLE = "table"
    TEXT = "text"
    TITLE = "title"


#: The parameters of each behaviour (``paramList`` of its ``valItem``); ``content`` is of all that
#: have no line here.
_OWN: Final = {
    "alternate": "default alternate",
    "anchor": "id",
    "break": "type label",
    "cit": "content source",
    "figure": "title content",  # `content` is what other programs know
    "glyph": "uri content",
    "graphic": "url width height scale title",
    "heading": "content level",
    "index": "type",
    "inline": "content label",
    "link": "content uri",
    "note": "content place label",
    "omit": "",
}
PARAMETERS: Final[Mapping[Behaviour, tuple[str, ...]]] = MappingProxyType(
    {each: tuple(_OWN.get(each, "content").split()) for each in Behaviour}
)
