"""In: the name and rendering of an element. Out: the HTML element and the classes that show it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from lxml import etree

from tei_tools.model.names import TEI_NS, XML_SPACE, local, name_of, namespace

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
    name = name_of(element)
    own = local(name)
    if own in RESERVED or namespace(name) != TEI_NS:
        own = f"x-{own}"  # no element is shown as the page's own parts are, or hidden
    names = [own, *more]
    if rendering := element.get("rend"):
        names += (RENDERINGS.get(token, "") for token in rendering.lower().split())
    if element.get(XML_SPACE) == "preserve":
        names.append("kept")
    return " ".join(dict.fromkeys(filter(None, names)))
