"""``tei-tools schema compile``, and the program as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..oracles import ROOT
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
    run = tei_tools("schema", "compile", name, "--to", "rng", "-o", "my.rng")
    assert (run.code, run.out) == (code, "")
    assert words in run.err
    assert not (tmp_path / "my.rng").exists()


def test_help_shows_every_command_with_examples(tei_tools: Program) -> None:
    assert all(name in tei_tools("--help").out for name in ("validate", "transform", "schema"))
    for command in (("validate",), ("transform",), ("schema", "compile")):
        run = tei_tools(*command, "--help")
        assert (run.code, "Examples:" in run.out) == (0, True)


def test_version(tei_tools: Program) -> None:
    run = tei_tools("--version")
    assert (run.code, run.out) == (0, "tei-tools 0.1.0\n")
