"""In: what something was made from. Out: what was made of it before, kept in the user's cache.

An entry is found by a digest of the program's version and the main input; it is used only while
every other file that went in is what it was. An entry that is damaged, or that another version
wrote, counts as none; where the folder cannot be written, nothing is kept. Nothing is executed.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final

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


def find(kind: str, *key: bytes) -> bytes | None:
    """What was made from the key, when it is kept and nothing that went in has changed."""
    entry = _entry(kind, key)
    if entry is None:
        return None
    try:
        head, _, body = entry.read_bytes().partition(b"\n")
        made = json.loads(head)
        if made["body"] != sha256(body).hexdigest():
            return None
        for path, digest in made["files"].items():
            if sha256(Path(path).read_bytes()).hexdigest() != digest:
                return None
        os.utime(entry)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    return body


def keep(kind: str, *key: bytes, files: Mapping[Path, bytes], body: bytes) -> None:
    """Keep what was made.

    Args:
        kind: what it is; part of the entry's name.
        key: what it was made from: its main input, and all else that it depends on.
        files: the other files that went in, with what they held.
        body: what was made.
    """
    entry = _entry(kind, key)
    if entry is None:
        return
    digests = {str(path.resolve()): sha256(data).hexdigest() for path, data in files.items()}
    head = json.dumps({"files": digests, "body": sha256(body).hexdigest()}).encode()
    try:
        write_atomically(entry, head + b"\n" + body)
        _tidy(entry.parent)
    except (TeiToolsError, OSError):
        return  # a cache that cannot be written is a slow one, no failure


def _entry(kind: str, key: tuple[bytes, ...]) -> Path | None:
    place = folder()
    if place is None:
        return None
    digest = sha256()
    for part in key:
        digest.update(sha256(part).digest())
    return place / f"{kind}-{digest.hexdigest()}"


def _tidy(place: Path) -> None:
    """Remove the entries that were not used for longest."""
    entries = [(file.stat().st_mtime, file) for file in place.iterdir() if file.is_file()]
    for _, file in sorted(entries, reverse=True)[KEPT:]:
        file.unlink(missing_ok=True)
