"""In: blocks. Out: what the writers of lists, tables and divisions ask of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeGuard

from ..behaviours import Behaviour
from ..nodes import Aside, Block, BlockNode, Either, Group, Mark, Node, local_name
from .page import Page

if TYPE_CHECKING:
    from .lines import Lines

#: A block, and which of the views reads it: both (""), the "first", or the "second".
Read: TypeAlias = tuple[BlockNode, str]


class Writer(Protocol):
    """What a list or a table is written with; see `body`."""

    page: Page
    lines: Lines
    out: list[str]
    inside: str

    def block(self, node: BlockNode, level: int, reads: str = "") -> None:
        """Write a block."""

    def line(self, node: Block, tag: str, reads: str, *more: str) -> None:
        """Write a line in an element of its own."""

    def open(
        self, tag: str, node: Block | Group, reads: str, *more: str, identify: bool = False
    ) -> str:
        """Write the start tag of a block; return its id."""

    def heading(self, node: Block, level: int, section: str) -> int:
        """Write the heading of a section; return its level."""


def is_heading(node: Node) -> TypeGuard[Block]:
    """Whether a block is the `head` of the group it is in."""
    return (
        isinstance(node, Block)
        and node.behaviour is Behaviour.HEADING
        and local_name(node) == "head"
    )


def heads_of(node: Group) -> list[Block]:
    """The headings with which a group begins."""
    heads: list[Block] = []
    for child in node.children:
        if is_heading(child):
            heads.append(child)
        elif not isinstance(child, Mark | Aside):
            break
    return heads


def spread(nodes: Iterable[BlockNode]) -> Iterator[Read]:
    """Blocks one by one, with the view that reads them."""
    for node in nodes:
        if isinstance(node, Either):
            yield from ((child, "first") for child in node.first)  # type: ignore[misc]
            yield from ((child, "second") for child in node.second)  # type: ignore[misc]
        else:
            yield node, ""
