"""In: the headers of a document. Out: the prefixes they declare, and pointers written out in full.

A pointer such as ``reg:stalin`` is rewritten as its ``prefixDef`` says (TEI Guidelines 16.2.3).
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree

from .names import tei
from .patterns import is_safe_pattern

SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):(.*)", re.S)
#: The elements whose headers declare prefixes.
OWNERS = (tei("TEI"), tei("teiCorpus"))


def is_address(reference: str) -> bool:
    """Whether what a reference names is to be fetched, and not the path of a file."""
    return reference[:8].lower().startswith(("http://", "https://"))


class Prefix(NamedTuple):
    """One ``prefixDef``.

    Attributes:
        pattern: what the rest of a pointer looks like; None when it is missing, no regular
            expression, one that is not safe to run, or without the groups that are asked for.
        replacement: what the pointer is rewritten to: text and, in between, numbers of groups.
    """

    pattern: re.Pattern[str] | None
    replacement: tuple[str | int, ...]

    def expand(self, rest: str) -> str | None:
        """The pointer written out in full; None when ``rest`` does not match."""
        match = self.pattern.fullmatch(rest) if self.pattern else None
        if match is None:
            return None
        return "".join(
            [(match[each] or "") if isinstance(each, int) else each for each in self.replacement]
        )


class Prefixes:
    """The prefixes of a document; those of the nearest header win."""

    def __init__(self, root: etree._Element) -> None:
        self._own: dict[etree._Element, dict[str, Prefix]] = {}
        self._in_force: dict[etree._Element | None, Mapping[str, Prefix]] = {None: {}}
        for definition in root.iter(tei("prefixDef")):
            owner = next(definition.iterancestors(*OWNERS), None)
            if owner is not None:
                self._own.setdefault(owner, {})[definition.get("ident", "")] = _read(definition)

    def at(self, element: etree._Element) -> Mapping[str, Prefix]:
        """The prefixes in force at an element, by their names."""
        return self.of(next(element.iterancestors(*OWNERS), None))

    def of(self, owner: etree._Element | None) -> Mapping[str, Prefix]:
        """The prefixes in force in a work or corpus, by their names."""
        if owner is not None and owner not in self._in_force:
            outer = self.of(next(owner.iterancestors(*OWNERS), None))
            self._in_force[owner] = {**outer, **self._own.get(owner, {})}
        return self._in_force[owner]


def _read(definition: etree._Element) -> Prefix:
    pattern = definition.get("matchPattern")
    written = re.split(r"\$(\d)", definition.get("replacementPattern", ""))
    replacement = tuple(int(p) if i % 2 else p for i, p in enumerate(written))
    groups = max([each for each in replacement if isinstance(each, int)], default=0)
    if pattern is None or not is_safe_pattern(pattern):
        return Prefix(None, replacement)
    try:
        compiled = re.compile(pattern)
    except re.error:
        return Prefix(None, replacement)
    return Prefix(compiled if groups <= compiled.groups else None, replacement)
