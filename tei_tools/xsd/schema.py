"""In: the path of an XSD. Out: a Schema that says whether a document is valid, and if not, why.

libxml2 is quick and gives the verdict; the xmlschema package explains what failed. Both work in a
process of their own, which is ended when it takes too long.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

from lxml import etree

from tei_tools.model.document import Document
from tei_tools.model.draft import Draft
from tei_tools.model.finding import Finding, Location, SchemaError, Severity, TeiToolsError
from tei_tools.model.names import XSD_NS
from tei_tools.model.patterns import is_safe_pattern
from tei_tools.model.walkable import Walkable
from tei_tools.model.wording import malformed
from tei_tools.resources import is_file

from .process import SECONDS, LimitError, Process

#: The XSD elements that name another schema file.
REFERENCES = tuple(f"{{{XSD_NS}}}{name}" for name in ("import", "include", "redefine"))
#: Of how many files a schema may consist.
FILES: Final = 1_000
_TOO_LONG: Final = f"it takes more than {SECONDS:.0f} seconds, or too much memory"


class Schema:
    """A compiled XSD.

    Attributes:
        path: the file it was loaded from.
        name: the file as messages name it.
    """

    has_rules = False

    def __init__(self, path: Path, name: str, process: Process, slow_pattern: str) -> None:
        self.path = path
        self.name = name
        self._process = process
        self._slow_pattern = slow_pattern

    def is_valid(self, document: Walkable) -> bool:
        """The verdict alone.

        Raises:
            TeiToolsError: there is none, since it takes too long.
        """
        try:
            return not self._verdict(document.whole())
        except LimitError:
            message = f"cannot be validated against {self.name}: {_TOO_LONG}"
            raise TeiToolsError(f"{document.path}: {message}") from None

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
        yield from self._findings(whole)

    def _read_whole(self, document: Document) -> Finding:
        return document.finding(
            document.root,
            "schema.read-whole",
            "to be checked against an XSD, this large file was held in memory as a whole",
            severity=Severity.INFO,
            suggestion="against RELAX NG or an ODD, it is checked piece by piece",
            source=self.name,
        )

    def _findings(self, document: Document) -> Iterator[Finding]:
        try:
            verdict = self._verdict(document)
        except LimitError:
            yield document.finding(
                document.root,
                "schema.limit",
                f"this document cannot be validated: {_TOO_LONG}",
                source=self.name,
            )
            return
        if not verdict:
            return
        elements = list(document.root.iter(etree.Element))
        mistakes, reason = ([], "") if self._slow_pattern else self._diagnosis()
        for number, code, message, attribute, after, expected, suggestion in mistakes:
            yield document.finding(
                elements[number],
                code,
                message,
                attribute=attribute,
                after=after,
                expected=tuple(expected),
                suggestion=suggestion,
                source=self.name,
            )
        if not mistakes:
            yield from self._unexplained(document, reason)
            yield from self._told_by_libxml2(document, elements, verdict)

    def _verdict(self, document: Document) -> list[tuple[int, str]]:
        if not self._process.is_running:
            self._process = Process(self.path)
        verdict: list[tuple[int, str]] = self._process.ask(etree.tostring(document.root))
        return verdict

    def _diagnosis(self) -> tuple[list[tuple[int, str, str, str, int | None, list[str], str]], str]:
        """The mistakes in the last document, or why they cannot be told."""
        try:
            found = self._process.ask(b"")
        except LimitError:
            return [], _TOO_LONG
        return ([], found) if isinstance(found, str) else (found, "")

    def _unexplained(self, document: Document, reason: str) -> Iterator[Finding]:
        """Why there is no closer diagnosis; nothing where libxml2 alone sees what is wrong."""
        code = "schema.no-diagnosis"
        message = f"the xmlschema package cannot say what is wrong ({reason})"
        if self._slow_pattern:
            code = "schema.slow-pattern"
            message = f"the schema has the pattern `{self._slow_pattern}`, which can take for ever"
        if reason or self._slow_pattern:
            yield document.finding(
                document.root,
                code,
                f"{message}; what follows is libxml2's verdict without a closer diagnosis",
                severity=Severity.INFO,
                source=self.name,
            )

    def _told_by_libxml2(
        self, document: Document, elements: list[etree._Element], verdict: list[tuple[int, str]]
    ) -> Iterator[Finding]:
        duplicates = {name for name, having in document.ids.items() if len(having) > 1}
        for number, message in verdict:
            if "'xs:ID'" in message and any(f"'{each}'" in message for each in duplicates):
                continue  # told by the rule on ids
            yield document.finding(elements[number], "grammar.invalid", message, source=self.name)


def _found(finding: Finding, _document: Document, _root: etree._Element) -> Finding:
    return finding


def load_schema(path: Path, *, name: str = "") -> Schema:
    """Load an XSD from a file.

    Args:
        name: how messages call it; the path where nothing is given.

    Raises:
        SchemaError: the file is no XSD, has an error, wants the network, or is beyond the bounds.
    """
    files = _gathered(path)
    patterns = (
        facet.get("value", "")
        for root in files.values()
        for facet in root.iter(f"{{{XSD_NS}}}pattern")
    )
    slow = next((pattern for pattern in patterns if not is_safe_pattern(pattern)), "")
    try:
        process = Process(path)
    except LimitError:
        cure = "use RELAX NG, or the ODD it was made from"
        raise _error(path, f"libxml2 cannot read this schema: {_TOO_LONG}", "limit", cure) from None
    if process.error is not None:
        message, line = process.error
        raise _error(path, f"the schema has an error: {message}", line=line)
    return Schema(path, name or str(path), process, slow)


def _gathered(path: Path) -> dict[Path, etree._Element]:
    """The files of a schema: all must be local, and in turn name only local ones."""
    root = _parse(path)
    if root.tag != f"{{{XSD_NS}}}schema":
        raise _error(path, "not an XSD: the root element of one is `xs:schema`")
    files = {path.resolve(): root}
    waiting = [(path, root)]
    while waiting:
        file, root = waiting.pop()
        for target in _targets(file, root):
            if target.resolve() not in files:
                if len(files) == FILES:
                    raise _error(path, f"the schema has more than {FILES} files", "limit")
                files[target.resolve()] = _parse(target)
                waiting.append((target, files[target.resolve()]))
    return files


def _targets(file: Path, root: etree._Element) -> Iterator[Path]:
    for reference in root.iter(*REFERENCES):
        location = reference.get("schemaLocation")
        if location is None:
            continue
        target = file.parent / location
        if "://" in location or not is_file(target):
            message = f"the schema needs {location}, which is no file beside it"
            cure = "schemas are never fetched from the network"
            raise _error(file, message, "include", cure, reference.sourceline or 0)
        yield target


def _parse(path: Path) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(path.read_bytes(), parser)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise _error(path, f"the schema cannot be read: {reason}", "missing") from None
    except etree.XMLSyntaxError as error:
        raise _error(path, malformed(error.msg), line=error.lineno or 0) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise _error(path, "a schema with a DOCTYPE is not read; remove the declaration")
    return root


def _error(
    path: Path, message: str, code: str = "syntax", cure: str = "", line: int = 0
) -> SchemaError:
    place = Location(str(path), line)
    return SchemaError([Finding(f"schema.{code}", Severity.ERROR, message, place, suggestion=cure)])
