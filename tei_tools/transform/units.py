"""In: the divisions of a work that have a hand. Out: units: what was taken down when, by whom.

A unit is a division with ``@hand``, or one of the type `dictation`.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lxml import etree

from tei_tools.model.names import XML_ID, tei

from .behaviours import Behaviour
from .dates import dating
from .nodes import BlockNode, Group
from .pointers import Pointers


class Unit(NamedTuple):
    """One unit.

    Attributes:
        source: its division.
        hand: the id of the hand.
        dates: for each date in the opener and the closer, which of them, and the dating attributes.
        signed: it has a signature.
        initials: how the closer names who took it down; empty when it does not.
        person: the slug of the person that the closer names.
        cert: how certain the hand is, where a ``certainty`` says so.
        prev: the id of the unit before, in the order that ``@prev`` and ``@next`` give.
        next: the id of the unit after.
    """

    source: etree._Element
    id: str
    type: str
    n: str
    hand: str
    dates: tuple[tuple[str, dict[str, str]], ...]
    signed: bool
    initials: str
    person: str
    cert: str
    prev: str
    next: str

    @property
    def date(self) -> dict[str, str]:
        """The date of the unit: the closer's, else the opener's."""
        by_role = dict(reversed(self.dates))
        return by_role.get("closer") or by_role.get("opener") or {}


def units_in(nodes: Iterable[BlockNode], pointers: Pointers) -> Iterator[Unit]:
    """The units among blocks, in document order."""
    stack = list(nodes)[::-1]
    while stack:
        node = stack.pop()
        if not isinstance(node, Group):
            continue
        if is_unit(node):
            yield _unit(node.source, pointers)
        stack.extend(reversed(node.children))


def is_unit(node: Group) -> bool:
    """Whether a group is a unit."""
    if node.behaviour is not Behaviour.SECTION:
        return False
    return node.source.get("type") == "dictation" or "hand" in node.source.attrib


def _unit(element: etree._Element, pointers: Pointers) -> Unit:
    def slug(of: etree._Element, attribute: str) -> str:
        return next(iter(pointers.slugs(of, attribute)), "")

    closers = list(element.iterchildren(tei("closer")))
    person = next(
        (
            name
            for closer in closers
            for seg in closer.iter(tei("seg"))
            if seg.get("type") == "takenDown"
            for name in seg.iter(tei("persName"), tei("name"), tei("rs"))
        ),
        None,
    )
    return Unit(
        source=element,
        id=element.get(XML_ID, ""),
        type=element.get("type", ""),
        n=element.get("n", ""),
        hand=slug(element, "hand"),
        dates=tuple(_dates(element)),
        signed=any(True for closer in closers for _ in closer.iter(tei("signed"))),
        initials="" if person is None else "".join(person.itertext()).strip(),
        person="" if person is None else slug(person, "ref"),
        cert=_certainty(element, pointers),
        prev=slug(element, "prev"),
        next=slug(element, "next"),
    )


def _dates(element: etree._Element) -> Iterator[tuple[str, dict[str, str]]]:
    for role in ("opener", "closer"):
        for part in element.iterchildren(tei(role)):
            for date in part.iter(tei("date")):
                if dates := dating(date):
                    yield role, dates


def _certainty(element: etree._Element, pointers: Pointers) -> str:
    """The degree of certainty that is stated for the hand of a division."""
    for certainty in element.iter(tei("certainty")):
        target = certainty.get("target", "").split()
        named = pointers.target(certainty, target[0]).id if target else ""
        if certainty.get("match") == "@hand" and named in ("", element.get(XML_ID)):
            return certainty.get("cert", "unknown")
    return ""
