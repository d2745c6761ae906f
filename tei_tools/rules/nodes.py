"""In: an element. Out: what rules ask of it: whether it is empty, what it says, where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from tei_tools.model.names import TEI_NS, XML_ID, tei

#: Elements whose text is not part of what is said around them.
ASIDE: Final = frozenset(map(tei, ("note", "del", "fw", "figDesc", "app", "index", "pb", "cb")))
#: Of two readings in a `choice`, the one that is not the editor's.
SOURCE: Final = frozenset(map(tei, ("sic", "orig", "abbr")))
CHOICE: Final = tei("choice")


def name(element: etree._Element) -> str:
    """The local name of a TEI element; the whole Clark name of another."""
    return str(element.tag).removeprefix(f"{{{TEI_NS}}}")


def children(element: etree._Element, *names: str) -> list[etree._Element]:
    """The TEI children of some names."""
    return list(element.iterchildren(*map(tei, names)))


def inside(element: etree._Element, *names: str) -> etree._Element | None:
    """The nearest ancestor of one of some names."""
    return next(element.iterancestors(*map(tei, names)), None)


def is_blank(text: str | None) -> bool:
    """Whether a text has nothing but white space."""
    return not text or text.isspace()


def is_empty(element: etree._Element) -> bool:
    """Whether an element has neither words nor elements in it."""
    if not is_blank(element.text):
        return False
    return all(not isinstance(each.tag, str) and is_blank(each.tail) for each in element)


def said(element: etree._Element) -> str:
    """What an element says, in one line: with corrections and without notes and deletions."""
    return " ".join("".join(_said(element)).split())


def _said(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    is_choice = element.tag == CHOICE and len(element) > 1
    for child in element:
        if isinstance(child.tag, str) and child.tag not in ASIDE:
            if child.tag == tei("lb"):
                yield "" if child.get("break") == "no" else " "
            if not (is_choice and child.tag in SOURCE):
                yield from _said(child)
        yield (child.tail or "") if not is_choice else ""


def label(element: etree._Element) -> str:
    """An element as messages name it: ``note#n1``, ``note``."""
    identifier = element.get(XML_ID)
    return name(element) + (f"#{identifier}" if identifier else "")
