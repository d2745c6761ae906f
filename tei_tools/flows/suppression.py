"""In: a document with ``<?tei-tools ignore CODE reason="…"?>``. Out: which findings they hide.

One holds for the next element and all inside it: before a paragraph for the paragraph, before the
root element for the file. It needs a reason; one that hides nothing is itself a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain
from typing import Final
from xml.parsers import expat

from tei_tools.model.finding import Finding, Location, Severity
from tei_tools.model.positions import encoding_of
from tei_tools.model.selection import Layer, Selection, names_in
from tei_tools.model.walkable import Walkable
from tei_tools.rules.table import ACROSS

TARGET: Final = "tei-tools"
_MARKS: Final = tuple(f"<?{TARGET}".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))
_IGNORE = re.compile(
    r"""ignore\s+(?P<codes>[^"'=]*?)\s*(?:\breason\s*=\s*(["'])(?P<reason>.*)\2)?""", re.S
)
#: How much of one is read.
LONGEST: Final = 1_000
#: A place beyond the end of any file.
_END: Final = (1 << 60, 0)


class Suppression:
    """One such instruction.

    Attributes:
        path: the file.
        place: its line and column.
        text: what is written in it.
        start: the line and column of the element that it holds for; None when there is none.
        end: those of the end of that element.
        is_root: whether that is the root element of the file.
        is_used: whether it has hidden something.
    """

    def __init__(self, path: str, place: tuple[int, int], text: str) -> None:
        self.path = path
        self.place = place
        self.text = text
        self.start: tuple[int, int] | None = None
        self.end = _END
        self.is_root = False
        self.is_used = False

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes and groups that are named."""
        match = _IGNORE.fullmatch(self.text)
        return names_in([match["codes"]]) if match else ()

    @property
    def reason(self) -> str:
        """The reason given."""
        match = _IGNORE.fullmatch(self.text)
        return (match["reason"] or "").strip() if match else ""

    def hides(self, finding: Finding) -> bool:
        """Whether it hides a finding."""
        at = finding.location
        if at.path != self.path or self.start is None or not self.reason or not self.codes:
            return False
        is_inside = self.is_root or self.start <= (at.line, at.column) <= self.end
        return is_inside and not Selection((Layer(ignore=self.codes),)).has(finding.code)


class Suppressions:
    """Those of a document."""

    def __init__(self, document: Walkable) -> None:
        marked = {path for path, pieces in document.sources() if _is_marked(pieces)}
        sources = document.sources() if marked else ()
        self._all = [each for path, data in sources if path in marked for each in _read(path, data)]

    def hide(self, finding: Finding) -> bool:
        """Whether one hides a finding; it counts as used then."""
        hiding = [each for each in self._all if each.hides(finding)]
        for each in hiding:
            each.is_used = True
        return bool(hiding)

    def findings(self, selection: Selection) -> Iterator[Finding]:
        """What is wrong with them, when all other findings have been seen.

        Args:
            selection: what was looked for.
        """
        for each in self._all:
            if not each.is_used and (told := _told(each, selection)):
                code, message, cure = told
                yield _finding(each, code, message, cure)


def _told(each: Suppression, selection: Selection) -> tuple[str, str, str] | None:
    """The code, message and cure for an instruction that has hidden nothing."""
    from .codes import is_on, unknown_names  # loaded only where something is wrong

    form = f'write `<?{TARGET} ignore CODE reason="…"?>`'
    if not each.codes:
        return "unknown", f"`<?{TARGET} {each.text}?>` is not understood", form
    for name, cure in unknown_names(each.codes).items():
        return "unknown-code", f"`{name}` is no code and no group of codes", cure
    if not each.reason:
        return "no-reason", "this hides nothing, since it gives no reason", form
    if not any(is_on(name, selection) for name in each.codes):
        return None
    if any(name in ACROSS for name in each.codes):
        return None  # only all files together can tell
    cure = "remove it" if each.start else "put it before the element that it is for"
    return "unused", f"there is no {' or '.join(each.codes)} to hide here", cure


def _finding(each: Suppression, code: str, message: str, cure: str) -> Finding:
    line, column = each.place
    excerpt = f"<?{TARGET} {each.text}?>"
    at = Location(each.path, line, column, column + len(excerpt))
    return Finding(
        f"suppression.{code}", Severity.WARNING, message, at,
        suggestion=cure, excerpt=excerpt.partition("\n")[0], excerpt_column=column,
    )  # fmt: skip


def _is_marked(pieces: Iterable[bytes]) -> bool:
    """Whether one of them may stand in a file; seen in a blink."""
    end = b""
    for piece in pieces:
        if any(mark in end + piece for mark in _MARKS):
            return True
        end = piece[-len(_MARKS[-1]) :]
    return False


def _read(path: str, pieces: Iterable[bytes]) -> list[Suppression]:
    """Those of a file, from its bytes in pieces."""
    rest = iter(pieces)
    head = next(rest)
    encoding = encoding_of(head)
    scanner = _Scanner(path)
    if encoding.startswith("utf-8"):
        scanner.read(chain([head.removeprefix(b"\xef\xbb\xbf")], rest))
    else:
        scanner.read([b"".join([head, *rest]).decode(encoding, "replace").encode()])
    return scanner.found


class _Scanner:
    """Goes through a file with expat."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.found: list[Suppression] = []
        #: Those that wait for the next element, by their depth; those that hold for open elements.
        self._waiting: list[list[Suppression]] = [[]]
        self._open: list[list[Suppression]] = []

    def read(self, pieces: Iterable[bytes]) -> None:
        """Find all in a file, which is UTF-8 here, as far as it is well-formed."""
        parser = self._parser = expat.ParserCreate("utf-8")
        parser.ProcessingInstructionHandler = self._instruction
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        with suppress(expat.ExpatError):
            for piece in pieces:
                parser.Parse(piece)
            parser.Parse(b"", True)

    def _place(self) -> tuple[int, int]:
        return self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1

    def _instruction(self, target: str, text: str) -> None:
        if target == TARGET:
            each = Suppression(self.path, self._place(), text.strip()[:LONGEST])
            self.found.append(each)
            self._waiting[-1].append(each)

    def _start(self, _name: str, _attributes: object) -> None:
        begun, self._waiting[-1] = self._waiting[-1], []
        for each in begun:
            each.start, each.is_root = self._place(), len(self._waiting) == 1
        self._open.append(begun)
        self._waiting.append([])

    def _end(self, name: str) -> None:
        self._waiting.pop()
        line, column = self._place()
        for each in self._open.pop():
            each.end = line, column + len(name) + 2
