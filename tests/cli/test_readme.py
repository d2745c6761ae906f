"""What the README shows is what the program does."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

from tei_tools.flows.codes import check_names
from tei_tools.model.selection import names_in

from ..oracles import ROOT, program
from .conftest import Program

README = (ROOT / "README.md").read_text(encoding="utf-8")
WORK = "tei/works/01-letter-to-the-congress.xml"
SMALL = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>A</title>'
    "</titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc>"
    "</teiHeader><text><body>{}</body></text></TEI>"
)
#: The two mistakes that the message in the README is about.
MISTAKES = (
    ('<persName ref="reg:lenin">Lenin</persName></signed>',
     '<perName ref="reg:lenin">Lenin</perName></signed>'),
    ('xml:id="w1.addition" hand="#w1.h.lf"', 'xml:id="w1.addition" hand="#w1.h.lg"'),
)  # fmt: skip


def block(name: str) -> str:
    found = re.search(rf"<!-- {name} -->\n```\w*\n(.*?)\n```", README, re.S)
    assert found is not None
    return found[1]


def without_schema_lines(text: str) -> str:
    """The text, with the numbers of the schema's lines left out: they change with the schema."""
    return re.sub(r"(\.rng):\d+", r"\1:…", text)


def test_message_in_the_readme_is_the_message_of_the_program(
    tei_tools: Program, tmp_path: Path
) -> None:
    for folder in ("tei", "schemas"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / "tei-tools.toml").write_text("")
    text = (tmp_path / WORK).read_text(encoding="utf-8")
    for right, wrong in MISTAKES:
        assert right in text
        text = text.replace(right, wrong, 1)
    (tmp_path / WORK).write_text(text, encoding="utf-8")
    shown = block("message")
    command, _, output = shown.partition("\n")
    assert command == f"$ tei-tools validate {WORK}"
    run = tei_tools("validate", WORK)
    said = f"{run.out.rstrip()}\n\n{run.err.rstrip()}"
    assert without_schema_lines(said) == without_schema_lines(output)


def test_the_two_commands_set_up_and_run(tei_tools: Program) -> None:
    for name, last in (("main-job", ".venv/bin/tei-tools validate"), ("tests", ".venv/bin/pytest")):
        assert block(name).split(" && ")[0] == "python3 -m venv .venv"
        assert block(name).split(" && ")[-1] == last
    assert tei_tools("validate", cwd=ROOT).code == 0


def test_files_that_the_readme_links_to_are_there() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert len(links) > 8
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_codes_and_settings_in_the_readme_exist(tei_tools: Program, tmp_path: Path) -> None:
    named = re.findall(r"--select (\S+)|explain (\w+\.\w+)\s|ignore (\w+\.\w+) reason", README)
    assert len(named) >= 3
    check_names(names_in(name for each in named for name in each), "README.md")
    toml = re.search(r"```toml\n(.*?)```", README, re.S)
    assert toml is not None
    (tmp_path / "pyproject.toml").write_text(f"[tool.tei-tools]\n{toml[1]}", encoding="utf-8")
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters/a.xml").write_text("<x/>")
    run = tei_tools("validate", "letters", "--baseline", "known.json", "--write-baseline")
    assert run.code == 0, run.err


def test_the_python_of_the_readme_marks_a_name_that_goes_back_into_the_tei(
    tei_tools: Program, tmp_path: Path
) -> None:
    body = "<p>Of Peter\n the Great, and <persName>Peter the Great</persName>.</p>"
    (tmp_path / "a.xml").write_text(SMALL.format(body), encoding="utf-8")
    made = tei_tools("transform", "a.xml", "--to", "json").out
    command = [sys.executable, "-c", block("json-python")]
    edited = subprocess.run(command, input=made.encode(), capture_output=True, check=True).stdout
    run = tei_tools("transform", "-", "--to", "tei", stdin=edited)
    assert run.code == 0, run.err
    assert "<p>Of <persName>Peter\n the Great</persName>, and <persName>Peter" in run.out


def test_the_javascript_of_the_readme_lists_the_persons(tei_tools: Program, tmp_path: Path) -> None:
    body = '<p>𐍈 <persName ref="#a">𐍈nn</persName> <rs type="person" ref="#b">she</rs></p>'
    (tmp_path / "a.xml").write_text(SMALL.format(body), encoding="utf-8")
    made = tei_tools("transform", "a.xml", "--to", "json").out
    command = [program("node"), "-e", block("json-javascript")]
    listed = subprocess.run(command, input=made.encode(), capture_output=True, check=True).stdout
    assert listed.decode() == "𐍈nn\ta\tpersName\nshe\tb\trs\n"
