"""Schemas are written in both syntaxes, and read again they are the same; trang reads them too."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, reject, settings

from tei_tools import SchemaError
from tei_tools.flows.conversion import convert
from tei_tools.grammar.read_rnc import read_rnc
from tei_tools.grammar.read_rng import read_rng
from tei_tools.grammar.syntax import INHERITED, Node
from tei_tools.grammar.write_rnc import write_rnc
from tei_tools.grammar.write_rng import write_rng
from tests.oracles import corpora, jing, trang

from .test_jing import documents
from .trees import SCHEMAS, SOUND, alike, kept, plain


@given(SCHEMAS)
@settings(max_examples=150)
def test_what_is_written_in_xml_is_read_as_the_same(schema: Node) -> None:
    try:
        data = write_rng(schema)
    except SchemaError:  # an inherited namespace inside of another one: see below
        reject()
    assert kept(read_rng(data, "x.rng", ns=INHERITED)) == kept(schema)


@given(SCHEMAS)
@settings(max_examples=150)
def test_what_is_written_in_the_compact_syntax_is_read_as_the_same(schema: Node) -> None:
    text = write_rnc(schema)
    again = read_rnc(text.encode(), "x.rnc", ns=INHERITED)
    assert plain(kept(again)) == plain(kept(schema)), text


def test_what_xml_cannot_say_is_refused() -> None:
    text = b'namespace p = "urn:p"  include "x" inherit = p { a = element b { empty } }'
    schema = read_rnc(text, "x.rnc", ns=INHERITED)
    with pytest.raises(SchemaError, match=r"^x.rnc:1: a name that inherits its namespace"):
        write_rng(schema)
    assert write_rnc(schema).split() == text.decode().split()


def test_trang_reads_random_schemas_as_the_same(tmp_path: Path) -> None:
    schemas: list[Node] = []

    @given(SOUND)
    @settings(max_examples=100, database=None)
    def collect(schema: Node) -> None:
        schemas.append(schema)

    collect()
    compact = [tmp_path / f"{number}.rnc" for number in range(len(schemas))]
    for file, schema in zip(compact, schemas, strict=True):
        file.write_text(write_rnc(schema), encoding="utf-8")
    translated = trang(compact, "rng")
    for file, schema in zip(compact, schemas, strict=True):
        theirs = read_rng(translated[file].read_bytes(), "x", ns=INHERITED)
        assert alike(theirs) == alike(schema), file.read_text("utf-8")


@pytest.mark.corpora
@pytest.mark.parametrize(("to", "other"), [("rnc", "rng"), ("rng", "rnc")])
def test_trang_reads_what_is_made_of_real_schemas(
    real_schemas: list[Path], tmp_path: Path, to: str, other: str
) -> None:
    files: dict[Path, Path] = {}
    for number, file in enumerate(real_schemas):
        output = tmp_path / str(number) / f"{file.stem}.{to}"
        output.parent.mkdir()
        converted = convert(file, to, output)
        output.write_bytes(converted.schema)
        for name, data in converted.companions.items():
            (output.parent / name).write_bytes(data)
        files[output] = file
    read = {"rnc": read_rnc, "rng": read_rng}[other]
    for output, theirs in trang(list(files), other).items():
        original = read_rng(files[output].read_bytes(), "x")
        assert alike(read(theirs.read_bytes(), "x")) == alike(original), output.read_text()


@pytest.mark.corpora
def test_jing_gives_the_same_verdicts_with_the_compact_schema(tmp_path: Path) -> None:
    schema = corpora() / "tei-p5/tei_all.rng"
    compact = tmp_path / "tei_all.rnc"
    compact.write_bytes(convert(schema, "rnc", compact).schema)
    some = documents()[::4]
    assert jing(compact, some) == jing(schema, some)
