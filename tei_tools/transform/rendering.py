"""In: a document, the name of a format, options. Out: the bytes of the format, and findings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from tei_tools.model.document import Document
from tei_tools.model.finding import Finding, Severity, TeiToolsError

from .edition import Edition, PageOf
from .entries import Lookup
from .options import TransformOptions

#: Makes a format.
Render: TypeAlias = Callable[[Edition, TransformOptions], bytes]

if TYPE_CHECKING:
    from .models import Modelled


class Format(NamedTuple):
    """A format: the module and the function that make it, and the ending of its files."""

    module: str
    function: str
    ending: str

    @property
    def render(self) -> Render:
        """What makes it; it is loaded only now."""
        made: Render = getattr(import_module(self.module, __package__), self.function)
        return made


#: The formats there are, by name.
FORMATS: Final[Mapping[str, Format]] = MappingProxyType(
    {
        "text": Format(".text", "render_text", ".txt"),
        "html": Format(".html", "render_html", ".html"),
        "json": Format(".json", "render_json", ".json"),
        "jsonl": Format(".records", "render_jsonl", ".jsonl"),
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
    edition = Edition(document, lookup, page_of, modelled_by(options, document, to))
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
    if options.loss and not (to == "json" and options.source):  # whose source holds everything
        from .loss import losses

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

    def made() -> bytes:
        modelled = modelled_by(options, document, to)
        return FORMATS[to].render(Edition(document, lookup, page_of, modelled), options)

    return made


def modelled_by(options: TransformOptions, document: Document, to: str) -> Modelled | None:
    """What the models of a project say of a document in a format."""
    if not options.models:
        return None
    from .models import Modelled, own, restored  # with XPath, which most projects do not need

    output = "web" if to == "html" else "plain"
    return Modelled(document, restored(options.models), output, own(options.behaviours))
