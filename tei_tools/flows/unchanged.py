"""In: files of which nothing was to be said. Out: which of them need not be checked again.

A file that was clean stays so while everything that was looked at for it is what it was: its own
bytes, those of the files it includes or points into, its schemas, the options and the program. The
record is kept in the user's cache; where that is off, every file is checked each time.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache as once
from os.path import isdir
from pathlib import Path
from typing import Any, Final

from tei_tools import cache
from tei_tools.model.digest import digest
from tei_tools.read.files import STDIN, display_path, project_root
from tei_tools.rules.facts import Fact

from .file_report import FileReport

#: In place of a digest: there is no such file; it is a folder, or cannot be read.
ABSENT: Final = ""
NO_FILE: Final = "-"
#: How many runs over several files are remembered.
RUNS: Final = 20


class Record:
    """The clean files of earlier runs with the same options; a damaged record counts as none."""

    def __init__(self, options: object) -> None:
        today = date.today().isoformat()  # some rules ask for it
        key = cache.program(), repr(options), str(Path.cwd()), today
        self._key = "\n".join(key).encode()
        kept = cache.find("clean", self._key)
        known = json.loads(kept.body) if kept else {"files": {}, "runs": []}
        self._known: dict[str, Any] = known["files"]
        self._runs: list[list[str]] = known["runs"]
        self._state = once(state)
        self._project = once(lambda folder: str(project_root(folder / "x").resolve()))
        self._has_news = False

    def find(self, path: Path) -> FileReport | None:
        """The report of a file, if it was clean and nothing has changed since."""
        known = self._known.get(str(path))
        if known is None or known["project"] != self._project(path.parent):
            return None
        uses: Mapping[str, str] = known["uses"]
        if any(self._state(Path(used)) != was for used, was in uses.items()):
            return None
        facts = {code: [Fact(*each) for each in found] for code, found in known["facts"].items()}
        return FileReport(display_path(path), (), known["schema"], uses, facts)

    def note(self, path: Path, report: FileReport) -> None:
        """Remember the report of a file, if it is clean and all it rests on is known."""
        if path == STDIN or report.findings or None in report.uses.values():
            return
        self._known[str(path)] = {
            "project": self._project(path.parent),
            "schema": report.schema,
            "uses": report.uses,
            "facts": report.facts,
        }
        self._has_news = True

    def has_run(self, paths: Sequence[Path]) -> bool:
        """Whether nothing was to be said of these files together either, if all are clean."""
        return list(map(str, paths)) in self._runs

    def note_run(self, paths: Sequence[Path]) -> None:
        """Remember that nothing was to be said of these files together."""
        if STDIN not in paths:
            self._runs = [*self._runs[1 - RUNS :], list(map(str, paths))]
            self._has_news = True

    def keep(self) -> None:
        """Write the record, where there is something new in it."""
        if self._has_news:
            body = json.dumps({"files": self._known, "runs": self._runs}).encode()
            cache.keep("clean", self._key, files={}, body=body)


def state(path: Path) -> str:
    """What tells the content of a file from any other: a digest, `ABSENT` or `NO_FILE`."""
    if isdir(path):  # noqa: PTH112 - Path.is_dir raises where a name is too long
        return NO_FILE
    try:
        return digest(path.read_bytes())
    except FileNotFoundError:
        return ABSENT
    except OSError:
        return NO_FILE
