"""Ids stand once, and every pointer leads to something of the right kind, in other files too."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tei_tools.model.draft import told
from tei_tools.model.finding import Finding, Severity
from tei_tools.read import read_document
from tei_tools.rules import check_ids, check_pointers

#: What other files hold, as the flow would answer; None is a file that is no XML.
FILES: dict[str, Mapping[str, str] | None] = {
    "tei/registers.xml": {"stalin": "person", "pravda": "bibl", "moscow": "place"},
    "tei/works/02.xml": {"w2.IV": "div"},
    "tei/works/facsimile.png": None,
}


def ids_of(path: str) -> Mapping[str, str] | None:
    """Answers as the flow does, from a table."""
    parts: list[str] = []
    for part in Path(path).parts:
        if part == ".." and parts:
            parts.pop()
        else:
            parts.append(part)
    if parts[0] != "tei":
        raise PermissionError(path)
    if (name := "/".join(parts)) not in FILES:
        raise FileNotFoundError(path)
    return FILES[name]


HEADER = """<teiHeader><encodingDesc><listPrefixDef>
  <prefixDef ident="reg" matchPattern="([a-z.]+)" replacementPattern="../registers.xml#$1"/>
  <prefixDef ident="wd" matchPattern="(Q[0-9]+)" replacementPattern="https://www.wikidata.org/$1"/>
  <prefixDef ident="slow" matchPattern="(a+)+b" replacementPattern="#$1"/>
</listPrefixDef></encodingDesc><profileDesc><handNotes><handNote xml:id="h.mv"/></handNotes>
</profileDesc></teiHeader>"""


def findings(body: str) -> list[Finding]:
    text = (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{HEADER}<text><body xml:id="b">'
        f"{body}</body></text></TEI>"
    )
    document = read_document(Path("tei/works/01.xml"), data=text.encode())
    return list(told(document, [*check_ids(document), *check_pointers(document, ids_of)]))


GOOD = [
    '<div hand="#h.mv"/>',
    '<persName ref="reg:stalin">Stalin</persName>',
    '<title ref="reg:pravda"/>',
    '<div prev="02.xml#w2.IV"/>',
    '<ref target="https://example.org/a#b"/>',
    '<persName ref="wd:Q855"/>',
    '<graphic facs="facsimile.png"/>',
    '<ref target="02.xml"/>',
    '<p n="#nothing"/>',
    '<p xml:id="p"/><note corresp="#p #b"/>',
]


@pytest.mark.parametrize("body", GOOD)
def test_good_pointer_is_silent(body: str) -> None:
    assert findings(body) == []


BAD = [
    ('<div hand="#h.mw"/>', "pointers.dangling", "did you mean `#h.mv`?"),
    ('<div hand="#fotieva"/>', "pointers.dangling", "there is `h.mv`"),
    ('<persName ref="reg:stalim"/>', "pointers.dangling", "did you mean `reg:stalin`?"),
    ('<persName ref="reg:moscow"/>', "pointers.wrong-kind", ""),
    ('<div hand="#b"/>', "pointers.wrong-kind", ""),
    ('<rs type="place" ref="reg:stalin"/>', "pointers.wrong-kind", ""),
    ('<ref type="noteref" target="#b"/>', "pointers.wrong-kind", ""),
    ('<persName ref="rag:stalin"/>', "pointers.unknown-prefix", "did you mean `reg:`?"),
    ('<persName ref="reg:STALIN"/>', "pointers.prefix-mismatch", "`([a-z.]+)`"),
    ('<ref target="03.xml#a"/>', "pointers.missing-file", ""),
    ('<div hand="h.mv"/>', "pointers.forgotten-hash", "did you mean `#h.mv`?"),
]


@pytest.mark.parametrize(("body", "code", "suggestion"), BAD)
def test_bad_pointer_is_one_error_with_its_cure(body: str, code: str, suggestion: str) -> None:
    (finding,) = findings(body)
    assert (finding.code, finding.suggestion) == (code, suggestion)
    assert finding.severity is Severity.ERROR
    assert finding.location.path == "tei/works/01.xml"


NOT_CHECKED = [
    ('<pb facs="page1.png"/>', "pointers.missing-file", Severity.WARNING),
    ('<ref target="../../../secret.xml#a"/>', "pointers.outside-project", Severity.WARNING),
    ('<ref target="#xpath(//p)"/>', "pointers.not-checked", Severity.INFO),
    (f'<persName ref="slow:{"a" * 60}"/>', "pointers.not-checked", Severity.INFO),
]


@pytest.mark.parametrize(("body", "code", "severity"), NOT_CHECKED)
def test_what_cannot_be_checked_or_is_less_is_said_with_its_weight(
    body: str, code: str, severity: Severity
) -> None:
    (finding,) = findings(body)
    assert (finding.code, finding.severity) == (code, severity)


def test_only_the_bad_token_of_a_list_is_marked() -> None:
    (finding,) = findings('\n<p corresp="#b #gone #h.mv"/>')
    assert finding.message.startswith("`#gone` points to nothing")
    assert finding.location.end_column - finding.location.column == len("#gone")


def test_duplicate_id_shows_both_places() -> None:
    (finding,) = findings('\n<p xml:id="x"/>\n<p xml:id="x"/>')
    assert finding.code == "ids.duplicate"
    assert finding.related is not None
    assert finding.location.line == finding.related.line + 1


def test_header_of_the_part_declares_its_prefixes_in_a_corpus() -> None:
    text = f"""<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">
      <TEI>{HEADER}<text><body><p ana="reg:stalin"/></body></text></TEI>
      <TEI><text><body><p ana="reg:stalin"/></body></text></TEI></teiCorpus>"""
    document = read_document(Path("tei/works/01.xml"), data=text.encode())
    (finding,) = told(document, check_pointers(document, ids_of))
    assert finding.code == "pointers.unknown-prefix"
    assert finding.location.xpath.startswith("/teiCorpus/TEI[2]")
