"""What ISO/IEC 19757-3:2016 says of patterns, rules, variables and messages."""

from __future__ import annotations

from pathlib import Path

import pytest

from .support import Told, faults, findings, messages, told, write

ONE = "<a><b/></a>"


def rule(context: str, *inside: str) -> str:
    return f'<pattern><rule context="{context}">{"".join(inside)}</rule></pattern>'


def report(words: str, test: str = "true()", **attributes: str) -> str:
    more = " ".join(f'{name}="{value}"' for name, value in attributes.items())
    return f'<report test="{test}" {more}>{words}</report>'


def value_of(select: str) -> str:
    return f'<value-of select="{select}"/>'


# --- which rule is applied -----


def test_assertion_is_told_where_its_test_is_false_and_report_where_it_is_true(
    tmp_path: Path,
) -> None:
    schema = write(
        tmp_path,
        rule("b", '<assert test="@x">no x</assert>', report("has y", "@y")),
    )
    assert messages(schema, "<a><b x='1'/><b y='1'/></a>") == ["no x", "has y"]


def test_only_the_first_rule_that_matches_is_applied(tmp_path: Path) -> None:
    rules = '<rule context="b[@x]">{}</rule><rule context="b">{}</rule><rule context="*">{}</rule>'
    schema = write(
        tmp_path,
        f"<pattern>{rules.format(report('first'), report('second'), report('third'))}</pattern>",
    )
    assert messages(schema, "<a><b x=''/><b/></a>") == ["third", "first", "second"]


def test_each_pattern_is_applied_for_itself(tmp_path: Path) -> None:
    schema = write(tmp_path, rule("b", report("one")) + rule("*", report("two")))
    assert messages(schema, ONE) == ["two", "one", "two"]


@pytest.mark.parametrize(
    ("context", "document", "places"),
    [
        ("/", "<a/>", [(1, 2)]),
        ("/a", "<a/>", [(1, 2)]),
        ("b/@x", "<a>\n <b x='1'/></a>", [(2, 8)]),
        ("@xml:id", "<a xml:id='k'/>", [(1, 12)]),
        ("b/text()", "<a>\n<b>one</b>\n<b/>two</a>", [(2, 4)]),
        ("a/text()[. = 'two']", "<a><b/>two</a>", [(1, 8)]),
        ("comment()", "<a>\n <!-- c --><!--d\n--></a>", [(2, 2), (2, 2)]),
        ("processing-instruction()", "<?p q?>\n<a>\n\n <?p?></a>", [(1, 1), (4, 2)]),
        ("processing-instruction('r')", "<a><?p q?><?r s?></a>", [(1, 4)]),
        ("b | c", "<a><b/><c/><d/></a>", [(1, 5), (1, 9)]),
        ("*[@x]", "<a><b x=''/><c/></a>", [(1, 5)]),
        ("a//d", "<a><b><d/></b></a>", [(1, 8)]),
        ("@*", "<a x='1' y='2'/>", [(1, 7), (1, 13)]),
    ],
)
def test_context_may_be_any_node(
    context: str, document: str, places: list[tuple[int, int]], tmp_path: Path
) -> None:
    schema = write(tmp_path, rule(context, report("here")))
    assert [(t.line, t.column) for t in told(schema, document)] == places


def test_current_is_the_node_that_the_rule_is_applied_to(tmp_path: Path) -> None:
    schema = write(tmp_path, rule("b", report("same", "//c[@n = current()/@n]")))
    assert [t.column for t in told(schema, "<a><b n='1'/><b n='2'/><c n='2'/></a>")] == [15]


# --- abstract patterns and rules -----


def test_parameters_are_replaced_as_whole_names_in_every_expression(tmp_path: Path) -> None:
    schema = write(
        tmp_path,
        '<pattern abstract="true" id="t"><rule context="$e"><let name="v" value="$e1"/>'
        '<report test="$v"><value-of select="$e1"/> <name path="$e1"/></report></rule></pattern>'
        '<pattern is-a="t" id="p"><param name="e" value="b"/><param name="e1" value="@x"/>'
        "</pattern>",
    )
    assert told(schema, "<a><b x='1'/></a>") == [Told("p", 1, 5, "1 1")]


def test_parameters_are_those_of_diagnostics_too(tmp_path: Path) -> None:
    schema = write(
        tmp_path,
        '<pattern abstract="true" id="t"><rule context="$e"><report test="true()" diagnostics="d">'
        'x</report></rule></pattern><pattern is-a="t"><param name="e" value="b"/></pattern>'
        '<pattern is-a="t"><param name="e" value="a"/></pattern><diagnostics>'
        '<diagnostic id="d">of <value-of select="count(//$e)"/></diagnostic></diagnostics>',
    )
    found = findings(schema, "<a><b/><b/></a>")
    assert [each.suggestion for each in found] == ["of 1", "of 2", "of 2"]


def test_abstract_rules_of_a_pattern_are_put_where_they_are_asked_for(tmp_path: Path) -> None:
    schema = write(
        tmp_path,
        '<pattern><rule abstract="true" id="r1"><let name="n" value="@n"/>'
        f"{report('n is ' + value_of('$n'))}</rule>"
        '<rule abstract="true" id="r2"><extends rule="r1"/>'
        f'{report("r2")}</rule><rule context="b"><extends rule="r2"/></rule></pattern>',
    )
    assert messages(schema, "<a><b n='5'/></a>") == ["n is 5", "r2"]


def test_ids_are_those_of_the_assertion_the_rule_or_the_pattern(tmp_path: Path) -> None:
    schema = write(
        tmp_path,
        f'<pattern id="p"><rule context="b" id="r">{report("1", id="i")}'
        f'{report("2")}</rule><rule context="c">{report("3")}</rule></pattern>'
        + rule("d", report("4"), '<assert test="false()">5</assert>'),
    )
    assert [t.code for t in told(schema, "<a><b/><c/><d/></a>")] == [
        "i",
        "r",
        "p",
        "report",
        "assert",
    ]


# --- variables -----


def test_variables_are_seen_where_they_stand_and_below(tmp_path: Path) -> None:
    schema = write(
        tmp_path,
        '<let name="s" value="count(//b)"/><phase id="f"><let name="p" value="$s + 1"/>'
        '<active pattern="q"/></phase><pattern id="q"><let name="t" value="$p + 1"/>'
        '<rule context="b"><let name="r" value="$t + 1"/><let name="r2" value="$r + 1"/>'
        f"{report(value_of('$s, $p, $t, $r, $r2'))}</rule></pattern>",
    )
    assert messages(schema, ONE, phase="f") == ["1 2 3 4 5"]


def test_variables_outside_rules_may_be_used_before_they_stand(tmp_path: Path) -> None:
    schema = write(
        tmp_path,
        '<let name="a" value="$b + 1"/><let name="b" value="count(//b)"/>'
        + rule("a", report(value_of("$a"))),
    )
    assert messages(schema, ONE) == ["2"]


def test_variable_of_a_rule_is_evaluated_for_each_node(tmp_path: Path) -> None:
    inside = '<let name="n" value="@n"/>' + report(value_of("$n"))
    schema = write(tmp_path, rule("b", inside))
    assert messages(schema, "<a><b n='1'/><b n='2'/></a>") == ["1", "2"]


def test_nearer_variable_hides_the_outer_one(tmp_path: Path) -> None:
    words = report(value_of("$v"))
    schema = write(
        tmp_path,
        f"<let name='v' value='1'/><pattern><let name='v' value='2'/><rule context='b'>"
        f"<let name='v' value='3'/>{words}</rule><rule context='a'>{words}</rule></pattern>"
        + rule("/", words),
    )
    assert sorted(messages(schema, ONE)) == ["1", "2", "3"]


def test_variable_may_be_a_piece_of_xml(tmp_path: Path) -> None:
    schema = write(
        tmp_path,
        '<let name="x"><r xmlns=""><k n="1">one</k><k n="2">two</k></r></let>'
        + rule("b", report(value_of("$x//k[@n = current()/@n]"))),
    )
    assert messages(schema, "<a><b n='2'/></a>") == ["two"]


# --- phases -----

PHASED = (
    f'<phase id="one"><active pattern="p1"/></phase><phase id="two"><active pattern="p2"/></phase>'
    f'<pattern id="p1"><rule context="b">{report("1")}</rule></pattern>'
    f'<pattern id="p2"><rule context="b">{report("2")}</rule></pattern>'
)


@pytest.mark.parametrize(
    ("default", "phase", "expected"),
    [
        ("", "", ["1", "2"]),
        ("", "one", ["1"]),
        ("", "#ALL", ["1", "2"]),
        ("", "#DEFAULT", ["1", "2"]),
        ("two", "", ["2"]),
        ("two", "#DEFAULT", ["2"]),
        ("two", "#ALL", ["1", "2"]),
        ("two", "one", ["1"]),
    ],
)
def test_phase_says_which_patterns_are_applied(
    default: str, phase: str, expected: list[str], tmp_path: Path
) -> None:
    attributes = 'queryBinding="xslt2"' + (f' defaultPhase="{default}"' if default else "")
    schema = write(tmp_path, PHASED, attributes)
    assert sorted(messages(schema, ONE, phase=phase)) == expected


# --- messages -----


def test_message_says_values_and_names_and_has_no_superfluous_space(tmp_path: Path) -> None:
    words = (
        " The\n  <name/> has <emph>n</emph> = <value-of select='@n'/>,\n\t"
        "<span class='x'>in</span> <value-of select='name(..)'/>; <dir value='rtl'>ok</dir> "
    )
    schema = write(tmp_path, rule("b", report(words)))
    assert messages(schema, "<a><b n='1'/></a>") == ["The b has n = 1, in a; ok"]


def test_name_is_told_with_its_prefix(tmp_path: Path) -> None:
    schema = write(tmp_path, '<ns prefix="q" uri="urn:x"/>' + rule("q:b | @q:c", report("<name/>")))
    document = "<a xmlns:p='urn:x'><p:b p:c='1'/></a>"
    assert messages(schema, document) == ["p:b", "p:c"]


def test_several_values_stand_with_spaces_between(tmp_path: Path) -> None:
    schema = write(tmp_path, rule("a", report(value_of("b/@n"))))
    assert messages(schema, "<a><b n='1'/><b n='2'/></a>") == ["1 2"]


def test_of_several_values_xpath_1_tells_the_first(tmp_path: Path) -> None:
    schema = write(tmp_path, rule("a", report(value_of("b/@n"))), 'queryBinding="xslt"')
    assert messages(schema, "<a><b n='1'/><b n='2'/></a>") == ["1"]


def test_schema_that_names_no_version_of_xpath_may_use_any(tmp_path: Path) -> None:
    tests = ("count(b) = '2'", "every $b in b satisfies $b/@n")
    schema = write(tmp_path, rule("a", *(report(test, test) for test in tests)), "")
    assert sorted(messages(schema, "<a><b n='1'/><b n='2'/></a>")) == sorted(tests)
    assert (
        len(faults(write(tmp_path, rule("a", report("x", tests[1])), 'queryBinding="xslt"'))) == 1
    )


def test_message_without_words_gives_the_test(tmp_path: Path) -> None:
    schema = write(tmp_path, rule("b", '<assert test="@n"/>', '<report test="not(@n)"/>'))
    assert messages(schema, ONE) == ["`@n` is not true here", "`not(@n)` is true here"]


def test_diagnostics_are_the_cure_and_properties_follow(tmp_path: Path) -> None:
    schema = write(
        tmp_path,
        rule("b", report("wrong", diagnostics="d e", properties="p"))
        + "<diagnostics><diagnostic id='d'>write <value-of select='name(..)'/></diagnostic>"
        "<diagnostic id='e'>or nothing</diagnostic></diagnostics>"
        "<properties><property id='p'>severe</property></properties>",
    )
    assert [f.suggestion for f in findings(schema, ONE)] == ["write a or nothing p: severe"]


@pytest.mark.parametrize(
    ("role", "severity"),
    [
        ("", "error"),
        ("fatal", "error"),
        ("error", "error"),
        ("whatever", "error"),
        ("warning", "warning"),
        ("WARN", "warning"),
        ("info", "info"),
        ("information", "info"),
        ("nonfatal", "info"),
    ],
)
def test_role_is_what_a_finding_weighs(role: str, severity: str, tmp_path: Path) -> None:
    schema = write(
        tmp_path,
        f'<pattern><rule context="b">{report("own", role=role)}</rule>'
        f'<rule context="a" role="{role}">{report("of the rule")}</rule></pattern>',
    )
    assert [f.severity for f in findings(schema, ONE)] == [severity, severity]


def test_finding_says_where_the_assertion_stands_and_where_the_node_does(tmp_path: Path) -> None:
    schema = write(tmp_path, "\n\n" + rule("b", "\n", report("x")))
    (found,) = findings(schema, "<a>\n <b xml:id='k'/></a>")
    assert found.source == f"{schema}:4"
    assert (found.location.xpath, found.location.id) == ("/a/b", "k")


# --- documents -----


def test_pattern_may_be_for_other_documents(tmp_path: Path) -> None:
    (tmp_path / "one.xml").write_text("<o>\n<b/></o>")
    (tmp_path / "two.xml").write_text("<t/>")
    rules = rule("b", report("in <name path='name(/*)'/>")) + rule("t", report("t"))
    schema = write(tmp_path, rules.replace("<pattern>", '<pattern documents="/a/b/@ref">'))
    found = findings(schema, "<a><b ref='one.xml'/><b ref='two.xml'/></a>")
    assert [(Path(f.location.path).name, f.location.line, f.message) for f in found] == [
        ("one.xml", 2, "in o"),
        ("two.xml", 1, "t"),
    ]


def test_documents_may_be_asked_for(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "list.xml").write_text("<l><i>one</i></l>")
    test = "not(@n = doc('sub/list.xml')//i)"
    for binding in ("xslt2", "xslt3"):
        schema = write(tmp_path, rule("b", report("unknown", test)), f'queryBinding="{binding}"')
        assert [t.column for t in told(schema, "<a><b n='one'/><b n='two'/></a>")] == [17]
    test = "not(@n = document('sub/list.xml')//i)"
    schema = write(tmp_path, rule("b", report("unknown", test)), 'queryBinding="xslt"')
    assert [t.column for t in told(schema, "<a><b n='one'/><b n='two'/></a>")] == [17]


def test_keys_find_nodes(tmp_path: Path) -> None:
    schema = write(
        tmp_path,
        '<xsl:key xmlns:xsl="http://www.w3.org/1999/XSL/Transform" name="k" match="c" use="@n"/>'
        + rule("b", report(value_of("key('k', @n)"), "key('k', @n)")),
    )
    assert messages(schema, "<a><b n='1'/><b n='2'/><c n='2'>two</c></a>") == ["two"]


@pytest.mark.parametrize(
    ("test", "wrong"),
    [
        (". = ('', '#x')", [4, 5]),  # one verdict for each value
        ("not(../@c) or . = ''", [3]),  # the same value, another element
        ("local-name() != 'b'", [3]),  # the same value, another name
    ],
)
def test_attributes_of_one_value_are_told_apart_where_the_rule_tells_them_apart(
    tmp_path: Path, test: str, wrong: list[int]
) -> None:
    rule = f'<pattern><rule context="e/@*"><assert test="{test}">no</assert></rule></pattern>'
    document = '<d>\n<e a="#x"/>\n<e b="#x" c=""/>\n<e a="x"/>\n<e a="x"/>\n</d>'
    assert [each.line for each in told(write(tmp_path, rule), document)] == wrong


def test_a_value_that_names_a_file_is_looked_at_in_each_file_that_has_it(tmp_path: Path) -> None:
    rule = """<pattern><rule context="@href">
        <assert test="document(., current())/ok">no</assert></rule></pattern>"""
    (tmp_path / "sub").mkdir()
    (tmp_path / "b.xml").write_text("<ok/>")
    (tmp_path / "sub" / "b.xml").write_text("<bad/>")
    (tmp_path / "sub" / "in.xml").write_text('<e>\n<f href="b.xml"/></e>')
    document = """<d xmlns:xi="http://www.w3.org/2001/XInclude"><e href="b.xml"/>
        <xi:include href="sub/in.xml"/></d>"""
    found = findings(write(tmp_path, rule), document)
    assert [(Path(each.location.path).name, each.location.line) for each in found] == [
        ("in.xml", 2)
    ]
