"""In: what something was made from. Out: what was made of it before, kept in the user's cache.

An entry is found by a digest of the program and the main input; it is used only while every other
file that went in is what it was. An entry that is damaged counts as none; where the folder cannot
be written, nothing is kept. Nothing is executed.
"""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache as once
from pathlib import Path
from typing import Final, NamedTuple

from tei_tools.model.digest import digest
from tei_tools.model.finding import TeiToolsError
from tei_tools.write import write_atomically

#: How many entries are kept; the ones that were not used for longest are removed.
KEPT: Final = 60
#: The folder, in place of that of the system; ``off`` keeps nothing.
VARIABLE: Final = "TEI_TOOLS_CACHE"


def folder() -> Path | None:
    """Where entries are kept; None when nothing is to be kept."""
    chosen = os.environ.get(VARIABLE, "")
    if chosen:
        return None if chosen == "off" else Path(chosen)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        base = str(Path("~/Library/Caches").expanduser())
    else:
        base = os.environ.get("XDG_CACHE_HOME", "") or str(Path("~/.cache").expanduser())
    return Path(base, "tei-tools") if base and not base.startswith("~") else None


class Kept(NamedTuple):
    """What was made before.

    Attributes:
        body: what it was.
        files: the files that went in beside the key, by absolute path, with their `digest`.
    """

    body: bytes
    files: Mapping[str, str]


@once
def program() -> str:
    """What tells this state of the program from any other: its files and their times."""
    times = sorted(_modules(os.path.dirname(__file__)))  # noqa: PTH120 - done at every start
    return digest(repr(times).encode())


def _modules(place: str) -> Iterator[tuple[str, int]]:
    """The modules below a folder, with the times of their last change."""
    for entry in os.scandir(place):
        if entry.name.endswith(".py"):
            yield entry.path, entry.stat().st_mtime_ns
        elif entry.is_dir() and entry.name != "__pycache__":
            yield from _modules(entry.path)


def find(kind: str, *key: bytes) -> Kept | None:
    """What was made from the key, when it is kept and nothing that went in has changed."""
    entry = _entry(kind, key)
    if entry is None:
        return None
    try:
        head, _, body = entry.read_bytes().partition(b"\n")
        made = json.loads(head)
        if made["body"] != digest(body):
            return None
        for path, was in made["files"].items():
            if digest(Path(path).read_bytes()) != was:
                return None
        os.utime(entry)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    return Kept(body, made["files"])


def keep(kind: str, *key: bytes, files: Mapping[Path, bytes], body: bytes) -> Kept:
    """Keep what was made, where that is possible.

    Args:
        kind: what it is; part of the entry's name.
        key: what it was made from: its main input, and all else that it depends on.
        files: the other files that went in, with what they held.
        body: what was made.
    """
    digests = {str(path.resolve()): digest(data) for path, data in files.items()}
    entry = _entry(kind, key)
    if entry is not None:
        head = json.dumps({"files": digests, "body": digest(body)}).encode()
        with suppress(TeiToolsError, OSError):  # a cache that cannot be written is slow, no failure
            write_atomically(entry, head + b"\n" + body)
            _tidy(entry.parent)
    return Kept(body, digests)


def _entry(kind: str, key: tuple[bytes, ...]) -> Path | None:
    place = folder()
    if place is None:
        return None
    whole = digest("".join(map(digest, key)).encode())
    return place / f"{kind}-{whole}"


def _tidy(place: Path) -> None:
    """Remove the entries that were not used for longest."""
    entries = [(file.stat().st_mtime, file) for file in place.iterdir() if file.is_file()]
    for _, file in sorted(entries, reverse=True)[KEPT:]:
        file.unlink(missing_ok=True)
