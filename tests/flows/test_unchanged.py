"""A file that was clean is not checked again, until anything changes that its verdict rests on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tei_tools import TeiToolsError, ValidationOptions, validate_files
from tei_tools.flows import validation
from tei_tools.flows.checking import forget_files
from tei_tools.flows.file_report import FileReport
from tei_tools.model.selection import Layer

HEADER = """<teiHeader><fileDesc><titleStmt><title>t</title></titleStmt>
<publicationStmt><p>p</p></publicationStmt><sourceDesc><p>s</p></sourceDesc></fileDesc></teiHeader>"""
DOCUMENT = f"""<?xml-model href="my.rng" schematypens="http://relaxng.org/ns/structure/1.0"?>
<?xml-model href="my.rnc" type="application/relax-ng-compact-syntax"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:xi="http://www.w3.org/2001/XInclude">{HEADER}
<text><body><xi:include href="part.xml"/><xi:include href="text.txt" parse="text"/>
<xi:include href="absent.xml"><xi:fallback><p>none</p></xi:fallback></xi:include>
<p corresp="../other.xml#one" facs="picture.png">a</p></body></text></TEI>"""
PART = '<p xmlns="http://www.tei-c.org/ns/1.0">part</p>'
OTHER = f"""<TEI xmlns="http://www.tei-c.org/ns/1.0">{HEADER}
<text><body><p xml:id="one">a</p></body></text></TEI>"""
ANYTHING = "any = element * { attribute * { text }*, (text | any)* }\n"
RULES = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">
<ns prefix="tei" uri="http://www.tei-c.org/ns/1.0"/><pattern><rule context="tei:TEI">
<assert test="not(doc-available('later.xml'))">it is there</assert></rule></pattern></schema>"""
NOTHING = '<empty xmlns="http://relaxng.org/ns/structure/1.0"/>'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TEI_TOOLS_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "project"
    (folder / "works").mkdir(parents=True)
    monkeypatch.chdir(folder)
    for name, text in (
        ("tei-tools.toml", ""),
        ("works/a.xml", DOCUMENT),
        ("works/part.xml", PART),
        ("works/text.txt", ""),
        ("other.xml", OTHER),
        ("works/picture.png", "no picture"),
        ("works/my.rnc", 'include "any.rnc"\nstart = any'),
        ("works/any.rnc", ANYTHING),
    ):
        (folder / name).write_text(text)
    return folder


def run(options: ValidationOptions) -> list[str]:
    (report,) = validate_files([Path("works/a.xml")], options)
    assert report.path == "works/a.xml"
    return [finding.code for finding in report.findings]


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that were checked."""
    files: list[Path] = []

    def noted(path: Path, options: ValidationOptions) -> FileReport:
        files.append(path)
        return check(path, options)

    check = validation.validate_file
    monkeypatch.setattr(validation, "validate_file", noted)
    return files


def write(name: str, text: str) -> Callable[[Path], object]:
    return lambda project: (project / name).write_text(text)


@pytest.mark.usefixtures("project")
def test_a_clean_file_is_checked_once(checked: list[Path]) -> None:
    assert run(ValidationOptions()) == []
    forget_files()  # a new process does not know them
    assert run(ValidationOptions()) == []
    assert len(checked) == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (write("works/a.xml", DOCUMENT.replace("#one", "#two")), "pointers.dangling"),
        (write("works/part.xml", PART.replace("part", "<hi>")), "xml.not-well-formed"),
        (write("works/text.txt", "words"), ""),
        (write("works/absent.xml", PART.replace("part", "<hi>")), "xml.not-well-formed"),
        (write("other.xml", OTHER.replace('"one"', '"two"')), "pointers.dangling"),
        (lambda project: (project / "works/picture.png").unlink(), "pointers.missing-file"),
        (write("works/my.rng", NOTHING), "schema"),
        (write("works/any.rnc", ANYTHING.replace("* {", "* - (p | tei:p) {", 1)), "schema"),
        (write("works/.git", ""), "pointers.outside-project"),
    ],
    ids="file included text fallback other picture schema included-schema project".split(),
)
def test_what_its_verdict_rests_on_has_changed(
    change: Callable[[Path], object], code: str, project: Path, checked: list[Path]
) -> None:
    assert run(ValidationOptions()) == []
    change(project)
    forget_files()  # a new process does not know them
    try:
        codes = run(ValidationOptions())
    except TeiToolsError:
        codes = ["schema"]
    assert len(checked) == 2
    assert not code or code in codes


def test_a_document_that_rules_ask_for_comes_to_be_there(
    project: Path, checked: list[Path]
) -> None:
    write("my.sch", RULES)(project)
    options = ValidationOptions(schemas=(Path("my.sch"),))
    assert run(options) == []
    write("later.xml", PART)(project)
    forget_files()
    assert run(options) == ["schematron.assert"]
    assert len(checked) == 2


def test_a_file_whose_lack_nobody_wants_to_hear_of_comes_to_be_there(
    project: Path, checked: list[Path]
) -> None:
    (project / "other.xml").unlink()
    options = ValidationOptions(user=Layer(ignore=("pointers.missing-file",)))
    assert run(options) == []
    write("other.xml", OTHER.replace('"one"', '"two"'))(project)
    forget_files()
    assert run(options) == ["pointers.dangling"]
    assert len(checked) == 2


@pytest.mark.usefixtures("project")
def test_other_options_are_another_question(checked: list[Path]) -> None:
    assert run(ValidationOptions()) == []
    assert run(ValidationOptions(catalogs=("catalog.xml",))) == []
    assert len(checked) == 2


def test_a_file_with_findings_is_checked_again(project: Path, checked: list[Path]) -> None:
    write("works/a.xml", DOCUMENT.replace("#one", "#two"))(project)
    for _ in range(2):
        assert run(ValidationOptions()) == ["pointers.dangling"]
    assert len(checked) == 2


def test_the_edition_is_checked_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, checked: list[Path]
) -> None:
    monkeypatch.setenv("TEI_TOOLS_CACHE", str(tmp_path))
    from tests.oracles import ROOT

    files = sorted((ROOT / "tei").rglob("*.xml"))
    for _ in range(2):
        forget_files()  # a new process does not know them
        assert not any(report.findings for report in validate_files(files, ValidationOptions()))
    assert checked == files
