"""In: a moduleRef with @url. Out: the grammar of another vocabulary that it names (TEI 22.8.2)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from tei_tools.odd.embedded import RNG, written
from tei_tools.odd.files import Files
from tei_tools.odd.reader import RNG_NS, Element, Reader, local
from tei_tools.odd.specs import ForeignModule

#: What a grammar is made of.
PARTS = frozenset({"define", "start", "div", "include"})
#: How many files a grammar may include.
MOST_FILES = 200


def read_foreign(reader: Reader, element: Element, files: Files) -> ForeignModule:
    """The grammar, and what the moduleRef puts beside it.

    Raises OddError for a file that is no RELAX NG grammar in the XML syntax.
    """
    url = reader.required(element, "url")
    file = files.find(Path(reader.path), url)
    prefix = element.get("prefix", "")
    parts = [
        part
        for content in element.iterchildren("{*}content")
        for part in _parts(reader, element, content, Path(reader.path), files)
    ]
    own = [part for part in parts if local(part) == "define"]
    starts = tuple(written(part) for part in parts if local(part) == "start")
    if file is None:
        reader.warn(element, f"the grammar {url} is not on this machine: what needs it is left out")
        return ForeignModule(url, prefix, (), (), starts, frozenset(), reader.place(element))
    root = _grammar(file, files)
    if root.tag != f"{RNG}grammar":
        raise reader.error(element, f"{file} is no RELAX NG grammar")
    replaced = {part.get("name") for part in own if not part.get("combine")}
    found = [
        part
        for part in _parts(reader, element, root, file, files)
        if local(part) == "define" and part.get("name") not in replaced
    ]
    names = {part.get("name", "").strip() for part in found}
    for part in found if prefix else ():
        for each in part.iter(f"{RNG}define", f"{RNG}ref"):
            each.set("name", prefix + each.get("name", "").strip())
    return ForeignModule(
        url=url,
        prefix=prefix,
        definitions=tuple(map(written, found)),
        own=tuple(map(written, own)),
        starts=starts,
        names=frozenset(prefix + name for name in names) | {p.get("name", "").strip() for p in own},
        place=reader.place(element),
        is_there=True,
    )


def _grammar(file: Path, files: Files) -> Element:
    """A grammar that says what it would otherwise inherit from the one that it comes into."""
    root = files.read(file)
    for name in ("ns", "datatypeLibrary"):
        root.set(name, root.get(name, ""))
    return root


def _parts(
    reader: Reader, element: Element, container: Element, file: Path, files: Files, depth: int = 0
) -> Iterator[Element]:
    """The definitions and starts below a container; inclusions are followed (RELAX NG 4.7)."""
    for child in container:
        if not isinstance(child.tag, str) or etree.QName(child).namespace != RNG_NS:
            continue
        match local(child):
            case "div":
                yield from _parts(reader, element, child, file, files, depth)
            case "include":
                found = files.find(file, child.get("href", "").strip())
                if found is None or depth > MOST_FILES or len(files.used) > MOST_FILES:
                    message = f"{file}:{child.sourceline}: {child.get('href')} cannot be included"
                    raise reader.error(element, message, "unreadable")
                inside = list(_parts(reader, element, child, file, files, depth))
                over = {(local(part), part.get("name")) for part in inside}
                included = _parts(reader, element, _grammar(found, files), found, files, depth + 1)
                yield from inside
                yield from (p for p in included if (local(p), p.get("name")) not in over)
            case name if name in PARTS:
                yield child
