"""In: the code of a rule. Out: the rule, and the function that checks it; loaded when asked for."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

from .facts import Conclude, TakeFacts
from .rule import Check, Rule
from .table import LOOKS_AT


def rule(code: str) -> Rule:
    """A rule by its code.

    Raises:
        KeyError: there is none.
    """
    found: Rule = _module(code).RULE
    return found


def check_of(code: str) -> Check:
    """The function that checks a rule which looks at something."""
    check: Check = _module(code).check
    return check


def facts_of(code: str) -> TakeFacts:
    """The function that takes the facts of a rule on several files from one of them."""
    facts: TakeFacts = _module(code).facts
    return facts


def conclude_of(code: str) -> Conclude:
    """The function that says what the facts of all files come to."""
    conclude: Conclude = _module(code).conclude
    return conclude


def all_rules() -> Iterator[Rule]:
    """All rules, in the order of the table."""
    return map(rule, LOOKS_AT)


def _module(code: str) -> ModuleType:
    if code not in LOOKS_AT:
        raise KeyError(code)
    return import_module(f"{__package__}.{code.replace('-', '_')}")
