"""In: the files that pointers lead to. Out: what ids they have; seldom is a file read twice."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import ClassVar, Final, NamedTuple

from tei_tools.model.digest import digest
from tei_tools.model.finding import TeiToolsError
from tei_tools.model.walkable import Walkable
from tei_tools.read import read_ids
from tei_tools.read.files import Watch
from tei_tools.resources import exists

from .unchanged import ABSENT, state

#: How many ids of other files are kept in memory.
KNOWN: Final = 1_000_000


class _File(NamedTuple):
    """A file: its ids with the names of their elements, and its `state` when they were read."""

    ids: Mapping[str, str] | None
    state: str | None


class LinkedFiles:
    """Answers the pointer rule what ids a file of the project has."""

    _known: ClassVar[dict[Path, _File]] = {}

    def __init__(self, document: Walkable, project: Path, watch: Watch) -> None:
        self.project = project
        #: What was looked at, by absolute path, with its state; None where that is not known.
        self.uses: dict[str, str | None] = {}
        self._answers: dict[str, Mapping[str, str] | None] = {}
        for name, ids in document.ids_by_file.items():
            data = watch.read.get(Path(name).absolute())
            was = None if data is None else digest(data)
            self._know(_resolved(Path.cwd(), name), _File(ids, was))

    def ids(self, path: str) -> Mapping[str, str] | None:
        """The ids of a file, with the local names of their elements; None when it is no XML.

        Raises:
            FileNotFoundError: there is no such file.
            PermissionError: it is outside the project.
        """
        if path not in self._answers:
            self._answers[path] = self._read(path)
        return self._answers[path]

    def _read(self, path: str) -> Mapping[str, str] | None:
        file = _resolved(Path.cwd(), path)
        if not file.is_relative_to(self.project):
            raise PermissionError(path)
        if file not in self._known:
            if not exists(file):
                self.uses[str(file)] = ABSENT
                raise FileNotFoundError(path)
            was = state(file)  # before it is read: if it changes meanwhile, that is noticed
            self._know(file, _File(None if file.is_dir() else _ids_of(file), was))
        known = self._known[file]
        self.uses[str(file)] = known.state
        return known.ids

    @classmethod
    def forget(cls) -> None:
        """Forget all files, since they may have changed."""
        cls._known.clear()
        _resolved.cache_clear()

    def _know(self, path: Path, file: _File) -> None:
        if sum(len(each.ids or ()) for each in self._known.values()) > KNOWN:
            self._known.clear()
        self._known[path] = file


@lru_cache(10_000)
def _resolved(folder: Path, path: str) -> Path:
    return (folder / path).resolve()


def _ids_of(file: Path) -> Mapping[str, str] | None:
    try:
        return read_ids(file)
    except TeiToolsError:
        return None
