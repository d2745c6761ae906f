"""The examples of an ODD's rules are tried: what must pass, what must fail, and by which rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from tei_tools.flows.examples import Untested, Verdict, check_examples
from tei_tools.flows.explanation import explain

ODD = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:sch="http://purl.oclc.org/dsdl/schematron">
<teiHeader><fileDesc><titleStmt><title>T</title></titleStmt><publicationStmt><p/></publicationStmt>
<sourceDesc><p/></sourceDesc></fileDesc></teiHeader><text><body><schemaSpec ident="t" start="TEI">
<moduleRef key="tei"/><moduleRef key="header"/><moduleRef key="core"/>
<moduleRef key="textstructure"/>
<elementSpec ident="p" mode="change">
{}
</elementSpec>
</schemaSpec></body></text></TEI>"""
RULE = """<constraintSpec ident="{}" scheme="schematron"><desc>Why.</desc>
<desc type="example">{}</desc>
<constraint>{}</constraint></constraintSpec>"""
LONG = """<sch:rule context="tei:p">
<sch:assert test="string-length(.) gt 3">short</sch:assert></sch:rule>"""
WIDE = '<sch:rule context="tei:p"><sch:report test=". = \'ab\'">ab</sch:report></sch:rule>'
ALONE = '<sch:assert test="string-length(.) gt 3">short: <sch:value-of select="."/></sch:assert>'


def egs(*examples: tuple[str, bool], base: str = "") -> str:
    """Examples: what is in them, and whether they must pass."""
    return "".join(
        f'<egXML xmlns="http://www.tei-c.org/ns/Examples" valid="{str(is_valid).lower()}"'
        f' xml:base="{base}">{xml}</egXML>'
        for xml, is_valid in examples
    )


def tried(tmp_path: Path, *rules: str) -> list[Verdict | Untested]:
    odd = tmp_path / "t.odd"
    odd.write_text(ODD.format("\n".join(rules)))
    return list(check_examples(odd))


def problems(tmp_path: Path, *rules: str) -> list[tuple[str, int, str]]:
    found = tried(tmp_path, *rules)
    return [(v.rule, v.line, v.problem) for v in found if isinstance(v, Verdict)]


@pytest.mark.parametrize("rule", [LONG, ALONE], ids=["a rule", "an assertion alone"])
def test_examples_that_do_what_they_should_have_no_problem(tmp_path: Path, rule: str) -> None:
    examples = egs(("<p>long enough</p>", True), ("<p>abc</p>", False))
    assert problems(tmp_path, RULE.format("long", examples, rule)) == [
        ("long", 8, ""),
        ("long", 8, ""),
    ]


@pytest.mark.parametrize(
    ("example", "is_valid", "problem"),
    [
        ("<p>abc</p>", True, "must pass, and does not: short"),
        ("<p>long enough</p>", False, "must fail, and the rule says nothing"),
        ("<q>ab</q>", True, "has nothing that the rule looks at"),
        ("<q>ab</q>", False, "must fail, and the rule says nothing; nothing in it is looked at"),
        ("<p>ab</p>", False, "must fail by this rule alone, and fails by wide too"),
        ("<p>abc</p><p>long enough</p>", False, ""),
        ("some <p>abc</p> words", False, ""),
        ("some <p>long enough</p> words", True, ""),
    ],
)
def test_example_that_does_not_says_why(
    tmp_path: Path, example: str, is_valid: bool, problem: str
) -> None:
    long = RULE.format("long", egs((example, is_valid)), LONG)
    assert problems(tmp_path, long, RULE.format("wide", "", WIDE)) == [("long", 8, problem)]


def test_rules_without_examples_are_told(tmp_path: Path) -> None:
    found = tried(
        tmp_path,
        RULE.format("long", "", LONG),
        RULE.format("wide", egs(("<p>ab</p>", False)), WIDE),
    )
    lacking = [(each.rule, each.lacks) for each in found if isinstance(each, Untested)]
    assert lacking == [("long", "passing and failing"), ("wide", "passing")]


def test_other_files_are_found_from_the_base_of_an_example(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "names.xml").write_text("<names><name>ada</name></names>")
    rule = (
        '<sch:rule context="tei:p"><sch:assert test=". = document(\'names.xml\', .)//name">'
        "nobody</sch:assert></sch:rule>"
    )
    examples = egs(("<p>ada</p>", True), ("<p>eve</p>", False), base="texts/letter.xml")
    found = problems(tmp_path, RULE.format("names", examples, rule))
    assert [problem for _, _, problem in found] == ["", ""]


def test_the_reason_and_the_examples_explain_a_rule(tmp_path: Path) -> None:
    examples = egs(("<p>long\n  enough</p>", True), ("<p>abc</p>", False))
    tried(tmp_path, RULE.format("long", examples, LONG))
    [code] = explain("schematron.long", tmp_path / "t.odd").codes
    assert (code.reason, code.good, code.bad) == ("Why.", "<p>long\nenough</p>", "<p>abc</p>")
    assert code.source == f"{tmp_path / 't.odd'}:7"
