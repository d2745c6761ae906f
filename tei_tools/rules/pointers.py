"""In: a document and a way to ask for the ids of other files. Out: findings on its pointers.

Every token of every pointing attribute must lead to something, and to something of the right kind:
a ``@hand`` to a ``handNote``, a person's ``@ref`` to a ``person`` (TEI Guidelines 16, "Linking").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TypeAlias
from urllib.parse import unquote

from lxml import etree

from tei_tools.model.document import Document
from tei_tools.model.finding import Finding, Severity
from tei_tools.model.names import TEI_NS, local, name_of, namespace
from tei_tools.model.pointers import OWNERS, SCHEME, Prefix, Prefixes

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

#: Attributes that lead to images and sounds, which are often kept elsewhere.
MEDIA = frozenset({"facs", "url"})

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
    "http https ftp file mailto urn doi info tel data geo viaf gnd isbn issn ark hdl orcid".split()
)
#: How many ids of the right kind are listed when none is like the one that is missing.
LISTED = 6


#: Answers what ids an XML file has, with the local names of their elements; None when it is no XML.
#: Raises FileNotFoundError, or PermissionError when the file is outside the project.
IdsOf: TypeAlias = Callable[[str], Mapping[str, str] | None]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one pointer.

    Attributes:
        cause: what other pointers may suffer from too (a prefix, a file), so that it is told once.
    """

    code: str
    message: str
    suggestion: str = ""
    severity: Severity = Severity.ERROR
    cause: str = ""


class _Pointer:
    """One token of an attribute, and how many more suffer from the same cause."""

    def __init__(
        self, element: etree._Element, attribute: str, token: str, problem: Problem
    ) -> None:
        self.element = element
        self.attribute = attribute
        self.token = token
        self.problem = problem
        self.more = 0


class _Checker:
    def __init__(self, document: Document, ids_of: IdsOf) -> None:
        self.document = document
        self.ids_of = ids_of
        self.prefixes = Prefixes(document)
        self._paths: dict[tuple[str, str], str] = {}

    def check(self) -> Iterator[Finding]:
        shared: dict[tuple[str, str], _Pointer] = {}
        for pointer in self._bad_pointers():
            problem = pointer.problem
            if not problem.cause:
                yield self._finding(pointer)
            elif (key := (problem.code, problem.cause)) in shared:
                shared[key].more += 1
            else:
                shared[key] = pointer
        yield from map(self._finding, shared.values())

    def _bad_pointers(self) -> Iterator[_Pointer]:
        """Every bad pointer. Most stand many times, so what was found good is not looked at again:
        in one place of the document, a value says the same wherever the same names stand around it.
        """
        good: set[tuple[object, ...]] = set()
        for place, element in self._elements():
            for attribute, value in element.items():
                if attribute not in POINTERS and attribute not in POINTERS_ON:
                    continue
                seen = (place, value, attribute, element.tag, element.get("type"))
                if seen in good or not _is_pointer(element, attribute):
                    continue
                problems = [
                    _Pointer(element, attribute, token, problem)
                    for token in value.split()
                    for problem in self._problems(place, element, attribute, token)
                ]
                if not problems:
                    good.add(seen)
                yield from problems

    def _elements(self) -> Iterator[tuple[etree._Element | None, etree._Element]]:
        """Every element with the one above it that settles its prefixes and its file."""
        parts = self.document.parts
        if any(part.root.tag not in OWNERS for part in parts[1:]):  # fragments
            for element in self.document.root.iter(etree.Element):
                yield self.document.part_of(element).root, element
            return
        place: etree._Element | None = None
        for element in self.document.root.iter(etree.Element):
            if element.tag in OWNERS:
                place = element
            yield place, element

    def _finding(self, pointer: _Pointer) -> Finding:
        problem = pointer.problem
        more = {0: "", 1: " (and 1 more like it)"}.get(
            pointer.more, f" (and {pointer.more} more like it)"
        )
        return self.document.finding(
            pointer.element,
            f"pointers.{problem.code}",
            problem.message + more,
            attribute=pointer.attribute,
            token=pointer.token,
            severity=problem.severity,
            suggestion=problem.suggestion,
        )

    def _problems(
        self, place: etree._Element | None, element: etree._Element, attribute: str, token: str
    ) -> Iterator[Problem]:
        uri: str | None = token
        if scheme := SCHEME.fullmatch(token):
            name, rest = scheme.groups()
            declared = self.prefixes.of(place)
            if name not in declared:
                if name.lower() not in OUTSIDE:
                    yield _unknown_prefix(token, name, declared)
                return
            uri = declared[name].expand(rest)
            if uri is None:
                yield _mismatch(token, name, declared[name])
                return
            if ":" in uri and (full := SCHEME.fullmatch(uri)) and full[1].lower() in OUTSIDE:
                return
        yield from self._follow(element, attribute, token, str(uri))

    def _follow(
        self, element: etree._Element, attribute: str, token: str, uri: str
    ) -> Iterator[Problem]:
        """Go where a pointer leads, and look what is there."""
        file, _, fragment = unquote(uri).partition("#")
        own = self.document.part_of(element).source.path
        if "(" in fragment:
            yield Problem(
                "not-checked",
                f"`{token}` is an XPointer scheme, which is not evaluated",
                severity=Severity.INFO,
            )
            return
        try:
            ids = self._ids(self._path(own, file) if file else own)
        except FileNotFoundError:
            yield self._missing_file(attribute, token, file)
            return
        except PermissionError:
            yield Problem(
                "outside-project",
                f"`{token}` leads out of the project; what is there is not opened",
                severity=Severity.WARNING,
                cause=file,
            )
            return
        if ids is None or not fragment:
            return
        wanted = _kinds(element, attribute)
        if fragment not in ids:
            yield _dangling(token, file, fragment, ids, wanted)
        elif wanted and ids[fragment] not in wanted:
            listed = " or ".join(f"`{each}`" for each in wanted[:3])
            owner = f"{local(name_of(element))}/@{attribute}"
            yield Problem(
                "wrong-kind",
                f"`{token}` leads to a `{ids[fragment]}`; `{owner}` leads to {listed}",
            )

    def _path(self, own: str, file: str) -> str:
        """The path of a file named in the file ``own``."""
        if (own, file) not in self._paths:
            self._paths[own, file] = str(PurePosixPath(own).parent / file)
        return self._paths[own, file]

    def _ids(self, path: str) -> Mapping[str, str] | None:
        """The ids of a file, from this document where it is part of it."""
        own = self.document.ids_by_file
        return own[path] if path in own else self.ids_of(path)

    def _missing_file(self, attribute: str, token: str, file: str) -> Problem:
        if file == token and file in self.document.ids:
            return Problem(
                "forgotten-hash",
                f"`{token}` is an xml:id of this document, but without `#` it names a file",
                f"did you mean `#{token}`?",
            )
        return Problem(
            "missing-file",
            f"`{token}` leads to the file `{file}`, which does not exist",
            severity=Severity.WARNING if attribute in MEDIA else Severity.ERROR,
            cause=file,
        )


def check_pointers(document: Document, ids_of: IdsOf) -> Iterator[Finding]:
    """Every pointer that leads to nothing, or to something of the wrong kind.

    Example: ``<p hand="#h.x">`` without a ``handNote xml:id="h.x"`` gives ``pointers.dangling``.
    """
    yield from _Checker(document, ids_of).check()


def _is_pointer(element: etree._Element, attribute: str) -> bool:
    """Does this attribute of this element hold pointers?"""
    tag = name_of(element)
    return namespace(tag) == TEI_NS and (
        attribute in POINTERS or local(tag) in POINTERS_ON[attribute]
    )


def _near(name: str, names: Iterable[str]) -> str:
    """The name most like ``name``; empty when none is."""
    from difflib import get_close_matches  # loaded only where something is wrong

    return next(iter(get_close_matches(name, list(names), 1)), "")


def _unknown_prefix(token: str, prefix: str, declared: Mapping[str, Prefix]) -> Problem:
    near = _near(prefix, declared)
    return Problem(
        "unknown-prefix",
        f"the prefix `{prefix}:` of `{token}` is not declared",
        f"did you mean `{near}:`?" if near else "declare it with a `prefixDef` in the header",
        cause=prefix,
    )


def _mismatch(token: str, name: str, prefix: Prefix) -> Problem:
    if prefix.pattern is None:
        return Problem(
            "not-checked",
            f"`{token}` is not checked: the matchPattern of its prefix cannot be used",
            "write one without nested repetitions, such as `([a-z0-9]+)`",
            Severity.INFO,
            cause=name,
        )
    return Problem(
        "prefix-mismatch",
        f"`{token}` does not match the pattern that its prefix declares",
        f"`{prefix.pattern.pattern}`",
    )


def _dangling(
    token: str, file: str, fragment: str, ids: Mapping[str, str], wanted: tuple[str, ...]
) -> Problem:
    fitting = [name for name, kind in ids.items() if kind in wanted]
    near = _near(fragment, fitting or ids)
    suggestion = ""
    if near:
        suggestion = f"did you mean `{token.replace(fragment, near)}`?"
    elif 0 < len(fitting) <= LISTED:
        suggestion = f"there is {', '.join(f'`{name}`' for name in fitting)}"
    where = f"in `{file}`" if file else "in this file"
    return Problem(
        "dangling",
        f"`{token}` points to nothing: there is no xml:id `{fragment}` {where}",
        suggestion,
    )


def _kinds(element: etree._Element, attribute: str) -> tuple[str, ...]:
    """What an attribute of an element may lead to; empty when anything will do."""
    name = local(name_of(element))
    return (
        KINDS_BY_ELEMENT.get((name, attribute, element.get("type", "")))
        or KINDS_BY_ELEMENT.get((name, attribute, ""))
        or KINDS.get(attribute, ())
    )
