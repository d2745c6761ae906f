"""XInclude joins files within the project, and every place is told in the file that holds it."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from tei_tools.model.finding import UnreadableDocumentError
from tei_tools.read import read_document

XI = 'xmlns:xi="http://www.w3.org/2001/XInclude"'
NS = f'xmlns="http://www.tei-c.org/ns/1.0" {XI}'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "tei-tools.toml").write_text("")
    monkeypatch.chdir(folder)
    return folder


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(text.encode(encoding))


def test_places_after_an_inclusion_are_right_in_both_files(project: Path) -> None:
    write(project, "a.xml", f'<TEI {NS}>\n<xi:include href="sub/b.xml"/>\n<p n="late"/></TEI>')
    write(
        project,
        "sub/b.xml",
        f'<?xml version="1.0" encoding="utf-16"?>\r\n<div {NS}>\r\n😀<p n="in"/></div>',
        "utf-16",
    )
    document = read_document("a.xml")
    inner, late = document.root.iter("{*}p")
    assert (inner.get("n"), late.get("n")) == ("in", "late")
    place = document.locate(inner, "n")
    assert (place.path, place.line, place.column) == ("sub/b.xml", 3, 8)
    place = document.locate(late)
    assert (place.path, place.line, place.column) == ("a.xml", 3, 2)


def test_fallback_and_text_are_taken_and_later_places_stay_right(project: Path) -> None:
    write(project, "t.txt", "<5 & more")
    write(
        project,
        "a.xml",
        f'<TEI {NS}><p>x<xi:include href="no.xml"><xi:fallback><hi>y</hi></xi:fallback>'
        f'</xi:include>z<xi:include href="t.txt" parse="text"/></p>\n<q/></TEI>',
    )
    document = read_document("a.xml")
    paragraph = next(document.root.iter("{*}p"))
    assert etree.tostring(paragraph, encoding="unicode", method="text").strip() == "xyz<5 & more"
    quote = next(document.root.iter("{*}q"))
    assert (document.locate(quote).line, document.locate(quote).column) == (2, 2)


def test_fragment_by_id(project: Path) -> None:
    write(project, "a.xml", f'<TEI {NS}><xi:include href="b.xml" xpointer="two"/></TEI>')
    write(project, "b.xml", f'<body {NS}>\n<p xml:id="one"/>\n<p xml:id="two"><hi/></p></body>')
    document = read_document("a.xml")
    assert [e.get("{http://www.w3.org/XML/1998/namespace}id") for e in document.root] == ["two"]
    place = document.locate(next(document.root.iter("{*}hi")))
    assert (place.path, place.line, place.column) == ("b.xml", 3, 18)


REFUSED = [
    ("outside the project", "../secret.xml", "outside the project"),
    ("an absolute path", "/etc/passwd", "outside the project"),
    ("the network", "http://example.org/a.xml", "network"),
    ("itself", "a.xml", "includes itself"),
    ("a missing file", "none.xml", "no file `none.xml`"),
    ("no href", "", "needs an `href`"),
]


@pytest.mark.parametrize(("href", "words"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED])
def test_inclusion_that_is_refused_says_why_and_where(project: Path, href: str, words: str) -> None:
    write(project.parent, "secret.xml", f"<p {NS}>secret</p>")
    write(project, "a.xml", f'<TEI {NS}>\n  <xi:include href="{href}"/></TEI>')
    with pytest.raises(UnreadableDocumentError, match=words.replace("`", "`")) as caught:
        read_document("a.xml")
    location = caught.value.finding.location
    assert (location.path, location.line) == ("a.xml", 2)


def test_inclusions_that_go_round_in_a_circle_are_refused(project: Path) -> None:
    write(project, "a.xml", f'<TEI {NS}><xi:include href="b.xml"/></TEI>')
    write(project, "b.xml", f'<div {NS}><xi:include href="a.xml"/></div>')
    with pytest.raises(UnreadableDocumentError, match="includes itself") as caught:
        read_document("a.xml")
    assert caught.value.finding.location.path == "b.xml"


def test_link_that_leads_out_of_the_project_is_refused(project: Path) -> None:
    write(project.parent, "secret.xml", f"<p {NS}>secret</p>")
    (project / "link.xml").symlink_to(project.parent / "secret.xml")
    write(project, "a.xml", f'<TEI {NS}><xi:include href="link.xml"/></TEI>')
    with pytest.raises(UnreadableDocumentError, match="outside the project"):
        read_document("a.xml")


# --- bounds ---


def included(name: str, times: int = 1, more: str = "") -> str:
    return f'<xi:include href="{name}" {more}/>' * times


def problem(name: str) -> tuple[str, str, str]:
    """The code, message and file of what is wrong with a document."""
    with pytest.raises(UnreadableDocumentError) as caught:
        read_document(name)
    found = caught.value.finding
    return found.code, found.message, found.location.path


def test_files_that_include_one_another_twice_are_bounded(project: Path) -> None:
    for number in range(19):
        write(project, f"{number}.xml", f"<div {NS}>{included(f'{number + 1}.xml', 2)}</div>")
    write(project, "19.xml", f"<div {NS}/>")
    code, message, path = problem("0.xml")
    assert (code, path) == ("xml.xinclude", "18.xml")
    assert "again and again" in message


def test_twenty_thousand_texts_are_put_in_their_places(project: Path) -> None:
    write(project, "t.txt", "0123456789" * 10)
    write(project, "a.xml", f"<TEI {NS}><p>{included('t.txt', 20_000, 'parse=`text`')}a</p></TEI>"
          .replace("`", '"'))  # fmt: skip
    [paragraph] = read_document("a.xml").root
    assert paragraph.text == "0123456789" * 200_000 + "a"


def test_file_that_is_no_text_is_refused(project: Path) -> None:
    write(project, "t.bin", "a\0b")
    write(project, "a.xml", f'<TEI {NS}><xi:include href="t.bin" parse="text"/></TEI>')
    code, message, path = problem("a.xml")
    assert (code, path, "`t.bin`" in message) == ("xml.xinclude", "a.xml", True)


@pytest.mark.parametrize("parse", ["xml", "text"])
def test_large_file_is_not_included_any_number_of_times(parse: str, project: Path) -> None:
    write(project, "large.xml", f"<div {NS}>{'<p>x</p>' * 10_000}{'x' * 1_000_000}</div>")
    text = included("large.xml", 200, f'parse="{parse}"')
    write(project, "a.xml", f"<TEI {NS}>{text}</TEI>")
    assert problem("a.xml")[0] == "xml.xinclude"


def test_inclusions_make_no_document_deeper_than_a_file_may_be(project: Path) -> None:
    for number in range(2):
        inside = included(f"{number + 1}.xml")
        write(project, f"{number}.xml", f"<TEI {NS}>{'<div>' * 120}{inside}{'</div>' * 120}</TEI>")
    write(project, "2.xml", f"<div {NS}>{'<p>' * 30}{'</p>' * 30}</div>")
    assert problem("0.xml") == (
        "xml.too-deep", "with this inclusion, elements are nested more than 256 deep", "0.xml"
    )  # fmt: skip
    write(project, "2.xml", f"<div {NS}/>")
    assert len(list(read_document("0.xml").root.iter("{*}div"))) == 241


def test_thousands_of_fragments_of_one_file_are_found_where_they_stand(project: Path) -> None:
    lines = [f'<p xml:id="x{n}">{n}</p>' for n in range(2_000)]
    write(project, "b.xml", f"<div {NS}>\n" + "\n".join(lines) + "</div>")
    fragments = "".join(included("b.xml", 1, f'xpointer="x{n}"') for n in reversed(range(2_000)))
    write(project, "a.xml", f"<TEI {NS}>{fragments}</TEI>")
    document = read_document("a.xml")
    paragraphs = list(document.root.iter("{*}p"))
    assert [each.text for each in paragraphs] == [str(n) for n in reversed(range(2_000))]
    place = document.locate(paragraphs[0])
    assert (place.path, place.line, place.column) == ("b.xml", 2_001, 2)
    assert document.locate(paragraphs[1_990]).line == 11


def test_inclusion_in_a_fragment_that_is_taken_twice_is_told_where_it_stands(
    project: Path,
) -> None:
    write(project, "b.xml", f'<div {NS}>\n<p/><p xml:id="x">\n{included("no.xml")}</p></div>')
    text = included("b.xml", 1, 'xpointer="x"')
    write(project, "a.xml", f"<TEI {NS}><p/>{included('c.xml')}{text}</TEI>")
    write(project, "c.xml", f"<div {NS}/>")
    with pytest.raises(UnreadableDocumentError) as caught:
        read_document("a.xml")
    location = caught.value.finding.location
    assert (location.path, location.line, location.column) == ("b.xml", 3, 19)
