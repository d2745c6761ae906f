"""In: the name and rendering of an element. Out: the HTML element and the classes that show it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from lxml import etree

from tei_tools.model.names import (
    TEI_NS,
    XML_ID,
    XML_LANG,
    XML_SPACE,
    local,
    name_of,
    namespace,
)
from tei_tools.pages import start

from ..dates import DATING

#: TEI elements that HTML has an element for; all others are a ``span`` with their name as class.
INLINE_TAGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "add": "ins",
        "att": "code",
        "code": "code",
        "del": "del",
        "eg": "code",
        "emph": "em",
        "foreign": "i",
        "gi": "code",
        "ident": "code",
        "mentioned": "i",
        "tag": "code",
        "val": "code",
    }
)
#: Classes of the page's own parts that no element of a text may take.
RESERVED: Final = frozenset({"apart", "cite", "cited", "first", "second", "skip", "unseen"})
#: Levels of titles that are set as titles; articles and the like are not.
CITED_LEVELS: Final = frozenset({"m", "j", "s", "u"})
#: What tokens of ``@rend`` mean, as class names.
RENDERINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "bold": "bold",
        "b": "bold",
        "center": "center",
        "centre": "center",
        "italic": "italic",
        "italics": "italic",
        "i": "italic",
        "it": "italic",
        "right": "right",
        "sc": "small-caps",
        "smallcaps": "small-caps",
        "small-caps": "small-caps",
        "smcap": "small-caps",
        "spaced": "spaced",
        "letterspaced": "spaced",
        "simple": "plain",
        "none": "plain",
        "strikethrough": "struck",
        "sub": "sub",
        "subscript": "sub",
        "sup": "sup",
        "super": "sup",
        "superscript": "sup",
        "u": "underlined",
        "underline": "underlined",
    }
)


def hidden(tag: str, reads: str) -> str:
    """A start tag, hidden when only the view that is not shown reads what it starts."""
    return f"{tag[:-1]} hidden>" if reads == "second" else tag


def tag_of(element: etree._Element) -> str:
    """The HTML element for an element in a line."""
    name = local(name_of(element))
    if name == "title":
        return "cite" if element.get("level", "m") in CITED_LEVELS else "span"
    return INLINE_TAGS.get(name, "span")


def classes_of(element: etree._Element, *more: str) -> str:
    """The classes of an element: its name, more where given, and its rendering."""
    kept = element.get(XML_SPACE) == "preserve"
    return _classes(name_of(element), more, element.get("rend", ""), kept)


#: The attributes that any part of a start tag is made from, of blocks and in lines.
TELLING: Final = frozenset(
    {XML_ID, XML_LANG, XML_SPACE, "level", "n", "part", "ref", "rend", "target", "who", *DATING}
)


@lru_cache(maxsize=10_000)
def plain_start(tag: str, name: str, *more: str) -> str:
    """The start tag of an element with none of the `TELLING` attributes; the same for a name."""
    return start(tag, class_=_classes(name, more, "", False))


@lru_cache(maxsize=10_000)  # there are few, again and again
def _classes(name: str, more: tuple[str, ...], rendering: str, kept: bool) -> str:
    own = local(name)
    if namespace(name) != TEI_NS or own in RESERVED:
        own = f"x-{own}"  # no element is shown as the page's own parts are, or hidden
    looks = (RENDERINGS.get(token, "") for token in rendering.lower().split())
    names = (own, *more, *looks, "kept" if kept else "")
    return " ".join(dict.fromkeys(filter(None, names)))
