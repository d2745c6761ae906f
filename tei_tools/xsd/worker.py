"""In: the path of an XSD, and trees, as frames of bytes. Out: what is wrong with each, as JSON.

This is a process of its own, since over a schema that is made for it libxml2 and the xmlschema
package may take for ever or all memory there is: it has a bound of memory, and `schema` ends it.
The answer to a tree is the verdict; the answer to an empty frame is the diagnosis of that tree.
"""

from __future__ import annotations

import json
import os
import struct
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Final

from lxml import etree

#: Bytes of memory that this process may have.
MEMORY: Final = 3_000_000_000
#: Of how many mistakes in one tree is told.
MOST: Final = 10_000
#: How many characters of what a library says are told.
LONGEST: Final = 300


def write_frame(stream: IO[bytes], data: bytes) -> None:
    """Write bytes so that `read_frame` finds their end."""
    stream.write(struct.pack(">Q", len(data)) + data)
    stream.flush()


def read_frame(stream: IO[bytes]) -> bytes:
    """The bytes that `write_frame` wrote.

    Raises:
        EOFError: there are none, or not all of them.
    """
    head = stream.read(8)
    data = stream.read(struct.unpack(">Q", head)[0]) if len(head) == 8 else b""
    if not head or len(head) < 8 or len(data) < struct.unpack(">Q", head)[0]:
        raise EOFError
    return data


def main() -> None:
    """Answer until there are no more questions."""
    _bound_memory()
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # nothing else may be written there
    with suppress(EOFError):
        path = Path(os.fsdecode(read_frame(questions)))
        worker = _Worker(path)
        write_frame(answers, _json(worker.error))
        while True:
            question = read_frame(questions)
            answer = worker.verdict(question) if question else worker.diagnosis()
            write_frame(answers, _json(answer))


def _bound_memory() -> None:
    with suppress(ImportError):  # there is no such module on Windows
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        bound = MEMORY if most == resource.RLIM_INFINITY else min(MEMORY, most)
        resource.setrlimit(resource.RLIMIT_AS, (bound, most))


def _short(words: str) -> str:
    """The words of a library that may quote as much of a file as it likes."""
    words = " ".join(words.split())
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"


def _json(answer: object) -> bytes:
    return json.dumps(answer).encode()


def _parser(*, huge_tree: bool = False) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, collect_ids=False,
        huge_tree=huge_tree,
    )  # fmt: skip


class _Worker:
    """What is asked; ``error`` is what is wrong with the schema, and its line, if anything is."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.error: tuple[str, int] | None = None
        self._root = etree.Element("none")
        self._diagnosis: Any = None
        try:
            self._compiled = etree.XMLSchema(etree.parse(path, _parser()))
        except etree.XMLSchemaParseError as error:
            line = error.error_log[0].line if len(error.error_log) else 0
            self.error = _short(str(error)), line

    def verdict(self, data: bytes) -> list[tuple[int, str]]:
        """What libxml2 says: the number of an element and a message; nothing when it is valid."""
        root = self._root = etree.fromstring(data, _parser(huge_tree=True))
        try:
            if self._compiled.validate(root.getroottree()):
                return []
        except etree.XMLSchemaValidateError as error:
            return [(0, f"libxml2 gave up: {_short(str(error))}")]
        lines: dict[int, int] = {}
        for number, element in enumerate(root.iter(etree.Element)):
            lines.setdefault(element.sourceline or 0, number)
        log = list(self._compiled.error_log)[:MOST]
        told = [(lines.get(each.line, 0), _short(each.message)) for each in log]
        return told or [(0, "not valid")]

    def diagnosis(self) -> list[tuple[Any, ...]] | str:
        """What the xmlschema package says: mistakes with the numbers of their elements.

        Where it cannot say anything, the reason.
        """
        try:
            return list(self._mistakes(self._root))
        except Exception as error:  # whatever ails the package is no news to an editor
            return _short(f"{type(error).__name__}: {error}")

    def _mistakes(self, root: etree._Element) -> Iterator[tuple[Any, ...]]:
        if self._diagnosis is None:
            from .diagnosis import Diagnosis  # slow to load, and seldom needed

            self._diagnosis = Diagnosis(self.path)
        numbers = {element: number for number, element in enumerate(root.iter(etree.Element))}
        for count, mistake in enumerate(self._diagnosis.mistakes(root)):
            if count == MOST:
                return
            yield numbers[mistake.element], *mistake[1:]
