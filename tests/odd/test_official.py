"""In: the TEI's own customisations, compiled by its Stylesheets and by this package.
Out: that the two accept the same documents, by their grammars and by real documents."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from tei_tools.grammar import Grammar, compile_schema
from tei_tools.grammar.compare import compare
from tei_tools.odd import FlatOdd, compile_odd, to_rng
from tei_tools.odd.automaton import Work, is_deterministic
from tei_tools.odd.xsd_models import model

from ..grammar.comparing import said
from ..oracles import ROOT, corpora, jing
from .support import Schemas, written

pytestmark = pytest.mark.corpora

NAMES = ("tei_all", "tei_lite", "tei_simplePrint")

# The customisations are younger than the p5subset.xml they were compiled with: what it lacks.
YOUNGER = (
    r'<moduleRef [^>]*key="cmc"\s*/>',
    r'<classSpec ident="att.calendarSystem"[^>]*/>',
    r'<specGrpRef target="#simplechanges"/>',
    r"\bcharProp ",
)

# Where the grammars of tei_all differ: what the Stylesheets alone allow, and why.
ANY, NS = "any other name", "http://relaxng.org/ns"
DEVIATIONS = {
    # <anyElement require="…"> stands for elements of the namespaces named; theirs for all.
    f"B content content ({ANY}): with the child: {ANY}",
    f"B {ANY} in {NS}/compatibility/annotations/1.0 content ({ANY}): with the child: {ANY}",
    *(
        f"B {element} content ({ANY}, {ANY} in {NS}/compatibility/annotations/1.0): "
        f"with the child: {ANY}"
        for element in ("datatype", f"{ANY} in {NS}/structure/1.0")
    ),
    # <attList org="choice"> is a choice; they leave it out.
    "B anyElement attribute (except, require): with @except, @require",
}


@cache
def flat(name: str, folder: Path) -> FlatOdd:
    tei = corpora() / "tei-p5"
    text = (tei / "exemplars" / f"{name}.odd").read_text("utf-8")
    text = re.sub("|".join(YOUNGER), "", text)
    (folder / f"{name}.odd").write_text(text, encoding="utf-8")
    return compile_odd(folder / f"{name}.odd", source=tei / "p5subset.xml")


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("official")


@cache
def grammar_of(name: str) -> Grammar:
    """The grammar that the Stylesheets made."""
    return compiled(corpora() / "tei-p5" / f"{name}.rng")


def compiled(path: Path, *, source: Path | None = None) -> Grammar:
    """The grammar of a schema."""
    is_odd = path.suffix == ".odd"
    data = to_rng(compile_odd(path, source=source)) if is_odd else path.read_bytes()
    return compile_schema(data, path, Path.read_bytes)


@pytest.mark.parametrize("name", NAMES)
def test_documents_are_valid_that_are_valid_for_the_stylesheets(name: str, folder: Path) -> None:
    """Decided on the grammars: every content model, attribute and value."""
    ours = compile_schema(to_rng(flat(name, folder)), folder / f"{name}.rng", Path.read_bytes)
    comparison = compare(ours, grammar_of(name))
    assert set(said(comparison)) == (DEVIATIONS if name == "tei_all" else set())
    assert comparison.a_in_b


def test_the_edition_has_the_same_schema_with_the_teis_vocabulary() -> None:
    last_works = ROOT / "schemas" / "last-works.odd"
    ours = compiled(last_works)
    theirs = compiled(last_works, source=corpora() / "tei-p5" / "p5subset.xml")
    assert said(compare(ours, theirs)) == []


@pytest.mark.parametrize("name", ["last-works", "tei-tools"])
def test_what_the_toolkits_schemas_accept_tei_all_accepts(name: str) -> None:
    comparison = compare(compiled(ROOT / "schemas" / f"{name}.odd"), grammar_of("tei_all"))
    assert [line for line in said(comparison) if line.startswith("A")] == []
    assert comparison.a_in_b
    assert comparison.b_in_a is False


@pytest.mark.parametrize("name", NAMES)
def test_every_content_model_has_a_deterministic_form(name: str, folder: Path) -> None:
    ours = flat(name, folder)
    models = {key: model(ours, element, Work()) for key, element in ours.elements.items()}
    assert all(is_deterministic(each.expression) for each in models.values())
    lost = {loss.name for each in models.values() for loss in each.losses}
    assert lost <= {"any-element", "mixed"}


@pytest.mark.parametrize("name", NAMES)
def test_documents_get_the_verdict_of_the_stylesheets_schema(name: str, folder: Path) -> None:
    documents = sorted(
        path
        for pattern in ("tei-p5/tests/*.xml", "gerdracor/*.xml", "eltec/*.xml")
        for path in corpora().glob(pattern)
        if is_readable(path)
    )
    assert len(documents) > 60
    (folder / name).mkdir(exist_ok=True)
    schemas = written(folder / name, flat(name, folder))
    official = jing(corpora() / "tei-p5" / f"{name}.rng", documents)
    ours = jing(schemas.folder / "case.rng", documents)
    assert {path: lines(found) for path, found in ours.items()} == {
        path: lines(found) for path, found in official.items()
    }
    valid = [not found for found in official.values()]
    assert any(valid) or name != "tei_all"
    assert verdicts(schemas, documents) == valid


def is_readable(path: Path) -> bool:
    """Whether a document stands on its own, without a DTD or inclusions, and has a root of TEI."""
    text = path.read_bytes()
    root = etree.fromstring(text, etree.XMLParser(collect_ids=False))
    has_root = etree.QName(root).localname in ("TEI", "teiCorpus")
    return has_root and not re.search(rb"<!DOCTYPE|<(\w+:)?include\b", text)


def lines(found: list[tuple[int, str]]) -> set[int]:
    return {line for line, _ in found}


def verdicts(schemas: Schemas, documents: list[Path]) -> list[bool]:
    schema = etree.XMLSchema(file=str(schemas.folder / "case.xsd"))
    parser = etree.XMLParser(collect_ids=False)
    return [schema.validate(etree.parse(path, parser)) for path in documents]
