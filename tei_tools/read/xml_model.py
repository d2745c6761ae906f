"""In: a document. Out: the schemas that its ``<?xml-model?>`` instructions name.

Source: W3C Note "Associating Schemas with XML documents 1.0 (Third Edition)".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from tei_tools.model.names import RNG_NS, XSD_NS

_PSEUDO_ATTRIBUTE = re.compile(r"""([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_BY_ENDING = {".xsd": XSD_NS, ".rng": RNG_NS, ".rnc": RNG_NS}


@dataclass(frozen=True, slots=True)
class SchemaLink:
    """One ``xml-model`` instruction: the schema's address and the namespace of its language."""

    href: str
    schematypens: str
    line: int


def schema_links(root: etree._Element) -> Iterator[SchemaLink]:
    """The schemas named before the root element, in the order of the file."""
    for node in reversed(list(root.itersiblings(preceding=True))):
        if isinstance(node, etree._ProcessingInstruction) and node.target == "xml-model":
            values = {m[1]: m[2] or m[3] or "" for m in _PSEUDO_ATTRIBUTE.finditer(node.text or "")}
            href = values.get("href", "")
            ending = href[href.rfind(".") :].lower() if "." in href else ""
            kind = values.get("schematypens", _BY_ENDING.get(ending, ""))
            yield SchemaLink(href, kind, node.sourceline or 0)
