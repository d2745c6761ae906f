"""In: a document, and the names by which rules ask for nodes. Out: those nodes, from one walk."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import chain

from lxml import etree

from tei_tools.model.names import name_of
from tei_tools.xpath import Attribute, Document, Node, Text


class Index:
    """The nodes of a document by names, in document order."""

    def __init__(self, root: etree._Element, names: Collection[str]) -> None:
        self._nodes: dict[str, list[Node]] = {name: [] for name in names}
        if "/" in self._nodes:
            self._nodes["/"].append(Document(root))
        attributes = {name[1:] for name in names if name.startswith("@") and name != "@*"}
        owners = {name[3:-1] for name in names if name.startswith("*[@")}
        self._walk(root, attributes, owners)
        if not self._nodes.keys().isdisjoint(("text()", "comment()", "processing-instruction()")):
            self._walk_all(root)

    def nodes(self, names: Collection[str]) -> Iterable[Node]:
        """The nodes of any of the names, each once."""
        if len(names) == 1:
            return self._nodes[next(iter(names))]
        return dict.fromkeys(chain.from_iterable(self._nodes[name] for name in names))

    def _walk(
        self, root: etree._Element, attributes: Collection[str], owners: Collection[str]
    ) -> None:
        """Note elements and attributes."""
        every, every_attribute = self._nodes.get("*"), self._nodes.get("@*")
        by_tag = {name: nodes for name, nodes in self._nodes.items() if name[:1] not in ("*", "@")}
        wants_attributes = bool(attributes or owners or every_attribute is not None)
        for element in root.iter(etree.Element):
            if (found := by_tag.get(name_of(element))) is not None:
                found.append(element)
            if every is not None:
                every.append(element)
            if wants_attributes:
                for name in element.keys():  # noqa: SIM118 - an element is no mapping
                    if name in owners:
                        self._nodes[f"*[@{name}]"].append(element)
                    if name in attributes:
                        self._nodes[f"@{name}"].append(Attribute(element, name))
                    if every_attribute is not None:
                        every_attribute.append(Attribute(element, name))

    def _walk_all(self, root: etree._Element) -> None:
        """Note texts, comments and processing instructions, those around the root too."""
        texts = self._nodes.get("text()")
        for node in _all(root):
            if isinstance(node, etree._Comment):
                self._nodes.get("comment()", []).append(node)
            elif isinstance(node, etree._ProcessingInstruction):
                self._nodes.get("processing-instruction()", []).append(node)
            elif texts is not None and node.text:
                texts.append(Text(node, False))
            if texts is not None and node.tail and node is not root:
                texts.append(Text(node, True))


def _all(root: etree._Element) -> Iterator[etree._Element]:
    yield from reversed(list(root.itersiblings(preceding=True)))
    yield from root.iter()
    yield from root.itersiblings()
