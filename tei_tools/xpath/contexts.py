"""In: nothing. Out: what an evaluation sees besides its expression: node, variables, documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from lxml import etree

from tei_tools.xpath.errors import XPathError
from tei_tools.xpath.nodes import NODES, Item, Node, root_of
from tei_tools.xpath.trees import Trees
from tei_tools.xpath.values import STRINGS, atomize

if TYPE_CHECKING:
    import datetime

    from tei_tools.xpath.expressions import Expression, Pattern

#: How many steps one evaluation may take: nodes visited, values made, rounds of loops.
STEPS: Final = 10_000_000
#: How many steps through whole documents are not measured.
FAR: Final = 1_000
#: For how many long values it is known what strings they hold.
SETS: Final = 20
#: How long a string may become, in characters.
LONGEST: Final = 20_000_000


def _nothing(uri: str, base: Node | None) -> etree._Element | None:
    """No other documents."""
    return None


def _no_text(uri: str) -> str | None:
    """No texts."""
    return None


def _now() -> datetime.datetime:
    import datetime

    return datetime.datetime.now(datetime.UTC).astimezone()


class Key(NamedTuple):
    """A declaration ``xsl:key``: the nodes that match have the values of ``use`` as keys."""

    match: Pattern
    use: Expression


class Run:
    """What all evaluations of a run have in common. Documents must not change while it lasts.

    Attributes:
        load: the root of the document at an address, for ``doc()`` and ``document()``; the second
            argument is the node to the base of which the address is relative (None: the schema's).
            None where there is no such document. The same document is the same object.
        read: the text at an address, for ``unparsed-text()``; None where there is none.
        keys: by Clark name.
        now: the time of ``current-dateTime()``, with its timezone, which is the implicit one.
        steps: how many steps one evaluation may take.
        trees: what is known of the documents.
        left: how many steps the evaluation at work may still take.
        far: how many steps through whole documents it has taken.
        kept: what functions keep for the next time.
    """

    __slots__ = ("_sets", "far", "kept", "keys", "left", "load", "now", "read", "steps", "trees")

    def __init__(
        self,
        *,
        load: Callable[[str, Node | None], etree._Element | None] = _nothing,
        read: Callable[[str], str | None] = _no_text,
        keys: Mapping[str, Sequence[Key]] = MappingProxyType({}),
        now: datetime.datetime | None = None,
        steps: int = STEPS,
    ) -> None:
        self.load = load
        self.read = read
        self.keys = keys
        self.now = now or _now()
        self.steps = self.left = steps
        self.far = 0
        self.trees = Trees()
        self.kept: dict[Any, Any] = {}
        self._sets: dict[int, tuple[list[Item], frozenset[str] | None]] = {}

    def spend(self, steps: int) -> None:
        """An XPathError where an evaluation has taken too many steps."""
        self.left -= steps
        if self.left < 0:
            raise XPathError("TEIX0001", f"the evaluation takes more than {self.steps:,} steps")

    def spend_far(self, node: Node, is_inside: bool) -> None:
        """The cost of a step through all that is in a node, or (not ``is_inside``) in its document.

        The first thousand in an evaluation are not measured: to measure them costs too.
        """
        self.far += 1
        if self.far > FAR and isinstance(node, NODES):
            tree = self.trees.of(root_of(node))
            self.spend(tree.extent(node) >> 3 if is_inside else tree.size >> 1)
        else:
            self.spend(1)

    def begin(self) -> None:
        """At the beginning of an evaluation."""
        self.left = self.steps
        self.far = 0

    def strings(self, items: list[Item]) -> frozenset[str] | None:
        """The items of a long value, all of them strings, as a set; None where they are not.

        A variable is the same list for every node: what is made of it is kept for the next.
        """
        kept = self._sets.get(id(items))
        if kept is None:
            values = atomize(items)
            are_strings = all(type(value) in STRINGS for value in values)
            if len(self._sets) >= SETS:
                self._sets.clear()
            kept = self._sets[id(items)] = items, frozenset(values) if are_strings else None
        return kept[1]

    @property
    def zone(self) -> int:
        """The implicit timezone, in minutes east of Greenwich."""
        offset = self.now.utcoffset()
        return round(offset.total_seconds() / 60) if offset else 0


class Context:
    """What one evaluation sees.

    Attributes:
        node: the context node.
        variables: by Clark name; every value is a sequence of items.
        current: what ``current()`` gives; the context node where None.
        position: of the context node, from 1.
        size: how many nodes there are of which it is one.
    """

    __slots__ = ("current", "node", "position", "run", "size", "variables")

    def __init__(
        self,
        node: Node,
        variables: Mapping[str, Sequence[Item]] = MappingProxyType({}),
        run: Run | None = None,
        current: Node | None = None,
        position: int = 1,
        size: int = 1,
    ) -> None:
        self.node = node
        self.variables = variables
        self.run = run or Run()
        self.current = current
        self.position = position
        self.size = size

    def copy(self) -> Context:
        """For a focus of its own."""
        return Context(self.node, self.variables, self.run, self.current, self.position, self.size)

    def binding(self) -> tuple[Context, dict[str, Sequence[Item]]]:
        """A context with variables of its own, and these."""
        copy, variables = self.copy(), dict(self.variables)
        copy.variables = variables
        return copy, variables
