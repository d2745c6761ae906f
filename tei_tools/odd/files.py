"""In: references in an ODD. Out: the files they lead to, within the folders that may be read."""

from __future__ import annotations

import re
from collections.abc import Callable
from os.path import normpath
from pathlib import Path

from tei_tools.odd.errors import Place, error
from tei_tools.odd.reader import Element, parse
from tei_tools.resources import is_file

#: Finds the copy of a web address, or of a name such as ``p5subset@4.4.0``, on this machine.
FindStored = Callable[[str], Path | None]
#: How often files may be read, and how much in all.
MOST_READS, MOST_BYTES = 3_000, 500_000_000


class Files:
    """Finds and reads the files that an ODD refers to, and remembers which they were.

    Attributes:
        root: the folder of the project: no reference leads out of it.
        stored: finds what has a web address.
        used: the files that were read, in order, with what they held.
    """

    def __init__(self, root: Path, stored: FindStored = lambda _: None) -> None:
        self.root = root.resolve()
        self.stored = stored
        self.used: dict[Path, bytes] = {}
        self._reads = self._bytes = 0

    def find(self, file: Path, href: str) -> Path | None:
        """The file that a reference in `file` leads to; none where there is none to be read."""
        if re.match(r"[A-Za-z][\w+.\-]+:", href):
            return self.stored(address(href))
        found = Path(normpath(file.parent / href))
        is_inside = found.resolve().is_relative_to(self.root)
        return found if is_inside and is_file(found) else None

    def read(self, file: Path) -> Element:
        """The root of an XML file. Raises OddError where it cannot be read."""
        try:
            self.used[file] = file.read_bytes()
            self._reads += 1
            self._bytes += len(self.used[file])
            if self._reads > MOST_READS or self._bytes > MOST_BYTES:
                message = "files refer to one another too many times: this one is not read again"
                raise error(Place(str(file), 0), message, "limit")
        except OSError as problem:
            reason = (problem.strerror or str(problem)).lower()
            raise error(Place(str(file), 0), f"cannot be read: {reason}", "unreadable") from None
        return parse(self.used[file], str(file))


def address(name: str) -> str:
    """The address, or name, of what an ODD calls its source: ``tei:4.4.0`` is a release."""
    scheme, _, release = name.partition(":")
    return f"p5subset@{release}" if scheme == "tei" else name
