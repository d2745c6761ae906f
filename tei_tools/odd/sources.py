"""In: a schemaSpec, the path of its file, and the source chosen on the command line, if any.
Out: the file for each @source in use (TEI Guidelines 22.8.1)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from tei_tools.odd.errors import Place, error
from tei_tools.odd.specs import ModuleRef, Schema, SpecRef

# The source of a customisation that names none.
DEFAULT_SOURCE = "tei.odd"


def locate(schema: Schema, odd: Path, source: Path | None) -> dict[str, Path]:
    """The file for each @source that the schemaSpec or its children have; "" is the default.

    A chosen source takes the place of @source on schemaSpec, and of any that is not a relative
    path. Without it, a @source that is not a relative path is an OddError.
    """
    found = {"": source or _default(schema, odd)}
    for name, place in _used(schema):
        if is_relative_path(name):
            found[name] = odd.parent / name
        elif source is not None:
            found[name] = source
        else:
            raise error(place, _not_a_path(name))
    return found


def _default(schema: Schema, odd: Path) -> Path:
    if not schema.source:
        from tei_tools.resources import schema_path  # only where it is needed

        return schema_path(DEFAULT_SOURCE)
    if not is_relative_path(schema.source):
        raise error(schema.place, _not_a_path(schema.source))
    return odd.parent / schema.source


def _used(schema: Schema) -> Iterator[tuple[str, Place]]:
    refs: list[ModuleRef | SpecRef] = [*schema.modules, *schema.refs]
    for each in refs:
        if each.source:
            yield each.source, each.place


def is_relative_path(name: str) -> bool:
    """Whether a @source is a path relative to the file it stands in, not a URI or the like."""
    scheme = name.partition("/")[0]
    return ":" not in scheme and not PurePosixPath(name).is_absolute()


def _not_a_path(name: str) -> str:
    return f"@source “{name}” is not a relative path: give the file with --source"
