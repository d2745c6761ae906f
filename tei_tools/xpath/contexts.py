"""In: nothing. Out: what an evaluation sees besides its expression: node, variables, documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from tei_tools.xpath.errors import XPathError
from tei_tools.xpath.nodes import NODES, Item, Node, root_of
from tei_tools.xpath.trees import Trees

if TYPE_CHECKING:
    import datetime

    from tei_tools.xpath.expressions import Expression, Pattern

#: How many steps one evaluation may take: nodes visited, values made, rounds of loops.
STEPS: Final = 10_000_000
#: How many steps through whole documents are not measured.
FAR: Final = 1_000
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


@dataclass(frozen=True, slots=True)
class Key:
    """A declaration ``xsl:key``: the nodes that match have the values of ``use`` as keys."""

    match: Pattern
    use: Expression


@dataclass(slots=True)
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

    load: Callable[[str, Node | None], etree._Element | None] = _nothing
    read: Callable[[str], str | None] = _no_text
    keys: Mapping[str, Sequence[Key]] = field(default_factory=dict)
    now: datetime.datetime = field(default_factory=_now)
    steps: int = STEPS
    trees: Trees = field(default_factory=Trees)
    left: int = STEPS
    far: int = 0
    kept: dict[Any, Any] = field(default_factory=dict)

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

    @property
    def zone(self) -> int:
        """The implicit timezone, in minutes east of Greenwich."""
        offset = self.now.utcoffset()
        return round(offset.total_seconds() / 60) if offset else 0


@dataclass(slots=True)
class Context:
    """What one evaluation sees.

    Attributes:
        node: the context node.
        variables: by Clark name; every value is a sequence of items.
        current: what ``current()`` gives; the context node where None.
        position: of the context node, from 1.
        size: how many nodes there are of which it is one.
    """

    node: Node
    variables: Mapping[str, Sequence[Item]] = field(default_factory=dict)
    run: Run = field(default_factory=Run)
    current: Node | None = None
    position: int = 1
    size: int = 1

    def copy(self) -> Context:
        """For a focus of its own."""
        return Context(self.node, self.variables, self.run, self.current, self.position, self.size)

    def binding(self) -> tuple[Context, dict[str, Sequence[Item]]]:
        """A context with variables of its own, and these."""
        copy, variables = self.copy(), dict(self.variables)
        copy.variables = variables
        return copy, variables
