"""In: nothing. Out: what an evaluation sees besides its expression: node, variables, documents."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from tei_tools.xpath.nodes import Item, Node

if TYPE_CHECKING:
    from tei_tools.xpath.expressions import Expression, Pattern

#: How many steps one evaluation may take.
STEPS = 20_000_000


def _nothing(uri: str, base: etree._Element | None) -> etree._Element | None:
    """No other documents."""


@dataclass(frozen=True, slots=True)
class Key:
    """A declaration ``xsl:key``: the nodes that match have the values of ``use`` as keys."""

    match: Pattern
    use: Expression


@dataclass(slots=True)
class Run:
    """What all evaluations of a run have in common.

    Attributes:
        load: the root of the document at an address, for ``doc()`` and ``document()``; the second
            argument is the element of which the address is relative to the base (None: of the
            schema). None where there is no such document. The same document is the same object.
        keys: by Clark name.
        now: the time of ``current-dateTime()``, with its timezone.
        steps: how many steps one evaluation may take.
    """

    load: Callable[[str, etree._Element | None], etree._Element | None] = _nothing
    keys: Mapping[str, Sequence[Key]] = field(default_factory=dict)
    now: datetime.datetime = field(
        default_factory=lambda: datetime.datetime.now(datetime.UTC).astimezone()
    )
    steps: int = STEPS


@dataclass(slots=True)
class Context:
    """What one evaluation sees.

    Attributes:
        node: the context node.
        variables: by Clark name; every value is a sequence of items.
        current: what ``current()`` gives; the context node where None.
    """

    node: Node
    variables: Mapping[str, Sequence[Item]] = field(default_factory=dict)
    run: Run = field(default_factory=Run)
    current: Node | None = None
