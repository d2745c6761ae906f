"""In: the root of an ODD, and a way to read other files. Out: the ODD with its XIncludes followed.

XInclude 1.0 with the schemes ``element()``-less short form, ``xmlns()`` and ``xpointer()``, as the
TEI's own ODDs use them. Only files beside the ODD, or below its folder, are read.
"""

from __future__ import annotations

import copy
import re
from pathlib import Path

from lxml import etree

from tei_tools.odd.files import Files
from tei_tools.odd.reader import Element, Reader

#: How much XIncludes may bring, what they bring of one another counted again.
MOST_ELEMENTS = 1_000_000
XI = "{http://www.w3.org/2001/XInclude}"
_SCHEME = re.compile(r"(\w+)\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)")
_ID = "//*[@xml:id = $id]"


def include(reader: Reader, root: Element, file: Path, files: Files, depth: int = 0) -> None:
    """Put in the place of each XInclude what it includes, or else its fallback."""
    for element in list(root.iter(f"{XI}include")):
        parent = element.getparent()
        if parent is None:
            raise reader.error(element, "an XInclude cannot be the root of an ODD")
        if depth > 20:
            raise reader.error(element, "XIncludes lead to each other without end")
        at = parent.index(element)
        found = _included(reader, element, file, files, depth)
        parent.remove(element)
        for number, each in enumerate(found):
            parent.insert(at + number, each)


def _included(
    reader: Reader, element: Element, file: Path, files: Files, depth: int
) -> list[Element]:
    href = element.get("href", "")
    path = files.find(file, href) if href else file
    if path is None:
        fallback = element.find(f"{XI}fallback")
        if fallback is None:
            raise reader.error(element, f"{href} is no file of the project", "unreadable")
        reader.warn(element, f"{href} is no file of the project: the fallback is taken")
        return list(fallback)
    root = files.read(path) if href else element.getroottree().getroot()
    include(reader, root, path, files, depth + 1)
    selected = _selected(reader, element, root)
    reader.copied += sum(1 for each in selected for _ in each.iter())
    if reader.copied > MOST_ELEMENTS:
        raise reader.error(
            element,
            f"XIncludes bring more than {MOST_ELEMENTS:,} nodes; include each once",
            "limit",
        )
    found = [copy.deepcopy(each) for each in selected]
    for each in found:
        reader.included[each] = str(path)
    return found


def _selected(reader: Reader, element: Element, root: Element) -> list[Element]:
    pointer = element.get("xpointer", "")
    if not pointer:
        return [root]
    if "(" not in pointer:
        found = root.getroottree().xpath(_ID, id=pointer)
    else:
        schemes = dict(_SCHEME.findall(pointer))
        names = {p.strip(): u.strip() for p, _, u in [schemes.get("xmlns", "").partition("=")] if p}
        try:
            found = root.getroottree().xpath(schemes.get("xpointer", ""), namespaces=names or None)
        except etree.XPathError as error:
            raise reader.error(element, f"@xpointer `{pointer}` cannot be used: {error}") from None
    if not isinstance(found, list):
        raise reader.error(element, f"@xpointer `{pointer}` selects no elements")
    return [each for each in found if isinstance(each, etree._Element)]
