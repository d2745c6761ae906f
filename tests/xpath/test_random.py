"""Expressions made at random have the value that Saxon gives them; those of 1.0, libxml2's."""

from __future__ import annotations

import math
import random
from typing import Any, Final

import pytest
from lxml import etree

from tei_tools.xpath import Context, Document, Run, XPathError, compile_expression
from tests.xpath.documents import SAMPLES
from tests.xpath.saxon import Ours, Saxon, path_of

_AXES: Final = (
    "child:: attribute:: descendant:: descendant-or-self:: self:: parent:: ancestor::"
    " ancestor-or-self:: following:: preceding:: following-sibling:: preceding-sibling::"
).split()
_TESTS: Final = ("a", "b", "c", "*", "node()", "text()", "comment()", "n", "t:b", "b", "*")
_STRINGS: Final = ("'a'", "'1'", "'2'", "''", "'b'", "'10'")
_NUMBERS: Final = ("0", "1", "2", "3", "1.5", "-1")


class Maker:
    """Makes expressions. What ``is_1`` says is of XPath 1.0."""

    def __init__(self, seed: int, *, is_1: bool) -> None:
        self.random = random.Random(seed)
        self.is_1 = is_1

    def _one(self, *choices: str) -> str:
        return self.random.choice(choices)

    def step(self, depth: int) -> str:
        axis = self.random.choice(_AXES) if self.random.random() < 0.4 else ""
        start = self._one("@n", "@*", "..", ".") if self.random.random() < 0.25 else ""
        step = start or axis + self.random.choice(_TESTS)
        if start in (".", "..") and self.is_1:
            return step
        while depth > 0 and self.random.random() < 0.35:
            step += f"[{self.predicate(depth - 1)}]"
        return step

    def predicate(self, depth: int) -> str:
        return self._one(
            self.random.choice(_NUMBERS),
            "last()",
            f"position() {self.sign()} {self.random.choice(_NUMBERS)}",
            self.truth(depth),
            self.truth(depth),
            self.nodes(depth),
        )

    def sign(self) -> str:
        return self._one("=", "!=", "<", "<=", ">", ">=")

    def nodes(self, depth: int) -> str:
        path = self._one("", "", "", "/", "//") + self.step(depth)
        for _ in range(self.random.choice((0, 0, 1, 1, 2))):
            path += self._one("/", "/", "//") + self.step(depth)
        if path.startswith(("/.", "//.")):
            path = path.replace("/..", "/*").replace("/.", "/*")
        if depth <= 0:
            return path
        other = self.nodes(depth - 1)
        extra = [] if self.is_1 else [f"({path} intersect {other})", f"({path} except {other})"]
        return self._one(
            path,
            path,
            path,
            f"({path} | {other})",
            f"({path})[{self.predicate(depth - 1)}]",
            *extra,
        )

    def truth(self, depth: int) -> str:
        if depth <= 0:
            return self._one("@n", "b", "true()", "not(c)", ". = '1'")
        low = depth - 1
        more = []
        if not self.is_1:
            more = [
                f"some $x in {self.nodes(low)} satisfies $x {self.sign()} {self.nodes(low)}",
                f"every $x in {self.nodes(low)} satisfies $x/{self.step(low)}",
                f"({self.nodes(low)})[1] {self._one('eq', 'ne', 'lt', 'ge')} {self.string(low)}",
                f"exists({self.nodes(low)})",
                f"({self.nodes(low)})[1] {self._one('is', '<<', '>>')} ({self.nodes(low)})[1]",
                f"{self.nodes(low)} = ({self.string(low)}, {self.string(low)})",
                f"{self.number(low)} = ({self.number(low)}, {self.number(low)})",
            ]
        return self._one(
            f"not({self.truth(low)})",
            f"({self.truth(low)} and {self.truth(low)})",
            f"({self.truth(low)} or {self.truth(low)})",
            f"{self.nodes(low)} {self.sign()} {self.nodes(low)}",
            f"{self.nodes(low)} {self._one('=', '!=')} {self.string(low)}",
            f"{self.nodes(low)} {self.sign()} {self.number(low)}",
            f"{self.number(low)} {self.sign()} {self.number(low)}",
            f"contains({self.string(low)}, {self.string(low)})",
            f"boolean({self.nodes(low)})",
            *more,
        )

    def number(self, depth: int) -> str:
        if depth <= 0:
            return self.random.choice(_NUMBERS)
        low = depth - 1
        return self._one(
            f"count({self.nodes(low)})",
            f"string-length({self.string(low)})",
            f"({self.number(low)} {self._one('+', '-', '*')} {self.number(low)})",
            f"number({self.string(low)})",
            f"floor({self.number(low)})",
            f"round({self.number(low)})",
            f"- {self.number(low)}",
            self.random.choice(_NUMBERS),
        )

    def string(self, depth: int) -> str:
        if depth <= 0:
            return self.random.choice(_STRINGS)
        low = depth - 1
        node = f"({self.nodes(low)})[1]"
        more = [] if self.is_1 else [f"string-join({self.nodes(low)}, '-')", f"upper-case({node})"]
        return self._one(
            f"string({node})",
            f"concat({self.string(low)}, {self.string(low)})",
            f"normalize-space({node})",
            f"local-name({node})",
            f"substring({self.string(low)}, {self.number(low)})",
            f"translate({self.string(low)}, '1a', 'x')",
            f"substring-before({self.string(low)}, {self.string(low)})",
            self.random.choice(_STRINGS),
            *more,
        )

    def sequence(self, depth: int) -> str:
        low = depth - 1
        return self._one(
            f"for $x in {self.nodes(low)} return {self.number(low)}",
            f"for $x in {self.nodes(low)} return $x/{self.step(low)}",
            f"if ({self.truth(low)}) then {self.nodes(low)} else {self.string(low)}",
            f"({self.nodes(low)}, {self.number(low)}, {self.nodes(low)})",
            f"distinct-values({self.nodes(low)})",
            f"reverse({self.nodes(low)})",
            f"subsequence({self.nodes(low)}, 2)",
            f"{self.nodes(low)}/string()",
            f"{self.nodes(low)}/name()",
            f"{self.nodes(low)}/count({self.step(low)})",
            f"{self.nodes(low)}/({self.step(low)} | {self.step(low)})",
            f"({self.nodes(low)} ! position())",
            f"deep-equal({self.nodes(low)}, {self.nodes(low)})",
            f"let $x := {self.nodes(low)} return $x[{self.predicate(low)}]",
            f"({self.nodes(low)})/{self.step(low)}",
            f"sum({self.nodes(low)}/count(*))",
            f"tokenize({self.string(low)}, '1')",
        )

    def any(self) -> str:
        kinds = [self.nodes, self.nodes, self.truth, self.number, self.string]
        return self.random.choice(kinds if self.is_1 else [*kinds, self.sequence])(2)


@pytest.mark.parametrize("name", SAMPLES)
def test_random_expressions_have_the_value_that_saxon_gives_them(name: str) -> None:
    text, nodes = SAMPLES[name]
    saxon, ours, maker = Saxon(text), Ours(text), Maker(len(text), is_1=False)
    wrong = []
    for number in range(150):
        expression, path = maker.any(), nodes[number % len(nodes)]
        expected = saxon.evaluate(expression, path)
        found = ours.evaluate(expression, ours.at(path))
        # Where there is an error, each may meet it or not: the order is free (XPath 3.1, 2.3.4).
        if found != expected and "error" not in (found, expected):
            wrong.append(f"{expression} at {path}: {found}, Saxon: {expected}")
    assert not wrong, "\n".join(wrong)


# XPath 1.0


@pytest.mark.parametrize("name", SAMPLES)
def test_random_expressions_of_1_0_have_the_value_that_libxml2_gives_them(name: str) -> None:
    text, nodes = SAMPLES[name]
    root = etree.fromstring(text.encode(), etree.XMLParser(collect_ids=False))
    ours, maker, run = Ours(text), Maker(len(text) + 1, is_1=True), Run()
    namespaces = {"t": "urn:t"}
    wrong = []
    for number in range(300):
        expression = maker.any()
        element: Any = ours.at(nodes[number % len(nodes)])
        if not isinstance(element, etree._Element):
            element = ours.root
        element = root.xpath(path_of_1(element), namespaces=namespaces)[0]
        expected = of_libxml2(element.xpath(expression, namespaces=namespaces))
        try:
            compiled = compile_expression(expression, namespaces=namespaces, version="1.0")
            found = ours_of_1(compiled.evaluate(Context(element, {}, run)))
        except XPathError as error:
            found = error.cause
        if found != expected:
            wrong.append(f"{expression} at {path_of(element)}: {found}, libxml2: {expected}")
    assert not wrong, "\n".join(wrong)


def path_of_1(element: etree._Element) -> str:
    return str(element.getroottree().getpath(element))


def of_libxml2(value: Any) -> Any:
    """A value of lxml's in the form of ours. (lxml leaves out the document node.)"""
    if isinstance(value, list):
        return [_node_of_libxml2(item) for item in value]
    if isinstance(value, float):
        return "NaN" if math.isnan(value) else value
    return value


def _node_of_libxml2(item: Any) -> str:
    if isinstance(item, str):
        parent = item.getparent()  # type: ignore[attr-defined]
        name = item.attrname or "" if item.is_attribute else f"{item.is_tail}"  # type: ignore[attr-defined]
        return f"{path_of(parent)} {name}"
    return path_of(item)


def ours_of_1(items: list[Any]) -> Any:
    if len(items) == 1 and isinstance(items[0], (str, bool, float)):
        value = items[0]
        if isinstance(value, float) and not isinstance(value, bool) and math.isnan(value):
            return "NaN"
        return value
    return [_node_of_ours(item) for item in items if not isinstance(item, Document)]


def _node_of_ours(item: Any) -> str:
    if isinstance(item, tuple):
        return f"{path_of(item[0])} {item[1]}"
    return path_of(item)
