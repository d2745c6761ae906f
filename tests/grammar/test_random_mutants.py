"""2,000 documents with one mistake each: the verdict of jing, and its line."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from tei_tools import load_schema
from tei_tools.flows.schemas import Parts
from tests.oracles import ROOT, corpora, jing

from .random_mutants import mutant

pytestmark = pytest.mark.corpora

#: How many mutants of each original are made for a schema.
EACH = {"tei_all": 250, "tei_simplePrint": 60}


def originals() -> list[Path]:
    folder = corpora() / "tei-p5/tests"
    names = "testdrama.xml testms.xml testnames.xml testspoken.xml testplace.xml".split()
    works = ("01-letter-to-the-congress", "04-on-education", "06-our-revolution")
    return [folder / name for name in names] + [ROOT / f"tei/works/{name}.xml" for name in works]


@pytest.mark.parametrize(("schema", "each"), EACH.items())
def test_mutants_have_the_verdict_and_the_first_line_of_jing(
    schema: str, each: int, tmp_path: Path
) -> None:
    file = corpora() / "tei-p5" / f"{schema}.rng"
    ours = load_schema(file, parts=Parts.GRAMMAR)  # jing leaves out the rules
    names: dict[Path, str] = {}
    for number, original in enumerate(originals()):
        tree = etree.parse(original, etree.XMLParser(remove_comments=True)).getroot()
        for seed in range(each * number, each * (number + 1)):
            name, data = mutant(tree, seed)
            path = tmp_path / f"{seed}.xml"
            path.write_bytes(data)
            names[path.resolve()] = name
    other_lines: Counter[str] = Counter()
    for path, errors in jing(file, names).items():
        found = list(ours.validate(path))
        said = f"{names[path]} {path.name}: {found[:1]} {errors[:1]}"
        assert bool(found) == bool(errors), said
        if errors and min(f.location.line for f in found) != min(line for line, _ in errors):
            other_lines[names[path]] += 1
            print(said)
    assert other_lines.total() <= len(names) * 0.02, other_lines
