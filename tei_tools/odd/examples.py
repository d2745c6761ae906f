"""In: a FLAT ODD. Out: the examples of its rules, each as a document of its own.

An example is an ``egXML`` in a ``desc`` of a ``constraintSpec``. With ``valid="false"`` it is one
that the rule must find fault with; any other is one that it must accept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import dedent
from typing import Final, NamedTuple

from lxml import etree

from tei_tools.model.names import XML_BASE
from tei_tools.odd.constraints import EXAMPLES_NS, SCHEMES
from tei_tools.odd.flat import FlatClass, FlatElement, FlatOdd
from tei_tools.odd.markup import Element
from tei_tools.odd.merge import attribute_definitions
from tei_tools.odd.specs import TEI_NS, ConstraintSpec

EGXML: Final = f"{{{EXAMPLES_NS}}}egXML"
DESC: Final = f"{{{TEI_NS}}}desc"
#: What holds an example that is not one element; it is in no namespace.
FRAGMENT: Final = "example"


class Example(NamedTuple):
    """One example of a rule.

    Attributes:
        is_passing: whether the rule must accept it.
        data: the example as an XML document, in the namespace of TEI.
        base: the file that relative addresses in it start from (``@xml:base``), relative to the
            ODD; empty for the ODD itself.
        line: where it stands in the ODD.
    """

    is_passing: bool
    data: bytes
    base: str
    line: int

    @property
    def text(self) -> str:
        """The example as people read it, without namespaces."""
        text = re.sub(r'\sxmlns(:\w+)?="[^"]*"', "", self.data.decode())
        first, *rest = text.removeprefix(f"<{FRAGMENT}>").removesuffix(f"</{FRAGMENT}>").split("\n")
        return "\n".join(filter(None, [first.strip(), dedent("\n".join(rest)).rstrip()]))


class RuleExamples(NamedTuple):
    """A constraintSpec and its examples.

    Attributes:
        reason: why it exists, as its first ``desc`` without an example says.
        path: the file it stands in.
        lines: the lines of its elements there, by which its findings are known.
    """

    ident: str
    reason: str
    path: str
    line: int
    lines: frozenset[int]
    examples: tuple[Example, ...]


def rule_examples(flat: FlatOdd) -> Iterator[RuleExamples]:
    """The constraints in Schematron that an ODD has, in the order of their places."""
    found = {
        (each.place.path, each.place.line, each.ident): each
        for each in _constraints(flat)
        if each.scheme in SCHEMES
    }
    for (path, line, ident), constraint in sorted(found.items()):
        root = etree.fromstring(constraint.xml, etree.XMLParser(collect_ids=False))
        lines = dict(zip(root.iter(etree.Element), constraint.lines, strict=False))
        descs = list(root.iterchildren(DESC))
        reasons = ("".join(desc.itertext()) for desc in descs if desc.find(f".//{EGXML}") is None)
        examples = [
            _example(each, lines.get(each, line)) for desc in descs for each in desc.iter(EGXML)
        ]
        reason = " ".join(next(reasons, "").split())
        yield RuleExamples(ident, reason, path, line, frozenset(lines.values()), tuple(examples))


def _constraints(flat: FlatOdd) -> Iterator[ConstraintSpec]:
    yield from flat.schema.constraints
    specs: list[FlatElement | FlatClass] = [*flat.elements.values(), *flat.classes.values()]
    for spec in specs:
        yield from spec.constraints
        for attribute in attribute_definitions(spec.attributes.own):
            yield from attribute.constraints
    for other in (*flat.macros.values(), *flat.data.values()):
        yield from other.constraints


def _example(element: Element, line: int) -> Example:
    is_passing, base = element.get("valid") != "false", element.get(XML_BASE, "")
    children = list(element.iterchildren(etree.Element))
    texts = (element.text, *(child.tail for child in children))
    is_whole = len(children) == 1 and not any(text and text.strip() for text in texts)
    root = children[0] if is_whole else element
    root.tail = None
    if not is_whole:
        root.tag = FRAGMENT
        root.attrib.clear()
    xml = etree.tostring(root, encoding="unicode").replace(EXAMPLES_NS, TEI_NS)
    return Example(is_passing, xml.encode(), base, line)
