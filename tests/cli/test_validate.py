"""``tei-tools validate``, run as a user runs it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from ..oracles import ROOT
from .conftest import Program

SCHEMAS = ROOT / "schemas"
WORK = (ROOT / "tei/works/01-letter-to-the-congress.xml").read_text(encoding="utf-8")
#: The smallest document of the edition's schema.
SMALL = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>A</title>'
    "</titleStmt><publicationStmt><p>B</p></publicationStmt><sourceDesc><p>C</p></sourceDesc>"
    '</fileDesc></teiHeader><text><body><div type="part" xml:id="d">\n{}\n</div></body>'
    "</text></TEI>"
)


def test_the_edition_is_valid_and_the_program_says_so(tei_tools: Program) -> None:
    run = tei_tools("validate", cwd=ROOT)
    assert (run.code, run.out) == (0, "")
    assert run.err == "tei-tools: 11 files valid (schemas/last-works.rng)\n"


def test_findings_have_place_cause_cure_and_excerpt(tei_tools: Program, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(SMALL.format("<p>By <perName>M.V.</perName></p>"))
    run = tei_tools("validate", "a.xml")
    assert run.code == 1
    assert run.out.startswith(
        "a.xml:2:8: error[grammar.unknown-element]: `perName` is not an element of this schema\n"
        "      2 │ <p>By <perName>M.V.</perName></p>\n"
        "        │        ^^^^^^^ did you mean `persName`?"
    )
    assert "in: div#d > p" in run.out
    assert run.err.startswith("tei-tools: 1 file checked: 1 error (")


def test_quiet_says_nothing_when_all_is_well(tei_tools: Program, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(SMALL.format("<p>x</p>"))
    run = tei_tools("validate", "-q", "a.xml")
    assert (run.code, run.out, run.err) == (0, "", "")


def test_verbose_names_all_that_is_allowed(tei_tools: Program, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(SMALL.format("<p>One <p>two</p></p>"))
    short, long = tei_tools("validate", "a.xml").out, tei_tools("validate", "-v", "a.xml").out
    assert "model.phrase (" in short
    assert "persName" not in short
    assert "model.phrase: abbr, add, " in long
    assert ", persName, " in long


def test_standard_input(tei_tools: Program) -> None:
    assert tei_tools("validate", "-", stdin=SMALL.format("<p>é</p>").encode()).code == 0
    run = tei_tools("validate", "-", stdin=SMALL.format("<hi/>").encode())
    assert run.code == 1
    assert run.out.startswith("<stdin>:2:")


def test_folder_is_searched_for_xml_in_order_hidden_folders_aside(
    tei_tools: Program, tmp_path: Path
) -> None:
    for name in ("b.xml", "a/c.xml", ".git/d.xml"):
        (tmp_path / "t" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "t" / name).write_text("<x/>")
    (tmp_path / "t" / "readme.txt").write_text("x")
    run = tei_tools("validate", "t", "t/b.xml")
    places = [line.split(":")[0] for line in run.out.splitlines() if "error[" in line]
    assert places == ["t/a/c.xml", "t/b.xml"]


def test_json_is_complete_and_alone_on_standard_output(tei_tools: Program, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(SMALL.format('<p rend="x" xml:id="d">y</p>'))
    run = tei_tools("validate", "--format", "json", "a.xml")
    report = json.loads(run.out)
    assert run.code == 1
    assert report["format"] == "tei-tools-findings/1"
    assert report["files"] == ["a.xml"]
    assert report["summary"]["error"] == len(report["findings"]) >= 1
    duplicate = next(f for f in report["findings"] if f["code"] == "ids.duplicate")
    assert duplicate["location"]["line"] == 2
    assert duplicate["related"]["line"] == 1


def test_same_output_with_any_number_of_processes(tei_tools: Program, tmp_path: Path) -> None:
    for number in range(6):
        (tmp_path / f"{number}.xml").write_text(SMALL.format("<perName/>" * (number + 1)))
    words = ("validate", ".", "--format", "json")
    assert tei_tools(*words).out == tei_tools(*words, "--jobs", "3").out


def test_finding_in_an_included_file_is_told_once_and_where_it_was_written(
    tei_tools: Program, tmp_path: Path
) -> None:
    (tmp_path / "part.xml").write_text(SMALL.format("\n<hi>x</hi>"))
    (tmp_path / "all.xml").write_text(
        SMALL.format("<p>x</p>")
        .replace("<TEI xmlns", '<teiCorpus xmlns:xi="http://www.w3.org/2001/XInclude" xmlns')
        .split("<text>")[0]
        + '<xi:include href="part.xml"/></teiCorpus>'
    )
    run = tei_tools("validate", ".")
    errors = [line for line in run.out.splitlines() if "error[" in line]
    assert len(errors) == 1
    assert errors[0].startswith("part.xml:3:2: error[grammar.")


UNREADABLE = [
    ("empty.xml", b"", 1, "the file is empty"),
    ("binary.xml", b"\x00\x01\x02" * 50, 1, "binary"),
    ("picture.xml", b"\x89PNG\r\n\x1a\n\0\0", 1, "binary"),
    ("prose.xml", b"Dear Sir,", 1, "not XML"),
    ("broken.xml", b"<TEI><p></TEI>", 1, "is not closed before"),
    ("latin.xml", "<TEI>é</TEI>".encode("latin-1"), 1, "not UTF-8"),
    ("html.xml", b"<html/>", 1, "not a TEI document"),
    ("no-namespace.xml", b"<TEI/>", 1, "not in the TEI namespace"),
    ("p4.xml", b"<TEI.2/>", 1, "TEI P4"),
    ("deep.xml", b"<a>" * 9999, 1, "more than 256 deep"),
    ("huge.xml", b"<TEI>" + b"x" * 12_000_000 + b"</TEI>", 1, "ten million"),
]


@pytest.mark.parametrize(
    ("name", "data", "code", "words"), UNREADABLE, ids=[case[0] for case in UNREADABLE]
)
def test_unreadable_file_is_one_clear_finding(
    tei_tools: Program, tmp_path: Path, name: str, data: bytes, code: int, words: str
) -> None:
    (tmp_path / name).write_bytes(data)
    run = tei_tools("validate", name)
    assert run.code == code
    assert run.out.count("error[") == 1
    assert words in run.out
    assert len(run.out) < 1500


def test_a_file_that_is_not_there_ends_the_run(tei_tools: Program) -> None:
    run = tei_tools("validate", "gone.xml")
    assert (run.code, run.out) == (2, "")
    assert run.err == "tei-tools: gone.xml: no such file or folder\n"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_ends_the_run(tei_tools: Program, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(SMALL)
    (tmp_path / "a.xml").chmod(0)
    run = tei_tools("validate", "a.xml")
    assert (run.code, run.err) == (2, "tei-tools: a.xml: cannot be read: permission denied\n")


def test_nothing_to_work_on_says_what_to_do(tei_tools: Program) -> None:
    run = tei_tools("validate")
    assert run.code == 2
    assert "name files or folders" in run.err


def test_unknown_option_is_a_failed_run(tei_tools: Program) -> None:
    assert tei_tools("validate", "--frmat", "json").code == 2


# --- which schema -------------------------------------------------------------------------------

MINIMAL_XSD = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns="http://www.tei-c.org/ns/1.0" targetNamespace="http://www.tei-c.org/ns/1.0">
  <xs:element name="TEI"/></xs:schema>"""
TINY = '<TEI xmlns="http://www.tei-c.org/ns/1.0"/>'


def test_schema_option_comes_before_what_the_file_names(tei_tools: Program, tmp_path: Path) -> None:
    (tmp_path / "my.xsd").write_text(MINIMAL_XSD)
    (tmp_path / "a.xml").write_text(TINY)
    assert tei_tools("validate", "a.xml").code == 1
    assert tei_tools("validate", "--schema", "my.xsd", "a.xml").code == 0


def test_schema_that_the_file_names_is_used(tei_tools: Program, tmp_path: Path) -> None:
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "my.xsd").write_text(MINIMAL_XSD)
    model = '<?xml-model href="{}" schematypens="http://www.w3.org/2001/XMLSchema"?>'
    (tmp_path / "a.xml").write_text(model.format("s/my.xsd") + TINY)
    run = tei_tools("validate", "a.xml")
    assert (run.code, run.err) == (0, "tei-tools: 1 file valid (s/my.xsd)\n")
    (tmp_path / "a.xml").write_text(model.format("s/gone.xsd") + TINY)
    run = tei_tools("validate", "a.xml")
    assert (run.code, "s/gone.xsd, which does not exist" in run.err) == (2, True)
    (tmp_path / "a.xml").write_text(model.format("https://example.org/my.xsd") + TINY)
    run = tei_tools("validate", "a.xml")
    assert (run.code, "never fetched from the network" in run.err) == (2, True)


def test_schema_of_the_settings_is_for_files_that_name_none(
    tei_tools: Program, tmp_path: Path
) -> None:
    (tmp_path / "tei-tools.toml").write_text('schema = "my.xsd"\npaths = ["a.xml"]')
    (tmp_path / "my.xsd").write_text(MINIMAL_XSD)
    (tmp_path / "a.xml").write_text(TINY)
    run = tei_tools("validate")
    assert (run.code, run.err) == (0, "tei-tools: 1 file valid (my.xsd)\n")


def test_schema_that_is_not_here_is_said_with_what_to_run(
    tei_tools: Program, tmp_path: Path
) -> None:
    (tmp_path / "a.xml").write_text('<?xml-model href="tei_all.rng"?>' + SMALL.format("<p>x</p>"))
    run = tei_tools("validate", "a.xml")
    assert (run.code, run.out) == (2, "")
    assert "a.xml:1: the file names the schema tei_all.rng, which does not exist" in run.err
    url = "https://example.org/our.rng"
    (tmp_path / "a.xml").write_text(f'<?xml-model href="{url}"?>' + SMALL.format("<p>x</p>"))
    run = tei_tools("validate", "a.xml")
    assert run.code == 2
    assert f"run `tei-tools schema add {url}` once" in run.err


def test_language_that_is_not_checked_is_said(tei_tools: Program, tmp_path: Path) -> None:
    model = '<?xml-model href="my.nvdl"?>'
    (tmp_path / "a.xml").write_text(model + SMALL.format("<p>x</p>"))
    run = tei_tools("validate", "a.xml")
    assert run.code == 0
    assert "info[schema.not-used]: the file names my.nvdl; NVDL is not checked" in run.out


def test_several_schemas_are_all_applied(tei_tools: Program, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(SMALL.format("<p>x</p>"))
    (tmp_path / "other.rng").write_text(
        '<element name="other" xmlns="http://relaxng.org/ns/structure/1.0"><empty/></element>'
    )
    both = ("--schema", str(SCHEMAS / "tei-tools.odd"), "--schema", "other.rng")
    run = tei_tools("validate", *both, "a.xml")
    assert run.code == 1
    assert run.out.count("error[") == 1
    assert "(bundled tei-tools.odd, other.rng)" in run.err


def test_relax_ng_and_odd_are_schemas_like_any_other(tei_tools: Program, tmp_path: Path) -> None:
    wrong = SMALL.format("<p>x<perName>y</perName></p>")
    (tmp_path / "a.xml").write_text('<?xml-model href="my.rng"?>' + wrong)
    (tmp_path / "my.rng").write_bytes((SCHEMAS / "last-works.rng").read_bytes())
    for words in (["a.xml"], ["--schema", str(SCHEMAS / "last-works.odd"), "a.xml"]):
        run = tei_tools("validate", *words)
        assert run.code == 1
        assert "error[grammar.unknown-element]: `perName` is not an element" in run.out
        assert "did you mean `persName`?" in run.out


BAD_SCHEMAS = [
    ("not well-formed", "<xs:schema", "not well-formed"),
    ("no schema", "<grammar/>", "not an XSD"),
    ("wrong", MINIMAL_XSD.replace("</xs:schema>", '<xs:element ref="x"/></xs:schema>'),
     "has an error"),
    ("from the network", MINIMAL_XSD.replace(
        '<xs:element', '<xs:include schemaLocation="http://example.org/x.xsd"/><xs:element'),
     "never fetched"),
    ("with entities", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + MINIMAL_XSD,
     "DOCTYPE"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("schema", "words"), [case[1:] for case in BAD_SCHEMAS], ids=[case[0] for case in BAD_SCHEMAS]
)
def test_schema_that_cannot_be_used_ends_the_run(
    tei_tools: Program, tmp_path: Path, schema: str, words: str
) -> None:
    (tmp_path / "my.xsd").write_text(schema)
    (tmp_path / "a.xml").write_text(TINY)
    run = tei_tools("validate", "--schema", "my.xsd", "a.xml")
    assert (run.code, run.out) == (2, "")
    assert words in run.err


def test_pattern_that_can_run_away_is_not_run(tei_tools: Program, tmp_path: Path) -> None:
    attribute = (
        '<xs:complexType><xs:attribute name="n"><xs:simpleType><xs:restriction base="xs:string">'
        '<xs:pattern value="(a+)+b"/></xs:restriction></xs:simpleType></xs:attribute>'
        "</xs:complexType></xs:element>"
    )
    xsd = MINIMAL_XSD.replace('"TEI"/>', f'"TEI">{attribute}')
    (tmp_path / "my.xsd").write_text(xsd)
    (tmp_path / "a.xml").write_text(TINY.replace("/>", f' n="{"a" * 60}"/>'))
    run = tei_tools("validate", "--schema", "my.xsd", "a.xml")
    assert run.code == 1
    assert "info[schema.slow-pattern]" in run.out
    assert "error[grammar.invalid]" in run.out


def test_settings_with_an_unknown_key_say_which_was_meant(
    tei_tools: Program, tmp_path: Path
) -> None:
    (tmp_path / "tei-tools.toml").write_text('path = ["tei"]')
    run = tei_tools("validate")
    assert (run.code, "did you mean `paths`?" in run.err) == (2, True)


def test_id_that_only_the_schema_calls_one_is_not_forgotten(
    tei_tools: Program, tmp_path: Path
) -> None:
    key = '<xs:attribute name="key" type="xs:ID"/>'
    row = f'<xs:element name="p"><xs:complexType>{key}</xs:complexType></xs:element>'
    rows = f'<xs:complexType><xs:sequence maxOccurs="9">{row}</xs:sequence></xs:complexType>'
    xsd = MINIMAL_XSD.replace(
        '<xs:element name="TEI"/>', f'<xs:element name="TEI">{rows}</xs:element>'
    )
    (tmp_path / "my.xsd").write_text(
        xsd.replace("<xs:schema", '<xs:schema elementFormDefault="qualified"')
    )
    (tmp_path / "a.xml").write_text(TINY.replace("/>", '><p key="x"/><p key="x"/></TEI>'))
    run = tei_tools("validate", "--schema", "my.xsd", "a.xml")
    assert run.code == 1
    assert "error[grammar.invalid]" in run.out
