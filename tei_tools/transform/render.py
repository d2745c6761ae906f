"""In: a document, the name of a format, options. Out: the bytes of the format, and findings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final, NamedTuple

from tei_tools.model.document import Document
from tei_tools.model.finding import Finding, Severity, TeiToolsError

from .edition import Edition, PageOf
from .entries import Lookup
from .html import render_html
from .json import render_json
from .loss import losses
from .options import TransformOptions
from .records import render_jsonl
from .text import render_text


class Format(NamedTuple):
    """A format: what makes it, and the ending of its files."""

    render: Callable[[Edition, TransformOptions], bytes]
    ending: str


#: The formats there are, by name.
FORMATS: Final[Mapping[str, Format]] = MappingProxyType(
    {
        "text": Format(render_text, ".txt"),
        "html": Format(render_html, ".html"),
        "json": Format(render_json, ".json"),
        "jsonl": Format(render_jsonl, ".jsonl"),
    }
)


class Rendering(NamedTuple):
    """A document in a format, and what its reader should know of it."""

    data: bytes
    findings: tuple[Finding, ...]


def render(
    document: Document,
    *,
    to: str,
    options: TransformOptions | None = None,
    lookup: Lookup | None = None,
    page_of: PageOf | None = None,
) -> Rendering:
    """A document in a format.

    Args:
        document: what is rendered.
        to: the name of a format.
        options: how; the usual where none are given.
        lookup: says what a register outside the document calls an id.
        page_of: says where the page of another file is, for links.

    Raises:
        TeiToolsError: there is no such format.
    """
    if to not in FORMATS:
        raise TeiToolsError(f"unknown format `{to}`; known are {', '.join(FORMATS)}")
    options = options or TransformOptions()
    edition = Edition(document, lookup, page_of)
    data = FORMATS[to].render(edition, options)
    if not any(work.main for work in edition.works(options.as_view)):
        edition.report(
            document.finding(
                document.root,
                "transform.no-text",
                "there is nothing to read in this document",
                severity=Severity.WARNING,
            ),
            document.root,
        )
    findings = edition.findings()
    if options.loss:
        findings = (*findings, *losses(document, _tried(document, to, options, lookup, page_of)))
    return Rendering(data, findings)


def _tried(
    document: Document,
    to: str,
    options: TransformOptions,
    lookup: Lookup | None,
    page_of: PageOf | None,
) -> Callable[[], bytes]:
    """Makes a format for the search for losses: that a page shows the TEI too is no excuse."""
    if to == "html":
        options = replace(options, source=False)
    return lambda: FORMATS[to].render(Edition(document, lookup, page_of), options)
