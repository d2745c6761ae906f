"""In: elements inside running text. Out: the spaces at their ends, and how to move them outside.

A line break there comes from how the file is laid out, and is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Final

from lxml import etree

from tei_tools.model.document import Document
from tei_tools.model.finding import Fix

from .nodes import name
from .rule import Problem, Stretch

_FIRST: Final = re.compile(r"[ \t]+(?=\S)")
_LAST: Final = re.compile(r"(?<=\S)[ \t]+\Z")


def boundary_spaces(elements: Iterable[etree._Element]) -> Iterator[Problem]:
    """The spaces just inside an element that has words before it or behind it."""
    for element in elements:
        text = element.text
        if text and text[0] in " \t" and (first := _FIRST.match(text)):
            yield _problem(element, Stretch(0, *first.span()), "begins", is_first=True)
        last = element[-1].tail if len(element) else text
        if last and last[-1] in " \t" and (end := _LAST.search(last)):
            after = sum(1 for child in element if isinstance(child.tag, str))
            is_last = not len(element) or isinstance(element[-1].tag, str)
            if is_last:
                yield _problem(element, Stretch(after, *end.span()), "ends", is_first=False)


def _problem(element: etree._Element, stretch: Stretch, verb: str, *, is_first: bool) -> Problem:
    return Problem(
        element=element,
        message=f"`{name(element)}` {verb} with a space",
        stretch=stretch,
        suggestion="put it outside",
        fix=partial(_outside, element=element, stretch=stretch, is_first=is_first),
    )


def _outside(
    document: Document, element: etree._Element, stretch: Stretch, *, is_first: bool
) -> Fix | None:
    """Take the space away, and put one outside where there is none."""
    parent, previous = element.getparent(), element.getprevious()
    if parent is None or (previous is not None and not isinstance(previous.tag, str)):
        return None
    away = document.edit_words(element, *stretch, "")
    before = sum(1 for _ in element.itersiblings(etree.Element, preceding=True))
    if is_first:
        outside = (parent.text if previous is None else previous.tail) or ""
        at = before, len(outside), len(outside)
        is_there = outside[-1:].isspace()
    else:
        at = before + 1, 0, 0
        is_there = (element.tail or "")[:1].isspace()
    edits = [] if is_there else [document.edit_words(parent, *at, " ")]
    return Fix.of("put the space outside", away, *edits, is_safe=True)
