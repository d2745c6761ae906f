"""In: a document and a format. Out: a finding for each kind of markup that is not carried.

What is carried is found by trial, so that it is true of every format and view, and of those that
are yet to come: markup that can be taken away without any change to the output has left no trace
in it. Kinds are tried many at a time, and parted only where the output changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from lxml import etree

from tei_tools.model.document import Document
from tei_tools.model.finding import Finding, Severity
from tei_tools.model.names import display, local, name_of, tei

#: What the frame of a document is; any format has that.
FRAME: Final = frozenset(map(tei, ("TEI", "teiCorpus", "text", "body")))
#: An element that says nothing of what is in it; and what stands for it where it is tried itself.
NEUTRAL: Final = tei("seg")
NEUTRAL_TOO: Final = tei("phr")


class Kind(NamedTuple):
    """Markup of one kind: elements of one name in one part of a document, or an attribute of them.

    Attributes:
        part: the part of the document: ``teiHeader``, ``text`` and the like.
        name: the Clark name of the elements.
        attribute: that of the attribute; empty where the elements themselves are meant.
    """

    part: str
    name: str
    attribute: str = ""


class Trial(NamedTuple):
    """A kind and the elements it is found in; ``is_whole`` when all that is in them is meant."""

    kind: Kind
    elements: tuple[etree._Element, ...]
    is_whole: bool = False


def losses(document: Document, made: Callable[[], bytes]) -> Iterator[Finding]:
    """A finding for each kind of markup without a trace, at the first place where it stands.

    Args:
        document: what is transformed; it is changed for each trial, and back.
        made: makes the output of the document as it is.
    """
    document.line(document.root)  # places are counted before anything is changed
    document.number(document.root)
    whole = made()

    def without_trace(trials: Sequence[Trial]) -> list[Trial]:
        if not trials:
            return []
        undo = [undone for trial in trials for undone in _take_away(trial)]
        is_same = made() == whole
        for undone in reversed(undo):
            undone()
        if is_same:
            return list(trials)
        if len(trials) == 1:
            return []
        middle = len(trials) // 2
        return [*without_trace(trials[:middle]), *without_trace(trials[middle:])]

    dropped = without_trace(_wholes(document.root))
    gone = {inner for trial in dropped for e in trial.elements for inner in e.iter(etree.Element)}
    kept = [e for e in document.root.iter(etree.Element) if e not in gone]
    outermost = [
        trial
        for trial in dropped
        if any(e.getparent() is None or e.getparent() not in gone for e in trial.elements)
    ]
    yield from (_finding(document, trial) for trial in outermost)
    for trial in without_trace([*_names(kept), *_attributes(kept)]):
        yield _finding(document, trial)


def _wholes(root: etree._Element) -> list[Trial]:
    elements = [e for e in root.iter(etree.Element) if e.tag not in FRAME]
    return [Trial(kind, found, True) for kind, found in _by_kind(elements)]


def _names(elements: Sequence[etree._Element]) -> list[Trial]:
    found = _by_kind([e for e in elements if e.tag not in FRAME])
    return [Trial(kind, members) for kind, members in found]


def _attributes(elements: Sequence[etree._Element]) -> list[Trial]:
    found: dict[Kind, list[etree._Element]] = {}
    for element in elements:
        for attribute in map(str, element.attrib):
            found.setdefault(Kind(_part(element), name_of(element), attribute), []).append(element)
    return [Trial(kind, tuple(members)) for kind, members in found.items()]


def _by_kind(
    elements: Sequence[etree._Element],
) -> Iterator[tuple[Kind, tuple[etree._Element, ...]]]:
    found: dict[Kind, list[etree._Element]] = {}
    for element in elements:
        found.setdefault(Kind(_part(element), name_of(element)), []).append(element)
    return ((kind, tuple(members)) for kind, members in found.items())


def _part(element: etree._Element) -> str:
    """The part of a document in which an element stands."""
    for ancestor in (element, *element.iterancestors()):
        parent = ancestor.getparent()
        if parent is None or parent.tag in (tei("TEI"), tei("teiCorpus")):
            return local(name_of(ancestor))
    return ""


def _take_away(trial: Trial) -> Iterator[Callable[[], None]]:
    """Take markup away; yields what brings it back."""
    for element in trial.elements:
        if trial.kind.attribute:
            yield _unset(element, trial.kind.attribute)
        elif trial.is_whole:
            for node in element.iter():
                yield _emptied(node, is_inside=node is not element)
        else:
            yield _renamed(element)


def _unset(element: etree._Element, attribute: str) -> Callable[[], None]:
    attributes = dict(element.attrib)
    element.attrib.pop(attribute, None)
    return lambda: _set(element, attributes)


def _set(element: etree._Element, attributes: dict[str, str]) -> None:
    element.attrib.clear()
    element.attrib.update(attributes)


def _renamed(element: etree._Element) -> Callable[[], None]:
    name = element.tag
    element.tag = NEUTRAL_TOO if name == NEUTRAL else NEUTRAL

    def undo() -> None:
        element.tag = name

    return undo


def _emptied(node: etree._Element, *, is_inside: bool) -> Callable[[], None]:
    """An element without anything but its children; any node without what follows it."""
    tail = node.tail
    if is_inside:
        node.tail = None
    if not isinstance(node.tag, str):
        return lambda: setattr(node, "tail", tail)
    text, attributes, rename = node.text, dict(node.attrib), _renamed(node)
    node.text = None
    node.attrib.clear()

    def undo() -> None:
        rename()
        node.text, node.tail = text, tail
        _set(node, attributes)

    return undo


def _finding(document: Document, trial: Trial) -> Finding:
    kind, first = trial.kind, trial.elements[0]
    count = len(trial.elements)
    times = "once" if count == 1 else f"{count} times"
    name = f"`{display(kind.name)}`"
    if kind.attribute:
        said = f"`{display(kind.name)}/@{display(kind.attribute)}` is not carried"
    elif trial.is_whole:
        said = f"{name} is not carried, nor is what is in it"
    else:
        said = f"{name} is not told apart; what is in it is kept"
    return document.finding(
        first,
        "transform.loss",
        f"{said} ({times} in `{kind.part}`)",
        attribute=kind.attribute,
        name=bool(kind.attribute),
        severity=Severity.INFO,
    )
