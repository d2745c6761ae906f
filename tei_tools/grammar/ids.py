"""In: a grammar, a document. Out: which attributes are ids or refer to them, and whether they do.

RELAX NG DTD Compatibility, 5 "ID/IDREF": an attribute is an id by the names of its element and of
itself, whatever else is around it; so a schema must say the same of them everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from lxml import etree

from tei_tools.model.document import Document
from tei_tools.model.draft import Draft
from tei_tools.model.finding import Finding
from tei_tools.model.ids import duplicate
from tei_tools.model.names import XML_ID, display
from tei_tools.model.walkable import Walkable

from .datatypes.lexical import words
from .grammar import Grammar
from .leaves import AttributeLeaf, DataLeaf, ElementLeaf
from .names import contains
from .patterns import TEXT_LABEL, Kind, bits
from .syntax import schema_finding

#: For the name of an element, for the names of its attributes: ``ID``, ``IDREF`` or ``IDREFS``.
IdTypes = Mapping[str, Mapping[str, str]]


def id_types(grammar: Grammar) -> tuple[IdTypes, list[Finding]]:
    """Which attributes are ids or refer to them, and where the schema contradicts itself."""
    found: dict[str, dict[str, str]] = {}
    problems: list[Finding] = []
    elements = [
        (leaf, _attributes(grammar, label))
        for label, leaf in enumerate(grammar.leaves)
        if isinstance(leaf, ElementLeaf)
    ]
    for element, attributes in elements:
        for attribute in attributes:
            kind = _id_type(grammar, attribute)
            if not kind:
                continue
            if isinstance(element.names, str) and isinstance(attribute.names, str):
                found.setdefault(element.names, {})[attribute.names] = kind
            else:
                problems.append(_problem(attribute, f"an {kind} has no single name"))
    wild = [each for each in elements if not isinstance(each[0].names, str)]
    by_name: dict[str, list[AttributeLeaf]] = {}
    for element, attributes in elements:
        if isinstance(element.names, str):
            by_name.setdefault(element.names, []).extend(attributes)
    for name, kinds in found.items():
        others = [a for leaf, attributes in wild if contains(leaf.names, name) for a in attributes]
        for attribute in (*by_name[name], *others):
            exact = isinstance(attribute.names, str)
            for each in kinds.keys() & {attribute.names} if exact else kinds:
                kind = kinds[each]
                if contains(attribute.names, each) and _id_type(grammar, attribute) != kind:
                    what = (
                        f"`{display(name)}/@{display(each)}` is an {kind} in one place, not in all"
                    )
                    problems.append(_problem(attribute, what))
    return found, problems


def _attributes(grammar: Grammar, label: int) -> list[AttributeLeaf]:
    labels = grammar.contents[label].labels & grammar.patterns.attributes
    leaves = (grammar.leaves[each] for each in bits(labels))
    return [leaf for leaf in leaves if isinstance(leaf, AttributeLeaf)]


def _id_type(grammar: Grammar, attribute: AttributeLeaf) -> str:
    """What the value of an attribute is, when it is a datum alone."""
    if attribute.content.kind is not Kind.LEAF:
        return ""
    (label,) = bits(attribute.content.labels & ~TEXT_LABEL)
    leaf = grammar.leaves[label]
    return leaf.datatype.id_type if isinstance(leaf, DataLeaf) else ""


def _problem(attribute: AttributeLeaf, message: str) -> Finding:
    return schema_finding("id-type", message, attribute.file, attribute.line)


def check_ids(types: IdTypes, document: Walkable, source: str) -> Iterator[Draft]:
    """Ids that stand twice, and references to ids that nothing has.

    Args:
        source: the schema, as messages name it.
    """
    ids: dict[str, tuple[int, str]] = {}
    references: list[tuple[int, str, str]] = []
    names = {name for attributes in types.values() for name in attributes}  # mostly xml:id alone
    for number, element in document.elements():
        for attribute in names:
            value = element.get(attribute)
            kind = None if value is None else types.get(str(element.tag), {}).get(attribute)
            if value is None or kind is None:
                continue
            if kind != "ID":
                references += (
                    (number, attribute, token) for token in words(value) if token not in ids
                )
                continue
            identifier = " ".join(words(value))
            first = ids.setdefault(identifier, (number, attribute))
            if first != (number, attribute):
                tell = partial(
                    duplicate,
                    identifier=identifier,
                    attribute=attribute,
                    first_attribute=first[1],
                )
                yield Draft((number, first[0]), tell)
    for number, attribute, token in references:
        if token not in ids:
            yield Draft((number,), partial(_dangling, attribute, token, source))


def _dangling(
    attribute: str, token: str, source: str, document: Document, element: etree._Element
) -> Finding:
    return document.finding(
        element,
        "ids.dangling",
        f"`{token}` is the id of nothing in this document",
        attribute=attribute,
        token=token,
        source=source,
    )


def are_xml_ids(types: IdTypes) -> bool:
    """Whether the only ids and references are ``xml:id``."""
    return all(
        (attribute, kind) == (XML_ID, "ID")
        for attributes in types.values()
        for attribute, kind in attributes.items()
    )
