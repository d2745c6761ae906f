"""In: names, values and texts. Out: start tags, text and languages, as they stand in HTML."""

from __future__ import annotations

from functools import cache
from typing import Final

from lxml import etree

from tei_tools.model.names import XML_LANG
from tei_tools.model.subtags import LANGUAGES, REGIONS, SCRIPTS, SHORT_FOR

#: Languages and scripts that are written from right to left.
_RIGHT_TO_LEFT: Final = frozenset(
    """ar arc azb bal bgn ckb dv fa glk he ks lrc mzn nqo otk pal phn prs ps sam sd sdh syc syr ug
    ur yi""".split()
)
_RIGHT_TO_LEFT_SCRIPTS: Final = frozenset(
    "Adlm Arab Aran Hebr Nkoo Rohg Samr Syrc Syre Syrj Syrn Thaa".split()
)


def escape(text: str) -> str:
    """Text as it stands in HTML, in content as in attributes."""
    if "&" in text:  # each asked for by itself, which is quicker than a table or a loop
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    if '"' in text:
        text = text.replace('"', "&quot;")
    if "\r" in text:
        text = text.replace("\r", "&#13;")
    return text


def start(tag: str, **attributes: str | None) -> str:
    """A start tag; attributes that are empty or None are left out, ``_`` is written ``-``.

    With a language goes the direction in which it is written.
    """
    if (language := attributes.get("lang")) and (direction := _direction(language)):
        attributes["dir"] = direction
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
    """The language that an element declares, as far as a browser knows it (BCP 47, 2.2)."""
    declared = element.get(XML_LANG)
    return _language(declared) if declared else ""


@cache
def _language(declared: str) -> str:
    first, *rest = declared.split("-")
    language = SHORT_FOR.get(first.lower(), first.lower())
    is_long = len(language) == 3 and language.isascii() and language.isalpha()
    if language not in LANGUAGES and not is_long:
        return ""
    script = rest[0].title() if rest else ""
    known = [script] if script in SCRIPTS else []
    known += [region for part in rest if (region := part.upper()) in REGIONS][:1]
    return "-".join([language, *known])


@cache
def _direction(language: str) -> str | None:
    """``rtl`` for a language that is written from right to left."""
    first, script, *_ = *language.split("-"), ""
    if script in SCRIPTS:
        return "rtl" if script in _RIGHT_TO_LEFT_SCRIPTS else None
    return "rtl" if first in _RIGHT_TO_LEFT else None
