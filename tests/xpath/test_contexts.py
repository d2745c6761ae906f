"""What an evaluation sees besides its expression: variables, keys, documents, the time."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from lxml import etree

from tei_tools.xpath import (
    Attribute,
    Context,
    Document,
    Expression,
    Key,
    Node,
    Run,
    Text,
    Untyped,
    XPathError,
    compile_expression,
    compile_pattern,
    element_of,
)
from tests.xpath.documents import SAMPLES
from tests.xpath.saxon import NAMESPACES, Ours, notation
from tests.xpath.test_expressions import EXPRESSIONS

ROOT = etree.fromstring('<a id="1"><b ref="1" n="x">one</b><b ref="2">two</b><c/></a>')


def evaluate(text: str, node: Node = ROOT, version: Any = "2.0", **options: Any) -> list[Any]:
    variables = options.pop("variables", {})
    expression = compile_expression(
        text, namespaces={}, version=version, variables=variables, **options.pop("static", {})
    )
    return expression.evaluate(Context(node, variables, options.pop("run", Run()), **options))


def test_current_is_the_node_that_an_evaluation_began_with() -> None:
    assert evaluate("//b[@ref = current()/@id]") == [ROOT[0]]
    assert evaluate("//*[. is current()]") == [ROOT]
    assert evaluate("current()", ROOT[0], current=ROOT[1]) == [ROOT[1]]


def test_variables_are_sequences_by_clark_name() -> None:
    assert evaluate("$x[2] + 1", variables={"x": [1, 2]}) == [3]
    assert evaluate("$x/@ref", variables={"x": [ROOT[1]]}) == [Attribute(ROOT[1], "ref")]
    text = "$p:x"
    compiled = compile_expression(
        text, namespaces={"p": "urn:p"}, version="2.0", variables=["{urn:p}x"]
    )
    assert compiled.evaluate(Context(ROOT, {"{urn:p}x": ["v"]})) == ["v"]


MANY = [str(number) for number in range(100)]


@pytest.mark.parametrize(
    ("text", "many", "is_so"),
    [
        ("'99' = $many", MANY, True),
        ("'100' = $many", MANY, False),
        ("//@ref = $many", MANY, True),
        ("('x', //@n) = $many", MANY, False),
        ("99 = $many", [Untyped(value) for value in MANY], True),
        ("99.5 = $many", [Untyped(value) for value in MANY], False),
        ("'99' != $many", MANY, True),
        ("() = $many", MANY, False),
        ("xs:anyURI('99') = $many", MANY, True),
        ("99 = $many", [*MANY[:50], 99], XPathError),
        ("'1' = $many", [Attribute(ROOT[0], "ref")] * 100, True),
        ("99 = $many", list(range(100)), True),
    ],
)
def test_it_does_not_matter_how_long_the_variable_is_that_something_is_compared_with(
    text: str, many: list[Any], is_so: Any
) -> None:
    run, namespaces = Run(), {"xs": "http://www.w3.org/2001/XMLSchema"}
    expression = compile_expression(text, namespaces=namespaces, version="2.0", variables=["many"])
    for _ in range(2):  # the second time what is known of the variable is used
        try:
            assert expression.evaluate(Context(ROOT, {"many": many}, run)) == [is_so]
        except XPathError:
            assert is_so is XPathError
    one_by_one = compile_expression(
        text.replace("$many", "($many, ())"),
        namespaces=namespaces,
        version="2.0",
        variables=["many"],
    )
    try:
        assert one_by_one.evaluate(Context(ROOT, {"many": many})) == [is_so]
    except XPathError:
        assert is_so is XPathError


def test_a_variable_that_changes_from_round_to_round_is_looked_up_in_anew() -> None:
    text = "for $n in 1 to 40 return let $many := ($n to 99) ! string() return '20' = $many"
    found = compile_expression(text, namespaces={}, version="3.1").evaluate(Context(ROOT))
    assert found == [True] * 20 + [False] * 20


def test_a_variable_that_is_not_in_scope_is_an_error_of_the_expression() -> None:
    with pytest.raises(XPathError) as caught:
        compile_expression("$x", namespaces={}, version="2.0")
    assert caught.value.code == "XPST0008"


def test_keys_find_nodes_by_their_values() -> None:
    use = compile_expression("@ref", namespaces={}, version="2.0")
    match = compile_pattern("b", namespaces={}, version="2.0")
    run = Run(keys={"by-ref": [Key(match, use)]})
    assert evaluate("key('by-ref', '2')", run=run) == [ROOT[1]]
    assert evaluate("key('by-ref', ('2', '1'))", run=run) == [ROOT[0], ROOT[1]]
    assert evaluate("key('by-ref', '2')", ROOT[2], run=run) == [ROOT[1]]
    assert evaluate("key('by-ref', '2', //c)", run=run) == []
    assert evaluate("key('by-ref', //b/@ref)", run=run, version="1.0") == [ROOT[0], ROOT[1]]
    with pytest.raises(XPathError):
        evaluate("key('nosuch', '2')", run=run)


def test_other_documents_come_from_the_loader_alone() -> None:
    other = etree.fromstring("<other><b/></other>")
    asked: list[tuple[str, Node | None]] = []

    def load(address: str, base: Node | None) -> etree._Element | None:
        asked.append((address, base))
        return other if address == "other.xml" else None

    run = Run(load=load)
    assert evaluate("doc('other.xml')/other/b", run=run) == [other[0]]
    assert evaluate("document('other.xml')//b", run=run, version="1.0") == [other[0]]
    assert evaluate("document('other.xml', /)//b", run=run) == [other[0]]
    assert evaluate("doc-available('none.xml'), doc-available('other.xml')", run=run) == [
        False,
        True,
    ]
    fresh = Run(load=load)
    assert evaluate("//b[1] | doc('other.xml')//b", run=fresh) == [ROOT[0], other[0]]
    assert evaluate("root(doc('other.xml')//b)/*", run=run) == [other]
    assert ("other.xml", Document(ROOT)) in asked
    with pytest.raises(XPathError) as caught:
        evaluate("doc('file:///etc/passwd')")
    assert caught.value.code == "FODC0002"


def test_nothing_else_is_reached() -> None:
    assert evaluate("unparsed-text-available('/etc/passwd')") == [False]
    assert evaluate("environment-variable('HOME')") == []
    with pytest.raises(XPathError):
        evaluate("unparsed-text('/etc/passwd')")
    for text in ("collection('/etc')", "parse-xml('<a/>')", "json-doc('x')", "transform(1)"):
        with pytest.raises(XPathError):
            evaluate(text)


def test_the_time_is_that_of_the_run() -> None:
    zone = datetime.timezone(datetime.timedelta(hours=2))
    run = Run(now=datetime.datetime(2024, 2, 29, 23, 30, 1, 500_000, zone))
    for text, value in {
        "current-dateTime()": "2024-02-29T23:30:01.5+02:00",
        "current-date()": "2024-02-29+02:00",
        "current-time()": "23:30:01.5+02:00",
        "implicit-timezone()": "PT2H",
        "current-date() + xs:yearMonthDuration('P1Y')": "2025-02-28+02:00",
        "xs:date('2024-03-01') > current-date()": "true",
        "xs:dateTime('2024-02-29T22:00:00Z') = xs:dateTime('2024-03-01T00:00:00')": "true",
    }.items():
        expression = compile_expression(text, namespaces={}, version="2.0")
        assert expression.string(Context(ROOT, {}, run)) == value, text


def test_a_default_namespace_is_that_of_elements_alone() -> None:
    tree = etree.fromstring('<a xmlns="urn:x"><b n="1"/></a>')
    static = {"default_namespace": "urn:x"}
    assert evaluate("/a/b[@n]", tree, static=static) == [tree[0]]
    assert evaluate("/a/b[@n]", tree) == []


def test_a_value_is_written_as_value_of_writes_it() -> None:
    context = Context(ROOT)
    for version, text, value in (
        ("1.0", "//b", "one"),
        ("2.0", "//b", "one two"),
        ("1.0", "1 div 0", "Infinity"),
        ("1.0", "10000000000", "10000000000"),
        ("1.0", "0.1 + 0.2", "0.30000000000000004"),
        ("2.0", "1e0 div 0", "INF"),
        ("2.0", "(1, 'a', true())", "1 a true"),
        ("2.0", "()", ""),
        ("3.1", "[1, (2, 3)]", "1 2 3"),
    ):
        expression = compile_expression(text, namespaces={}, version=version)  # type: ignore[arg-type]
        assert expression.string(context) == value, text


def test_what_is_of_2_0_is_refused_in_1_0() -> None:
    for text in ("for $x in 1 return $x", "if (1) then 2 else 3", "1 eq 1", "(1, 2)", "a/b()"):
        with pytest.raises(XPathError):
            compile_expression(text, namespaces={}, version="1.0")
    for text in ("matches('a', 'a')", "current-date()", "1 to 2", "a except b", "xs:date('x')"):
        with pytest.raises(XPathError):
            compile_expression(text, namespaces={}, version="1.0")


def test_a_text_stands_where_its_parent_is() -> None:
    assert evaluate("//b[1]/text()") == [Text(ROOT[0], False)]
    assert element_of(Text(ROOT[0], False)) is ROOT[0]
    assert element_of(Document(ROOT)) is ROOT
    value = evaluate("data(//b[1]/@n)")
    assert value == ["x"]
    assert isinstance(value[0], Untyped)


def test_an_expression_from_plain_data_has_the_same_value() -> None:
    ours = Ours(SAMPLES["mixed"].text)
    for text in EXPRESSIONS:
        try:
            expression = compile_expression(text, namespaces=NAMESPACES, version="3.1")
        except XPathError:
            continue
        again = Expression.from_data(json.loads(json.dumps(expression.to_data())))
        context = Context(ours.root, {}, ours.run)
        assert _value(again, context) == _value(expression, context), text


def _value(expression: Expression, context: Context) -> list[str] | str:
    try:
        return [notation(item) for item in expression.evaluate(context)]
    except XPathError as error:
        return error.cause
