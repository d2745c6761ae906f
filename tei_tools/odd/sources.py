"""In: a schemaSpec, and the source chosen on the command line, if any.
Out: what each @source in use holds (TEI Guidelines 22.8.1); a customisation is merged first."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from tei_tools.odd.errors import Place, error
from tei_tools.odd.files import Files, address
from tei_tools.odd.reader import Element
from tei_tools.odd.specs import Mode, ModuleRef, Schema, Source, SpecRef

#: The source of a customisation that names none.
DEFAULT_SOURCE = "tei.odd"

#: Makes a Source of the root of an ODD, given the files that lead to it.
ReadSource = Callable[[Element, Path, tuple[Path, ...]], Source]


def read_sources(
    schema: Schema, above: tuple[Path, ...], chosen: Path | None, files: Files, read: ReadSource
) -> dict[str, Source]:
    """What each @source holds that the schemaSpec or its children have; "" is the default.

    `above` is the file of the schemaSpec, after the customisations that it is itself a source of.
    A `chosen` source takes the place of @source on schemaSpec, and of any that is not found.
    """
    known: dict[Path, Source] = {}
    found: dict[str, Source] = {}
    for name, place in _used(schema).items():
        path = _located(name or schema.source, place, above[-1], chosen, files, is_default=not name)
        if path in above:
            ring = " → ".join(str(each) for each in (*above, path))
            raise error(place, f"@source leads back to itself ({ring})", "conflict")
        if path not in known:
            known[path] = read(files.read(path), path, (*above, path))
        found[name] = known[path]
    return found


def _used(schema: Schema) -> dict[str, Place]:
    """Each @source in use, with a place where it is named."""
    refs: list[ModuleRef | SpecRef] = [*schema.modules, *schema.refs]
    used = {each.source: each.place for each in refs}
    if any(spec.mode is not Mode.ADD for spec in schema.specs):
        used[""] = schema.place
    if "" in used and schema.source:
        used[""] = schema.place
    return used


def _located(
    name: str, place: Place, odd: Path, chosen: Path | None, files: Files, *, is_default: bool
) -> Path:
    if is_default and chosen is not None:
        return chosen
    if not name:
        from tei_tools.resources import schema_path  # only where it is needed

        return schema_path(DEFAULT_SOURCE)
    found = files.find(odd, name) or chosen
    if found is None:
        cure = "give the file with --source"
        if re.match(r"https?:|tei:", name):
            where = "is not on this machine, and is never fetched while compiling"
            cure = f"run `tei-tools schema add {address(name)}` once, or {cure}"
        else:
            where = "is no file in the folder of the project"
        raise error(place, f"the source `{name}` {where}; {cure}", "unreadable")
    return found
