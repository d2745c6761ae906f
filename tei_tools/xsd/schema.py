"""In: the path of an XSD. Out: a Schema that says whether a document is valid, and if not, why.

libxml2 is quick and gives the verdict; the xmlschema package is loaded only for what fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from tei_tools.model.document import Document, Walkable
from tei_tools.model.draft import Draft
from tei_tools.model.finding import Finding, Severity, TeiToolsError
from tei_tools.model.names import XSD_NS
from tei_tools.model.patterns import is_safe_pattern

if TYPE_CHECKING:
    from .diagnosis import Diagnosis

#: The XSD elements that name another schema file.
REFERENCES = tuple(f"{{{XSD_NS}}}{name}" for name in ("import", "include", "redefine"))


class Schema:
    """A compiled XSD.

    Attributes:
        path: the file it was loaded from.
        name: the file as messages name it.
    """

    def __init__(
        self, path: Path, name: str, compiled: etree.XMLSchema, slow_patterns: tuple[str, ...]
    ) -> None:
        self.path = path
        self.name = name
        self._compiled = compiled
        self._slow_patterns = slow_patterns

    def is_valid(self, document: Walkable) -> bool:
        """The verdict alone.

        Raises:
            TeiToolsError: libxml2 gave up.
        """
        try:
            return self._compiled.validate(document.whole().root.getroottree())
        except etree.XMLSchemaValidateError as error:
            raise TeiToolsError(
                f"{document.path}: libxml2 gave up validating against {self.name}: {error}"
            ) from None

    def drafts(self, document: Walkable) -> Iterator[Draft]:
        """The same as `validate`, as drafts."""
        for finding in self.validate(document):
            yield Draft((0,), partial(_found, finding), finding.severity)

    def validate(self, document: Walkable) -> Iterator[Finding]:
        """What is wrong with a document, one finding for one cause; nothing when it is valid.

        Duplicate ids are left to the rule that shows both places.
        """
        whole = document.whole()
        if whole is not document:
            yield self._read_whole(whole)
        if not self.is_valid(whole):
            yield from self._diagnose(whole)

    def _read_whole(self, document: Document) -> Finding:
        return document.finding(
            document.root,
            "schema.read-whole",
            "to be checked against an XSD, this large file was held in memory as a whole",
            severity=Severity.INFO,
            suggestion="against RELAX NG or an ODD, it is checked piece by piece",
            source=self.name,
        )

    def _diagnose(self, document: Document) -> Iterator[Finding]:
        if self._slow_patterns:
            yield document.finding(
                document.root,
                "schema.slow-pattern",
                f"the schema has the pattern `{self._slow_patterns[0]}`, which can take for ever; "
                "what follows is libxml2's verdict without a closer diagnosis",
                severity=Severity.INFO,
                source=self.name,
            )
            yield from self._verdict(document)
            return
        findings = list(self._diagnosis.findings(document))
        yield from findings or self._verdict(document)

    @cached_property
    def _diagnosis(self) -> Diagnosis:
        from .diagnosis import Diagnosis

        return Diagnosis(self.path, self.name)

    def _verdict(self, document: Document) -> Iterator[Finding]:
        """What libxml2 itself says, for the rare error that only it sees."""
        nodes = list(document.root.iter(etree.Element))
        duplicates = {name for name, elements in document.ids.items() if len(elements) > 1}
        for error in self._compiled.error_log:
            if "'xs:ID'" in error.message and any(f"'{d}'" in error.message for d in duplicates):
                continue  # told by the rule on ids
            node = next((n for n in nodes if n.sourceline == error.line), document.root)
            yield document.finding(node, "grammar.invalid", error.message, source=self.name)


def _found(finding: Finding, _document: Document, _root: etree._Element) -> Finding:
    return finding


def load_schema(path: Path, *, name: str = "") -> Schema:
    """Load an XSD from a file.

    Args:
        name: how messages call it; the path where nothing is given.

    Raises:
        TeiToolsError: the file is missing, is no XSD, has an error, or wants the network.
    """
    if not path.is_file():
        raise TeiToolsError(f"{path}: no such schema file")
    root = _parse(path)
    if root.tag != f"{{{XSD_NS}}}schema":
        raise TeiToolsError(
            f"{path}: not an XSD; this version validates against XSD only "
            "(`tei-tools schema compile` makes one from an ODD)"
        )
    files: dict[Path, etree._Element] = {}
    _gather(path, root, files)
    patterns = tuple(
        pattern
        for each in files.values()
        for facet in each.iter(f"{{{XSD_NS}}}pattern")
        if not is_safe_pattern(pattern := facet.get("value", ""))
    )
    try:
        return Schema(path, name or str(path), etree.XMLSchema(root.getroottree()), patterns)
    except etree.XMLSchemaParseError as error:
        line = error.error_log[0].line if len(error.error_log) else 0
        raise TeiToolsError(f"{path}:{line}: the schema has an error: {error}") from None


def _parse(path: Path) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.parse(path, parser).getroot()
    except (etree.XMLSyntaxError, OSError) as error:
        raise TeiToolsError(f"{path}: the schema cannot be read: {error}") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise TeiToolsError(f"{path}: a schema with a DOCTYPE is not read; remove the declaration")
    return root


def _gather(path: Path, root: etree._Element, files: dict[Path, etree._Element]) -> None:
    """Gather the files of a schema: all must be local, and in turn name only local ones."""
    files[path.resolve()] = root
    for reference in root.iter(*REFERENCES):
        location = reference.get("schemaLocation")
        if location is None:
            continue
        target = path.parent / location
        if "://" in location or not target.is_file():
            raise TeiToolsError(
                f"{path}:{reference.sourceline}: the schema needs {location}, which is no file "
                "beside it; schemas are never fetched from the network"
            )
        if target.resolve() not in files:
            _gather(target, _parse(target), files)
