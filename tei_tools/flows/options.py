"""In: nothing. Out: what the user and the project ask for when files are validated."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from fnmatch import fnmatch
from os.path import normpath
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tei_tools.model.selection import Layer, Selection

if TYPE_CHECKING:
    from tei_tools.rules.rule import Value


class RulesEngine(StrEnum):
    """What evaluates the expressions of Schematron rules: this program, or Saxon."""

    OWN = "own"
    SAXON = "saxon"


class ValidationOptions(NamedTuple):
    """What the user and the project ask for.

    Attributes:
        schemas: those to use for every file, whatever the file names.
        default_schema: the project's schema, for files that name none.
        by_file: for patterns of paths, the schemas of files that name none.
        catalogs: catalog files, asked in their order.
        phase: the phase of Schematron rules, whatever a file names.
        engine: what evaluates Schematron rules.
        project: what the project wants to be told of all files.
        per_file: for patterns of paths, what it wants to be told of these files.
        user: what the user wants to be told this time.
        rules: options of rules, by their codes.
    """

    schemas: tuple[Path, ...] = ()
    default_schema: Path | None = None
    by_file: tuple[tuple[str, tuple[Path, ...]], ...] = ()
    catalogs: tuple[str, ...] = ()
    phase: str = ""
    engine: RulesEngine = RulesEngine.OWN
    project: Layer = Layer()
    per_file: tuple[tuple[str, Layer], ...] = ()
    user: Layer = Layer()
    rules: Mapping[str, Mapping[str, Value]] = {}

    @property
    def tells_validity(self) -> bool:
        """Whether all of the grammar is told, so that a file without findings is valid."""
        layers = (self.project, *(layer for _, layer in self.per_file), self.user)
        ignored = (name for layer in layers for name in layer.ignore)
        has_all = not any(name.startswith("grammar.") for name in ignored)
        return has_all and Selection(layers).has("grammar")

    def selection(self, path: Path) -> Selection:
        """What is told of a file."""
        own = (layer for pattern, layer in self.per_file if is_like(path, pattern))
        return Selection((self.project, *own, self.user))


def is_like(path: Path, pattern: str) -> bool:
    """Whether a path, from the working folder or absolute, matches a pattern with * and **."""
    names = {path.as_posix(), Path(normpath(path)).as_posix(), path.resolve().as_posix()}
    return any(fnmatch(name, pattern) for name in names)
