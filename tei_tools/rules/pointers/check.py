"""In: a document and a way to ask for the ids of other files. Out: findings on its pointers.

Every token of every pointing attribute must lead to something, and to something of the right kind:
a ``@hand`` to a ``handNote``, a person's ``@ref`` to a ``person`` (TEI Guidelines 16, "Linking").
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import PurePosixPath
from typing import NamedTuple, TypeAlias
from urllib.parse import unquote

from lxml import etree

from tei_tools.model.document import Document
from tei_tools.model.draft import Draft
from tei_tools.model.finding import Finding, Fix, Severity
from tei_tools.model.names import local, name_of
from tei_tools.model.pointers import OWNERS, SCHEME, Prefix, Prefixes
from tei_tools.model.walkable import Walkable

from .pointing import LEADING, MEDIA, pointing

#: Schemes that lead out of the edition; they are not followed.
OUTSIDE = frozenset(
    "http https ftp file mailto urn doi info tel data geo viaf gnd isbn issn ark hdl orcid".split()
)
#: How many ids of the right kind are listed when none is like the one that is missing.
LISTED = 6
#: How often names are compared, in one document, in search of those that were meant.
COMPARED = 2_000_000
#: How many pointers and paths are remembered, so that a document of any length can be checked.
REMEMBERED = 20_000


#: Answers what ids an XML file has, with the local names of their elements; None when it is no XML.
#: Raises FileNotFoundError, or PermissionError when the file is outside the project.
IdsOf: TypeAlias = Callable[[str], Mapping[str, str] | None]


class Problem(NamedTuple):
    """What is wrong with one pointer.

    Attributes:
        cause: what other pointers may suffer from too (a prefix, a file), so that it is told once.
        suggest: finds the cure, which may take a while.
        meant: finds the pointer that seems to be meant, if any; it is suggested then.
        is_certain: whether it must be meant.
    """

    code: str
    message: str
    suggest: Callable[[], str] = str
    severity: Severity = Severity.ERROR
    cause: str = ""
    meant: Callable[[], str] = str
    is_certain: bool = False


class _Pointer:
    """One token of an attribute of an element, and how many more suffer from the same cause."""

    def __init__(self, number: int, attribute: str, token: str, problem: Problem) -> None:
        self.number = number
        self.attribute = attribute
        self.token = token
        self.problem = problem
        self.more = 0

    def draft(self) -> Draft:
        return Draft((self.number,), self.tell, self.problem.severity)

    def tell(self, document: Document, element: etree._Element) -> Finding:
        more = {0: "", 1: " (and 1 more like it)"}.get(
            self.more, f" (and {self.more} more like it)"
        )
        fix, suggestion = None, ""
        if meant := self.problem.meant():
            suggestion = f"did you mean `{meant}`?"
            edit = document.edit_token(element, self.attribute, self.token, meant)
            fix = Fix.of(f"write `{meant}`", edit, is_safe=self.problem.is_certain)
        return document.finding(
            element,
            f"pointers.{self.problem.code}",
            self.problem.message + more,
            attribute=self.attribute,
            token=self.token,
            severity=self.problem.severity,
            suggestion=suggestion or self.problem.suggest(),
            fix=fix,
        )


class _Checker:
    def __init__(self, document: Walkable, ids_of: IdsOf) -> None:
        self.document = document
        self.ids_of = ids_of
        self.prefixes = Prefixes(document.outline)
        self.comparisons = COMPARED
        self._of_kind: dict[tuple[str, tuple[str, ...]], list[str]] = {}

    def check(self) -> Iterator[Draft]:
        shared: dict[tuple[str, str], _Pointer] = {}
        for pointer in self._bad_pointers():
            problem = pointer.problem
            key = problem.code, problem.cause
            if key in shared:
                shared[key].more += 1
            elif problem.cause and len(shared) < REMEMBERED:
                shared[key] = pointer
            else:
                yield pointer.draft()
        yield from (pointer.draft() for pointer in shared.values())

    def _bad_pointers(self) -> Iterator[_Pointer]:
        """Every bad pointer. Most stand many times, and what was followed once is remembered: in
        one work and file, a pointer leads to the same wherever it stands.
        """
        followed: dict[tuple[etree._Element | None, str], dict[str, str]] = {}
        works = self.document.outline.iter(*OWNERS)
        work: etree._Element | None = None
        for number, element in self.document.elements():
            tag = name_of(element)
            if tag in OWNERS:
                work = next(works)
            for attribute, value in element.items():
                if attribute not in LEADING:
                    continue
                kinds = pointing(tag, attribute, element.get("type", ""))
                if kinds is None:
                    continue
                file = self.document.file_of(element)
                known = followed.setdefault((work, file), {})
                for token in value.split():
                    kind = known.get(token)
                    if kind is None:
                        found = self._lead(work, file, attribute, token, kinds)
                        if isinstance(found, Problem):
                            yield _Pointer(number, attribute, token, found)
                            continue
                        if len(known) >= REMEMBERED:
                            known.clear()
                        kind = known[token] = found
                    if kind and kinds and kind not in kinds:
                        problem = _wrong_kind(tag, attribute, token, kind, kinds)
                        yield _Pointer(number, attribute, token, problem)

    def _lead(
        self,
        work: etree._Element | None,
        file: str,
        attribute: str,
        token: str,
        wanted: tuple[str, ...],
    ) -> str | Problem:
        """The name of the element that a pointer leads to; empty where that cannot be known."""
        uri: str | None = token
        if ":" in token and (scheme := SCHEME.fullmatch(token)):
            name, rest = scheme.groups()
            declared = self.prefixes.of(work)
            if name not in declared:
                is_outside = name.lower() in OUTSIDE
                return "" if is_outside else self._unknown_prefix(token, name, declared)
            uri = declared[name].expand(rest)
            if uri is None:
                return _mismatch(token, name, declared[name])
            if ":" in uri and (full := SCHEME.fullmatch(uri)) and full[1].lower() in OUTSIDE:
                return ""
        return self._follow(file, attribute, token, str(uri), wanted)

    def _follow(
        self, own: str, attribute: str, token: str, uri: str, wanted: tuple[str, ...]
    ) -> str | Problem:
        """Go where a pointer in the file ``own`` leads, and look what is there."""
        file, _, fragment = unquote(uri).partition("#")
        if "(" in fragment:
            message = f"`{token}` is an XPointer scheme, which is not evaluated"
            return Problem("not-checked", message, severity=Severity.INFO)
        path = _path(own, file) if file else own
        try:
            ids = self._ids(path)
        except FileNotFoundError:
            return self._missing_file(attribute, token, file)
        except PermissionError:
            message = f"`{token}` leads out of the project; what is there is not opened"
            return Problem("outside-project", message, severity=Severity.WARNING, cause=file)
        if ids is None or not fragment:
            return ""
        if fragment not in ids:
            return self._dangling(token, path, file, fragment, wanted)
        return ids[fragment]

    def _ids(self, path: str) -> Mapping[str, str] | None:
        """The ids of a file, from this document where it is part of it."""
        own = self.document.ids_by_file
        return own[path] if path in own else self.ids_of(path)

    # --- what is wrong, and the cure -----

    def _unknown_prefix(self, token: str, prefix: str, declared: Mapping[str, Prefix]) -> Problem:
        def suggest() -> str:
            near = self._near(prefix, declared)
            return (
                f"did you mean `{near}:`?"
                if near
                else "declare it with a `prefixDef` in the header"
            )

        message = f"the prefix `{prefix}:` of `{token}` is not declared"
        return Problem("unknown-prefix", message, suggest, cause=prefix)

    def _missing_file(self, attribute: str, token: str, file: str) -> Problem:
        own = self.document.ids_by_file
        if file == token and any(file in ids for ids in own.values()):
            return Problem(
                "forgotten-hash",
                f"`{token}` is an xml:id of this document, but without `#` it names a file",
                meant=lambda: f"#{token}",
                is_certain=True,
            )
        return Problem(
            "missing-file",
            f"`{token}` leads to the file `{file}`, which does not exist",
            severity=Severity.WARNING if attribute in MEDIA else Severity.ERROR,
            cause=file,
        )

    def _dangling(
        self, token: str, path: str, file: str, fragment: str, wanted: tuple[str, ...]
    ) -> Problem:
        def meant() -> str:
            near = self._near(fragment, self._fitting(path, wanted) or self._ids(path) or ())
            return token.replace(fragment, near) if near else ""

        def suggest() -> str:
            fitting = self._fitting(path, wanted)
            listed = ", ".join(f"`{name}`" for name in fitting)
            return f"there is {listed}" if 0 < len(fitting) <= LISTED else ""

        where = f"in `{file}`" if file else "in this file"
        message = f"`{token}` points to nothing: there is no xml:id `{fragment}` {where}"
        return Problem("dangling", message, suggest, meant=meant)

    def _fitting(self, path: str, wanted: tuple[str, ...]) -> list[str]:
        """The ids of a file whose elements are of a kind."""
        if (path, wanted) not in self._of_kind:
            ids = self._ids(path) or {}
            self._of_kind[path, wanted] = [name for name, kind in ids.items() if kind in wanted]
        return self._of_kind[path, wanted]

    def _near(self, name: str, names: Collection[str]) -> str:
        """The name most like ``name``; empty when none is, or too much was compared already."""
        from difflib import get_close_matches  # loaded only where something is wrong

        if len(names) > self.comparisons:
            return ""
        self.comparisons -= len(names)
        return next(iter(get_close_matches(name, names, 1)), "")


def check_pointers(document: Walkable, ids_of: IdsOf) -> Iterator[Draft]:
    """Every pointer that leads to nothing, or to something of the wrong kind.

    Example: ``<p hand="#h.x">`` without a ``handNote xml:id="h.x"`` gives ``pointers.dangling``.
    """
    return _Checker(document, ids_of).check()


@lru_cache(REMEMBERED)
def _path(own: str, file: str) -> str:
    """The path of a file named in the file ``own``."""
    return str(PurePosixPath(own).parent / file)


def _wrong_kind(tag: str, attribute: str, token: str, kind: str, kinds: Sequence[str]) -> Problem:
    listed = " or ".join(f"`{each}`" for each in kinds[:3])
    owner = f"{local(tag)}/@{attribute}"
    return Problem("wrong-kind", f"`{token}` leads to a `{kind}`; `{owner}` leads to {listed}")


def _mismatch(token: str, name: str, prefix: Prefix) -> Problem:
    if prefix.pattern is None:
        return Problem(
            "not-checked",
            f"`{token}` is not checked: the matchPattern of its prefix cannot be used",
            lambda: "write one without nested repetitions, such as `([a-z0-9]+)`",
            Severity.INFO,
            cause=name,
        )
    pattern = prefix.pattern.pattern
    return Problem(
        "prefix-mismatch",
        f"`{token}` does not match the pattern that its prefix declares",
        lambda: f"`{pattern}`",
    )
