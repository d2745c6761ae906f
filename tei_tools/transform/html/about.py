"""In: a header. Out: what a page says of its text: sources, responsibility, licence, citation."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from tei_tools.pages import checked, escape, start

from ..header import Header, Statement
from .citation import HINT, citation
from .page import Page

#: How the parts of an editorial declaration are called.
PRINCIPLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "projectDesc": "Project",
        "samplingDecl": "Selection",
        "correction": "Corrections",
        "normalization": "Normalisation",
        "punctuation": "Punctuation",
        "quotation": "Quotation marks",
        "hyphenation": "Hyphenation",
        "segmentation": "Divisions",
        "stdVals": "Standard values",
        "interpretation": "Interpretation",
    }
)
SUMMARY: Final = "How the text was edited"


def about(page: Page, header: Header) -> str:
    """A list of terms with what the header says to each; empty when it says nothing."""
    rows = "".join(
        f"<dt>{escape(term)}</dt>\n{''.join(f'<dd>{said}</dd>' for said in descriptions)}\n"
        for term, descriptions in _rows(page, header)
        if descriptions
    )
    principles = "".join(
        f"<dt>{PRINCIPLES.get(name, name)}</dt>{''.join(f'<dd>{escape(t)}</dd>' for t in texts)}\n"
        for name, texts in header.principles
    )
    if principles:
        principles = f"<dl>\n{principles}</dl>"
        principles = f"<details><summary>{SUMMARY}</summary>\n{principles}</details>\n"
    opened = start("div", class_="about", lang=page.ui_language)
    return f"{opened}<dl>\n{rows}</dl>\n{principles}</div>\n" if rows or principles else ""


def _rows(page: Page, header: Header) -> Iterator[tuple[str, list[str]]]:
    yield "Author", [escape(agent.name) for agent in header.authors]
    yield "Sources, the nearest first", _statements(header.sources)
    yield "First published", _statements(header.first_publications)
    yield "Originals not consulted", _statements(header.unconsulted)
    yield "Witnesses", list(map(_witness, header.witnesses))
    roles: dict[str, list[str]] = {}
    for responsibility in header.responsibilities:
        names = ", ".join(agent.name for agent in responsibility.agents)
        roles.setdefault(responsibility.role, []).extend([escape(names)] if names else [])
    yield from roles.items()
    edition = [header.edition, header.publisher, header.published.text if header.published else ""]
    shown = ", ".join(part for part in edition if part)
    yield "Edition", [escape(shown)] if shown else []
    yield "Languages", _statements(header.languages)
    yield "Licence", _statements(header.licences)
    if header.title:
        more = " and its encoding" if page.shows_source else ""
        hint = [f'<span class="hint">{HINT}{more}.</span>']
        yield "Cite as", [escape(citation(header)), *(hint if page.has_citations else [])]


def _statements(statements: Iterable[Statement]) -> list[str]:
    return [_statement(statement) for statement in statements if statement.text]


def _witness(statement: Statement) -> str:
    """A witness after its siglum, which its description may begin with."""
    sign, rest = statement.id, statement.text.removeprefix(statement.id).lstrip()
    return f"<b>{escape(sign)}</b> {escape(rest)}" if sign else escape(rest)


def _statement(statement: Statement) -> str:
    href = checked(statement.target) if statement.target.startswith(("https:", "http:")) else ""
    if not href:
        return escape(statement.text)
    return f"{start('a', href=href, rel='license external')}{escape(statement.text)}</a>"


def linked_data(header: Header, parts: Iterable[Header] = ()) -> str:
    """The metadata of a page as schema.org JSON-LD, safe inside a script element."""
    data = {"@context": "https://schema.org", **_work(header)}
    inner = [_work(part) for part in parts]
    if inner:
        data["hasPart"] = inner
    text = json.dumps(data, ensure_ascii=False, indent=1)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return f'<script type="application/ld+json">\n{text}\n</script>\n'


def _work(header: Header) -> dict[str, Any]:
    published = dict(header.published.dates).get("when") if header.published else None
    created = "/".join(dict(header.created[0].dates).values()) if header.created else None
    said: dict[str, Any] = {
        "@type": "CreativeWork",
        "identifier": header.id,
        "name": header.title,
        "alternativeHeadline": header.subtitle,
        "author": [{"@type": "Person", "name": agent.name} for agent in header.authors],
        "contributor": [
            {"@type": "Role", "roleName": r.role, "contributor": {"name": agent.name}}
            for r in header.responsibilities
            for agent in r.agents
        ],
        "publisher": {"@type": "Organization", "name": header.publisher}
        if header.publisher
        else "",
        "version": header.edition,
        "inLanguage": header.language,
        "datePublished": published,
        "temporalCoverage": created,
        "license": [s.target or s.text for s in header.licences],
        "isBasedOn": [s.text for s in header.sources],
    }
    return {key: value for key, value in said.items() if value}
