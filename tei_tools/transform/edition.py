"""In: a document. Out: all that a format may ask of it: works by view, headers, units, names.

Everything is made when it is first asked for, and once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final, TypeAlias

from lxml import etree

from tei_tools.model.document import Document
from tei_tools.model.finding import Finding, Severity
from tei_tools.model.names import tei

from .compose import Work, compose, works_in
from .entries import Entry, Lookup, register_entries
from .header import Header, header_of
from .inlines import Inlines
from .structure import Structure
from .units import Unit, units_in
from .views import READING, View

if TYPE_CHECKING:
    from .models import Modelled

#: From the path of another file to the address of its page, seen from the page of the document;
#: empty where that file is not part of the project.
PageOf: TypeAlias = Callable[[str], str]
#: How many findings of a kind are told one by one.
MOST_FINDINGS: Final = 50


class Edition:
    """A document on its way to a format."""

    def __init__(
        self,
        document: Document,
        lookup: Lookup | None = None,
        page_of: PageOf | None = None,
        modelled: Modelled | None = None,
    ) -> None:
        self.document = document
        self.structure = Structure(document, modelled)
        self.page_of = page_of
        self._lookup = lookup
        self._works: dict[str, tuple[Work, ...]] = {}
        self._headers: dict[etree._Element, Header] = {}
        self._entries: dict[str, Entry] | None = None
        self._names: dict[str, str] | None = None
        self._findings: dict[tuple[str, etree._Element], Finding] = {}
        self._hyphens: dict[etree._Element, None] = {}

    @property
    def is_corpus(self) -> bool:
        """Whether the document holds several works."""
        return self.document.root.tag == tei("teiCorpus")

    def works(self, view: View, *, is_plain: bool = False) -> tuple[Work, ...]:
        """What a view reads, work by work; of a plain text, no interventions are recorded."""
        if view.name not in self._works:
            self._works[view.name] = tuple(
                compose(self.structure, view, root, self._hyphens.setdefault, is_plain=is_plain)
                for root in works_in(self.document.root, self.structure.rule)
            )
        return self._works[view.name]

    def header(self, root: etree._Element) -> Header:
        """What the header of a work or a corpus says."""
        if root not in self._headers:
            self._headers[root] = header_of(root, Inlines(self.structure, READING))
        return self._headers[root]

    def plain(self, element: etree._Element) -> str:
        """The text of an element that is not part of what is read, in one line."""
        return Inlines(self.structure, READING).plain(element)

    def units(self, work: Work) -> tuple[Unit, ...]:
        """The units of a work."""
        return tuple(units_in(work.main, self.structure.pointers))

    def entry(self, slug: str) -> Entry | None:
        """What a register, in this document or behind the lookup, says of a slug."""
        if self._entries is None:
            self._entries = register_entries(self.document)
        return self._entries.get(slug) or (self._lookup(slug) if self._lookup else None)

    def name(self, slug: str) -> str:
        """How something is called: by a register, by a header, or else by its slug."""
        entry = self.entry(slug)
        if entry is not None:
            return entry.label
        if self._names is None:
            self._names = {
                agent.ref: agent.name
                for root in (*works_in(self.document.root, self.structure.rule), self.document.root)
                for header in (self.header(root),)
                for agents in (header.authors, *(r.agents for r in header.responsibilities))
                for agent in agents
                if agent.ref
            }
        return self._names.get(slug, slug)

    def report(self, finding: Finding, element: etree._Element) -> None:
        """Keep a finding; the same code is said once of an element."""
        self._findings.setdefault((finding.code, element), finding)

    def findings(self) -> tuple[Finding, ...]:
        """What a reader of the output should know, in a settled order."""
        return (*self.structure.findings(), *self._hyphen_findings(), *self._findings.values())

    def _hyphen_findings(self) -> Iterator[Finding]:
        """A finding for each hyphen that was read as a division, as far as one may want to read."""
        for number, element in enumerate(self._hyphens, 1):
            rest = len(self._hyphens) - number if number == MOST_FINDINGS else 0
            yield self.document.finding(
                element,
                "transform.hyphen-dropped",
                'a hyphen before `break="no"` is read as the mark of a division and left out'
                + (f" (so are {rest} more after this one)" if rest else ""),
                severity=Severity.WARNING,
                suggestion='encode it as `<pc force="weak">-</pc>`, or remove the attribute '
                "if the word has a hyphen",
            )
            if number == MOST_FINDINGS:
                return
