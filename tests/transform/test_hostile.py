"""Documents nobody should write: they are rendered all the same, and in good time."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from tei_tools.transform import FORMATS, VIEWS, TransformOptions, render

from .conftest import NAMESPACE, document, to_text, whole

#: As deep as the reader lets a document be, the frame counted.
DEPTH = 252
NESTS = (
    "div", "hi", "list item", "list", "p hi", "choice corr", "q p", "table row cell", "note p",
    "lg", "del add", "unheard", "supplied", "castGroup", "ref", "figure", "sp", "closer", "item",
)  # fmt: skip
ODD = (
    "<a/>",
    "<TEI/>",
    f"<TEI {NAMESPACE}/>",
    f"<teiCorpus {NAMESPACE}/>",
    f"<teiCorpus {NAMESPACE}><TEI/><TEI><text/></TEI><standOff/></teiCorpus>",
    f"<TEI {NAMESPACE}><TEI><text><body><p>a</p></body></text></TEI></TEI>",
    f"<teiHeader {NAMESPACE}/>",
    f"<note {NAMESPACE}>x</note>",
    f"<lb {NAMESPACE}/>",
    f"<choice {NAMESPACE}/>",
    f"<row {NAMESPACE}><cell>a</cell></row>",
    f'<TEI {NAMESPACE} xml:id="x" xml:lang="!"><text xml:id="x"><body xml:id="x"/></text></TEI>',
    '<svg xmlns="http://www.w3.org/2000/svg"><text>a</text></svg>',
)


def _all(text: str) -> None:
    for to in FORMATS:
        for view in VIEWS:
            render(whole(text), to=to, options=TransformOptions(view=view, notes="inline"))


@pytest.mark.parametrize("names", NESTS)
def test_depth_is_no_matter(names: str) -> None:
    cycle = names.split()
    nest = [cycle[level % len(cycle)] for level in range(DEPTH)]
    inner = "".join(f"<{n}>" for n in nest) + "x" + "".join(f"</{n}>" for n in reversed(nest))
    _all(f"<TEI {NAMESPACE}><text><body>{inner}</body></text></TEI>")


@pytest.mark.parametrize("text", ODD)
def test_odd_documents_are_rendered(text: str) -> None:
    _all(text)


def _steps(body: str) -> int:
    """How many lines of code are run to make all formats: work that no other process disturbs."""
    made = document(body)
    steps = 0

    def count(_frame: FrameType, _event: str, _argument: object) -> Callable[..., Any]:
        nonlocal steps
        steps += 1
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        for to in FORMATS:
            render(made, to=to)
    finally:
        sys.settrace(before)
    return steps


@pytest.mark.parametrize(
    "piece",
    [
        "<p>a <hi>b</hi></p>",
        "<p>a<note>b</note></p>",
        "<table><row><cell>1</cell><cell>2</cell></row></table>",
        "<choice><sic>a</sic><corr>b</corr></choice> c ",
        "<del>a</del> <add>b</add> c ",
        'a-<lb break="no"/>b ',
        '<ref target="#x">a</ref> ',
    ],
)
def test_the_work_grows_as_the_text_does(piece: str) -> None:
    is_block = piece.startswith(("<p", "<t"))

    def body(count: int) -> str:
        return piece * count if is_block else f"<p>{piece * count}</p>"

    _steps(body(50))  # what is looked up once is looked up here
    assert _steps(body(800)) < 10 * _steps(body(100))  # quadratic work would be 64 times as much


def test_text_in_elements_of_other_namespaces_is_kept_and_told_once() -> None:
    made = render(
        document(
            '<p>a <m:math xmlns:m="urn:m"><m:mi>x</m:mi><m:mi>y</m:mi></m:math> '
            "<unheard>b</unheard> <unheard>c</unheard></p>"
        ),
        to="text",
    )
    assert made.data == b"a xy b c\n"
    assert [(finding.code, finding.severity) for finding in made.findings] == [
        ("transform.no-rule", "warning"),
        ("transform.no-rule", "warning"),
    ]
    assert "`math` of the namespace `urn:m` (once)" in made.findings[0].message
    assert "`unheard` (2 times)" in made.findings[1].message


def test_elements_without_a_namespace_are_told_to_have_none() -> None:
    [finding] = render(whole("<TEI><text><body><p>a</p></body></text></TEI>"), to="text").findings
    assert "`TEI` of no namespace" in finding.message


def test_text_where_no_text_belongs_is_kept() -> None:
    assert to_text("<list>a<item>b</item>c</list>") == "a\n- b\nc"
    assert to_text("<table>a<row>b<cell>c</cell></row></table>") == "a\nb\tc"
    assert to_text("<choice>a<sic>b</sic></choice>") == "b"
