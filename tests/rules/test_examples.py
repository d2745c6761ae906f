"""Every rule finds its bad example, and nothing in its good one; both are real TEI."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from tei_tools.model.draft import told
from tei_tools.model.finding import Finding
from tei_tools.read import read_document
from tei_tools.rules import check_ids, check_pointers, check_rules, is_default
from tei_tools.rules.examples import document_of
from tei_tools.rules.registry import all_rules
from tei_tools.rules.rule import Rule

RULES = {rule.code: rule for rule in all_rules()}
TODAY = date(2026, 1, 15)


def ids_of(path: str) -> Mapping[str, str] | None:
    """There are no other files, and the project is the working folder."""
    if "../.." in path:
        raise PermissionError(path)
    raise FileNotFoundError(path)


def findings(example: str, rule: Rule) -> list[Finding]:
    """What the default rules and one rule more find in an example."""
    document = read_document(Path("letter.xml"), data=document_of(example).encode())
    drafts = [
        *check_ids(document),
        *check_pointers(document, ids_of),
        *check_rules(document, lambda code: code == rule.code or is_default(code), today=TODAY),
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
def test_rule_says_what_it_is_about(code: str) -> None:
    rule = RULES[code]
    assert rule.code == code
    assert rule.name[0].islower()
    assert rule.reason.endswith(".")
    assert rule.source
