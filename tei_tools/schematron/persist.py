"""In: compiled rules. Out: bytes of them, and back. JSON: loading executes nothing."""

from __future__ import annotations

import json
from typing import Any

from tei_tools import xpath
from tei_tools.model.finding import Severity

from .rules import Check, Expression, Insert, Key, Match, Pattern, Rule, Rules, Variable, Words


def dump(rules: Rules) -> bytes:
    """The rules as bytes."""
    return json.dumps(_plain(rules), ensure_ascii=False, separators=(",", ":")).encode()


def _plain(value: Any) -> Any:
    match value:
        case xpath.Expression() | xpath.Pattern():
            return value.to_data()
        case tuple():
            return [_plain(each) for each in value]
    return value


def restore(data: bytes) -> Rules:
    """The rules that `dump` wrote.

    Raises:
        ValueError: the bytes are not those of rules.
    """
    try:
        namespaces, version, variables, patterns, keys, left_out, place = json.loads(data)
        return Rules(
            namespaces,
            version,
            tuple(map(_variable, variables)),
            tuple(map(_pattern, patterns)),
            tuple(Key(name, _match(match), _expression(use)) for name, match, use in keys),
            tuple((name, where) for name, where in left_out),
            place,
        )
    except (LookupError, TypeError, AttributeError, RecursionError, xpath.XPathError) as error:
        raise ValueError(f"not what was made of a schema: {error!r}") from None


def _pattern(data: list[Any]) -> Pattern:
    documents, scope, needs, rules, place = data
    wanted = None if documents is None else _expression(documents)
    return Pattern(wanted, scope, tuple(needs), tuple(map(_rule, rules)), place)


def _rule(data: list[Any]) -> Rule:
    context, variables, checks, place, is_by_value = data
    return Rule(
        _match(context),
        tuple(map(_variable, variables)),
        tuple(map(_check, checks)),
        place,
        is_by_value,
    )


def _check(data: list[Any]) -> Check:
    is_report, test, words, severity, code, diagnostics, place, left_out = data
    return Check(
        is_report,
        _expression(test),
        _words(words),
        Severity(severity),
        code,
        tuple(map(_words, diagnostics)),
        place,
        tuple(left_out),
    )


def _words(data: list[Any]) -> Words:
    return tuple(word if isinstance(word, str) else _insert(*word) for word in data)


def _insert(of: list[Any] | None) -> Insert:
    return Insert(None if of is None else _expression(of))


def _variable(data: list[Any]) -> Variable:
    name, value, content, scope = data
    return Variable(name, None if value is None else _expression(value), content, scope)


def _expression(data: list[Any]) -> Expression:
    text, compiled, reason, uses = data
    made = None if compiled is None else xpath.Expression.from_data(compiled)
    return Expression(text, made, reason, tuple(uses))


def _match(data: list[Any]) -> Match:
    text, compiled, reason, uses = data
    made = None if compiled is None else xpath.Pattern.from_data(compiled)
    return Match(text, made, reason, tuple(uses))
