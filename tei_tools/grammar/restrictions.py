"""In: a compiled grammar. Out: what in it RELAX NG 7 forbids.

The restrictions keep a schema decidable in a single pass; each method names its section.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from enum import IntEnum
from typing import Final

from tei_tools.model.finding import Finding

from .grammar import Grammar
from .leaves import AttributeLeaf, DataLeaf, ElementLeaf, ListLeaf, ValueLeaf
from .names import NameClass, is_infinite, overlap
from .patterns import TEXT_LABEL, Kind, Pattern, bits
from .syntax import schema_finding

#: Where something is forbidden -> what is forbidden there (RELAX NG 7.1).
FORBIDDEN: Final = {
    "attribute": frozenset({"element", "attribute"}),
    "list": frozenset({"list", "element", "attribute", "text", "interleave"}),
    "except": frozenset(
        {"attribute", "element", "list", "text", "group", "interleave", "oneOrMore", "empty"}
    ),
    "start": frozenset(
        {"attribute", "data", "value", "list", "text", "group", "interleave", "oneOrMore", "empty"}
    ),
    "repeated group": frozenset({"attribute"}),
}
_NAMES: Final = {
    Kind.EMPTY: "empty",
    Kind.TEXT: "text",
    Kind.GROUP: "group",
    Kind.INTERLEAVE: "interleave",
    Kind.ONE_OR_MORE: "oneOrMore",
}


#: How many forbidden things are told: one may stand everywhere.
MOST: Final = 100


class _EnoughError(Exception):
    """`MOST` forbidden things have been found."""


class ContentType(IntEnum):
    """What an element holds (RELAX NG 7.2)."""

    EMPTY = 0
    COMPLEX = 1
    SIMPLE = 2


def restrictions(grammar: Grammar) -> list[Finding]:
    """All that is forbidden, each thing once."""
    checker = _Checker(grammar)
    with suppress(_EnoughError):
        checker.check()
    return list(dict.fromkeys(checker.found))


class _Checker:
    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self.found: list[Finding] = []
        self._file, self._line = grammar.place
        self._types: dict[int, ContentType | None] = {}
        self._seen: set[tuple[int, str]] = set()
        self._sections: set[int] = set()

    def report(self, message: str) -> None:
        self.found.append(schema_finding("restriction", message, self._file, self._line))
        if len(self.found) >= MOST:
            raise _EnoughError

    def check(self) -> None:
        """Find all that is forbidden.

        Raises:
            _EnoughError: it is much.
        """
        self.contexts(self.grammar.start, "start")
        elements = sum(1 << label for label in self.grammar.contents)
        reached, waiting = 0, [self.grammar.start]
        while waiting:
            new = waiting.pop().labels & elements & ~reached
            reached |= new
            waiting += [self.grammar.contents[label] for label in bits(new)]
        for label in bits(reached):
            leaf = self.grammar.leaves[label]
            assert isinstance(leaf, ElementLeaf)
            self._file, self._line = leaf.file, leaf.line
            content = self.grammar.contents[label]
            self.contexts(content, "")
            self.content_type(content)
            self.attributes_and_interleaves(content, repeated=False)

    # --- 7.1: what may not stand where -----

    def contexts(self, pattern: Pattern, where: str) -> None:
        """Walk a pattern that stands, somehow, inside ``where``."""
        if (pattern.number, where) in self._seen:
            return
        self._seen.add((pattern.number, where))
        if pattern.kind is Kind.LEAF:
            self.leaf_context(pattern, where)
            return
        self.forbid(_NAMES.get(pattern.kind, ""), where)
        inside = where
        if not where and pattern.kind is Kind.ONE_OR_MORE:
            inside = "oneOrMore"
        if where == "oneOrMore" and pattern.kind in (Kind.GROUP, Kind.INTERLEAVE):
            inside = "repeated group"
        for part in pattern.parts:
            self.contexts(part, inside)

    def leaf_context(self, pattern: Pattern, where: str) -> None:
        match self.grammar.leaves[next(bits(pattern.labels & ~TEXT_LABEL))]:
            case ElementLeaf():
                self.forbid("element", where)
            case AttributeLeaf(_, content):
                self.forbid("attribute", where)
                self.contexts(content, "attribute")
            case ListLeaf(content):
                self.forbid("list", where)
                self.contexts(content, "list")
            case DataLeaf(_, excepted):
                self.forbid("data", where)
                if excepted is not None:
                    self.contexts(excepted, "except")
            case ValueLeaf():
                self.forbid("value", where)

    def forbid(self, what: str, where: str) -> None:
        if what in FORBIDDEN.get(where, ()):
            section = "7.1.2" if where == "repeated group" else "7.1"
            where = "a `group` or `interleave` that is repeated" if " " in where else f"`{where}`"
            self.report(f"`{what}` is not allowed in {where} (RELAX NG {section})")

    # --- 7.2: data alone -----

    def content_type(self, pattern: Pattern) -> ContentType | None:
        """The content type; none when data is mixed with other content, which is reported."""
        if pattern.number not in self._types:
            self._types[pattern.number] = self._content_type(pattern)
        return self._types[pattern.number]

    def _content_type(self, pattern: Pattern) -> ContentType | None:
        match pattern.kind:
            case Kind.LEAF:
                return self.leaf_type(pattern)
            case Kind.TEXT:
                return ContentType.COMPLEX
            case Kind.CHOICE | Kind.GROUP | Kind.INTERLEAVE | Kind.ONE_OR_MORE:
                types = [self.content_type(part) for part in pattern.parts]
                if pattern.kind is Kind.ONE_OR_MORE:
                    types *= 2
                if None in types:
                    return None
                known = [kind for kind in types if kind]
                together = pattern.kind is not Kind.CHOICE and len(known) > 1
                if together and ContentType.SIMPLE in known:
                    self.report("data stands beside other content in an element (RELAX NG 7.2)")
                    return None
                return max(known, default=ContentType.EMPTY)
        return ContentType.EMPTY

    def leaf_type(self, pattern: Pattern) -> ContentType | None:
        match self.grammar.leaves[next(bits(pattern.labels & ~TEXT_LABEL))]:
            case ElementLeaf():
                return ContentType.COMPLEX
            case AttributeLeaf(_, content):
                return None if self.content_type(content) is None else ContentType.EMPTY
            case DataLeaf(_, excepted):
                if excepted is not None and self.content_type(excepted) is None:
                    return None
        return ContentType.SIMPLE

    # --- 7.3, 7.4: attributes once, interleaved elements told apart -----

    def attributes_and_interleaves(self, pattern: Pattern, *, repeated: bool) -> None:
        key = pattern.number * 2 + repeated
        if key in self._sections or not pattern.parts:
            if pattern.kind is Kind.LEAF:
                self.infinite(pattern, repeated=repeated)
            return
        self._sections.add(key)
        if pattern.kind in (Kind.GROUP, Kind.INTERLEAVE):
            for name in self.twice(pattern.parts, AttributeLeaf):
                self.report(f"the attribute {name} is allowed twice (RELAX NG 7.3)")
        if pattern.kind is Kind.INTERLEAVE:
            for name in self.twice(pattern.parts, ElementLeaf):
                self.report(f"{name} is in two parts of an `interleave` (RELAX NG 7.4)")
            if sum(part.labels & TEXT_LABEL for part in pattern.parts) > 1:
                self.report("`text` is in two parts of an `interleave` (RELAX NG 7.4)")
        for part in pattern.parts:
            self.attributes_and_interleaves(
                part, repeated=repeated or pattern.kind is Kind.ONE_OR_MORE
            )

    def infinite(self, pattern: Pattern, *, repeated: bool) -> None:
        leaf = self.grammar.leaves[next(bits(pattern.labels & ~TEXT_LABEL))]
        if isinstance(leaf, AttributeLeaf) and is_infinite(leaf.names):
            if not repeated:
                self.report("an attribute of any name must be in `oneOrMore` (RELAX NG 7.3)")
            if leaf.content.kind is not Kind.TEXT:
                self.report("an attribute of any name must hold `text` (RELAX NG 7.3)")

    def twice(
        self, parts: Sequence[Pattern], kind: type[AttributeLeaf] | type[ElementLeaf]
    ) -> Iterator[str]:
        """The names that two of the parts have."""
        before: set[str] = set()
        wild_before: list[NameClass] = []
        for part in parts:
            names = {
                leaf.names
                for label in bits(part.labels & ~TEXT_LABEL)
                if isinstance(leaf := self.grammar.leaves[label], kind)
            }
            exact = {name for name in names if isinstance(name, str)}
            wild = [name for name in names if not isinstance(name, str)]
            yield from (f"`{name}`" for name in sorted(exact & before))
            yield from (
                "of any name" for w in wild if any(overlap(w, o) for o in [*before, *wild_before])
            )
            yield from ("of any name" for w in wild_before if any(overlap(w, e) for e in exact))
            before |= exact
            wild_before += wild
