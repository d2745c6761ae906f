"""``text.language-tag``: languages are named as the standard names them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from tei_tools.model.names import XML_LANG
from tei_tools.model.subtags import LANGUAGES, MEANT, REGIONS, SCRIPTS, SHORT_FOR
from tei_tools.rules.context import Context
from tei_tools.rules.nodes import name
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="text.language-tag",
    name="a language tag is none of the standard",
    reason="Browsers, fonts, spelling checkers and catalogues know `de` and `ru-Latn`, and not "
    "`ger` or `Russian`.",
    source="BCP 47 (RFC 5646); TEI Guidelines vi.1, teidata.language",
    bad='<p>What they call <foreign xml:lang="fre">pruderie</foreign>.</p>',
    good='<p>What they call <foreign xml:lang="fr">pruderie</foreign>.</p>',
)
#: What tags are made of (RFC 5646, 2.1); seldom needed, since most are two letters.
TAG: Final = (
    r"(?:(?P<language>[a-z]{2,3})(?:-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})"
    r"(?:-(?P<script>[a-z]{4}))?(?:-(?:(?P<region>[a-z]{2})|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*"
    r"(?:-x(?:-[a-z0-9]{1,8})+)?|x(?:-[a-z0-9]{1,8})+|i-[a-z]{2,8}|sgn-[a-z]{2}-[a-z]{2}"
    r"|art-lojban|cel-gaulish|en-gb-oed|no-(?:bok|nyn)|zh-(?:guoyu|hakka|min|min-nan|xiang)"
)


def check(elements: Elements, _: Context) -> Problems:
    told = set[str]()
    for element in elements:
        for attribute, tag in _tags(element):
            if tag not in told and (wrong := why_no_tag(tag)):
                told.add(tag)
                yield Problem(
                    element=element,
                    message=f"`{tag}` is no language tag: {wrong[0]}",
                    attribute=attribute,
                    token=tag,
                    suggestion=f"did you mean `{wrong[1]}`?" if wrong[1] else "",
                )


def _tags(element: etree._Element) -> Iterator[tuple[str, str]]:
    """The language tags of an element, each with its attribute."""
    if tag := element.get(XML_LANG):
        yield XML_LANG, tag
    if name(element) == "language" and (tag := element.get("ident")):
        yield "ident", tag
    for attribute in ("mainLang", "otherLangs"):
        for tag in element.get(attribute, "").split():
            yield attribute, tag


def why_no_tag(tag: str) -> tuple[str, str] | None:
    """What is wrong with a language tag, and what was meant; None when nothing is."""
    if tag in LANGUAGES:
        return None
    match = re.fullmatch(TAG, tag, re.I)
    if match is None:
        return "it is not made as tags are", tag.replace("_", "-") if "_" in tag else ""
    language, script, region = (match[name] for name in ("language", "script", "region"))
    rest = tag[len(language) :] if language else ""
    if language is None:
        known = tag.lower().startswith(("x-", "i-"))
        return None if known else (f"no language is called `{tag.partition('-')[0]}`", "")
    language = language.lower()
    if language in SHORT_FOR:
        return "the code of two letters is used where there is one", SHORT_FOR[language] + rest
    if len(language) == 2 and language not in LANGUAGES:
        meant = MEANT.get(language, "")
        return f"there is no language `{language}`", meant + rest if meant else ""
    if script and script.title() not in SCRIPTS:
        return f"there is no script `{script}`", ""
    if region and region.upper() not in REGIONS:
        meant = re.sub(r"-uk\b", "-GB", tag, flags=re.I) if region.upper() == "UK" else ""
        return f"there is no region `{region}`", meant
    return None
