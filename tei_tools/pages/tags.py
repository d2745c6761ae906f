"""In: names, values and texts. Out: start tags, text and languages, as they stand in HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from lxml import etree

from tei_tools.model.names import XML_LANG

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
#: What stands for a character; that of the ampersand comes first.
_ESCAPES: Final = (
    ("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("\r", "&#13;"),
)  # fmt: skip


def escape(text: str) -> str:
    """Text as it stands in HTML, in content as in attributes."""
    for character, written in _ESCAPES:  # which is quicker than `str.translate`
        if character in text:
            text = text.replace(character, written)
    return text


def start(tag: str, **attributes: str | None) -> str:
    """A start tag; attributes that are empty or None are left out, ``_`` is written ``-``."""
    written = f"<{tag}"
    for name, value in attributes.items():
        if value:
            written += f' {_written(name)}="{escape(value)}"'
    return f"{written}>"


@cache
def _written(name: str) -> str:
    """The name of an attribute as HTML has it."""
    return name.rstrip("_").replace("_", "-")


def language_of(element: etree._Element) -> str:
    """The language that an element declares, where HTML can say it."""
    language = element.get(XML_LANG)
    if not language or not _LANGUAGE.fullmatch(language):
        return ""
    first, *rest = language.split("-")
    return "-".join((LANGUAGES.get(first.lower(), first), *rest))
