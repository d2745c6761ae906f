"""Schemas are written in both syntaxes, and read again they are the same."""

from __future__ import annotations

from hypothesis import given, settings

from tei_tools.grammar.read_rnc import read_rnc
from tei_tools.grammar.read_rng import read_rng
from tei_tools.grammar.syntax import Node
from tei_tools.grammar.write_rnc import write_rnc
from tei_tools.grammar.write_rng import write_rng

from .trees import SCHEMAS, kept, plain


@given(SCHEMAS)
@settings(max_examples=150)
def test_what_is_written_in_xml_is_read_as_the_same(schema: Node) -> None:
    assert kept(read_rng(write_rng(schema), "x.rng")) == kept(schema)


@given(SCHEMAS)
@settings(max_examples=150)
def test_what_is_written_in_the_compact_syntax_is_read_as_the_same(schema: Node) -> None:
    text = write_rnc(schema)
    assert plain(kept(read_rnc(text.encode(), "x.rnc"))) == plain(kept(schema)), text
