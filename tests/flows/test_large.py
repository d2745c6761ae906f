"""A large file, checked piece by piece, gives the findings that it gives when it is read whole."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from tei_tools import Document, Finding, TeiToolsError, load_schema
from tei_tools.flows.choice import ValidationOptions
from tei_tools.flows.validation import validate_file
from tei_tools.model.draft import MOST
from tei_tools.model.selection import Layer
from tei_tools.read import large, open_document, reader, skeleton
from tei_tools.read.large import LargeDocument
from tests.grammar.random_mutants import mutant
from tests.mutants import MUTANTS, SCHEMAS
from tests.oracles import ROOT, corpora
from tests.read.test_parse import CASES

RNG = ValidationOptions(schemas=(SCHEMAS / "tei-tools.rng",))
HEADER = (
    "<teiHeader><fileDesc><titleStmt><title>t</title></titleStmt><publicationStmt><p/>"
    "</publicationStmt><sourceDesc><p/></sourceDesc></fileDesc>{}</teiHeader>"
)
TEI = (
    '{}<TEI xmlns="http://www.tei-c.org/ns/1.0">'
    f"{HEADER.format('')}<text><body>\n{{}}\n</body></text></TEI>"
)
PREFIXES = """<encodingDesc><listPrefixDef><prefixDef ident="{}" matchPattern="(.+)"
  replacementPattern="{}"><p/></prefixDef></listPrefixDef></encodingDesc>"""
CORPUS = '<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">{}{}{}</teiCorpus>'
WORK = '<TEI>{}<text><body><p corresp="a:x b:y #x" xml:id="x"/></body></text></TEI>'


def document(body: str, before: str = "") -> str:
    return TEI.format(before, body)


def plain(finding: Finding) -> Finding:
    """A finding without its fix, which there may not be in a large file."""
    return replace(finding, fix=None)


class Ways:
    """Checks a file in both ways."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.set = monkeypatch.setattr

    def whole(self) -> None:
        self.set(reader, "LARGE", 1 << 40)

    def pieces(self, size: int = 0) -> None:
        """Read piece by piece; ``size`` bytes in one, and after each step what is past is freed."""
        self.set(reader, "LARGE", 0)
        if size:
            self.set(large, "PIECE", size)
            self.set(large, "STEPS", 1)
            self.set(skeleton, "PIECE", size)

    def findings(
        self, file: Path, options: ValidationOptions = RNG, size: int = 37
    ) -> tuple[Finding, ...]:
        """What is found in either way."""
        self.whole()
        whole = validate_file(file, options)
        self.pieces(size)
        in_pieces = validate_file(file, options)
        assert in_pieces.facts == whole.facts
        assert list(map(plain, in_pieces.findings)) == list(map(plain, whole.findings))
        return whole.findings


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch) -> Ways:
    return Ways(monkeypatch)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "tei-tools.toml").write_text("")
    return tmp_path / "a.xml"


def test_large_file_is_not_read_whole(file: Path, ways: Ways) -> None:
    file.write_text(document("<p/>"))
    assert isinstance(open_document(file), Document)
    ways.pieces(37)
    assert isinstance(open_document(file), LargeDocument)


def test_mistakes_in_the_works_are_told_alike(file: Path, ways: Ways) -> None:
    options = ValidationOptions(schemas=(SCHEMAS / "last-works.rng",))
    for each in MUTANTS:
        file.write_bytes(each.make()[0])
        found = ways.findings(file, options)
        assert each.code in {finding.code for finding in found}, each.name


def test_random_mistakes_are_told_alike(file: Path, ways: Ways) -> None:
    tree = etree.parse(ROOT / "tei/works/04-on-education.xml").getroot()
    codes = set()
    for seed in range(78):
        file.write_bytes(mutant(tree, seed)[1])
        codes |= {finding.code for finding in ways.findings(file)}
    assert len(codes) >= 8


@pytest.mark.corpora
def test_real_documents_are_told_alike(ways: Ways) -> None:
    options = ValidationOptions(schemas=(corpora() / "tei-p5/tei_lite.rng",))
    folders = ("stylesheets-tests", "tei-p5/tests", "tei-p5/exemplars")
    files = [file for folder in folders for file in sorted((corpora() / folder).glob("*"))]
    plays = sorted((corpora() / "gerdracor").glob("*.xml"))[:2]
    assert sum(bool(ways.findings(file, options)) for file in (*files, *plays)) > 50


@pytest.mark.parametrize("data", [case[1] for case in CASES], ids=[case[0] for case in CASES])
def test_what_is_no_document_is_told_alike(data: bytes, file: Path, ways: Ways) -> None:
    file.write_bytes(data)
    assert len(ways.findings(file, size=0 if len(data) > 1_000_000 else 37)) == 1


#: Bodies with mistakes, and what stands before the root.
LAYOUTS = {
    "one line": (document("<p/>" * 300 + "<foo/>" + "<p/>" * 300 + "<p rend='x' a='b'/>"), "utf-8"),
    "characters of many bytes": (document("<p>𝔸é😀</p><p é='😀 #x'/><foo>é</foo>" * 20), "utf-8"),
    "byte order mark": (TEI.format("", "<foo/>\n<p a='1'/>"), "utf-8-sig"),
    "one byte a character": (
        document("<p>é</p><foo/>", "<?xml version='1.0' encoding='ISO-8859-1'?>"), "iso-8859-1",
    ),
    "UTF-16": (document("<p>é</p>\n<foo/>", "<?xml version='1.0' encoding='UTF-16'?>"), "utf-16"),
    "line ends": (document("<p\r\n a='1'\r\n b='2'/>\r\n<list>\r\n  stray words\r\n</list>"),
                  "utf-8"),
    "text in pieces": (document("<list>\n <!--c--> <![CDATA[ <stray> words ]]> &amp; more</list>"
                       f"<list>{'long ' * 40}</list>"), "utf-8"),
    "a long tag": (document(f"<p {' '.join(f'a{n}={n!r}' for n in map(str, range(200)))}/>"),
                   "utf-8"),
    "comments": (document("<!--c-->" * 50 + "<foo/>" + "<?pi x?>" * 50 + "<p><head/></p>"),
                 "utf-8"),
    "too early": (document("<div><p/><head/></div><div><p/><!--c--><head/><p/></div>"), "utf-8"),
    "many siblings": (
        document(f"<div>{'<p/>' * 120}<closer/><p/><!--c--><p/><head/><p/></div>"), "utf-8",
    ),
    "text after many": (
        document(f"<list>{'<item/>' * 120}<!--c--> stray words<item/></list><list/>"), "utf-8",
    ),
    "prefixes of names": (
        document("<x:p xmlns:x='urn:x' x:n='1'/><p xmlns:y='urn:y' y:n='1' n='a b'/>"), "utf-8",
    ),
    "entities": (document("&e;<p>&t;</p><foo/>",
                          "<!DOCTYPE TEI [<!ENTITY e '<foo/>'><!ENTITY t 'text'>]>"), "utf-8"),
    "ids": (document("<p xml:id='a' corresp='#b #c'/>\n<p xml:id='a'/><p xml:id='b'/>"), "utf-8"),
    "prefixes of pointers": (
        CORPUS.format(
            HEADER.format(PREFIXES.format("a", "#$1")),
            WORK.format(HEADER.format(PREFIXES.format("b", "#none"))),
            WORK.format(HEADER.format("")),
        ), "utf-8",
    ),
    "no TEI": ("<foo>\n<bar/></foo>", "utf-8"),
    "another root": (f"<div xmlns='http://www.tei-c.org/ns/1.0'>{WORK.format('')}</div>", "utf-8"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "encoding"), LAYOUTS.values(), ids=LAYOUTS)
def test_places_are_told_alike(text: str, encoding: str, file: Path, ways: Ways) -> None:
    file.write_bytes(text.encode(encoding))
    assert ways.findings(file)
    assert ways.findings(file, ValidationOptions())


def test_what_the_file_names_is_its_schema(file: Path, ways: Ways) -> None:
    (file.parent / "b.rng").write_bytes((SCHEMAS / "tei-tools.rng").read_bytes())
    file.write_text(document("<foo/>", '<?xml-model href="b.rng"?>\n<?xml-model href="c.nvdl"?>\n'))
    assert [finding.code for finding in ways.findings(file, ValidationOptions())] == [
        "schema.not-used",
        "grammar.unknown-element",
    ]


def test_places_past_line_65535_are_right(file: Path, ways: Ways) -> None:
    file.write_text(
        document("<p>a</p>\n" * 70_000 + "  <p>a <foo/></p>\n<p rend='b' corresp='#c'>b</p>")
    )
    ways.pieces()
    found = validate_file(file, RNG).findings
    assert [(f.location.line, f.location.column, f.location.xpath) for f in found] == [
        (70_002, 9, "/TEI/text/body/p[70001]/foo"),
        (70_003, 22, "/TEI/text/body/p[70002]"),
    ]
    assert [f.excerpt for f in found] == ["  <p>a <foo/></p>", "<p rend='b' corresp='#c'>b</p>"]


def test_of_too_many_findings_the_first_are_told_and_the_others_counted(
    file: Path, ways: Ways
) -> None:
    many = "<foo/><p corresp='#none' xml:id='same'/>" * MOST
    file.write_text(document(f"{many}<list/>"))
    *told, more = ways.findings(file, size=0)
    assert len(told) == MOST
    assert {finding.code for finding in told} == {
        "grammar.unknown-element",
        "ids.duplicate",
        "pointers.dangling",
    }
    assert more.code == "findings.more"
    assert "there are 2,000 findings more" in more.message
    last = told[-1].location
    assert all(f.location.column <= last.column for f in told)


def test_included_files_are_followed(file: Path, ways: Ways) -> None:
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="b.xml"/>'
    file.write_text(document(include))
    (file.parent / "b.xml").write_text(
        '<div xmlns="http://www.tei-c.org/ns/1.0">\n<foo/><p corresp="#none"/></div>'
    )
    places = {(f.location.path, f.location.line, f.code) for f in ways.findings(file)}
    other = str(file.parent / "b.xml")
    assert places == {(other, 2, "grammar.unknown-element"), (other, 2, "pointers.dangling")}


def test_an_xsd_is_checked_and_it_is_told_that_the_file_was_read_whole(
    file: Path, ways: Ways
) -> None:
    file.write_text(document("<foo/>"))
    options = ValidationOptions(schemas=(SCHEMAS / "last-works.xsd",))
    whole = validate_file(file, options)
    ways.pieces(37)
    pieces = validate_file(file, options)
    assert [f for f in pieces.findings if f.code != "schema.read-whole"] == list(whole.findings)
    assert len(pieces.findings) == len(whole.findings) + 1


def test_a_file_that_changes_while_it_is_checked_ends_the_run(file: Path, ways: Ways) -> None:
    file.write_text(document("<foo/>"))
    ways.pieces(37)
    opened = open_document(file)
    file.write_text(document("<foo/><foo/>"))
    with pytest.raises(TeiToolsError, match="changed while it was checked"):
        list(load_schema(SCHEMAS / "tei-tools.rng").validate(opened))


def test_schema_of_the_python_api_takes_large_files(file: Path, ways: Ways) -> None:
    file.write_text(document("<p xml:id='a'/><p xml:id='a'/><foo/>"))
    schema = load_schema(SCHEMAS / "tei-tools.rng")
    whole = list(schema.validate(file))
    ways.pieces(37)
    assert list(schema.validate(file)) == whole
    assert next(iter(schema.validate(file.read_bytes()))).location.path == "<stdin>"
    assert not schema.is_valid(open_document(file))


# --- what is monstrous -----

MONSTERS = {
    "10,000 levels": (document("<div>" * 10_000), "xml.too-deep"),
    "20 MB in a text": (document(f"<p>{'x' * 20_000_000}</p>"), "xml.too-large"),
    "20 MB in a value": (document(f"<p n='{'x' * 20_000_000}'/>"), "xml.too-large"),
    "20 MB in a comment": (document(f"<!--{'x' * 20_000_000}-->"), "xml.too-large"),
}


@pytest.mark.parametrize(("text", "code"), MONSTERS.values(), ids=MONSTERS)
def test_what_is_beyond_a_limit_is_one_finding(
    text: str, code: str, file: Path, ways: Ways
) -> None:
    file.write_text(text)
    for read in (ways.whole, ways.pieces):
        read()
        (found,) = validate_file(file, RNG).findings
        assert found.code == code
        assert len(found.excerpt) <= 400


def test_10_000_attributes_are_checked(file: Path, ways: Ways) -> None:
    names = " ".join(f"a{n}='{n}'" for n in range(10_000))
    file.write_text(document(f"<p {names}>a</p>"))
    *told, more = ways.findings(file, size=0)
    assert {f.code for f in told} == {"grammar.unknown-attribute"}
    assert f"{10_000 - MOST:,}" in more.message


def paragraphs(size: int) -> Iterator[str]:
    """Paragraphs with ids and pointers, and one mistake, in so many bytes."""
    number, written = 0, 0
    while written < size:
        text = (
            f'<p xml:id="p{number}" corresp="#p{max(0, number - 9)} #p0">{"word " * 50}<hi/></p>\n'
        )
        written += len(text)
        number += 1
        yield text
    yield "<foo/>"


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux to tell the memory")
def test_memory_does_not_grow_with_the_text(file: Path) -> None:
    """33 MB of text take less memory than that; the whole tree would take 200 MB."""
    head, tail = document("|").split("|")
    with file.open("w") as out:
        out.write(head)
        out.writelines(paragraphs(33_000_000))
        out.write(tail)
    run = (
        "import sys; from tei_tools.cli import main\n"
        "try: main()\n"
        "finally: print(open('/proc/self/status').read())"
    )
    words = ["validate", "--quiet", "--schema", str(SCHEMAS / "tei-tools.rng"), str(file)]
    result = subprocess.run(
        [sys.executable, "-c", run, *words],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert "grammar.unknown-element" in result.stdout, result.stderr
    (peak,) = (line.split()[1] for line in result.stdout.splitlines() if line.startswith("VmHWM"))
    assert int(peak) < 90_000, f"{peak} kB"


def test_rules_of_a_schema_are_not_run_on_a_very_large_file_unless_asked_for(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = file.parent / "x.sch"
    rules.write_text(
        '<schema xmlns="http://purl.oclc.org/dsdl/schematron"><pattern><rule context="/">'
        '<report test="true()">so it is</report></rule></pattern></schema>'
    )
    file.write_text(document("<p/>"))
    monkeypatch.setattr("tei_tools.flows.rules.TOO_LARGE", 10)

    def told(*names: str) -> list[str]:
        options = ValidationOptions(schemas=(rules,), user=Layer(select=names))
        found = validate_file(file, options).findings
        return [each.message for each in found if each.code.startswith("schematron.")]

    assert told() == ["the Schematron rules were not run: the file is too large"]
    assert told("schematron") == ["so it is"]
