"""In: a document. Out: the schemas that it names, by ``<?xml-model?>`` and by ``xsi:`` attributes.

Sources: W3C Note "Associating Schemas with XML documents 1.0 (Third Edition)"; XSD 1.0 part 1,
4.3.2 (``xsi:schemaLocation``); TEI Guidelines 22 (an ODD may be named too).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from lxml import etree

from tei_tools.model.names import RNG_NS, SCH_NS, SCH_OLD_NS, TEI_NS, XSD_NS, name_of, namespace

XSI_NS = "http://www.w3.org/2001/XMLSchema-instance"


class SchemaKind(StrEnum):
    """The language of a schema, as messages call it."""

    RNG = "RELAX NG"
    RNC = "RELAX NG compact"
    ODD = "ODD"
    XSD = "XSD"
    SCHEMATRON = "Schematron"
    NVDL = "NVDL"
    DTD = "DTD"
    UNKNOWN = "unknown"


#: Where two of these say the same thing, the one that stands first is taken.
GRAMMARS = (SchemaKind.RNG, SchemaKind.RNC, SchemaKind.ODD, SchemaKind.XSD)

#: By ``schematypens``, then ``type``, then the ending of the name: the first that is known decides.
BY_NAMESPACE = {
    RNG_NS: SchemaKind.RNG,
    XSD_NS: SchemaKind.XSD,
    TEI_NS: SchemaKind.ODD,
    SCH_NS: SchemaKind.SCHEMATRON,
    SCH_OLD_NS: SchemaKind.SCHEMATRON,
    "http://purl.oclc.org/dsdl/nvdl/ns/structure/1.0": SchemaKind.NVDL,
}
BY_TYPE = {
    "application/relax-ng-compact-syntax": SchemaKind.RNC,
    "application/tei+xml": SchemaKind.ODD,
    "application/schematron+xml": SchemaKind.SCHEMATRON,
    "application/xml-dtd": SchemaKind.DTD,
}
BY_ENDING = {
    ".rng": SchemaKind.RNG,
    ".rnc": SchemaKind.RNC,
    ".odd": SchemaKind.ODD,
    ".xsd": SchemaKind.XSD,
    ".sch": SchemaKind.SCHEMATRON,
    ".nvdl": SchemaKind.NVDL,
    ".dtd": SchemaKind.DTD,
}

_PSEUDO_ATTRIBUTE = re.compile(r"""(?:^|\s)([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
#: The references that a pseudo-attribute may hold (the Note, section 2).
_REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|apos|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});")


class SchemaLink(NamedTuple):
    """One schema that a document names.

    Attributes:
        href: the address as it is written; empty where the instruction has none.
        kind: the language of the schema.
        line: where it is named.
        charset: the encoding of the schema, where it is said.
        phase: the Schematron phase that is wanted, where it is said.
        namespace: for ``xsi:schemaLocation``, the namespace that the schema is for.
    """

    href: str
    kind: SchemaKind
    line: int
    charset: str = ""
    phase: str = ""
    namespace: str = ""


def schema_links(root: etree._Element) -> Iterator[SchemaLink]:
    """The schemas that ``<?xml-model?>`` names before the root element, in the file's order."""
    for node in reversed(list(root.itersiblings(preceding=True))):
        if isinstance(node, etree._ProcessingInstruction) and node.target == "xml-model":
            values = _pseudo_attributes(node.text or "")
            yield SchemaLink(
                values.get("href", ""),
                _kind(values),
                (node.sourceline or 0) - (node.text or "").count("\n"),  # libxml2 counts its end
                values.get("charset", ""),
                values.get("phase", ""),
            )


def schema_locations(root: etree._Element) -> Iterator[SchemaLink]:
    """The XSDs that ``xsi:`` attributes of the root element name, in the order of the value."""
    line = root.sourceline or 0
    if single := root.get(f"{{{XSI_NS}}}noNamespaceSchemaLocation", "").strip():
        yield SchemaLink(single, SchemaKind.XSD, line)
    words = root.get(f"{{{XSI_NS}}}schemaLocation", "").split()
    for name, href in zip(words[::2], words[1::2], strict=False):
        yield SchemaLink(href, SchemaKind.XSD, line, namespace=name)


def is_for(link: SchemaLink, root: etree._Element) -> bool:
    """Is an XSD named by an ``xsi:`` attribute the one for the root element's namespace?"""
    return link.namespace == namespace(name_of(root))


def kind_of_name(name: str) -> SchemaKind:
    """The language that the ending of a file's name or address tells."""
    path = re.split(r"[?#]", name, maxsplit=1)[0]
    ending = path[path.rfind(".") :].lower() if "." in path else ""
    return BY_ENDING.get(ending, SchemaKind.UNKNOWN)


def _pseudo_attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _PSEUDO_ATTRIBUTE.finditer(text):
        value = match[2] if match[2] is not None else match[3]
        found.setdefault(match[1], _REFERENCE.sub(_unescaped, value).strip())
    return found


def _unescaped(reference: re.Match[str]) -> str:
    from html import unescape  # seldom needed

    return unescape(reference[0])


def _kind(values: dict[str, str]) -> SchemaKind:
    """The language of a schema; ``application/xml`` says nothing of it."""
    media_type = values.get("type", "").partition(";")[0].strip().lower()
    by_type = BY_TYPE.get(media_type)
    by_ending = kind_of_name(values.get("href", ""))
    if schematypens := values.get("schematypens"):
        kind = BY_NAMESPACE.get(schematypens, SchemaKind.UNKNOWN)
        # The namespace is that of both syntaxes of RELAX NG.
        is_compact = kind is SchemaKind.RNG and SchemaKind.RNC in (by_type, by_ending)
        return SchemaKind.RNC if is_compact else kind
    return by_type or by_ending
