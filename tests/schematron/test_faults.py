"""A schema that is itself wrong is told with file, line, cause and cure; nothing is run."""

from __future__ import annotations

from pathlib import Path

import pytest

from .support import faults, write

#: What is in the schema, and what is said; the second line of the schema is its first inside.
CASES = {
    "no XPath": (
        '<pattern><rule context="b"><assert test="@n ="/></rule></pattern>',
        "schema.sch:2: `@n =`: ",
    ),
    "no pattern of nodes": (
        '<pattern><rule context="1 + 1"><assert test="@n"/></rule></pattern>',
        "schema.sch:2: `1 + 1`: ",
    ),
    "no such function": (
        '<pattern><rule context="b"><assert test="strng(@n)"/></rule></pattern>',
        "schema.sch:2: `strng(@n)`: ",
    ),
    "prefix": (
        '<pattern><rule context="tei:b"><assert test="@n"/></rule></pattern>',
        "schema.sch:2: `tei:b`: ",
    ),
    "variable": (
        '<pattern><rule context="b"><assert test="$n"/></rule></pattern>',
        "schema.sch:2: `$n`: ",
    ),
    "variable of a rule in a context": (
        '<pattern><rule context="b[$n]"><let name="n" value="1"/><assert test="$n"/></rule>'
        "</pattern>",
        "schema.sch:2: `b[$n]`: ",
    ),
    "variable of another rule": (
        '<pattern><rule context="b"><let name="n" value="1"/><assert test="$n"/></rule>'
        '<rule context="c"><assert test="$n"/></rule></pattern>',
        "schema.sch:2: `$n`: ",
    ),
    "variable of another phase": (
        '<phase id="p"><let name="n" value="1"/><active pattern="q"/></phase>'
        '<pattern id="q"><rule context="b"><assert test="$n"/></rule></pattern>',
        "schema.sch:2: `$n`: ",
    ),
    "variable in a message": (
        '<pattern><rule context="b"><assert test="@n"><value-of select="$n"/></assert></rule>'
        "</pattern>",
        "schema.sch:2: `$n`: ",
    ),
    "variable in a diagnostic": (
        '<pattern><rule context="b"><assert test="@n" diagnostics="d"/></rule></pattern>\n'
        '<diagnostics><diagnostic id="d"><value-of select="$n"/></diagnostic></diagnostics>',
        "schema.sch:3: `$n`: ",
    ),
    "variable in the name of documents": (
        '<pattern documents="$n"><rule context="b"><assert test="@n"/></rule></pattern>',
        "schema.sch:2: `$n`: ",
    ),
    "variables that need each other": (
        '<let name="a" value="$b"/><let name="b" value="$c"/><let name="c" value="$a"/>'
        '<pattern><rule context="b"><assert test="$a"/></rule></pattern>',
        "schema.sch:2: the variable `a` depends on itself",
    ),
    "two variables of a rule": (
        '<pattern><rule context="b"><let name="n" value="1"/>\n<let name="n" value="2"/>'
        '<assert test="$n"/></rule></pattern>',
        "schema.sch:3: the variable `n` is defined in line 2 too; give one of them another name",
    ),
    "two variables of a phase": (
        '<phase id="p"><let name="n" value="1"/>\n<let name="n" value="2"/></phase>',
        "schema.sch:3: the variable `n` is defined in line 2 too; give one of them another name",
    ),
    "a variable of which nothing is ever seen": (
        '<let name="n" value="1"/>\n<pattern><let name="n" value="2"/>'
        '<rule context="b"><assert test="$n"/></rule></pattern>',
        "schema.sch:3: the variable `n` is defined in line 2 too; give one of them another name",
    ),
    "variable with two values": (
        '<let name="n" value="1">2</let>',
        "schema.sch:2: the variable `n` has both @value and content",
    ),
    "active pattern": (
        '<phase id="p"><active pattern="pointer"/></phase><pattern id="pointers"/>',
        "schema.sch:2: there is no pattern `pointer`; did you mean `pointers`?",
    ),
    "abstract pattern": (
        '<pattern is-a="tmplate"/><pattern abstract="true" id="template"/>',
        "schema.sch:2: there is no abstract pattern `tmplate`; did you mean `template`?",
    ),
    "pattern that is not abstract": (
        '<pattern is-a="p"/><pattern id="p"/>',
        "schema.sch:2: there is no abstract pattern `p`",
    ),
    "abstract rule": (
        '<pattern><rule context="b"><extends rule="r"/></rule></pattern>'
        '<pattern><rule abstract="true" id="r"><assert test="@n"/></rule></pattern>',
        "schema.sch:2: there is no abstract rule `r` in this pattern",
    ),
    "abstract rule that extends itself": (
        '<pattern><rule context="b"><extends rule="r"/></rule>'
        '<rule abstract="true" id="r"><extends rule="s"/></rule>\n'
        '<rule abstract="true" id="s"><extends rule="r"/></rule></pattern>',
        "schema.sch:3: the abstract rule `r` extends itself",
    ),
    "parameter that is not given": (
        '<pattern abstract="true" id="t"><rule context="$e"><assert test="@n"/></rule></pattern>'
        '<pattern is-a="t"/>',
        "schema.sch:2: `$e`: ",
    ),
    "diagnostic": (
        '<pattern><rule context="b"><assert test="@n" diagnostics="cures"/></rule></pattern>'
        '<diagnostics><diagnostic id="cure"/></diagnostics>',
        "schema.sch:2: there is no `cures` in the diagnostics of the schema; did you mean `cure`?",
    ),
    "rule without context": (
        '<pattern><rule><assert test="@n"/></rule></pattern>',
        "schema.sch:2: a rule needs @context: the nodes that it is about",
    ),
    "assertion without test": (
        '<pattern><rule context="b"><assert/></rule></pattern>',
        "schema.sch:2: `assert` needs @test",
    ),
    "element in the wrong place": (
        '<assert test="@n"/>',
        "schema.sch:2: `assert` is not allowed in `schema`; what is allowed: ",
    ),
    "element of no kind": (
        '<pattern><rul context="b"/></pattern>',
        "schema.sch:2: `rul` is not allowed in `pattern`; what is allowed: let, param, rule",
    ),
    "element in a message": (
        '<pattern><rule context="b"><assert test="@n"><let name="a" value="b"/></assert></rule>'
        "</pattern>",
        "schema.sch:2: `let` is not allowed in the text of a message",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_fault_of_a_schema_is_told(case: str, tmp_path: Path) -> None:
    inside, said = CASES[case]
    phase = "p" if "two variables of a phase" in case else ""
    found = faults(write(tmp_path, f"\n{inside}"), phase=phase)
    assert [each[: len(said)] for each in found] == [said]


def test_all_faults_of_expressions_are_told_at_once(tmp_path: Path) -> None:
    asserts = '<assert test="@n ="/>\n<assert test="$x"/>\n<assert test="f("/>'
    schema = write(tmp_path, f'\n<pattern><rule context="b">\n{asserts}</rule></pattern>')
    assert [each.split(": ")[0] for each in faults(schema)] == [
        "schema.sch:3",
        "schema.sch:4",
        "schema.sch:5",
    ]


def test_phase_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    schema = write(tmp_path, '<phase id="final"/><phase id="draft"/>')
    assert faults(schema, phase="finl") == [
        "schema.sch:1: there is no phase `finl`; did you mean `final`?"
    ]
    assert faults(schema, phase="x") == [
        "schema.sch:1: there is no phase `x`; there is final, draft, #ALL"
    ]


@pytest.mark.parametrize(
    ("attributes", "said"),
    [
        ('queryBinding="xquery"', "schema.sch:1: the query binding `xquery` is not known; there "),
        ('defaultPhase="p"', "schema.sch:1: there is no phase `p`"),
    ],
)
def test_attributes_of_the_schema_are_checked(attributes: str, said: str, tmp_path: Path) -> None:
    (found,) = faults(write(tmp_path, "", attributes))
    assert found.startswith(said)


def test_file_that_is_no_schema_is_told(tmp_path: Path) -> None:
    schema = tmp_path / "schema.sch"
    schema.write_text("<schema/>")
    assert faults(schema) == [
        "schema.sch:1: `schema` is no Schematron schema; one begins with "
        '`<schema xmlns="http://purl.oclc.org/dsdl/schematron">`'
    ]
    schema.write_text("<schema>")
    assert faults(schema)[0].startswith("schema.sch:1: not well-formed: ")
