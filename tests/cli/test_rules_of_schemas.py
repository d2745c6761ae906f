"""``tei-tools validate`` with rules in Schematron: however they are named, and what it says."""

from __future__ import annotations

from pathlib import Path

from .conftest import Program

TEI = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>T</title>'
    "</titleStmt><publicationStmt><p>p</p></publicationStmt><sourceDesc><p>s</p></sourceDesc>"
    "</fileDesc></teiHeader><text><body>\n<p>x</p></body></text></TEI>"
)
SCHEMA = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">
<ns prefix="t" uri="http://www.tei-c.org/ns/1.0"/>
<phase id="final"><active pattern="p2"/></phase>
<pattern id="p1"><rule context="t:body/t:p"><assert test="@n" role="warning"
 diagnostics="d">this <name/> has no number</assert></rule></pattern>
<pattern id="p2"><rule context="t:p"><report id="w.short" test="string-length() lt 2">“<value-of
 select="."/>” is short</report></rule></pattern>
<diagnostics><diagnostic id="d">give it @n</diagnostic></diagnostics>
</schema>"""
RNG = """<element name="TEI" ns="http://www.tei-c.org/ns/1.0"
 xmlns="http://relaxng.org/ns/structure/1.0" xmlns:s="http://purl.oclc.org/dsdl/schematron">
<s:ns prefix="t" uri="http://www.tei-c.org/ns/1.0"/>
<s:pattern id="p"><s:rule context="t:body/t:p"><s:assert test="@n">no number</s:assert></s:rule>
</s:pattern><ref name="any"/></element>"""
GRAMMAR = f"""<grammar xmlns="http://relaxng.org/ns/structure/1.0"><start>{RNG}</start>
<define name="any"><zeroOrMore><choice><text/><element><anyName/><zeroOrMore><attribute><anyName/>
</attribute></zeroOrMore><ref name="any"/></element></choice></zeroOrMore></define></grammar>"""
SCH_TYPE = 'schematypens="http://purl.oclc.org/dsdl/schematron"'
RNG_TYPE = 'schematypens="http://relaxng.org/ns/structure/1.0"'


def write(folder: Path, links: str = "") -> None:
    (folder / "pyproject.toml").touch()
    (folder / "my.sch").write_text(SCHEMA)
    (folder / "my.rng").write_text(GRAMMAR)
    (folder / "a.xml").write_text(links + TEI)


def test_schematron_is_a_schema_like_any_other(tei_tools: Program, tmp_path: Path) -> None:
    write(tmp_path)
    run = tei_tools("validate", "--schema", "my.sch", "a.xml")
    assert run.code == 1
    assert "a.xml:1:120: error[schematron.w.short]: “p” is short" in run.out
    start = run.out.index("a.xml:2:2: warning")
    assert run.out[start:].splitlines()[:4] == [
        "a.xml:2:2: warning[schematron.p1]: this p has no number",
        "      2 │ <p>x</p></body></text></TEI>",
        "        │  ^ give it @n",
        "  in: TEI > text > body                    my.sch:4",
    ]


def test_phase_is_chosen_by_option_by_file_or_by_schema(tei_tools: Program, tmp_path: Path) -> None:
    write(tmp_path)
    assert "warning" in tei_tools("validate", "--schema", "my.sch", "a.xml").out
    run = tei_tools("validate", "--schema", "my.sch", "--phase", "final", "a.xml")
    assert "schematron.p1" not in run.out
    write(tmp_path, f'<?xml-model href="my.sch" phase="final" {SCH_TYPE}?>')
    run = tei_tools("validate", "a.xml")
    assert "schematron.w.short" in run.out
    assert "schematron.p1" not in run.out
    assert "schematron.p1" in tei_tools("validate", "--phase", "#ALL", "a.xml").out
    run = tei_tools("validate", "--phase", "fnal", "a.xml")
    assert run.code == 2
    assert "my.sch:1: there is no phase `fnal`; did you mean `final`?" in run.err


def test_grammar_that_is_named_for_its_rules_too_gives_them_once(
    tei_tools: Program, tmp_path: Path
) -> None:
    twice = f'<?xml-model href="my.rng" {RNG_TYPE}?>\n<?xml-model href="my.rng" {SCH_TYPE}?>\n'
    for links in ("", twice):
        write(tmp_path, links)
        words = () if links else ("--schema", "my.rng")
        run = tei_tools("validate", *words, "a.xml")
        assert run.code == 1
        assert run.out.count("error[schematron.p]: no number") == 1


def test_rules_of_two_schemas_that_say_the_same_are_told_once(
    tei_tools: Program, tmp_path: Path
) -> None:
    write(tmp_path)
    rules = GRAMMAR.partition("<s:pattern")[2].partition("<ref")[0]
    (tmp_path / "my.sch").write_text(
        '<s:schema xmlns:s="http://purl.oclc.org/dsdl/schematron"><s:ns prefix="t" '
        f'uri="http://www.tei-c.org/ns/1.0"/><s:pattern{rules}</s:schema>'
    )
    run = tei_tools("validate", "--schema", "my.rng", "--schema", "my.sch", "a.xml")
    assert run.out.count("no number") == 1


def test_wrong_schema_ends_the_run(tei_tools: Program, tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "my.sch").write_text(SCHEMA.replace("string-length()", "string-lngth()"))
    run = tei_tools("validate", "--schema", "my.sch", "a.xml")
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith("tei-tools: my.sch:6: `string-lngth() lt 2`: ")


def test_schema_which_says_where_the_rules_come_from(tei_tools: Program, tmp_path: Path) -> None:
    links = f'<?xml-model href="my.rng" {RNG_TYPE}?>\n<?xml-model href="my.sch" {SCH_TYPE}?>\n'
    write(tmp_path, links)
    run = tei_tools("schema", "which", "a.xml")
    assert run.out.splitlines()[-2:] == ["→ my.rng", "→ my.sch (its rules)"]


def test_odd_is_compiled_to_schematron(tei_tools: Program, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "my.odd").write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><schemaSpec ident="my">'
        '<moduleRef key="tei"/><moduleRef key="core"/><moduleRef key="header"/>'
        '<moduleRef key="textstructure"/><elementSpec ident="p" mode="change">'
        '<constraintSpec ident="n" scheme="schematron"><constraint>'
        '<assert xmlns="http://purl.oclc.org/dsdl/schematron" test="@n">no number</assert>'
        "</constraint></constraintSpec></elementSpec></schemaSpec></body></text></TEI>"
    )
    (tmp_path / "a.xml").write_text(TEI)
    assert tei_tools("schema", "compile", "my.odd", "--to", "sch", "-o", "my.sch").code == 0
    assert tei_tools("schema", "compile", "my.odd", "--to", "rng", "-o", "my.rng").code == 0
    for schema in ("my.odd", "my.sch", "my.rng"):
        run = tei_tools("validate", "--schema", schema, "a.xml")
        assert run.out.count("error[schematron.n]: no number") == 3, schema
