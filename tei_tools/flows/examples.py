"""In: an ODD. Out: for each example of its rules, whether the rules say of it what they should.

ODD → flat ODD → examples, and RELAX NG with rules → findings in each example
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tei_tools.model.document import Document
from tei_tools.model.finding import Finding, UnreadableDocumentError
from tei_tools.model.names import RNG_NS
from tei_tools.odd import to_rng
from tei_tools.odd.examples import Example, RuleExamples, rule_examples
from tei_tools.read import read_document
from tei_tools.schematron import Rules, RulesSchema
from tei_tools.xpath import compile_expression

from .library import ProjectLibrary
from .rule_schemas import RuleSource, read_rule_source
from .schema import compile_odd


class Verdict(NamedTuple):
    """What came of one example.

    Attributes:
        rule: the ident of its constraintSpec.
        path: the file it stands in, with its ``line``.
        is_passing: whether the rule must accept it.
        problem: what is not as it should be; empty where all is well.
    """

    rule: str
    path: str
    line: int
    is_passing: bool
    problem: str


class Untested(NamedTuple):
    """A rule that lacks an example of one kind or of both."""

    rule: str
    path: str
    line: int
    lacks: str


def check_examples(odd: Path, *, source: Path | None = None) -> Iterator[Verdict | Untested]:
    """Try the rules of an ODD on their own examples.

    An example that must pass has no finding of its rule, which looks at something in it; one that
    must fail has findings of its rule, and of no other.

    Raises:
        TeiToolsError: the ODD or its rules are wrong.
    """
    flat = compile_odd(odd, source=source)
    found = list(rule_examples(flat))
    rng = to_rng(flat, places=True)
    rules, _ = read_rule_source(RuleSource(odd, str(odd), rng, RNG_NS, lambda: (rng, None)), "")
    if rules is not None:
        tester = _Tester(odd, rules, found)
        for rule in found:
            for example in rule.examples:
                problem = tester.problem(rule, example)
                yield Verdict(rule.ident, rule.path, example.line, example.is_passing, problem)
    for rule in found:
        kinds = {example.is_passing for example in rule.examples}
        lacks = [
            word for word, kind in (("passing", True), ("failing", False)) if kind not in kinds
        ]
        if lacks:
            yield Untested(rule.ident, rule.path, rule.line, " and ".join(lacks))


class _Tester:
    def __init__(self, odd: Path, rules: Rules, found: Sequence[RuleExamples]) -> None:
        self.odd = odd
        self.rules = RulesSchema(odd, str(odd), rules, ProjectLibrary(odd))
        self.reach = RulesSchema(odd, str(odd), _always(rules), ProjectLibrary(odd))
        self.owners = {(each.path, line): each for each in found for line in each.lines}

    def problem(self, rule: RuleExamples, example: Example) -> str:
        """What is wrong with an example; empty where all is well."""
        base = self.odd.parent / example.base if example.base else self.odd
        try:
            document = read_document(base, data=example.data)
        except UnreadableDocumentError as error:
            return error.finding.message
        findings = list(self.rules.validate(document))
        own = [finding for finding in findings if self.owner(finding) == rule]
        others = sorted({_name(self.owner(finding)) for finding in findings} - {rule.ident})
        if unchecked := next((f for f in own if f.code == "schematron.not-checked"), None):
            return unchecked.message
        if example.is_passing and own:
            return f"must pass, and does not: {own[0].message}"
        if example.is_passing:
            return "" if self.is_reached(rule, document) else "has nothing that the rule looks at"
        if not own:
            seen = "" if self.is_reached(rule, document) else "; nothing in it is looked at"
            return f"must fail, and the rule says nothing{seen}"
        return (
            f"must fail by this rule alone, and fails by {', '.join(others)} too" if others else ""
        )

    def owner(self, finding: Finding) -> RuleExamples | None:
        """The constraintSpec that a finding is of."""
        path, _, line = finding.source.rpartition(":")
        return self.owners.get((path, int(line) if line.isdecimal() else 0))

    def is_reached(self, rule: RuleExamples, document: Document) -> bool:
        """Whether a rule looks at anything in a document."""
        return any(self.owner(each) == rule for each in self.reach.validate(document))


def _name(rule: RuleExamples | None) -> str:
    return "what stands in no constraintSpec" if rule is None else rule.ident


def _always(rules: Rules) -> Rules:
    """The same rules, which find fault with all they look at."""
    yes = compile_expression("true()", namespaces={}, version="2.0", variables=())
    patterns = []
    for pattern in rules.patterns:
        changed = []
        for rule in pattern.rules:
            checks = tuple(
                check._replace(is_report=True, test=check.test._replace(compiled=yes, uses=()))
                for check in rule.checks
            )
            changed.append(rule._replace(checks=checks))
        patterns.append(pattern._replace(rules=tuple(changed)))
    return rules._replace(patterns=tuple(patterns))
