"""In: paths as a user names them. Out: the XML files there, their bytes, their project."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from tei_tools.model.finding import TeiToolsError
from tei_tools.resources import is_file

STDIN = Path("-")
STDIN_NAME = "<stdin>"
#: What marks the folder that a project lives in.
PROJECT_MARKS = ("tei-tools.toml", "pyproject.toml", ".git")


def display_path(path: Path) -> str:
    """A path as messages show it."""
    return STDIN_NAME if path == STDIN else str(path)


def find_files(paths: Iterable[Path], ending: str = ".xml") -> Iterator[Path]:
    """The files named, and every ``*.xml`` below the folders named, each once, folders sorted.

    Args:
        paths: files and folders.
        ending: what is looked for in folders in place of ``.xml``.

    Raises:
        TeiToolsError: a path does not exist, or a folder holds no such file.
    """
    seen: set[Path] = set()
    for path in paths:
        for file in _files_of(path, ending):
            key = file if file == STDIN else file.absolute()
            if key not in seen:
                seen.add(key)
                yield file


def _files_of(path: Path, ending: str) -> list[Path]:
    if path == STDIN or path.is_file():
        return [path]
    if not path.exists():
        raise TeiToolsError(f"{path}: no such file or folder")
    if not path.is_dir():
        raise TeiToolsError(f"{path}: neither a file nor a folder")
    files = sorted(
        file
        for file in path.rglob(f"*{ending}")
        if file.is_file() and not any(part.startswith(".") for part in file.relative_to(path).parts)
    )
    if not files:
        raise TeiToolsError(f"{path}: no *{ending} file in this folder")
    return files


class Watch:
    """Notes which files are looked at while it is entered.

    Attributes:
        read: by absolute path, what was in each; None for what is not there, or cannot be read.
        is_complete: whether that is all that was looked at: no file was read piece by piece, and
            nothing was asked but files.
    """

    def __init__(self) -> None:
        self.read: dict[Path, bytes | None] = {}
        self.is_complete = True

    def __enter__(self) -> Watch:
        _watches.append(self)
        return self

    def __exit__(self, *_: object) -> None:
        _watches.remove(self)


_watches: list[Watch] = []


def looked_beyond() -> None:
    """Tell those who watch that something is looked at which they do not note."""
    for watch in _watches:
        watch.is_complete = False


def is_there(path: Path) -> bool:
    """Whether there is such a file; that there is none is noted by those who watch."""
    if is_file(path):
        return True
    _note(path, None)
    return False


def _note(path: Path, data: bytes | None) -> None:
    for watch in _watches:
        watch.read[path.absolute()] = data


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, or of standard input for ``-``.

    Raises:
        TeiToolsError: the file cannot be read; the text says why.
    """
    if path == STDIN:
        return sys.stdin.buffer.read()
    data = None
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from None
    finally:
        _note(path, data)
    return data


def open_bytes(path: Path) -> BinaryIO:
    """The bytes of a file, to be read piece by piece.

    Raises:
        TeiToolsError: the file cannot be read; the text says why.
    """
    looked_beyond()
    try:
        return path.open("rb")
    except OSError as error:
        raise _unreadable(path, error) from None


def _unreadable(path: Path, error: OSError) -> TeiToolsError:
    return TeiToolsError(f"{path}: cannot be read: {(error.strerror or str(error)).lower()}")


def project_root(path: Path) -> Path:
    """The folder that the links of a file may reach: its project's, else the working folder's.

    A project is the nearest folder upwards with one of `PROJECT_MARKS`. A file in no project may
    reach what lies below the working folder, or, elsewhere, below its own folder.
    """
    here = Path.cwd()
    folder = here if path == STDIN else path.resolve().parent
    for candidate in (folder, *folder.parents):
        if any((candidate / mark).exists() for mark in PROJECT_MARKS):
            return candidate
    return here if folder.is_relative_to(here) else folder
