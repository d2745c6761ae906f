"""Schemas may be hostile: they reach nothing outside the project, and every run ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from tei_tools.schematron import evaluate

from .support import faults, findings, messages, write

ONE = "<a><b n='1'/></a>"


def schema_of(folder: Path, test: str, binding: str = "xslt3") -> Path:
    rule = f'<rule context="b"><report test="{test}">x</report></rule>'
    return write(folder, f"<pattern>{rule}</pattern>", f'queryBinding="{binding}"')


@pytest.mark.parametrize(
    "test",
    [
        "doc('/etc/passwd')",
        "doc('file:///etc/passwd')",
        "doc('../../outside.xml')",
        "doc('https://example.org/x.xml')",
        "document('../../outside.xml')",
        "unparsed-text('/etc/passwd') ne ''",
        "unparsed-text('schema.sch') ne ''",
        "collection('.')",
        "transform(map{})",
    ],
)
def test_nothing_outside_the_project_is_opened(test: str, tmp_path: Path) -> None:
    (tmp_path / "outside.xml").write_text("<secret/>")
    folder = tmp_path / "project" / "sub"
    folder.mkdir(parents=True)
    found = findings(schema_of(folder, test), ONE)
    assert [each.code for each in found] == ["schematron.not-checked"]
    assert found[0].message.startswith(f"`{test}` cannot be evaluated: ")
    assert found[0].severity == "info"


def test_documents_of_the_project_of_the_document_may_be_read(tmp_path: Path) -> None:
    (tmp_path / "list.xml").write_text("<l/>")
    assert messages(schema_of(tmp_path, "doc('list.xml')/l"), ONE) == ["x"]


@pytest.mark.parametrize(
    "test",
    [
        "count(for $i in 1 to 100000, $j in 1 to 100000 return 1) = 0",
        "sum(1 to 10000000000) = 0",
        "let $f := function($f, $n) { $f($f, $n + 1) } return $f($f, 1)",
        "string-length(fold-left(1 to 100, 'a', function($x, $y) { $x || $x })) = 0",
    ],
)
def test_evaluation_that_does_not_end_is_given_up(test: str, tmp_path: Path) -> None:
    (found,) = findings(schema_of(tmp_path, test), ONE)
    assert found.code == "schematron.not-checked"


def test_pattern_that_could_run_away_does_not(tmp_path: Path) -> None:
    test = "matches(string-join(for $i in 1 to 5000 return 'a'), '^(a+)+$b')"
    found = findings(schema_of(tmp_path, test), ONE)
    assert {each.code for each in found} <= {"schematron.not-checked"}


def test_rules_that_take_too_long_are_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluate, "SECONDS", -1.0)
    (found,) = findings(schema_of(tmp_path, "true()"), ONE)
    assert (found.code, found.severity) == ("schema.limit", "error")
    assert "the rules are not applied to the end" in found.message


def test_entities_do_not_lead_out_of_a_schema(tmp_path: Path) -> None:
    schema = write(tmp_path, "")
    schema.write_text(
        '<!DOCTYPE schema [<!ENTITY e SYSTEM "/etc/passwd">]>'
        '<schema xmlns="http://purl.oclc.org/dsdl/schematron"><title>&e;</title></schema>'
    )
    assert len(faults(schema)) == 1


def test_entities_that_grow_without_end_are_refused(tmp_path: Path) -> None:
    schema = write(tmp_path, "")
    entities = '<!ENTITY e0 "aaaaaaaaaaaaaaaaaaaa">' + "".join(
        f'<!ENTITY e{n + 1} "{f"&e{n};" * 20}">' for n in range(8)
    )
    schema.write_text(
        f"<!DOCTYPE schema [{entities}]>"
        '<schema xmlns="http://purl.oclc.org/dsdl/schematron"><title>&e8;</title></schema>'
    )
    assert len(faults(schema)) == 1


@pytest.mark.parametrize("depth", [300, 5000, 50_000])
def test_expression_that_nests_deep_is_told(depth: int, tmp_path: Path) -> None:
    test = "(" * depth + "1" + ")" * depth
    schema = schema_of(tmp_path, test)
    try:
        codes = {each.code for each in findings(schema, ONE)}
    except Exception as error:
        assert type(error).__name__ == "SchemaError"  # noqa: PT017 - either will do
    else:
        assert codes <= {"schematron.report", "schematron.not-checked"}


def test_abstract_rules_that_grow_without_end_are_stopped(tmp_path: Path) -> None:
    twice = '<rule abstract="true" id="r{}"><extends rule="r{}"/><extends rule="r{}"/></rule>'
    rules = "".join(twice.format(n, n + 1, n + 1) for n in range(40))
    last = '<rule abstract="true" id="r40"><report test="true()"/></rule>'
    use = '<rule context="b"><extends rule="r0"/></rule>'
    (found,) = faults(write(tmp_path, f"<pattern>{rules}{last}{use}</pattern>"))
    assert "extends too much" in found


def test_patterns_that_grow_without_end_are_stopped(tmp_path: Path) -> None:
    rules = '<rule context="b"><report test="true()"/></rule>' * 1000
    model = f'<pattern abstract="true" id="t">{rules}</pattern>'
    (found,) = faults(write(tmp_path, model + '<pattern is-a="t"/>' * 1000))
    assert "over 100,000 rules are not read" in found


def test_variables_without_end_are_stopped(tmp_path: Path) -> None:
    lets = "".join(f'<let name="v{n}" value="1"/>' for n in range(20_000))
    (found,) = faults(write(tmp_path, lets))
    assert "over 2,000 variables are not read" in found


def test_parameters_that_grow_without_end_are_stopped(tmp_path: Path) -> None:
    asserts = "".join(f'<assert test="{"$p or " * 2000}1"/>' for _ in range(20))
    schema = write(
        tmp_path,
        f'<pattern abstract="true" id="t"><rule context="b">{asserts}</rule></pattern>'
        f'<pattern is-a="t"><param name="p" value="{"x or " * 20_000}1"/></pattern>',
    )
    assert all("is not read" in each for each in faults(schema))
