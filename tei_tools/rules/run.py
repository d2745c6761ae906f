"""In: a document in memory, and which rules are on. Out: drafts of all that they find."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import chain
from types import MappingProxyType
from typing import Final

from lxml import etree

from tei_tools.model.document import Document
from tei_tools.model.draft import Draft
from tei_tools.model.finding import Finding

from .context import Context, found
from .facts import Conclusion, Fact
from .registry import check_of, conclude_of, facts_of, rule
from .rule import Options, Problem, Rule
from .table import ACROSS, LOOKS_AT, is_default

NO_OPTIONS: Final[Options] = MappingProxyType({})


def check_rules(
    document: Document,
    is_on: Callable[[str], bool] = is_default,
    *,
    options: Options = NO_OPTIONS,
    today: date | None = None,
    facts: dict[str, list[Fact]] | None = None,
) -> Iterator[Draft]:
    """What the rules that are on find in a document; rules without what they look at are not run.

    Args:
        facts: gets what rules on several files know of this one, by their codes, for `conclude`.

    Example: ``<date from="1923" to="1922"/>`` gives ``dates.order``.
    """
    wanted = {code: wish for code, wish in LOOKS_AT.items() if wish and is_on(code)}
    context = Context(document, today=today or date.today(), options=options)
    for code, elements in found(document, wanted):
        if code not in ACROSS:
            for problem in check_of(code)(elements, context):
                yield _draft(rule(code), problem, document)
        elif facts is not None:
            facts[code] = list(facts_of(code)(elements, context))


def conclude(
    facts: Mapping[str, Mapping[str, Sequence[Fact]]], options: Options = NO_OPTIONS
) -> Mapping[str, list[Draft]]:
    """What rules on several files find in all of them together.

    Args:
        facts: of each document of the run, by its path and in the order of the run, the facts of
            each rule, by its code.

    Returns:
        Drafts for the documents concerned, by their paths.
    """
    drafts: dict[str, list[Draft]] = {}
    for code in sorted(ACROSS.intersection(chain.from_iterable(facts.values()))):
        own = {path: found.get(code, ()) for path, found in facts.items()}
        for conclusion in conclude_of(code)(own, options):
            tell = partial(_tell_conclusion, rule(code), conclusion)
            draft = Draft((conclusion.number,), tell, rule(code).severity)
            drafts.setdefault(conclusion.path, []).append(draft)
    return drafts


def _draft(rule: Rule, problem: Problem, document: Document) -> Draft:
    tell = partial(_tell, rule, problem, document)
    return Draft((document.number(problem.element),), tell, problem.severity or rule.severity)


def _tell(rule: Rule, problem: Problem, document: Document, *_: object) -> Finding:
    """The finding, told in the document that was checked."""
    element = problem.element
    if problem.stretch:
        at = document.locate_words(element, *problem.stretch)
    else:
        at = document.locate(element, problem.attribute, token=problem.token, end=problem.end)
    return document.part_of(element).source.finding(
        at,
        rule.code,
        problem.message,
        severity=problem.severity or rule.severity,
        suggestion=problem.suggestion,
        source=rule.source,
        related=None if problem.related is None else document.locate(problem.related),
        fix=problem.fix(document) if problem.fix else None,
    )


def _tell_conclusion(
    rule: Rule, conclusion: Conclusion, document: Document, element: etree._Element
) -> Finding:
    return document.finding(
        element,
        rule.code,
        conclusion.message,
        attribute=conclusion.attribute,
        severity=rule.severity,
        suggestion=conclusion.suggestion,
        source=rule.source,
    )
