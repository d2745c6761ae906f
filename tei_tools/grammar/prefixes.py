"""In: the tree of a schema. Out: the default namespace and the prefixes to write it with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from tei_tools.model.names import RNG_NS, TEI_NS, XINCLUDE_NS, XML_NS, XSD_NS

from .syntax import ANNOTATIONS_NS, INHERITED, Node, is_qname

#: Prefixes that everybody writes.
USUAL: Final = {
    XML_NS: "xml",
    TEI_NS: "tei",
    "http://www.tei-c.org/ns/Examples": "teix",
    RNG_NS: "rng",
    ANNOTATIONS_NS: "a",
    XSD_NS: "xs",
    XINCLUDE_NS: "xi",
    "http://www.w3.org/1999/xlink": "xlink",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://www.w3.org/2000/svg": "svg",
    "http://www.w3.org/1998/Math/MathML": "m",
    "http://www.w3.org/2001/XMLSchema-instance": "xsi",
    "http://www.w3.org/2005/11/its": "its",
    "http://www.isocat.org/ns/dcr": "dcr",
    "http://purl.oclc.org/dsdl/schematron": "sch",
    "": "local",
    INHERITED: "inherited",
}


class Prefixes(NamedTuple):
    """What names are written with.

    Attributes:
        default: the namespace of elements without prefix; `INHERITED` where there is none to say.
        of: the prefix of every other namespace that is used, and of each that stands for all its
            names (``nsName``).
    """

    default: str
    of: Mapping[str, str]


def prefixes(schema: Node, *more: str) -> Prefixes:
    """Choose them: the default is the namespace of most elements; ``more`` get a prefix too."""
    elements: Counter[str] = Counter()
    used, values = list(more), list[str]()
    hints = USUAL | {uri: prefix for prefix, uri in schema.context.items()}
    for node, is_of_attribute in nodes(schema):
        match node.kind:
            case "name" if not is_of_attribute:
                elements[node.ns] += 1
            case "include" | "externalRef":
                elements[node.ns] += 0
            case "nsName":
                used.append(node.ns)
            case "name" if node.ns:
                used.append(node.ns)
            case "value" if name := qualified(node):
                values.append(name[0])
    is_inherited = not elements or INHERITED in (*elements, *used, *values)
    default = next((ns for ns, _ in elements.most_common() if ns != XML_NS), "")
    default = INHERITED if is_inherited else default  # XML's own is never the default
    others = [ns for ns in elements if ns != default]
    others += [ns for ns in values if ns not in ("", default)]
    return Prefixes(default, _distinct([*used, *others], hints))


def qualified(value: Node) -> tuple[str, str] | None:
    """The namespace and the local name that a value stands for, where it is of type QName."""
    if not is_qname(value.library, value.name):
        return None
    prefix, colon, local = value.text.strip().rpartition(":")
    ns = {**value.context, "xml": XML_NS}.get(prefix) if colon else value.ns
    return None if ns is None else (ns, local)


def nodes(schema: Node) -> Iterator[tuple[Node, bool]]:
    """All nodes, in order, and whether each is part of the name of an attribute."""
    waiting = [(schema, False)]
    while waiting:
        node, is_of_attribute = waiting.pop()
        yield node, is_of_attribute
        is_attribute = node.kind == "attribute"
        waiting += reversed(
            [
                (child, is_of_attribute or (is_attribute and position == 0))
                for position, child in enumerate(node.children)
            ]
        )


def _distinct(used: list[str], hints: Mapping[str, str]) -> dict[str, str]:
    """A prefix for each namespace, no two the same."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for ns in dict.fromkeys(used):
        stem = hints.get(ns, "ns")
        number = 1 if ns not in hints else 0
        while (prefix := f"{stem}{number or ''}") in taken or (prefix == "xml") != (ns == XML_NS):
            number += 1
        taken.add(prefix)
        found[ns] = prefix
    return found
