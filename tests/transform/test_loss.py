"""Nothing is dropped in silence: what `--loss` tells is what left no trace, and all of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from lxml import etree

from tei_tools.model.finding import Finding
from tei_tools.transform import FORMATS, TransformOptions, render

from .conftest import NAMESPACE, to_text, whole

TEI = "{http://www.tei-c.org/ns/1.0}"
HEADER = (
    "<teiHeader><fileDesc><titleStmt><title>T</title></titleStmt><publicationStmt><p>u</p>"
    '</publicationStmt><sourceDesc><p n="7">s</p></sourceDesc></fileDesc></teiHeader>'
)
TEXT = (
    '<div type="letter"><head rend="b">H</head><p>a <hi rend="i">b</hi> <persName ref="#x">c'
    '</persName><note place="end" resp="#e">n <hi>m</hi></note> <del hand="#h">d</del> '
    '<choice><sic>e</sic><corr cert="high">f</corr></choice> g<lb n="2" break="no"/>h</p>'
    '<list rend="numbered"><item n="b)">i</item><item corresp="#y">j<!-- c --></item></list>'
    '<table><row><cell cols="2">k</cell><cell role="data">l</cell></row></table></div>'
)
DOCUMENT = f"<TEI {NAMESPACE}>{HEADER}<text><body>{TEXT}</body></text></TEI>"


def _told(findings: tuple[Finding, ...]) -> set[str]:
    """What each finding tells, without how often: `hi` is not told apart in `text`."""
    said = (re.sub(r"[;,].*?(?= \()|`", "", finding.message) for finding in findings)
    return {re.sub(r"\(.* in (\w+)\)", r"in \1", message) for message in said}


def _elements(tree: etree._Element, part: str, name: str = "*") -> list[etree._Element]:
    """The elements of a name in a part of a document, but for its frame."""
    return [
        element
        for element in tree.iter(TEI + name)
        if element.tag not in (TEI + "TEI", TEI + "text", TEI + "body")
        and TEI + part in {ancestor.tag for ancestor in (element, *element.iterancestors())}
    ]


def _without(part: str, name: str, change: Callable[[etree._Element], None], to: str) -> bytes:
    """The output of the document after a change to all elements of a name."""
    tree = etree.fromstring(DOCUMENT)
    for element in _elements(tree, part, name):
        change(element)
    return render(whole(etree.tostring(tree, encoding="unicode")), to=to).data


def _renamed(element: etree._Element) -> None:
    element.tag = TEI + "seg"


def _unset(attribute: str, element: etree._Element) -> None:
    element.attrib.pop(attribute, None)


def _emptied(element: etree._Element) -> None:
    element.clear(keep_tail=True)
    element.tag = TEI + "seg"


def _without_trace(to: str) -> Iterator[str]:
    """What leaves no trace in a format, tried kind by kind, each in a document of its own."""
    whole_output = render(whole(DOCUMENT), to=to).data
    for part in ("teiHeader", "text"):
        tree = etree.fromstring(DOCUMENT)
        elements = _elements(tree, part)
        names = {etree.QName(element).localname for element in elements}
        dropped = {n for n in names if _without(part, n, _emptied, to) == whole_output}
        gone = {i for n in dropped for e in _elements(tree, part, n) for i in e.iter(TEI + "*")}
        for name in dropped:
            if any(element.getparent() not in gone for element in _elements(tree, part, name)):
                yield f"{name} is not carried in {part}"
        kept = [element for element in elements if element not in gone]
        for name in {etree.QName(element).localname for element in kept}:
            if _without(part, name, _renamed, to) == whole_output:
                yield f"{name} is not told apart in {part}"
        for name, attribute in {(etree.QName(e).localname, str(a)) for e in kept for a in e.attrib}:
            if _without(part, name, partial(_unset, attribute), to) == whole_output:
                yield f"{name}/@{attribute} is not carried in {part}"


@pytest.mark.parametrize("to", FORMATS)
def test_all_that_leaves_no_trace_is_told_and_nothing_else(to: str) -> None:
    made = render(whole(DOCUMENT), to=to, options=TransformOptions(loss=True))
    assert _told(made.findings) == set(_without_trace(to))


def test_losses_of_plain_text_have_counts_and_first_places() -> None:
    made = render(whole(DOCUMENT), to="text", options=TransformOptions(loss=True))
    messages = [finding.message for finding in made.findings]
    assert messages[0] == "`teiHeader` is not carried, nor is what is in it (once in `teiHeader`)"
    assert "`note` is not carried, nor is what is in it (once in `text`)" in messages
    assert "`sic` is not carried, nor is what is in it (once in `text`)" in messages
    assert "`hi` is not told apart; what is in it is kept (once in `text`)" in messages
    assert "`hi/@rend` is not carried (once in `text`)" in messages
    assert not any("item/@n`" in message or "`lb/@break`" in message for message in messages)
    [place] = [f.location for f in made.findings if "persName/@ref" in f.message]
    assert DOCUMENT[place.column - 1 :].startswith("ref=")


def test_a_document_is_as_before_when_its_losses_are_known() -> None:
    document = whole(DOCUMENT)
    before = etree.tostring(document.root, method="c14n")
    render(document, to="text", options=TransformOptions(loss=True))
    assert etree.tostring(document.root, method="c14n") == before


def test_losses_are_told_only_when_they_are_asked_for() -> None:
    assert render(whole(DOCUMENT), to="text").findings == ()
    assert "d" not in to_text("<p>a <del>d</del></p>", loss=True)
