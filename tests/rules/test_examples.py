"""Every rule finds its bad example, and nothing in its good one; both are real TEI."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from tei_tools.flows.schemas import load_schema
from tei_tools.grammar import Automaton, GrammarSchema
from tei_tools.model.draft import told
from tei_tools.model.finding import Finding
from tei_tools.read import read_document
from tei_tools.resources import schema_path
from tei_tools.rules import (
    Fact,
    check_ids,
    check_pointers,
    check_rules,
    conclude,
    is_default,
)
from tei_tools.rules.registry import all_rules
from tei_tools.rules.rule import Rule
from tests.oracles import corpora
from tests.rules.examples import document_of

RULES = {rule.code: rule for rule in all_rules()}
TODAY = date(2026, 1, 15)
#: What another file of the project says.
OTHER = {"ids.across-files": [Fact("id", 3, "other.xml", "a")]}


@cache
def schema(path: Path) -> GrammarSchema:
    """The grammar of a schema, without its rules."""
    grammar = load_schema(path).grammar
    assert grammar is not None
    return GrammarSchema(path, path.name, Automaton(lambda: grammar))


def ids_of(path: str) -> Mapping[str, str] | None:
    """There are no other files, and the project is the working folder."""
    if "../.." in path:
        raise PermissionError(path)
    raise FileNotFoundError(path)


def findings(example: str, rule: Rule) -> list[Finding]:
    """What the default rules and one rule more find in an example."""
    document = read_document(Path("letter.xml"), data=document_of(example).encode())
    facts: dict[str, list[Fact]] = {}
    drafts = [
        *check_ids(document),
        *check_pointers(document, ids_of),
        *check_rules(document, lambda c: c == rule.code or is_default(c), today=TODAY, facts=facts),
        *conclude({"other.xml": OTHER, "letter.xml": facts}).get("letter.xml", ()),
    ]
    return list(told(document, drafts))


@pytest.mark.parametrize("code", RULES)
def test_bad_example_gives_this_code_and_no_other(code: str) -> None:
    found = findings(RULES[code].bad, RULES[code])
    assert {finding.code for finding in found} == {code}
    assert found[0].severity is RULES[code].severity


@pytest.mark.parametrize("code", RULES)
def test_good_example_gives_nothing(code: str) -> None:
    assert findings(RULES[code].good, RULES[code]) == []


@pytest.mark.parametrize("code", RULES)
def test_examples_are_valid_tei(code: str) -> None:
    for example in (RULES[code].bad, RULES[code].good):
        document = read_document(Path("letter.xml"), data=document_of(example).encode())
        own = schema(schema_path("tei-tools.rng"))
        wrong = [each.code for each in told(document, own.drafts(document))]
        if "grammar.unknown-element" in wrong:  # it is about one that the bundled schema leaves out
            official = schema(corpora() / "tei-p5/tei_all.rng")
            wrong = [each.code for each in told(document, official.drafts(document))]
        assert wrong == []


@pytest.mark.parametrize("code", [code for code, rule in RULES.items() if rule.fixes])
def test_fix_mends_the_bad_example(code: str) -> None:
    path = Path("letter.xml")
    data = document_of(RULES[code].bad).encode()
    fix = findings(RULES[code].bad, RULES[code])[0].fix
    assert fix is not None
    for edit in sorted(fix.edits, key=lambda edit: edit.start, reverse=True):
        data = data[: edit.start] + edit.text.encode() + data[edit.end :]
    assert findings(data.decode(), RULES[code]) == []
    before = words(read_document(path, data=document_of(RULES[code].bad).encode()).root)
    after = words(read_document(path, data=data).root)
    assert not fix.is_safe or after == before


def words(root: etree._Element) -> str:
    """What readers see: the text, in one form of Unicode, with single spaces."""
    return unicodedata.normalize("NFC", " ".join("".join(root.itertext()).split()))


@pytest.mark.parametrize("code", RULES)
def test_rule_says_what_it_is_about(code: str) -> None:
    rule = RULES[code]
    assert rule.code == code
    assert rule.name[0].islower()
    assert rule.reason.endswith(".")
    assert rule.source
