"""``tei-tools schema compile`` and ``doc``, and the program as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..oracles import ROOT, jing
from .conftest import Program

ODD = ROOT / "schemas" / "last-works.odd"


def test_schema_is_written_with_what_must_stand_beside_it(
    tei_tools: Program, tmp_path: Path
) -> None:
    run = tei_tools("schema", "compile", ODD, "--to", "xsd", "-o", "s/my.xsd")
    assert run.code == 0
    assert sorted(p.name for p in (tmp_path / "s").iterdir()) == ["last-works.xml.xsd", "my.xsd"]
    work = ROOT / "tei" / "works" / "06-our-revolution.xml"
    assert tei_tools("validate", "--schema", "s/my.xsd", work).code == 0


def test_schema_goes_to_standard_output(tei_tools: Program) -> None:
    run = tei_tools("schema", "compile", ODD, "--to", "rng")
    assert run.data == (ROOT / "schemas" / "last-works.rng").read_bytes()


BROKEN = [
    ("no such file", None, 2, "gone.odd: cannot be read: no such file"),
    ("no schemaSpec", '<TEI xmlns="http://www.tei-c.org/ns/1.0"/>', 1, "no <schemaSpec>"),
    ("not well-formed", "<TEI", 1, "my.odd:1"),
    ("unknown module", '<schemaSpec xmlns="http://www.tei-c.org/ns/1.0" ident="x">\n'
     '<moduleRef\n  key="cores"/></schemaSpec>', 1,
     '      2 │ <moduleRef\n        │  ^^^^^^^^^ did you mean `core`?'),
    ("source not here", '<schemaSpec xmlns="http://www.tei-c.org/ns/1.0" ident="x"'
     ' source="https://example.org/p5subset.xml"><moduleRef key="core"/></schemaSpec>', 2,
     "run `tei-tools schema add https://example.org/p5subset.xml`"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code", "words"), [b[1:] for b in BROKEN], ids=[b[0] for b in BROKEN]
)
def test_odd_that_cannot_be_compiled_says_why_and_writes_nothing(
    tei_tools: Program, tmp_path: Path, text: str | None, code: int, words: str
) -> None:
    name = "gone.odd" if text is None else "my.odd"
    if text is not None:
        (tmp_path / name).write_text(text)
    for command in (["compile", name, "--to", "rng"], ["doc", name]):
        run = tei_tools("schema", *command, "-o", "my.out")
        assert (run.code, run.out) == (code, "")
        assert words in run.err
        assert not (tmp_path / "my.out").exists()


def test_documentation_is_written_or_goes_to_standard_output(
    tei_tools: Program, tmp_path: Path
) -> None:
    run = tei_tools("schema", "doc", ODD, "-o", "d/manual.html")
    assert (run.code, run.out) == (0, "")
    page = (tmp_path / "d" / "manual.html").read_bytes()
    assert b'id="persName"' in page
    assert tei_tools("schema", "doc", ODD).data == page


def test_documentation_in_a_language_that_is_not_there_says_so(tei_tools: Program) -> None:
    run = tei_tools("schema", "doc", ODD, "-o", "d.html", "--lang", "xx")
    assert run.code == 0
    assert "nothing is described in the language `xx`" in run.err


@pytest.mark.parametrize(
    "command", [("doc",), ("compile", "--to", "rng"), ("compile", "--to", "odd")], ids=" ".join
)
def test_nothing_is_written_over_its_odd(
    tei_tools: Program, tmp_path: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "my.odd").write_bytes(ODD.read_bytes())
    run = tei_tools("schema", *command, "my.odd", "-o", tmp_path / "my.odd")
    assert (run.code, "my.odd: is what is read here" in run.err) == (2, True)
    assert (tmp_path / "my.odd").read_bytes() == ODD.read_bytes()


def test_odd_becomes_a_compact_schema_with_its_documentation(
    tei_tools: Program, tmp_path: Path
) -> None:
    run = tei_tools("schema", "compile", ODD, "--to", "rnc", "-o", "my.rnc")
    assert run.code == 0
    text = (tmp_path / "my.rnc").read_text(encoding="utf-8")
    assert text.startswith("# Generated from last-works.odd by tei-tools")
    assert "## practically beyond doubt\n" in text
    work = ROOT / "tei" / "works" / "06-our-revolution.xml"
    assert tei_tools("validate", "--schema", "my.rnc", work).code == 0
    assert jing(tmp_path / "my.rnc", [work]) == {work: []}


def test_schema_is_converted_to_the_other_syntax_and_back(
    tei_tools: Program, tmp_path: Path
) -> None:
    (tmp_path / "a.rng").write_bytes((ROOT / "schemas" / "last-works.rng").read_bytes())
    assert tei_tools("schema", "convert", "a.rng", "--to", "rnc", "-o", "b.rnc").code == 0
    assert tei_tools("schema", "convert", "b.rnc", "--to", "rng", "-o", "c.rng").code == 0
    again = tei_tools("schema", "convert", "c.rng", "--to", "rnc")
    assert again.data == (tmp_path / "b.rnc").read_bytes()


def test_wrong_schema_is_not_converted(tei_tools: Program, tmp_path: Path) -> None:
    (tmp_path / "a.rnc").write_text("start = element a { b c }\n")
    run = tei_tools("schema", "convert", "a.rnc", "--to", "rng", "-o", "b.rng")
    assert (run.code, run.out) == (1, "")
    assert run.err == (
        "a.rnc:1:23: error[schema.syntax]: expected `,`, `|`, `&` or `}`, found `c`\n"
        "      1 │ start = element a { b c }\n"
        "        │                       ^ a missing comma?\n\n"
        "tei-tools: a.rnc: nothing written; 1 file checked: 1 error\n"
    )
    assert not (tmp_path / "b.rng").exists()
    run = tei_tools("schema", "convert", "gone.rnc", "--to", "rng")
    assert (run.code, run.err) == (
        2,
        "tei-tools: gone.rnc cannot be read: no such file or directory\n",
    )


def test_compact_schema_with_an_error_is_said_when_validating(
    tei_tools: Program, tmp_path: Path
) -> None:
    (tmp_path / "a.rnc").write_text("start = element a { xs:int }\n")
    (tmp_path / "a.xml").write_text("<a>1</a>")
    run = tei_tools("validate", "a.xml", "--schema", "a.rnc")
    assert run.code == 2
    assert "a.rnc:1:21: the prefix `xs` is not declared for datatypes" in run.err
    (tmp_path / "a.rnc").write_text("start = element a { xsd:int }\n")
    assert tei_tools("validate", "a.xml", "--schema", "a.rnc").code == 0


def test_help_shows_every_command_with_examples(tei_tools: Program) -> None:
    assert all(name in tei_tools("--help").out for name in ("validate", "transform", "schema"))
    for command in (
        ("validate",), ("transform",), ("schema", "compile"), ("schema", "convert"),
        ("schema", "doc"),
    ):  # fmt: skip
        run = tei_tools(*command, "--help")
        assert (run.code, "Examples:" in run.out) == (0, True)


def test_version(tei_tools: Program) -> None:
    run = tei_tools("--version")
    assert (run.code, run.out) == (0, "tei-tools 0.1.0\n")
