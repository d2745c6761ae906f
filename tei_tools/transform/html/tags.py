"""In: the name and rendering of an element. Out: the HTML element and the classes that show it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from lxml import etree

from tei_tools.model.names import XML_LANG, XML_SPACE, local, name_of

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
#: Three-letter codes for which a language tag has two letters (BCP 47, 2.2.1).
LANGUAGES: Final[Mapping[str, str]] = MappingProxyType(
    dict(
        pair.split("=")
        for pair in """alb=sq ara=ar arm=hy bul=bg cat=ca ces=cs chi=zh cze=cs dan=da deu=de dut=nl
        ell=el eng=en est=et eus=eu fin=fi fra=fr fre=fr geo=ka ger=de gle=ga gre=el heb=he hrv=hr
        hun=hu ice=is isl=is ita=it jpn=ja kor=ko lat=la lav=lv lit=lt mac=mk nld=nl nob=nb nor=no
        per=fa pol=pl por=pt ron=ro rum=ro rus=ru san=sa slk=sk slo=sk slv=sl spa=es sqi=sq srp=sr
        swe=sv tur=tr ukr=uk wel=cy yid=yi zho=zh""".split()
    )
)
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_ESCAPES: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"}
)


def escape(text: str) -> str:
    """Text as it stands in HTML, in content as in attributes."""
    return text.translate(_ESCAPES)


def start(tag: str, **attributes: str | None) -> str:
    """A start tag; attributes that are empty or None are left out, ``_`` is written ``-``."""
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for name, value in attributes.items()
        if value
    )
    return f"<{tag}{written}>"


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
    rendering = (RENDERINGS.get(token, "") for token in element.get("rend", "").lower().split())
    kept = "kept" if element.get(XML_SPACE) == "preserve" else ""
    names = dict.fromkeys((local(name_of(element)), *more, *rendering, kept))
    return " ".join(name for name in names if name)


def language_of(element: etree._Element) -> str:
    """The language that an element declares, where HTML can say it."""
    language = element.get(XML_LANG, "")
    if not _LANGUAGE.fullmatch(language):
        return ""
    first, *rest = language.split("-")
    return "-".join((LANGUAGES.get(first.lower(), first), *rest))
