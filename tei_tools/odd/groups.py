"""In: a schemaSpec. Out: its declarations, each specGrpRef replaced by those of its group.

A specGrp says something only where a specGrpRef names it (TEI Guidelines 22.2); where it stands
makes no difference, and nor does a second reference to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tei_tools.model.wording import nearest
from tei_tools.odd.files import Files
from tei_tools.odd.reader import ID, TEI, Element, Reader, local

#: What a group may hold that says something; anything else in it is prose.
DECLARATIONS = (
    "elementSpec classSpec macroSpec dataSpec constraintSpec moduleSpec moduleRef elementRef "
    "classRef macroRef dataRef specGrp specGrpRef outputRendition"
).split()


class _Place(NamedTuple):
    """A schemaSpec or group being read: the children that are left, and where it stands."""

    name: str
    children: Iterator[Element]
    reader: Reader
    file: Path
    root: Element


def followed(
    reader: Reader, element: Element, file: Path, files: Files
) -> Iterator[tuple[Reader, Element]]:
    """The declarations of a schemaSpec, each with the reader of its file.

    Raises OddError for a specGrpRef that leads back to itself, or to no file.
    """
    groups = _Groups(files)
    met: list[tuple[str, Reader, Element]] = []
    root = element.getroottree().getroot()
    path = [_Place("", reader.children(element), reader, file, root)]
    while path:
        here = path[-1]
        child = next(here.children, None)
        if child is None:
            path.pop()
        elif local(child) == "specGrp":
            met.append((f"{here.file}#{child.get(ID, '')}", here.reader, child))
        elif local(child) == "specGrpRef":
            if (found := groups.referred_to(here, child, [each.name for each in path])) is not None:
                path.append(found)
        elif not (here.name and _is_prose(child)):
            yield here.reader, child
    for name, its_reader, group in met:
        if name not in groups.taken:
            its_reader.warn(group, "no <specGrpRef> names this <specGrp>: left out")


def _is_prose(element: Element) -> bool:
    """Whether a child of a group is text for readers, and no misspelt declaration."""
    return local(element) not in DECLARATIONS and not nearest(local(element), DECLARATIONS)


class _Groups:
    """The groups of all files that references lead to; those that are `taken` say nothing more."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.taken: set[str] = set()
        self._roots: dict[Path, Element] = {}
        self._by_id: dict[Path, dict[str, Element]] = {}

    def referred_to(self, here: _Place, ref: Element, path: list[str]) -> _Place | None:
        """The group that a reference names; none where that has no effect."""
        target = here.reader.required(ref, "target")
        href, _, ident = target.partition("#")
        reader, file, root = here.reader, here.file, here.root
        if href:
            found = self.files.find(file, href)
            if found is None:
                raise reader.error(ref, f"{href} is no file of the project", "unreadable")
            if found not in self._roots:
                self._roots[found] = self.files.read(found)
            file, root = found, self._roots[found]
            reader = Reader(str(file), reader.log, reader.lang)
            reader.prefix = here.reader.prefix
        name = f"{file}#{ident}"
        if name in path:
            raise here.reader.error(
                ref, f"<specGrpRef> to {target} leads back to itself", "conflict"
            )
        group = self._group(file, root, ident)
        if group is None:
            here.reader.warn(ref, f"no <specGrp> has the id `{ident}`: left out")
            return None
        if name in self.taken:
            here.reader.warn(ref, f"the <specGrp> {target} is in the schema already: left out")
            return None
        self.taken.add(name)
        return _Place(name, reader.children(group), reader, file, root)

    def _group(self, file: Path, root: Element, ident: str) -> Element | None:
        if file not in self._by_id:
            groups = root.iter(TEI + "specGrp")
            by_id: dict[str, Element] = {}
            for each in groups:
                by_id.setdefault(each.get(ID, ""), each)
            self._by_id[file] = by_id
        return self._by_id[file].get(ident) if ident else None
