"""In: the bytes of a schema. Out: its tree with all that it includes, each element with its file.

``include`` and ``extends/@href`` (5.4.3, 5.4.7) are replaced by what they refer to, within the
project. Whatever the file says, nothing is fetched, and no entity leads out of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from os.path import normpath
from pathlib import Path
from typing import Final

from lxml import etree

from tei_tools.model.closed import closed
from tei_tools.model.names import (
    PLACE,
    SCH_NS,
    SCH_OLD_NS,
    XML_BASE,
    XML_ID,
    local,
    name_of,
    namespace,
)
from tei_tools.model.positions import SourceText
from tei_tools.model.wording import malformed

from .syntax import XSL_NS, Place, error

#: Reads a file of the project; raises OSError where there is none, or it is outside.
ReadFile = Callable[[Path], bytes]

#: On the root of what was included: its file.
FILE: Final = f"{PLACE}-file"
#: The namespaces of elements that say where they stand.
PLACED: Final = (SCH_NS, SCH_OLD_NS, XSL_NS)
#: How often a schema may include, and how many elements: what includes twice grows fast.
INCLUSIONS: Final = 2_000
DEPTH: Final = 50
ELEMENTS: Final = 200_000
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]+:")


def parse(data: bytes, file: str) -> etree._Element:
    """The root of an XML file.

    Raises:
        SchemaError: it is no well-formed XML.
    """
    parser = etree.XMLParser(
        resolve_entities="internal", no_network=True, load_dtd=False, collect_ids=False
    )
    try:
        root = etree.fromstring(closed(data), parser)
    except etree.XMLSyntaxError as problem:
        raise error(Place(file, problem.lineno or 0), malformed(problem.msg)) from None
    root.set(FILE, file)
    source = SourceText(file, data)
    for number, element in enumerate(root.iter(etree.Element)):
        if namespace(name_of(element)) in PLACED and not element.get(PLACE):
            tag = source.start_tag(number)  # where libxml2 tells where it ends
            element.set(PLACE, f"{file}:{tag.line if tag else element.sourceline}")
    return root


def place_of(element: etree._Element) -> Place:
    """Where an element stands, as it says itself; else where libxml2 has it."""
    file, _, line = element.get(PLACE, "").rpartition(":")
    if line.isdecimal():
        return Place(file, int(line))
    return Place(_file(element), element.sourceline or 0)


def sch_name(element: etree._Element) -> str:
    """The name of an element of Schematron; empty for any other node."""
    if not isinstance(element.tag, str):
        return ""
    return local(element.tag) if namespace(element.tag) in (SCH_NS, SCH_OLD_NS) else ""


def include_all(root: etree._Element, read_file: ReadFile) -> None:
    """Put what is included in the place of the elements that refer to it.

    Raises:
        SchemaError: a file is missing, outside the project or no XML, or includes itself.
    """
    _Inclusion(read_file).resolve(root, ())


class _Inclusion:
    def __init__(self, read_file: ReadFile) -> None:
        self.read_file = read_file
        self.read: dict[Path, bytes] = {}
        self.inclusions = 0
        self.elements = 0

    def resolve(self, top: etree._Element, above: tuple[tuple[Path, str], ...]) -> None:
        for element in [e for e in top.iter(etree.Element) if _refers(e)]:
            href = element.get("href", "").strip()
            place = place_of(element)
            if not href:
                raise error(place, f"`{sch_name(element)}` needs @href")
            path, fragment = self.target(element, href, place)
            if (path, fragment) in above:
                raise error(place, f"{href} includes itself", code="include")
            if len(above) >= DEPTH:
                raise error(place, f"over {DEPTH} files include one another", code="limit")
            self.put(element, self.load(path, fragment, href, place), (*above, (path, fragment)))

    def put(
        self, element: etree._Element, found: etree._Element, above: tuple[tuple[Path, str], ...]
    ) -> None:
        """Put what was found, or what is inside it, in the place of an element."""
        parent = element.getparent()
        if parent is None:
            raise error(place_of(element), f"`{sch_name(element)}` cannot be a whole schema")
        if sch_name(element) == "include":
            parent.replace(element, _with_tail(found, element.tail))
            self.resolve_root(found, above)
            return
        if sch_name(found) != sch_name(parent):
            message = (
                f"`extends` in a `{sch_name(parent)}` refers to a `{sch_name(parent)}`, "
                f"not to `{local(name_of(found))}`"
            )
            raise error(place_of(element), message, code="include")
        self.resolve(found, above)
        file = found.get(FILE, "")
        at = parent.index(element)
        children = list(found)
        for child in children:
            if isinstance(child.tag, str) and FILE not in child.attrib:
                child.set(FILE, file)
        parent.remove(element)
        for position, child in enumerate(children):
            parent.insert(at + position, child)

    def resolve_root(self, found: etree._Element, above: tuple[tuple[Path, str], ...]) -> None:
        if _refers(found):
            raise error(place_of(found), "what is included is itself a reference", code="include")
        self.resolve(found, above)

    def target(self, element: etree._Element, href: str, place: Place) -> tuple[Path, str]:
        from urllib.parse import unquote, urljoin  # seldom needed

        for base in _bases(element):
            href = urljoin(base, href)
        href = href.removeprefix("file://").removeprefix("file:")
        if _ADDRESS.match(href):
            message = f"the schema needs {href}, and schemas are never fetched from the network"
            cure = "save it beside this file and name it there"
            raise error(place, message, cure, "include")
        name, _, fragment = href.partition("#")
        path = Path(normpath(Path(place.file).parent / unquote(name))) if name else Path(place.file)
        return path, fragment

    def load(self, path: Path, fragment: str, href: str, place: Place) -> etree._Element:
        try:
            if path not in self.read:
                self.read[path] = self.read_file(path)
            root = parse(self.read[path], str(path))
        except PermissionError:
            message = f"{href} leads out of the project, and is not opened"
            raise error(place, message, "move it into the project", "include") from None
        except (OSError, ValueError) as problem:
            reason = (getattr(problem, "strerror", None) or str(problem)).lower()
            raise error(place, f"{path} cannot be read: {reason}", code="include") from None
        self.inclusions += 1
        self.elements += sum(1 for _ in root.iter(etree.Element))
        if self.inclusions > INCLUSIONS or self.elements > ELEMENTS:
            raise error(place, f"the schema includes too much: {href} is not read", code="limit")
        if not fragment:
            return root
        for element in root.iter(etree.Element):
            if fragment in (element.get(XML_ID), element.get("id")):
                element.set(FILE, str(path))
                return element
        message = f"there is no element with the id `{fragment}` in {path}"
        raise error(place, message, code="include")


def _refers(element: etree._Element) -> bool:
    name = sch_name(element)
    return name == "include" or (name == "extends" and element.get("rule") is None)


def _bases(element: etree._Element) -> list[str]:
    """The values of ``xml:base`` around an element in its own file, the nearest first."""
    found: list[str] = []
    for each in (element, *element.iterancestors()):
        found += filter(None, [each.get(XML_BASE)])
        if FILE in each.attrib:
            break
    return found


def _file(element: etree._Element) -> str:
    for each in (element, *element.iterancestors()):
        if found := each.get(FILE):
            return found
    return ""


def _with_tail(element: etree._Element, tail: str | None) -> etree._Element:
    element.tail = tail
    return element
