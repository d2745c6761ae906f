"""Every XPath in the TEI's own schemas and ODDs has the same value in three programs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import elementpath
import pytest
from elementpath.xpath3 import XPath3Parser
from lxml import etree

from tei_tools.xpath import (
    Context,
    Expression,
    Pattern,
    Run,
    XPathError,
    compile_expression,
    compile_pattern,
)
from tei_tools.xpath.functions.strings import CODEPOINTS
from tests.oracles import corpora
from tests.xpath.saxon import NAMESPACES, Saxon, notation, path_of

pytestmark = pytest.mark.corpora

_SCH: Final = "{http://purl.oclc.org/dsdl/schematron}"
_OLD: Final = "{http://www.ascc.net/xml/schematron}"
_TEI: Final = "{http://www.tei-c.org/ns/1.0}"
_SOURCES: Final = ("p5subset.xml", "*.rng", "exemplars/*.odd", "tests/*")
_PLACES: Final = {"assert": "test", "report": "test", "let": "value", "value-of": "select"}
#: Documents to evaluate on: a play, and an ODD, on which most of the TEI's rules bear.
_DOCUMENTS: Final = ("gerdracor/*.xml", "tei-p5/exemplars/tei_odds.odd")


class Found(NamedTuple):
    """An expression, where it was found, and its namespaces."""

    text: str
    is_pattern: bool
    namespaces: tuple[tuple[str, str], ...]


@cache
def found() -> dict[Found, str]:
    """All expressions, each with the file where it was found first."""
    folder = corpora() / "tei-p5"
    everything: dict[Found, str] = {}
    for pattern in _SOURCES:
        for file in sorted(folder.glob(pattern)):
            if file.is_file() and file.suffix in (".xml", ".odd", ".rng"):
                for expression in _expressions(file):
                    everything.setdefault(expression, file.name)
    return everything


def _expressions(file: Path) -> Iterator[Found]:
    root = etree.parse(file, etree.XMLParser(huge_tree=True, collect_ids=False)).getroot()
    declared = {
        str(ns.get("prefix")): str(ns.get("uri")) for ns in root.iter(f"{_SCH}ns", f"{_OLD}ns")
    }
    for element in root.iter("*"):
        uri, _, local = str(element.tag).rpartition("}")
        inherited = {prefix: uri for prefix, uri in element.nsmap.items() if prefix}
        namespaces = tuple(sorted({**NAMESPACES, **inherited, **declared}.items()))
        if f"{uri}}}" in (_SCH, _OLD):
            if local == "rule" and element.get("context"):
                yield Found(" ".join(element.get("context", "").split()), True, namespaces)
            elif value := element.get(_PLACES.get(local, "none")):
                yield Found(" ".join(value.split()), False, namespaces)
        elif f"{uri}}}" == _TEI and local == "model" and element.get("predicate"):
            yield Found(" ".join(element.get("predicate", "").split()), False, namespaces)


def variables(text: str) -> list[str]:
    return sorted(set(re.findall(r"\$([\w.-]+)", text)))


def compiled(expression: Found) -> Expression | Pattern:
    make: Callable[..., Expression | Pattern]
    names = dict(expression.namespaces)
    make = compile_pattern if expression.is_pattern else compile_expression
    known = variables(expression.text)
    return make(expression.text, namespaces=names, version="2.0", variables=known)


def test_every_expression_can_be_read_and_none_is_left_to_another_program() -> None:
    expressions = found()
    assert len(expressions) > 250
    for expression, file in expressions.items():
        try:
            compiled(expression)
        except XPathError as error:
            pytest.fail(f"{file}: {expression.text}: {error}")


@cache
def documents() -> dict[str, etree._Element]:
    paths = [sorted(corpora().glob(pattern))[0] for pattern in _DOCUMENTS]
    return {path.name: etree.parse(path).getroot() for path in paths}


def some_elements(root: etree._Element) -> list[etree._Element]:
    """One element of each name, the last of its name, at most thirty."""
    by_name = {element.tag: element for element in root.iter("*")}
    return list(by_name.values())[:30]


def as_xpath(text: str) -> str:
    """The expression for programs that know no ``current()`` and none of its variables."""
    lets = "".join(f"let ${name} := ('b', 'c')[2] return " for name in variables(text))
    if "current()" in text:
        lets += "let $current := . return "
        text = text.replace("current()", "$current")
    return f"{lets}({text})"


def test_every_expression_has_the_value_that_saxon_gives_it() -> None:
    wrong = []
    for name, root in documents().items():
        elements, run = some_elements(root), Run()
        saxons: dict[Any, Saxon] = {}
        text = etree.tostring(root, encoding="unicode")
        for place, expression in enumerate(found()):
            if expression.is_pattern:
                continue
            namespaces = expression.namespaces
            if namespaces not in saxons:
                saxons[namespaces] = Saxon(text, dict(namespaces))
            ours = compiled(expression)
            assert isinstance(ours, Expression)
            for element in elements[place % 6 :: 6]:
                mine = value_of(ours, element, run)
                expected = saxons[namespaces].evaluate(as_xpath(expression.text), path_of(element))
                is_free = " or " in expression.text  # which side is met first (XPath 3.1, 3.8)
                if mine != expected and not (is_free and "error" in (mine, expected)):
                    wrong.append(f"{name}: {expression.text}: {mine}, Saxon: {expected}")
    assert not wrong, "\n".join(wrong)


def value_of(expression: Expression, element: etree._Element, run: Run) -> list[str] | str:
    values: dict[str, list[Any]] = {name: ["c"] for name in variables(expression.text)}
    try:
        return [notation(item) for item in expression.evaluate(Context(element, values, run))]
    except XPathError:
        return "error"


def test_every_expression_has_the_truth_that_elementpath_gives_it() -> None:
    wrong = []
    root = documents()["tei_odds.odd"]
    elements, run = some_elements(root)[::3], Run()
    tree = elementpath.get_node_tree(root)  # type: ignore[arg-type]
    for place, expression in enumerate(found()):
        if expression.is_pattern:
            continue
        ours = compiled(expression)
        assert isinstance(ours, Expression)
        parser = XPath3Parser(namespaces=dict(expression.namespaces), default_collation=CODEPOINTS)
        element = elements[place % len(elements)]
        values: dict[str, list[Any]] = {name: ["c"] for name in variables(expression.text)}
        try:
            mine: bool | str = ours.boolean(Context(element, values, run))
        except XPathError:
            mine = "error"
        try:
            token = parser.parse(as_xpath(expression.text))
            context = elementpath.XPathContext(tree, item=element)  # type: ignore[arg-type]
            theirs: bool | str = bool(token.boolean_value(list(token.select(context))))
        except elementpath.ElementPathError:
            theirs = "error"
        if mine != theirs:
            wrong.append(f"{expression.text}: {mine}, elementpath: {theirs}")
    assert not wrong, "\n".join(wrong)
