"""The compiled schemas are fresh, and every file of the edition is valid by every validator."""

from __future__ import annotations

import subprocess
import warnings
from pathlib import Path

import pytest
import xmlschema
from lxml import etree

from tei_tools.flows.schema import compile_to
from tei_tools.read import read_document

from ..oracles import ROOT, corpora, jing, program

SCHEMAS = ROOT / "schemas"
FILES = sorted((ROOT / "tei").rglob("*.xml"))
COMPILED = [
    ("last-works", "rng"),
    ("last-works", "xsd"),
    ("last-works", "sch"),
    ("tei-tools", "rng"),
]


def test_every_file_of_the_edition_is_here() -> None:
    assert len(FILES) == 11


@pytest.mark.parametrize(("name", "to"), COMPILED)
def test_committed_schema_is_what_its_odd_compiles_to(name: str, to: str) -> None:
    result = compile_to(SCHEMAS / f"{name}.odd", to)
    assert result.warnings == ()
    for file, data in {f"{name}.{to}": result.schema, **result.companions}.items():
        assert (SCHEMAS / file).read_bytes() == data, f"{file} is stale: run `make schemas`"


def test_the_committed_models_are_those_of_the_bundled_odds() -> None:
    result = compile_to(SCHEMAS / "tei-models.odd", "models")
    assert result.warnings == ()
    assert (SCHEMAS / "models.json").read_bytes() == result.schema, "stale: run `make schemas`"


@pytest.mark.corpora
def test_the_edition_compiles_against_the_official_source_too(tmp_path: Path) -> None:
    source = corpora() / "tei-p5" / "p5subset.xml"
    compiled = compile_to(SCHEMAS / "last-works.odd", "rng", source=source)
    (tmp_path / "official.rng").write_bytes(compiled.schema)
    verdicts = jing(tmp_path / "official.rng", with_inclusions(tmp_path))
    assert not any(verdicts.values()), verdicts


def with_inclusions(folder: Path) -> list[Path]:
    """The files, the corpus with what it includes."""
    document = read_document(ROOT / "tei" / "corpus.xml")
    whole = folder / "corpus.xml"
    whole.write_bytes(etree.tostring(document.root.getroottree(), encoding="UTF-8"))
    return [*(file for file in FILES if file.name != "corpus.xml"), whole]


@pytest.fixture(scope="module")
def by_xmlschema() -> xmlschema.XMLSchema10:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return xmlschema.XMLSchema10(str(SCHEMAS / "last-works.xsd"), allow="local")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_file_is_valid_by_xmlschema_and_by_libxml2(
    file: Path, by_xmlschema: xmlschema.XMLSchema10
) -> None:
    root = read_document(file).root
    by_libxml2 = etree.XMLSchema(etree.parse(SCHEMAS / "last-works.xsd"))
    assert by_libxml2.validate(root.getroottree()), by_libxml2.error_log
    assert [error.reason for error in by_xmlschema.iter_errors(root)] == []  # type: ignore[arg-type]


def test_every_file_is_valid_by_jing_on_our_relax_ng(tmp_path: Path) -> None:
    verdicts = jing(SCHEMAS / "last-works.rng", with_inclusions(tmp_path))
    assert len(verdicts) == 11
    assert not any(verdicts.values()), verdicts


@pytest.mark.corpora
def test_every_file_is_valid_by_jing_on_the_stock_tei_all(tmp_path: Path) -> None:
    verdicts = jing(corpora() / "tei-p5" / "tei_all.rng", with_inclusions(tmp_path))
    assert not any(verdicts.values()), verdicts


@pytest.mark.corpora
@pytest.mark.parametrize("odd", ["tei.odd", "last-works.odd", "tei-tools.odd", "tei-models.odd"])
def test_odd_is_itself_valid_tei(odd: str) -> None:
    verdicts = jing(corpora() / "tei-p5" / "tei_all.rng", [SCHEMAS / odd])
    assert not any(verdicts.values()), verdicts


def test_xsd_compiles_without_a_word_in_xmllint_and_xmlschema() -> None:
    small = ROOT / "tei" / "works" / "06-our-revolution.xml"
    command = [
        program("xmllint"),
        "--noout",
        "--schema",
        str(SCHEMAS / "last-works.xsd"),
        str(small),
    ]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.stderr == f"{small} validates\n"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        xmlschema.XMLSchema10(str(SCHEMAS / "last-works.xsd"), allow="local")
