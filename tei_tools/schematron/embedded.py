"""In: RELAX NG schemas with Schematron in them. Out: that, as one Schematron schema.

Rules stand in ``pattern``; a ``rule`` alone is a pattern, and an assertion alone is about the
element in whose definition it stands (the TEI's practice, and E. Robertsson's before).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from os.path import normpath
from pathlib import Path
from typing import Final

from lxml import etree

from tei_tools.model.names import PLACE, RNG_NS, SCH_NS, namespace

from .read import read_tree
from .syntax import XSL_NS, Schema, error
from .tree import FILE, ReadFile, include_all, parse, place_of, sch_name

#: Rules in RELAX NG seldom say which query binding they want; XPath 3.1 understands older ones.
BINDING: Final = "xslt3"
#: In what order a schema has its parts (5.5).
ORDER: Final = ("ns", "let", "phase", "pattern", "diagnostics", "properties")
#: What refers to other files of a RELAX NG schema.
REFERENCES: Final = (f"{{{RNG_NS}}}include", f"{{{RNG_NS}}}externalRef")
_MARK: Final = f"{{{SCH_NS}}}queryBinding"


def read_embedded(
    data: bytes, file: str, read_schema: ReadFile, read_file: ReadFile
) -> Schema | None:
    """The Schematron in a RELAX NG schema and in what it includes; None where there is none.

    Args:
        data: the schema, in XML.
        file: where it is, as messages name it.
        read_schema: reads the RELAX NG that it includes.
        read_file: reads what the Schematron includes.

    Raises:
        SchemaError: what is there is wrong.
    """
    roots = list(_schemas(data, file, read_schema))
    binding = next((each for root in roots if (each := root.get(_MARK))), BINDING)
    parts = [part for root in roots for each in _outermost(root) for part in _parts(each)]
    whole = etree.Element(f"{{{SCH_NS}}}schema", queryBinding=binding)
    whole.set(PLACE, f"{file}:1")
    for name in ("", *ORDER):
        whole.extend(part for part in parts if sch_name(part) == name)
    if not any(sch_name(part) == "pattern" for part in parts):
        return None
    include_all(whole, read_file)
    return read_tree(whole)


def _schemas(data: bytes, file: str, read_file: ReadFile) -> Iterator[etree._Element]:
    """The roots of a RELAX NG schema and of all that it includes, as far as these can be had.

    What is wrong with them is for the grammar to say.
    """
    waiting, seen = [(data, file)], {normpath(file)}
    for content, name in waiting:
        root = parse(content, name)
        yield root
        for reference in root.iter(*REFERENCES):
            href = reference.get("href", "").strip().removeprefix("file:")
            path = normpath(Path(name).parent / href)
            if href and "://" not in href and path not in seen:
                seen.add(path)
                with suppress(OSError, ValueError):
                    waiting.append((read_file(Path(path)), path))


def _outermost(root: etree._Element) -> list[etree._Element]:
    """What is Schematron, or its XSLT, and does not stand in any, in the order of the file."""
    found: list[etree._Element] = []
    inside: set[etree._Element] = set()
    for element in root.iter(etree.Element):
        if sch_name(element) or namespace(str(element.tag)) == XSL_NS:
            inside.add(element)
            if element.getparent() not in inside:
                found.append(element)
    return found


def _parts(element: etree._Element) -> Iterator[etree._Element]:
    """What an element in RELAX NG is in a schema of its own, with its place."""
    name = sch_name(element)
    _placed((element,))
    if name == "schema":
        _placed(element)
        yield from list(element.iterchildren(etree.Element))
    elif name in ("assert", "report"):
        rule = _wrapped(element, "rule")
        rule.set("context", _context(element))
        rule.append(element)
        yield from _in_pattern(rule)
    elif name == "rule":
        yield from _in_pattern(element)
    elif name in ORDER or not name:
        yield element


def _in_pattern(rule: etree._Element) -> Iterator[etree._Element]:
    pattern = _wrapped(rule, "pattern")
    pattern.append(rule)
    yield pattern


def _wrapped(element: etree._Element, name: str) -> etree._Element:
    wrapper = etree.Element(f"{{{SCH_NS}}}{name}")
    wrapper.set(PLACE, str(place_of(element)))
    return wrapper


def _placed(elements: Iterable[etree._Element]) -> None:
    """Note on elements the file that they stand in, before they leave it."""
    for element in elements:
        if isinstance(element.tag, str) and FILE not in element.attrib:
            element.set(FILE, place_of(element).file)


def _context(element: etree._Element) -> str:
    """The pattern for the element of RELAX NG in whose definition an assertion stands."""
    place = place_of(element)
    for owner in element.iterancestors(f"{{{RNG_NS}}}element"):
        name = owner.get("name", "").strip()
        around = (owner, *owner.iterancestors())
        ns = next((e.get("ns", "") for e in around if e.get("ns") is not None), "")
        if name and ":" in name:
            prefix, _, name = name.partition(":")
            ns = owner.nsmap.get(prefix, "")
        if name:
            return f"*[local-name() = '{name}' and namespace-uri() = '{ns}']" if ns else name
    raise error(place, "this assertion stands in no rule, and in no element of the grammar")
