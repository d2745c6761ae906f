"""Expressions with tokens of others put in end as values or XPathErrors, and soon."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest

from tei_tools.xpath import Context, Run, XPathError, compile_expression, compile_pattern
from tei_tools.xpath.tokens import tokens
from tests.xpath.documents import SAMPLES
from tests.xpath.saxon import NAMESPACES, Ours
from tests.xpath.test_expressions import EXPRESSIONS
from tests.xpath.test_patterns import PATTERNS, all_nodes


def _tokenized() -> list[list[str]]:
    found = []
    for text in (*EXPRESSIONS, *PATTERNS):
        with suppress(XPathError):
            found.append([token.text for token in tokens(text)][:-1])
    return found


def mutant(maker: random.Random, sources: list[list[str]]) -> str:
    """An expression with one to three changes."""
    words = list(maker.choice(sources))
    for _ in range(maker.choice((1, 1, 2, 3))):
        place, other = maker.randrange(len(words) + 1), maker.choice(sources)
        change = maker.choice(("insert", "replace", "delete", "join", "nest"))
        if change == "insert":
            words.insert(place, maker.choice(other))
        elif change == "replace":
            words[place : place + 1] = [maker.choice(other)]
        elif change == "delete":
            del words[place : place + 1]
        else:
            words[place:place] = other if change == "join" else ["(", *other, ")"]
    return " ".join(words)


@pytest.mark.parametrize("seed", range(4))
def test_no_mutant_of_an_expression_ends_otherwise(seed: int) -> None:
    maker, sources = random.Random(seed), _tokenized()
    nodes = [node for text, _ in SAMPLES.values() for node in all_nodes(Ours(text).root)]
    evaluated = 0
    for _ in range(4_000):
        text, node = mutant(maker, sources), maker.choice(nodes)
        for version in ("1.0", "3.1"):
            context = Context(node, {}, Run(steps=50_000))
            with suppress(XPathError):
                expression = compile_expression(text, namespaces=NAMESPACES, version=version)
                expression.boolean(context)
                expression.string(context)
                evaluated += 1
            with suppress(XPathError):
                pattern = compile_pattern(text, namespaces=NAMESPACES, version=version)
                pattern.matches(node, context)
    assert evaluated > 100
