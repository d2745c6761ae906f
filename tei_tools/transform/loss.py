"""In: a document and a format. Out: a finding for each kind of markup that is not carried.

What is carried is found by trial, so that it is true of every format and view, and of those that
are yet to come: markup that can be taken away without any change to the output has left no trace
in it. What can be read in the output, a text or the value of an attribute, is seen at once by marks
put into all of them, and need not be tried. The rest is tried many kinds at a time, and parted only
where the output changes; kinds whose name stands in the output are likely to, and tried last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple
from urllib.parse import quote

from lxml import etree

from tei_tools.model.document import Document
from tei_tools.model.finding import Finding, Severity
from tei_tools.model.names import display, local, name_of, tei

#: Characters that serve as marks: they have no meaning of their own (Unicode 23.5).
FIRST_MARK: Final = 0xF0000
LAST_MARK: Final = 0xFFFFE
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

    shown = _shown(document.root, made, whole)

    dropped = without_trace([t for t in _wholes(document.root) if t.kind not in shown])
    gone = {inner for trial in dropped for e in trial.elements for inner in e.iter(etree.Element)}
    kept = [e for e in document.root.iter(etree.Element) if e not in gone]
    outermost = [
        trial
        for trial in dropped
        if any(e.getparent() is None or e.getparent() not in gone for e in trial.elements)
    ]
    yield from (_finding(document, trial) for trial in outermost)
    names, attributes = _names(kept), _attributes(kept)
    likely = [trial for trial in names if _is_written(trial.kind.name, whole)]  # to be carried
    others = [trial for trial in names if trial not in likely]
    unseen = [trial for trial in attributes if trial.kind not in shown]
    found = without_trace([*others, *unseen])
    found += (trial for each in likely for trial in without_trace([each]))
    lost = {trial.kind for trial in found}
    for trial in (each for each in (*names, *attributes) if each.kind in lost):
        yield _finding(document, trial)


def _shown(root: etree._Element, made: Callable[[], bytes], whole: bytes) -> set[Kind]:
    """The attributes whose value, and the elements whose text, can be read in the output.

    Each kind has a mark, a character that stands nowhere else, in its values or texts.
    """
    elements = list(root.iter(etree.Element))
    kinds = [trial.kind for trial in (*_wholes(root), *_attributes(elements))]
    used = set(whole.decode())
    free = (chr(code) for code in range(FIRST_MARK, LAST_MARK) if chr(code) not in used)
    marks = dict(zip(kinds, free, strict=False))
    undo: list[Callable[[], None]] = []
    for trial in (*_wholes(root), *_attributes(elements)):
        if (mark := marks.get(trial.kind)) is not None:
            undo += [_marked(element, trial.kind.attribute, mark) for element in trial.elements]
    output = made().decode()
    for undone in reversed(undo):
        undone()
    return {k for k, mark in marks.items() if mark in output or quote(mark) in output}


def _marked(element: etree._Element, attribute: str, mark: str) -> Callable[[], None]:
    """Put a mark at the end of a value, or in a text, which begins and ends as before."""
    if attribute:
        attributes = dict(element.attrib)
        element.set(attribute, f"{attributes[attribute]}{mark}")
        return lambda: _set(element, attributes)
    text = element.text
    if text and text.strip():
        middle = text.index(text.strip()[0]) + 1
        element.text = f"{text[:middle]}{mark}{text[middle:]}"
    return lambda: setattr(element, "text", text)


def _is_written(name: str, output: bytes) -> bool:
    """Whether the name of an element stands in the output, so that it may well be carried."""
    return f'"{local(name)}'.encode() in output


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
