"""A file that a corpus includes is matched once for each definition it may have, and no more."""

from __future__ import annotations

from pathlib import Path

import pytest

from tei_tools.grammar import compile_schema
from tei_tools.grammar.automaton import Automaton
from tei_tools.grammar.schema import GrammarSchema
from tei_tools.model.document import Document
from tei_tools.read import read_document

SCHEMA = b"""
start = element corpus { base, element a { item.x }, element b { item.y } } | item.x
item.x = element item { base, element x { text } }
item.y = element item { base, element y { text } }
base = attribute xml:base { text }?
"""
CORPUS = (
    '<corpus xmlns:xi="http://www.w3.org/2001/XInclude">'
    '<a><xi:include href="a.xml"/></a><b><xi:include href="b.xml"/></b></corpus>'
)
X, Y = "<item>\n<x>x</x></item>", "<item>\n<y>y</y></item>"


def schema() -> GrammarSchema:
    grammar = compile_schema(SCHEMA, Path("s.rnc"), Path.read_bytes)
    return GrammarSchema(Path("s.rnc"), "s.rnc", Automaton(lambda: grammar))


def documents(folder: Path, a: str, b: str) -> list[Document]:
    (folder / "tei-tools.toml").touch()
    for name, text in {"corpus": CORPUS, "a": a, "b": b}.items():
        (folder / f"{name}.xml").write_text(text)
    return [read_document(folder / f"{name}.xml") for name in ("corpus", "a", "b")]


@pytest.mark.parametrize(("a", "b"), [(X, Y), (X, X), (Y, Y), (Y, X), (X, f"<!-- y -->{Y}")])
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_what_was_matched_before_changes_no_finding(
    tmp_path: Path, a: str, b: str, order: tuple[int, ...]
) -> None:
    made, known = documents(tmp_path, a, b), schema()
    for _ in range(2):
        for number in order:
            found = list(known.validate(made[number]))
            assert found == list(schema().validate(made[number]))


def test_a_file_that_was_right_alone_is_not_matched_again_in_a_corpus(tmp_path: Path) -> None:
    corpus, alone, _ = documents(tmp_path, X, Y)
    known = schema()
    assert list(known.validate(alone)) == []
    alone_in_corpus = corpus.root[0][0]
    alone_in_corpus[0].tag = "not-looked-at"
    assert list(known.validate(corpus)) == []
    assert len(list(schema().validate(corpus))) == 1
