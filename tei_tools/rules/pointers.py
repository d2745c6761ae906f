"""In: a document and a way to ask for the ids of other files. Out: findings on its pointers.

Every token of every pointing attribute must lead to something, and to something of the right kind:
a ``@hand`` to a ``handNote``, a person's ``@ref`` to a ``person`` (TEI Guidelines 16, "Linking").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import PurePosixPath
from typing import Protocol
from urllib.parse import unquote

from lxml import etree

from tei_tools.model.document import Document
from tei_tools.model.finding import Finding, Severity
from tei_tools.model.names import TEI_NS, local, name_of, namespace, tei
from tei_tools.model.patterns import is_safe_pattern

#: Attributes whose value is one or more pointers wherever they stand (datatype teidata.pointer).
POINTERS = frozenset(
    "adj adjFrom adjTo ana calendar change children copyOf corresp datingMethod datingPoint decls "
    "domains edRef exclude fVal facs feats follow given hand inst lemmaRef mergedIn mutual next "
    "nymRef origin parent parts perf period prev ref rendition resp sameAs scribeRef scriptRef "
    "select since source spanTo synch target targetEnd toWhom unitRef who wit".split()
)
#: Attributes that are pointers on these elements and something else on others.
POINTERS_ON: Mapping[str, frozenset[str]] = {
    "active": frozenset({"relation"}),
    "passive": frozenset({"relation"}),
    "new": frozenset({"handShift"}),
    "scheme": frozenset(
        {"catRef", "classCode", "keywords", "locus", "locusGrp", "occupation", "socecStatus"}
    ),
    "url": frozenset({"graphic", "media", "schemaRef"}),
}

PERSONS = ("person", "personGrp", "persona")
AGENTS = (*PERSONS, "org", "respStmt", "author", "editor", "principal", "handNote", "bibl")
WORKS = ("bibl", "biblStruct", "biblFull", "msDesc", "listBibl", "TEI", "object")
#: What an attribute leads to, for every element.
KINDS: Mapping[str, tuple[str, ...]] = {
    "hand": ("handNote",),
    "new": ("handNote",),
    "scribeRef": ("person",),
    "resp": AGENTS,
    "wit": ("witness", "listWit", "msDesc"),
    "rendition": ("rendition",),
    "scheme": ("taxonomy", "category"),
}
#: What ``@ref`` and ``@target`` lead to, by element (and ``@type``, where it decides).
KINDS_BY_ELEMENT: Mapping[tuple[str, str, str], tuple[str, ...]] = {
    ("persName", "ref", ""): PERSONS,
    ("author", "ref", ""): (*PERSONS, "org"),
    ("orgName", "ref", ""): ("org",),
    ("placeName", "ref", ""): ("place",),
    ("settlement", "ref", ""): ("place",),
    ("region", "ref", ""): ("place",),
    ("country", "ref", ""): ("place",),
    ("geogName", "ref", ""): ("place",),
    ("title", "ref", ""): WORKS,
    ("rs", "ref", "person"): PERSONS,
    ("rs", "ref", "org"): ("org",),
    ("rs", "ref", "place"): ("place",),
    ("rs", "ref", "event"): ("event",),
    ("rs", "ref", "bibl"): WORKS,
    ("ref", "target", "noteref"): ("note",),
    ("catRef", "target", ""): ("category",),
    ("handShift", "new", ""): ("handNote",),
}
#: Schemes that lead out of the edition; they are not followed.
OUTSIDE = frozenset(
    "http https ftp mailto urn doi info tel data geo viaf gnd isbn issn ark hdl orcid".split()
)
#: How many ids of the right kind are listed when none is like the one that is missing.
LISTED = 6
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):(.*)", re.S)


class Targets(Protocol):
    """Answers what there is at the end of a pointer; knows files, where a rule does not."""

    def ids(self, path: str) -> Mapping[str, str] | None:
        """The ids of an XML file with the local names of their elements; None when it is none.

        Raises:
            FileNotFoundError: no such file.
            PermissionError: the file is outside the project and is not opened.
        """
        ...


@dataclass(frozen=True, slots=True)
class Prefix:
    """One ``prefixDef``: tokens that match the pattern are rewritten (TEI Guidelines 16.2.3)."""

    pattern: re.Pattern[str] | None
    replacement: str


class _Checker:
    def __init__(self, document: Document, targets: Targets) -> None:
        self.document = document
        self.targets = targets
        self._own: dict[str, Mapping[str, str]] = {}
        self._paths: dict[tuple[str, str], str] = {}

    @cached_property
    def prefixes(self) -> Mapping[etree._Element, Mapping[str, Prefix]]:
        """The prefixes that each TEI or teiCorpus element declares in its header."""
        found: dict[etree._Element, dict[str, Prefix]] = {}
        for definition in self.document.root.iter(tei("prefixDef")):
            owner = next(definition.iterancestors(tei("TEI"), tei("teiCorpus")), None)
            if owner is not None:
                found.setdefault(owner, {})[definition.get("ident", "")] = _prefix(definition)
        return found

    def prefixes_at(self, element: etree._Element) -> Mapping[str, Prefix]:
        """The prefixes in force: those of the nearest header win."""
        result: dict[str, Prefix] = {}
        for owner in element.iterancestors(tei("TEI"), tei("teiCorpus")):
            result = {**self.prefixes.get(owner, {}), **result}
        return result

    def check(self) -> Iterator[Finding]:
        for element in self.document.root.iter(etree.Element):
            if namespace(name_of(element)) == TEI_NS:
                for attribute, value in element.items():
                    if attribute in POINTERS or local(name_of(element)) in POINTERS_ON.get(
                        attribute, ()
                    ):
                        for token in value.split():
                            yield from self.check_token(element, attribute, token)

    def check_token(self, element: etree._Element, attribute: str, token: str) -> Iterator[Finding]:
        uri = token
        scheme = _SCHEME.fullmatch(token)
        if scheme is not None:
            declared = self.prefixes_at(element)
            prefix = declared.get(scheme[1])
            if prefix is None:
                if scheme[1].lower() not in OUTSIDE:
                    yield self._unknown_prefix(element, attribute, token, scheme[1], declared)
                return
            if prefix.pattern is None:
                yield self._finding(
                    element,
                    attribute,
                    token,
                    "pointers.not-checked",
                    f"`{token}` is not checked: the matchPattern of its prefix cannot be used",
                    severity=Severity.INFO,
                    suggestion="write one without nested repetitions, such as `([a-z0-9]+)`",
                )
                return
            if not prefix.pattern.fullmatch(scheme[2]):
                yield self._finding(
                    element,
                    attribute,
                    token,
                    "pointers.prefix-mismatch",
                    f"`{token}` does not match the pattern that its prefix declares",
                    suggestion=f"`{prefix.pattern.pattern}`",
                )
                return
            uri = prefix.pattern.sub(prefix.replacement, scheme[2])
            if (expanded := _SCHEME.fullmatch(uri)) and expanded[1].lower() in OUTSIDE:
                return
        yield from self._check_uri(element, attribute, token, uri)

    def _check_uri(
        self, element: etree._Element, attribute: str, token: str, uri: str
    ) -> Iterator[Finding]:
        file, _, fragment = unquote(uri).partition("#")
        own = self.document.part_of(element).source.path
        path = self._path(own, file) if file else own
        if "(" in fragment:
            yield self._finding(
                element,
                attribute,
                token,
                "pointers.not-checked",
                f"`{token}` is an XPointer scheme, which is not evaluated",
                severity=Severity.INFO,
            )
            return
        try:
            ids = self._ids(path, own)
        except FileNotFoundError:
            yield self._missing_file(element, attribute, token, file)
            return
        except PermissionError:
            yield self._finding(
                element,
                attribute,
                token,
                "pointers.outside-project",
                f"`{token}` leads out of the project; what is there is not opened",
                severity=Severity.WARNING,
            )
            return
        if ids is None or not fragment:
            return
        if fragment not in ids:
            wanted = _kinds(element, attribute)
            fitting = [name for name, kind in ids.items() if kind in wanted] if wanted else []
            near = get_close_matches(fragment, fitting or ids, 1)
            listed = ", ".join(f"`{name}`" for name in fitting)
            where = f"in `{file}`" if file else "in this file"
            yield self._finding(
                element,
                attribute,
                token,
                "pointers.dangling",
                f"`{token}` points to nothing: there is no xml:id `{fragment}` {where}",
                suggestion=f"did you mean `{token.replace(fragment, near[0])}`?"
                if near
                else (f"there is {listed}" if 0 < len(fitting) <= LISTED else ""),
            )
            return
        yield from self._check_kind(element, attribute, token, ids[fragment])

    def _path(self, own: str, file: str) -> str:
        """The path of a file named in the file ``own``."""
        if (own, file) not in self._paths:
            self._paths[own, file] = str(PurePosixPath(own).parent / file)
        return self._paths[own, file]

    def _ids(self, path: str, own: str) -> Mapping[str, str] | None:
        """The ids of a file, from this document where it is part of it."""
        if path == own and path not in self._own:
            part = next(part for part in self.document.parts if part.source.path == path)
            self._own[path] = {
                identifier: local(name_of(elements[0]))
                for identifier, elements in self.document.ids.items()
                if len(self.document.parts) == 1
                or any(self.document.part_of(e) is part for e in elements)
            }
        return self._own[path] if path in self._own else self.targets.ids(path)

    def _check_kind(
        self, element: etree._Element, attribute: str, token: str, kind: str
    ) -> Iterator[Finding]:
        name, wanted = local(name_of(element)), _kinds(element, attribute)
        if wanted and kind not in wanted:
            listed = " or ".join(f"`{each}`" for each in wanted[:3])
            yield self._finding(
                element,
                attribute,
                token,
                "pointers.wrong-kind",
                f"`{token}` leads to a `{kind}`; `{name}/@{attribute}` leads to {listed}",
            )

    def _unknown_prefix(
        self,
        element: etree._Element,
        attribute: str,
        token: str,
        prefix: str,
        declared: Mapping[str, Prefix],
    ) -> Finding:
        near = get_close_matches(prefix, declared, 1)
        cure = "declare it with a `prefixDef` in the header"
        return self._finding(
            element,
            attribute,
            token,
            "pointers.unknown-prefix",
            f"the prefix `{prefix}:` of `{token}` is not declared",
            suggestion=f"did you mean `{near[0]}:`?" if near else cure,
        )

    def _missing_file(
        self, element: etree._Element, attribute: str, token: str, file: str
    ) -> Finding:
        if file == token and file in self.document.ids:
            return self._finding(
                element,
                attribute,
                token,
                "pointers.forgotten-hash",
                f"`{token}` is an xml:id of this document, but without `#` it names a file",
                suggestion=f"did you mean `#{token}`?",
            )
        return self._finding(
            element,
            attribute,
            token,
            "pointers.missing-file",
            f"`{token}` leads to the file `{file}`, which does not exist",
        )

    def _finding(
        self,
        element: etree._Element,
        attribute: str,
        token: str,
        code: str,
        message: str,
        *,
        severity: Severity = Severity.ERROR,
        suggestion: str = "",
    ) -> Finding:
        return self.document.finding(
            element,
            code,
            message,
            attribute=attribute,
            token=token,
            severity=severity,
            suggestion=suggestion,
        )


def check_pointers(document: Document, targets: Targets) -> Iterator[Finding]:
    """Every pointer that leads to nothing, or to something of the wrong kind.

    Example: ``<p hand="#h.x">`` without a ``handNote xml:id="h.x"`` gives ``pointers.dangling``.
    """
    yield from _Checker(document, targets).check()


def _kinds(element: etree._Element, attribute: str) -> tuple[str, ...]:
    """What an attribute of an element may lead to; empty when anything will do."""
    name = local(name_of(element))
    return (
        KINDS_BY_ELEMENT.get((name, attribute, element.get("type", "")))
        or KINDS_BY_ELEMENT.get((name, attribute, ""))
        or KINDS.get(attribute, ())
    )


def _prefix(definition: etree._Element) -> Prefix:
    """Read a ``prefixDef``; ``$1`` of its replacement becomes Python's ``\\g<1>``."""
    replacement = re.sub(
        r"\$(\d)", r"\\g<\1>", definition.get("replacementPattern", "").replace("\\", r"\\")
    )
    pattern = definition.get("matchPattern", "(.*)")
    try:
        return Prefix(re.compile(pattern) if is_safe_pattern(pattern) else None, replacement)
    except re.error:
        return Prefix(None, replacement)
