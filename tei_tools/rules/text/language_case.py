"""``text.language-case``: language tags are written as is usual."""

from __future__ import annotations

from functools import partial

from lxml import etree

from tei_tools.model.document import Document
from tei_tools.model.finding import Fix, Severity
from tei_tools.model.names import XML_LANG
from tei_tools.rules.context import Context
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

from .language_tag import why_no_tag

RULE = Rule(
    code="text.language-case",
    name="a language tag is written in unusual letters",
    reason="Tags mean the same in capitals and small letters, but many programs compare them as "
    "they stand: de-AT, ru-Latn.",
    source="BCP 47 (RFC 5646, 2.1.1)",
    bad='<p>What they call <foreign xml:lang="FR">pruderie</foreign>.</p>',
    good='<p>What they call <foreign xml:lang="fr">pruderie</foreign>.</p>',
    severity=Severity.INFO,
    fixes=True,
)


def check(elements: Elements, _: Context) -> Problems:
    for element in elements:
        attribute = "ident" if str(element.tag).endswith("}language") else XML_LANG
        tag = element.get(attribute, "")
        usual = tag if tag.isalpha() and tag.islower() else in_usual_case(tag)
        if tag != usual and why_no_tag(tag) is None:
            yield Problem(
                element=element,
                message=f"`{tag}` is usually written `{usual}`",
                attribute=attribute,
                fix=partial(_fix, element=element, attribute=attribute, usual=usual),
            )


def in_usual_case(tag: str) -> str:
    """A tag with its language in small letters, its script with a capital, its region in capitals;
    what follows a single letter stays as it is.
    """
    first, *rest = tag.split("-")
    parts = [first.lower()]
    for number, part in enumerate(rest):
        if len(part) == 1 or len(first) == 1:
            return "-".join([*parts, *rest[number:]])
        is_script, is_region = len(part) == 4 and part.isalpha(), len(part) == 2
        parts.append(part.title() if is_script else part.upper() if is_region else part.lower())
    return "-".join(parts)


def _fix(document: Document, element: etree._Element, attribute: str, usual: str) -> Fix | None:
    edit = document.edit_value(element, attribute, usual)
    return Fix.of(f"write `{usual}`", edit, is_safe=True)
