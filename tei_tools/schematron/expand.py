"""In: a schema as it is written. Out: the same without abstract patterns and rules.

Abstract patterns are macros: the parameters are replaced in the text of expressions (5.4.9, 6.3).
What an abstract rule says is put where a rule of the same pattern refers to it (5.4.12, 6.4).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Final

from tei_tools.model.wording import nearest

from .syntax import (
    LONGEST,
    Check,
    Expression,
    Extends,
    Insert,
    Let,
    Pattern,
    Rule,
    Schema,
    Words,
    error,
)

#: How many rules, variables and assertions a schema may have when it is expanded.
MOST: Final = 100_000
#: How many parts a rule may have when it is expanded, and how deep abstract rules may nest.
PARTS: Final = 5_000
DEPTH: Final = 100


def expand(schema: Schema) -> Schema:
    """The schema with concrete patterns and rules alone.

    Raises:
        SchemaError: there is no such abstract pattern or rule, or it leads to itself.
    """
    abstract = {each.id: each for each in schema.patterns if each.is_abstract}
    patterns: list[Pattern] = []
    size = 0
    for pattern in (each for each in schema.patterns if not each.is_abstract):
        patterns.append(_with_rules(_instance(pattern, abstract) if pattern.is_a else pattern))
        size += sum(1 + len(rule.body) for rule in patterns[-1].rules)
        if size > MOST:
            raise error(pattern.place, f"over {MOST:,} rules are not read", code="limit")
    return schema._replace(patterns=tuple(patterns))


# --- patterns -----


def _instance(pattern: Pattern, abstract: Mapping[str, Pattern]) -> Pattern:
    """A pattern made from an abstract one."""
    model = abstract.get(pattern.is_a)
    if model is None:
        near = nearest(pattern.is_a, sorted(abstract))
        message = f"there is no abstract pattern `{pattern.is_a}`"
        raise error(pattern.place, message, f"did you mean `{near}`?" if near else "")
    values = dict((*model.params, *pattern.params))
    filled = filler(values)
    documents = pattern.documents or model.documents
    return pattern._replace(
        id=pattern.id or model.id,
        is_a="",
        params=tuple(values.items()),
        documents=documents and filled(documents),
        lets=tuple(_let(each, filled) for each in (*model.lets, *pattern.lets)),
        rules=tuple(_rule(each, filled) for each in (*model.rules, *pattern.rules)),
    )


def filler(values: Mapping[str, str]) -> Callable[[Expression], Expression]:
    """What puts the values of parameters into an expression."""
    names = "|".join(re.escape(name) for name in sorted(values, key=len, reverse=True))
    reference = re.compile(rf"\$({names})(?![\w.\-])") if names else None

    def filled(expression: Expression) -> Expression:
        if reference is None:
            return expression
        parts = (values[found[1]] for found in reference.finditer(expression.text))
        if sum(map(len, parts)) > LONGEST:
            raise error(expression.place, "with its parameters this is not read: it is too long")
        text = reference.sub(lambda found: values[found[1]], expression.text)
        return expression._replace(text=text)

    return filled


def _let(let: Let, filled: Callable[[Expression], Expression]) -> Let:
    return let._replace(value=let.value and filled(let.value))


def _rule(rule: Rule, filled: Callable[[Expression], Expression]) -> Rule:
    context = rule.context and filled(rule.context)
    return rule._replace(context=context, body=tuple(_statement(e, filled) for e in rule.body))


def _statement(
    part: Let | Check | Extends, filled: Callable[[Expression], Expression]
) -> Let | Check | Extends:
    match part:
        case Let():
            return _let(part, filled)
        case Check():
            return part._replace(test=filled(part.test), words=filled_words(part.words, filled))
    return part


def filled_words(words: Words, filled: Callable[[Expression], Expression]) -> Words:
    """The words of a message with the values of parameters."""
    return tuple(
        each._replace(of=filled(each.of)) if isinstance(each, Insert) else each for each in words
    )


# --- rules -----


def _with_rules(pattern: Pattern) -> Pattern:
    """A pattern whose rules say all themselves."""
    abstract = {each.id: each for each in pattern.rules if each.is_abstract}
    rules = (rule for rule in pattern.rules if not rule.is_abstract)
    return pattern._replace(rules=tuple(_whole(rule, abstract, pattern.id) for rule in rules))


def _whole(rule: Rule, abstract: Mapping[str, Rule], pattern: str) -> Rule:
    body = tuple(islice(_body(rule, abstract, pattern, ()), PARTS + 1))
    if len(body) > PARTS:
        raise error(rule.place, "this rule extends too much to be read", code="limit")
    return rule._replace(body=body)


def _body(
    rule: Rule, abstract: Mapping[str, Rule], pattern: str, above: tuple[str, ...]
) -> Iterator[Let | Check]:
    for part in rule.body:
        match part:
            case Extends(rule=name, place=place):
                if name in above:
                    raise error(place, f"the abstract rule `{name}` extends itself")
                if len(above) >= DEPTH:
                    raise error(place, f"over {DEPTH} abstract rules in one another", code="limit")
                if name not in abstract:
                    near = nearest(name, sorted(abstract))
                    message = f"there is no abstract rule `{name}` in this pattern"
                    raise error(place, message, f"did you mean `{near}`?" if near else "")
                for each in _body(abstract[name], abstract, pattern, (*above, name)):
                    yield _named(each, rule, pattern)
            case _:
                yield _named(part, rule, pattern)


def _named(part: Let | Check, rule: Rule, pattern: str) -> Let | Check:
    """A part of a rule, with the role and id of the rule where it has none itself."""
    if isinstance(part, Let):
        return part
    return part._replace(role=part.role or rule.role, id=part.id or rule.id or pattern)
