"""Schemas that nobody should write: each has an answer, jing's where jing has one, or a bound."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from tei_tools import SchemaError, load_schema
from tei_tools.grammar import automaton, patterns
from tests.oracles import jing

XMLNS = (
    'xmlns="http://relaxng.org/ns/structure/1.0" '
    'datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"'
)


def element(name: str, content: str = "<empty/>") -> str:
    return f'<element name="{name}">{content}</element>'


def attribute(name: str, content: str = "<text/>") -> str:
    return f'<attribute name="{name}">{content}</attribute>'


def grammar(start: str, defines: Iterable[tuple[str, str]]) -> str:
    written = "".join(f'<define name="{name}">{pattern}</define>' for name, pattern in defines)
    return f"<grammar><start>{start}</start>{written}</grammar>"


def ref(name: str) -> str:
    return f'<ref name="{name}"/>'


def tag(name: str) -> Callable[[str], str]:
    return lambda inside: f"<{name}>{inside}</{name}>"


optional, choice, group, several, any_number, interleave = map(
    tag, ("optional", "choice", "group", "oneOrMore", "zeroOrMore", "interleave")
)


def many(numbers: Iterable[int] | int, text: str) -> str:
    """A text for each number, which takes the place of ``{}``."""
    each = range(numbers) if isinstance(numbers, int) else numbers
    return "".join(text.replace("{}", str(number)) for number in each)


A, B, C = ref("a0"), element("b"), element("c")
INT = '<data type="int"/>'
BITS = choice("".join(
    group("".join(attribute(f"p{bit}", f"<value>{n >> bit & 1}</value>") for bit in range(10)))
    for n in range(1024)
))  # fmt: skip


def chain(count: int, make: Callable[[str, int], str], last: str) -> list[tuple[str, str]]:
    """Definitions each of which is made from a reference to the next."""
    return [*((f"a{n}", make(ref(f"a{n + 1}"), n)) for n in range(count)), (f"a{count}", last)]


#: Schemas whose documents have a verdict, the one that jing gives.
ANSWERED = [
    ("twenty optional parts in any order",
     element("a", interleave(many(20, optional(element("b{}"))))),
     f"<a>{many(range(19, -1, -1), '<b{}/>')}</a>"),
    ("thirty repeated parts in any order",
     element("a", interleave(many(30, several(element("b{}"))))),
     f"<a>{many((n * 7 % 30 for n in range(300)), '<b{}/>')}</a>"),
    ("choices that double twenty times",
     element("a", choice(group(B + B) + B) * 20), f"<a>{'<b/>' * 41}</a>"),
    ("a word that is told apart at its end",
     element("a", any_number(choice(B + C)) + B + choice(B + C) * 12),
     f"<a>{'<b/><c/><c/>' * 100}</a>"),
    ("repetitions in repetitions",
     element("a", several(any_number(several(choice(B + group(B * 2 + any_number(B * 3))))))),
     f"<a>{'<b/>' * 500}</a>"),
    ("attributes that exclude each other, a thousand ways",
     element("a", BITS), f"<a {many(range(9, -1, -1), 'p{}=`1` ').replace('`', chr(34))}/>"),
    ("a list that can be shared out in many ways",
     element("a", f"<list>{choice(INT + group(INT * 2)) * 100}</list>"), f"<a>{'1 ' * 201}</a>"),
    ("elements of one name told apart by what is inside",
     element("a", choice(many(300, element("b", element("c{}"))))), "<a><b><c299/></b></a>"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("schema", "document"), [case[1:] for case in ANSWERED], ids=[case[0] for case in ANSWERED]
)
def test_verdict_is_that_of_jing(schema: str, document: str, tmp_path: Path) -> None:
    found = codes(tmp_path, schema, document)
    (tmp_path / "a.xml").write_text(document, encoding="utf-8")
    errors = jing(tmp_path / "my.rng", [tmp_path / "a.xml"])[tmp_path / "a.xml"]
    assert bool(found) is bool(errors)
    assert "schema.limit" not in found


#: Definitions that stand twice in one another, with a document.
TWICE = [
    ("in a choice of groups", lambda a, _: choice(group(a + a) + "<text/>"), "<a><b/><c/></a>"),
    ("as optional parts", lambda a, n: several(
        group(optional(a) + element(f"b{n}") + optional(a))), "<a><q/><b3/></a>"),
    ("with attributes", lambda a, n: choice(
        group(a + attribute(f"p{n}")) + group(attribute(f"q{n}") + a)), '<a p3="x"><b/></a>'),
]  # fmt: skip


@pytest.mark.parametrize(
    ("make", "document"), [case[1:] for case in TWICE], ids=[case[0] for case in TWICE]
)
def test_definitions_that_stand_twice_in_one_another_have_the_verdict_of_less_deep_ones(
    make: Callable[[str, int], str], document: str, tmp_path: Path
) -> None:
    (tmp_path / "a.xml").write_text(document, encoding="utf-8")
    found = codes(tmp_path, grammar(element("a", A), chain(8, make, B)), document)
    assert bool(found) is bool(jing(tmp_path / "my.rng", [tmp_path / "a.xml"])[tmp_path / "a.xml"])
    # forty deep, jing does not end
    assert codes(tmp_path, grammar(element("a", A), chain(40, make, B)), document) == found


#: Schemas that are refused, or whose documents are, since they are beyond a bound. With most of
#: them jing ends in an overflow of its stack, or not at all.
BOUNDED = [
    ("definitions that lead to one another ten thousand times",
     grammar(A, chain(10_000, lambda a, _: a, B))),
    ("a choice of fifty thousand elements",
     element("a", choice(many(50_000, element("b{}"))))),
    ("a choice of fifty thousand values",
     element("a", choice(many(50_000, "<value>{}</value>")))),
    ("two references each, forty deep",
     grammar(element("a", A), chain(40, lambda a, _: a + a, optional(B)))),
    ("repetitions with two references each, forty deep",
     grammar(element("a", A), chain(40, lambda a, _: several(group(a + optional(a))), B))),
    ("five thousand references to five thousand attributes",
     grammar(element("a", A * 5_000), [("a0", many(5_000, optional(attribute("n{}"))))])),
    ("three thousand elements with three thousand attributes",
     grammar(choice(many(3_000, ref("e{}"))), [
         ("a0", many(3_000, optional(attribute("n{}")))),
         *((f"e{n}", element(f"e{n}", A)) for n in range(3_000))])),
    ("a thousand wildcards",
     element("a", interleave(many(1_000, '<element><nsName ns="u{}"/><empty/></element>')))),
    ("four thousand parts in any order",
     element("a", interleave(many(4_000, element("b{}"))))),
    ("a thousand optional definitions of one element",
     element("a", optional(B) * 1_000)),
]  # fmt: skip


@pytest.mark.parametrize("schema", [case[1] for case in BOUNDED], ids=[case[0] for case in BOUNDED])
def test_bound_is_told(schema: str, tmp_path: Path) -> None:
    names = (n * 7 % 4_000 for n in range(4_000))
    inside = many(names, "<b{}/>") if 'name="b1"' in schema else "<b/>" * 900
    assert codes(tmp_path, schema, f"<a>{inside}</a>") == ["schema.limit"]


def test_list_of_thousands_of_values_is_looked_up(tmp_path: Path) -> None:
    values = many(2_000, "<value>v{}</value>")
    document = f"<a>{many(2_000, 'v{} ') * 10}</a>"
    schema = element("a", f"<list>{any_number(choice(values))}</list>")
    assert not codes(tmp_path, schema, document)
    assert codes(tmp_path, schema, document.replace("v7 ", "w7 ", 1)) == ["grammar.content-value"]


def test_ids_of_many_elements_are_compared_by_name(tmp_path: Path) -> None:
    ids = many(600, optional(attribute("n{}", '<data type="ID"/>')))
    elements = [(f"e{n}", element(f"e{n}", A)) for n in range(600)]
    schema = grammar(choice(many(600, ref("e{}"))), [("a0", ids), *elements])
    assert not codes(tmp_path, schema, '<e5 n7="x"/>')


def test_thousands_of_nested_grammars_may_define_the_same_name(tmp_path: Path) -> None:
    nested = grammar(ref("x"), [("x", element("b{}"))])
    schema = element("a", choice(many(5_000, nested)))
    assert not codes(tmp_path, schema, "<a><b7/></a>")


REGEXES = ["(a|b)?" * 2_000, "(a{1,1000}){1,1000}", "(" * 5_000 + "a" + ")" * 5_000, "a{999999999}"]


@pytest.mark.parametrize("regex", REGEXES, ids=["long", "counted", "deep", "huge"])
def test_regular_expression_beyond_its_bound_is_refused(regex: str, tmp_path: Path) -> None:
    assert codes(tmp_path, element("a", data(regex)), "<a>a</a>") == ["schema.datatype"]


def test_regular_expression_that_runs_away_elsewhere_has_a_verdict(tmp_path: Path) -> None:
    found = codes(tmp_path, element("a", data("(a+)+b")), f"<a>{'a' * 5_000}</a>")
    assert found == ["grammar.content-value"]


# --- nesting and files ---


@pytest.mark.parametrize("name", ["my.rng", "my.rnc"])
def test_schema_nested_ten_thousand_deep_is_refused(name: str, tmp_path: Path) -> None:
    deep = f"<group {XMLNS}>{'<group>' * 10_000}{'</group>' * 10_000}</group>"
    (tmp_path / name).write_text(deep if name == "my.rng" else "(" * 10_000 + ")" * 10_000)
    with pytest.raises(SchemaError, match=r"[dD]e(ep|pth)"):
        load_schema(tmp_path / name)


def test_document_nested_ten_thousand_deep_is_refused(tmp_path: Path) -> None:
    assert codes(tmp_path, element("a"), "<a>" * 10_000 + "</a>" * 10_000) == ["xml.too-deep"]


def test_two_inclusions_a_file_are_not_followed_for_ever(tmp_path: Path) -> None:
    for number in range(30):
        twice = f'<externalRef href="{number + 1}.rng"/>' * 2
        (tmp_path / f"{number}.rng").write_text(f"<group {XMLNS}>{twice}</group>")
    (tmp_path / "30.rng").write_text(f"<group {XMLNS}>{B}</group>")
    schema = element("a", '<externalRef href="0.rng"/>')
    assert codes(tmp_path, schema, "<a/>") == ["schema.limit"]


def test_files_in_one_another_are_bounded_and_a_thousand_beside_one_another_are_read(
    tmp_path: Path,
) -> None:
    for number in range(1_000):
        following = f'<include href="{number + 1}.rng"/>' if number % 20 < 19 else ""
        text = f'<grammar {XMLNS}>{following}<define name="d{number}">{B}</define></grammar>'
        (tmp_path / f"{number}.rng").write_text(text)
        (tmp_path / f"deep{number}.rng").write_text(
            f'<grammar {XMLNS}><include href="deep{number + 1}.rng"/></grammar>'
        )
    start = f"<grammar><start>{element('a')}</start>"
    beside = many(range(0, 1_000, 20), '<include href="{}.rng"/>')
    assert not codes(tmp_path, f"{start}{beside}</grammar>", "<a/>")
    inside = '<include href="deep1.rng"/></grammar>'
    assert codes(tmp_path, start + inside, "<a/>") == ["schema.limit"]


# --- what is forgotten ---


def test_forgetting_what_was_learned_changes_no_verdict(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = many(12, optional(element("b{}")))
    write(tmp_path, element("a", attribute("n", INT) + interleave(parts)))
    documents = [
        f'<a n="{n}">{many((at * n % 13 for at in range(12)), "<b{}/>")}</a>'.encode()
        for n in range(60)
    ]
    remembering = load_schema(tmp_path / "my.rng")
    expected = [list(remembering.validate(document)) for document in documents]
    monkeypatch.setattr(automaton, "LEARNED", 30)
    forgetting = load_schema(tmp_path / "my.rng")
    assert [list(forgetting.validate(document)) for document in documents] == expected
    assert {bool(findings) for findings in expected} == {True, False}


def test_after_a_document_that_was_too_much_the_next_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, element("a", interleave(many(40, optional(element("b{}"))))))
    monkeypatch.setattr(patterns, "LIMIT", 1_000)
    monkeypatch.setattr(automaton, "LIMIT", 1_000)
    schema = load_schema(tmp_path / "my.rng")
    too_much = f"<a>{many((n * 7 % 40 for n in range(40)), '<b{}/>')}</a>".encode()
    for _ in range(3):
        assert [each.code for each in schema.validate(too_much)] == ["schema.limit"]
        assert not list(schema.validate(b"<a><b1/><b2/></a>"))
        [finding] = schema.validate(b"<a><b1/><c/></a>")
        assert finding.code == "grammar.unknown-element"


def data(regex: str) -> str:
    return f'<data type="string"><param name="pattern">{regex}</param></data>'


def write(folder: Path, schema: str) -> None:
    name = "element" if schema.startswith("<element") else "grammar"
    text = schema.replace(f"<{name}", f"<{name} {XMLNS}", 1)
    (folder / "my.rng").write_text(text, encoding="utf-8")


def codes(folder: Path, schema: str, document: str) -> list[str]:
    """The codes of the findings, or of the errors of the schema."""
    write(folder, schema)
    try:
        loaded = load_schema(folder / "my.rng")
    except SchemaError as error:
        return [finding.code for finding in error.findings]
    return [finding.code for finding in loaded.validate(document.encode())]
