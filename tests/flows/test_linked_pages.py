"""Links from the page of one file to that of another, and that none leads out of the project."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from lxml import etree

from tei_tools.flows.transformation import Task, page_of, plan, transform_file
from tei_tools.transform import TransformOptions

from ..oracles import ROOT

TEI = ROOT / "tei"
FRAME = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p xml:id="p">'
    '<ref target="{}">x</ref></p></body></text></TEI>'
)


def links(page: Path) -> list[str]:
    """The relative links to other pages."""
    tree = etree.parse(page, etree.HTMLParser(encoding="utf-8"))
    hrefs = tree.xpath("//a/@href")
    assert isinstance(hrefs, list)
    return [href for href in map(str, hrefs) if not href.startswith(("#", "http"))]


def test_every_link_between_pages_of_the_edition_leads_to_an_id(tmp_path: Path) -> None:
    files = sorted(TEI.rglob("*.xml"))
    for task in plan([TEI], files, tmp_path, "html"):
        transform_file(task, "html", TransformOptions())
    ids = {
        page.resolve(): {e.get("id") for e in etree.parse(page, etree.HTMLParser()).iter()}
        for page in tmp_path.rglob("*.html")
    }
    in_headers = {  # a page has what a header says, but not the ids
        element.get("{http://www.w3.org/XML/1998/namespace}id")
        for file in files
        for element in etree.parse(file).iterfind(".//{*}teiHeader//*")
    }
    seen = set()
    for page in ids:
        for link in links(page):
            file, fragment = urldefrag(link)
            target = (page.parent / unquote(file)).resolve()
            known = ids[target] | in_headers
            assert not fragment or unquote(fragment) in known, f"{page}: {link}"
            seen.add((page.stem[:2], target.stem[:2], fragment))
    assert {
        ("03", "01", "w1.III.p1"),  # "as I mentioned"
        ("08", "07", "w7.p9"),
        ("01", "re", "stalin"),  # an entry of the index, and the register
        ("01", "02", "w2.IV"),  # the next unit in the order of dictation
    } <= seen


@pytest.mark.parametrize(
    ("target", "href"),
    [
        ("b.xml#p", ["b.html#p"]),
        ("sub/c d.xml#p", []),  # a space is no part of a pointer
        ("sub/c%20d.xml#p", ["sub/c%20d.html#p"]),
        ("b.xml", ["b.html"]),
        ("../outside.xml#p", []),
        ("sub/../../outside.xml#p", []),
        ("/etc/passwd.xml", []),
        ("link.xml#p", []),
        ("missing.xml#p", []),
        ("notes.txt#p", []),
        ("%00.xml", []),
        (f"{'x' * 5000}.xml", []),
        ("//example.org/b.xml", []),
    ],
)
def test_only_files_of_the_project_are_linked_to(
    tmp_path: Path, target: str, href: list[str]
) -> None:
    project = tmp_path / "project"
    (project / "sub").mkdir(parents=True)
    (project / "pyproject.toml").write_text("")
    for path in ("b.xml", "sub/c d.xml", "notes.txt", "../outside.xml"):
        (project / path).write_text(FRAME.format("#p"))
    (project / "link.xml").symlink_to(tmp_path / "outside.xml")
    (project / "a.xml").write_text(FRAME.format(target))
    output = project / "out" / "a.html"
    transform_file(Task(project / "a.xml", output), "html", TransformOptions())
    assert links(output) == href


def test_the_page_of_a_file_lies_to_another_as_the_files_do(tmp_path: Path) -> None:
    (tmp_path / "works").mkdir()
    for path in ("registers.xml", "works/w1.xml"):
        (tmp_path / path).touch()
    found = page_of(tmp_path / "works/w1.xml", tmp_path, str(tmp_path / "works/../registers.xml"))
    assert found == "../registers.html"
