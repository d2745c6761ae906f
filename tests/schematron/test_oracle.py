"""On real documents, with all rules of tei_all, the findings are those of Saxon, node for node."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from lxml import etree

from tei_tools import Document, TeiToolsError, load_schema, read_document
from tei_tools.flows.options import RulesEngine
from tei_tools.flows.schemas import Parts

from ..oracles import corpora
from .oracle import Oracle

FOLDERS = [
    ("eltec", RulesEngine.OWN),
    ("gerdracor", RulesEngine.OWN),
    ("stylesheets-tests", RulesEngine.OWN),
    ("tei-p5", RulesEngine.OWN),
    ("tei-p5/tests", RulesEngine.SAXON),
]
STEP = re.compile(r"/(@)?(?:Q\{\}|Q)?(\{?[^/\[]*)(?:\[(\d+)\])?")


@pytest.fixture(scope="module")
def oracle() -> Oracle:
    return Oracle(corpora() / "tei-p5" / "tei_all.rng")


@pytest.mark.corpora
@pytest.mark.parametrize(("folder", "engine"), FOLDERS)
def test_findings_are_those_of_saxon(folder: str, engine: RulesEngine, oracle: Oracle) -> None:
    path = corpora() / "tei-p5" / "tei_all.rng"
    schema = load_schema(path, parts=Parts.RULES, engine=engine)
    files = [*(corpora() / folder).rglob("*.xml"), *(corpora() / folder).rglob("*.odd")]
    assert len(files) >= 10
    for file in sorted(files):
        try:
            document = read_document(file)
        except TeiToolsError:
            continue  # no well-formed XML, or its inclusions are not there
        expected = Counter(
            (*place(document, said.node), said.line, said.message)
            for said in oracle.say(document.root)
        )
        found = Counter(
            (
                finding.location.line,
                finding.location.column,
                int(finding.source.rpartition(":")[2]),
                finding.message,
            )
            for finding in schema.validate(document)
            if finding.code != "findings.more"
        )
        if expected.total() > found.total():  # of a file a thousand are told
            assert found.total() == 1000
            found &= expected
            assert found.total() == 1000
        else:
            assert found == expected, file


def place(document: Document, way: str) -> tuple[int, int]:
    """The line and column of a node, from the way to it that ``fn:path`` gives."""
    node: etree._Element | None = None
    attribute = ""
    for is_attribute, name, number in STEP.findall(steps(way)):
        clark = name.replace("\0", "/")
        if is_attribute:
            attribute = clark
        elif node is None:
            node = document.root
        else:
            node = list(node.iterchildren(clark))[int(number) - 1]
    assert node is not None
    found = document.locate(node, attribute)
    return found.line, found.column


def steps(way: str) -> str:
    """A way whose namespaces have no slashes."""
    return re.sub(r"\{[^}]*\}", lambda ns: ns[0].replace("/", "\0"), way)
