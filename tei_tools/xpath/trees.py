"""In: the root of a document. Out: the order of its nodes, its ids, its names: built when asked."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from lxml import etree

from tei_tools.model.elements import with_ids
from tei_tools.model.names import XML_ID
from tei_tools.xpath.nodes import Attribute, Document, Namespace, Node, root_of

#: Where a node stands: less is earlier in document order.
Place: TypeAlias = tuple[int, ...]


class Tree:
    """What is known of one document. The ``number`` tells documents apart, from 0."""

    def __init__(self, root: etree._Element, number: int) -> None:
        self.root = root
        self.number = number
        self._order: dict[etree._Element, int] | None = None
        self._ids: dict[str, etree._Element] | None = None
        self._named: dict[str, list[etree._Element]] = {}
        self._numbers: dict[str, list[int]] = {}

    @property
    def order(self) -> dict[etree._Element, int]:
        """The numbers of elements, comments and PIs, in document order, from 1."""
        if self._order is None:
            before = reversed(list(self.root.itersiblings(preceding=True)))
            nodes = [*before, *self.root.iter(), *self.root.itersiblings()]
            self._order = {node: number for number, node in enumerate(nodes, 1)}
        return self._order

    @property
    def size(self) -> int:
        """How many elements, comments and PIs there are."""
        return len(self.order)

    @property
    def ids(self) -> dict[str, etree._Element]:
        """The first element that has an ``xml:id``, by its value without outer white space."""
        if self._ids is None:
            self._ids = {}
            for element in with_ids(self.root):
                self._ids.setdefault(" ".join(element.get(XML_ID, "").split()), element)
        return self._ids

    def named(self, name: str) -> list[etree._Element]:
        """All elements of a name (or wildcard), in document order."""
        found = self._named.get(name)
        if found is None:
            found = self._named[name] = list(self.root.iter(name))
        return found

    def before(self, name: str, element: etree._Element) -> Iterator[etree._Element]:
        """Those on the axis ``preceding`` of an element, the nearest first."""
        named, numbers = self._numbered(name)
        above = frozenset(element.iterancestors(name))
        for place in range(bisect_left(numbers, self.order[element]) - 1, -1, -1):
            if named[place] not in above:
                yield named[place]

    def after(self, name: str, element: etree._Element) -> Iterator[etree._Element]:
        """Those on the axis ``following`` of an element."""
        named, numbers = self._numbered(name)
        for place in range(bisect_right(numbers, self._last(element)), len(named)):
            yield named[place]

    def _numbered(self, name: str) -> tuple[list[etree._Element], list[int]]:
        named = self.named(name)
        if name not in self._numbers:
            order = self.order
            self._numbers[name] = [order[element] for element in named]
        return named, self._numbers[name]

    def place(self, node: Node) -> Place:
        """Where a node of this document stands."""
        order = self.order
        if isinstance(node, etree._Element):
            return (order[node],)
        if isinstance(node, Document):
            return (0,)
        number = order[node.element]
        if isinstance(node, Namespace):
            return (number, 1, 0)
        if isinstance(node, Attribute):
            return (number, 2, node.element.keys().index(node.name))
        if not node.is_tail:
            return (number, 3)
        # Texts that follow the same last descendant: the deeper element's is first.
        return (self._last(node.element), 4, -number)

    def extent(self, node: Node) -> int:
        """How many elements, comments and PIs are in a node."""
        if isinstance(node, Document):
            return self.size
        if not isinstance(node, etree._Element):
            return 1
        return self._last(node) - self.order[node] + 1

    def _last(self, element: etree._Element) -> int:
        """The number of the last node in an element."""
        last = element
        while len(last):
            last = last[-1]
        return self.order[last]


class Trees:
    """The documents of a run; the first that is asked for is the first in document order."""

    def __init__(self) -> None:
        self._trees: dict[etree._Element, Tree] = {}

    def of(self, root: etree._Element) -> Tree:
        """The tree of a root."""
        tree = self._trees.get(root)
        if tree is None:
            tree = self._trees[root] = Tree(root, len(self._trees))
        return tree

    def sorted(self, nodes: Iterable[Node]) -> list[Node]:
        """The nodes in document order, each once."""
        unique = list(dict.fromkeys(nodes))
        if len(unique) < 2:
            return unique
        first = self.of(root_of(unique[0]))
        try:
            if all(isinstance(node, etree._Element) for node in unique):
                return sorted(unique, key=first.order.__getitem__)  # type: ignore[arg-type]
            return sorted(unique, key=first.place)
        except KeyError:  # a node of another document
            return sorted(unique, key=self.place)

    def place(self, node: Node) -> Place:
        """Where a node stands among those of all documents."""
        tree = self.of(root_of(node))
        return (tree.number, *tree.place(node))
