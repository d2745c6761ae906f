"""In: the TEI's own customisations, compiled by its Stylesheets and by this package.
Out: that the two agree, element by element, attribute by attribute, document by document."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from tei_tools.odd import FlatOdd, compile_odd, to_rng
from tei_tools.odd.automaton import equivalent, includes, is_deterministic
from tei_tools.odd.content import expression
from tei_tools.odd.expression import EPSILON, Expression, leaves, mapped, symbols
from tei_tools.odd.xsd_models import model
from tei_tools.resources import schema_path

from ..oracles import corpora, jing
from .official import Grammar
from .support import Schemas, customisation, written

pytestmark = pytest.mark.corpora

NAMES = ("tei_all", "tei_lite", "tei_simplePrint")

# The customisations are younger than the p5subset.xml they were compiled with: what it lacks.
YOUNGER = (
    r'<moduleRef [^>]*key="cmc"\s*/>',
    r'<classSpec ident="att.calendarSystem"[^>]*/>',
    r'<specGrpRef target="#simplechanges"/>',
    r"\bcharProp ",
)

# Where the Stylesheets leave an @org="choice" out, and this package does not.
CHOICES = {("anyElement", "require"), ("anyElement", "except")}


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


@pytest.mark.parametrize("name", NAMES)
def test_every_content_model_is_that_of_the_stylesheets(name: str, folder: Path) -> None:
    official = Grammar(corpora() / "tei-p5" / f"{name}.rng")
    ours = flat(name, folder)
    assert {each.name for each in ours.elements.values()} == set(official.elements)
    different = [
        each.name
        for each in ours.elements.values()
        if not equivalent(expression(ours, each.content), official.content(each.name))
    ]
    assert different == []


@pytest.mark.parametrize("name", NAMES)
def test_every_attribute_is_that_of_the_stylesheets(name: str, folder: Path) -> None:
    official = Grammar(corpora() / "tei-p5" / f"{name}.rng")
    (folder / f"{name}.rng").write_bytes(to_rng(flat(name, folder)))
    ours = Grammar(folder / f"{name}.rng")
    different = []
    for element in official.elements:
        mine, theirs = ours.attributes(element), official.attributes(element)
        assert mine.keys() == theirs.keys(), element
        for key, attribute in mine.items():
            other = theirs[key]
            is_same = (
                attribute.is_required == other.is_required
                and attribute.is_alternative == other.is_alternative
                and equivalent(as_datatype(attribute.value), as_datatype(other.value))
            )
            if not is_same:
                different.append((element, key.rpartition("}")[2]))
    assert set(different) <= CHOICES


def as_datatype(value: Expression) -> Expression:
    """A type without the values that the Stylesheets write beside the datatype they belong to.

    They do so for semi-closed lists. A list of none or one is a value that may be missing to them.
    """
    names = {name for leaf in leaves(value) for name in leaf.names}
    has_pattern = any(name.startswith(("data token", "data anyURI")) for name in names)

    def change(found: frozenset[str]) -> Expression:
        kept = {name for name in found if not (has_pattern and is_word(name))} - {"list"}
        return symbols(kept) if kept else EPSILON

    return mapped(value, change)


def is_word(name: str) -> bool:
    return re.fullmatch(r"value \S+", name) is not None


@pytest.mark.parametrize("name", NAMES)
def test_every_content_model_has_a_deterministic_form(name: str, folder: Path) -> None:
    ours = flat(name, folder)
    models = {key: model(ours, element) for key, element in ours.elements.items()}
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


def test_the_toolkits_vocabulary_lies_in_tei_all(folder: Path) -> None:
    """Content model by content model, with our own source and with the TEI's."""
    tei_all = flat("tei_all", folder)
    modules = ("tei", "core", "header", "textstructure", "namesdates", "transcr", "linking")
    more = ("figures", "certainty", "corpus")
    text = customisation("".join(f'<moduleRef key="{name}"/>' for name in (*modules, *more)))
    (folder / "own.odd").write_text(text)
    own = compile_odd(folder / "own.odd", source=schema_path("tei.odd"))
    assert len(own.elements) > 150
    outside = [
        element.name
        for key, element in own.elements.items()
        if not includes(
            expression(tei_all, tei_all.elements[key].content), expression(own, element.content)
        )
    ]
    assert outside == []
