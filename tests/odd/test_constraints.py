"""The constraints of an ODD become Schematron, in RELAX NG and alone, as the TEI has it."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from tei_tools import load_schema, read_document
from tei_tools.flows.schema import compile_odd as compile_in_project
from tei_tools.odd import to_odd, to_rng, to_sch
from tei_tools.schematron.embedded import read_embedded
from tei_tools.schematron.expand import expand
from tei_tools.schematron.read import read_schema
from tei_tools.schematron.syntax import Check, Insert, Schema, Words

from ..oracles import corpora, jing
from .support import compiled, customisation, document

SCH = "http://purl.oclc.org/dsdl/schematron"


def constraint(inside: str, ident: str = "c", mode: str = "add", scheme: str = "schematron") -> str:
    return (
        f'<constraintSpec ident="{ident}" scheme="{scheme}" mode="{mode}"><desc>why</desc>'
        f'<constraint xmlns:s="{SCH}">{inside}</constraint></constraintSpec>'
    )


def check(test: str, words: str = "", kind: str = "assert") -> str:
    return f'<s:{kind} test="{test}">{words}</s:{kind}>'


def rule(context: str, inside: str) -> str:
    return f'<s:rule context="{context}">{inside}</s:rule>'


def change(element: str, inside: str) -> str:
    return f'<elementSpec ident="{element}" mode="change">{inside}</elementSpec>'


def no_file(path: Path) -> bytes:
    raise FileNotFoundError(path)


def plain(text: str) -> str:
    return " ".join(text.split())


def words(parts: Words) -> str:
    return plain("".join(f"<{e.of.text}>" if isinstance(e, Insert) else e for e in parts))


def facts(schema: Schema | None) -> list[tuple[str, str, str, str]]:
    """What a schema checks: contexts, tests, messages, roles; in no order that matters."""
    assert schema is not None
    return sorted(
        (plain(rule.context.text), plain(part.test.text), words(part.words), part.role)
        for pattern in expand(schema).patterns
        for rule in pattern.rules
        if rule.context
        for part in rule.body
        if isinstance(part, Check)
    )


def of(folder: Path, specs: str) -> list[tuple[str, str, str]]:
    """Contexts, tests and messages of the schemas made of an ODD, which all say the same."""
    flat = compiled(folder, customisation(f"all\n{specs}"))
    alone = facts(read_schema(to_sch(flat), "x.sch", no_file))
    if not alone:
        assert b"schematron" not in to_rng(flat)
        return []
    assert facts(read_embedded(to_rng(flat), "x.rng", no_file, no_file)) == alone
    (folder / "flat.odd").write_bytes(to_odd(flat))
    again = compile_in_project(folder / "flat.odd")
    assert facts(read_schema(to_sch(again), "x.sch", no_file)) == alone
    return [fact[:3] for fact in alone]


def test_assertion_alone_is_about_the_element_in_whose_spec_it_stands(tmp_path: Path) -> None:
    specs = change("p", constraint(check("@n", "n") + check("*", "*", "report")))
    assert of(tmp_path, specs) == [("tei:p", "*", "*"), ("tei:p", "@n", "n")]


def test_assertion_of_an_attribute_is_about_the_attribute(tmp_path: Path) -> None:
    att = f'<attDef ident="a" mode="add">{constraint(check(".", "x"))}</attDef>'
    specs = change("p", f"<attList>{att}</attList>")
    assert of(tmp_path, specs) == [("tei:p/@a", ".", "x")]


def test_rule_keeps_its_context_and_is_a_pattern_of_its_own(tmp_path: Path) -> None:
    rules = rule("tei:p", check("1", "1")) + rule("tei:*", check("2", "2"))
    specs = change("p", constraint(rules, ident="two"))
    assert of(tmp_path, specs) == [("tei:*", "2", "2"), ("tei:p", "1", "1")]
    root = etree.fromstring(to_sch(compiled(tmp_path, customisation(f"all\n{specs}"))))
    assert [p.get("id") for p in root.iter(f"{{{SCH}}}pattern")] == ["two", "two.2"]


def test_assertion_of_a_class_is_about_its_members(tmp_path: Path) -> None:
    start = '<classSpec ident="model.pLike" type="model" mode="change">'
    specs = f"{start}{constraint(check('1', '1'))}</classSpec>"
    ((context, _, _),) = of(tmp_path, specs)
    assert "tei:p" in context.split(" | ")


def test_assertion_of_the_schema_is_about_the_document(tmp_path: Path) -> None:
    assert of(tmp_path, constraint(check("*", "1"))) == [("/", "*", "1")]


def test_constraint_in_a_group_is_taken_where_the_group_is(tmp_path: Path) -> None:
    pattern = f"<s:pattern>{rule('tei:p', check('1', '1'))}</s:pattern>"
    group = f'<specGrp xml:id="g">{constraint(pattern)}</specGrp>'
    flat = compiled(tmp_path, customisation('all\n<specGrpRef target="#g"/>', after=group))
    assert facts(read_schema(to_sch(flat), "x", no_file)) == [("tei:p", "1", "1", "")]


def test_old_namespace_and_old_scheme_are_understood(tmp_path: Path) -> None:
    old = constraint(check("@n", "n"), scheme="isoschematron").replace(
        SCH, "http://www.ascc.net/xml/schematron"
    )
    assert of(tmp_path, change("p", old)) == [("tei:p", "@n", "n")]


def test_variables_beside_assertions_and_rules_are_theirs(tmp_path: Path) -> None:
    inside = '<s:let name="v" value="@n"/><s:report test="$v">n</s:report>'
    flat = compiled(tmp_path, customisation(f"all\n{change('p', constraint(inside))}"))
    (tmp_path / "x.rng").write_bytes(to_rng(flat))
    assert load_schema(tmp_path / "x.rng").name.endswith("x.rng")


def test_constraint_that_is_deleted_is_gone_and_one_that_is_changed_is_the_new_one(
    tmp_path: Path,
) -> None:
    base = customisation(
        "all\n"
        + change(
            "p",
            constraint(check("1", "1"), "a") + constraint(check("2", "2"), "b"),
        )
        + constraint(check("3", "3"), "s")
    )
    (tmp_path / "base.odd").write_bytes(to_odd(compiled(tmp_path, base)))
    specs = "all\n" + change(
        "p",
        constraint("", "a", "delete") + constraint(check("4", "4"), "b", "change"),
    )
    flat = compiled(tmp_path, customisation(specs), source=tmp_path / "base.odd")
    assert [fact[1] for fact in facts(read_schema(to_sch(flat), "x", no_file))] == ["3", "4"]
    specs = f"{specs}{constraint('', 's', 'delete')}"
    flat = compiled(tmp_path, customisation(specs), source=tmp_path / "base.odd")
    assert [fact[1] for fact in facts(read_schema(to_sch(flat), "x", no_file))] == ["4"]


def test_finding_says_where_in_the_odd_the_assertion_stands(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").touch()
    odd = tmp_path / "my.odd"
    inside = '\n<s:rule context="tei:p">\n<s:report\n test="true()">a <s:name/></s:report></s:rule>'
    modules = "".join(
        f'<moduleRef key="{key}"/>' for key in ("tei", "core", "header", "textstructure")
    )
    odd.write_text(customisation(f"{modules}\n{change('p', constraint(inside))}"))
    text = odd.read_text().splitlines()
    line = next(n for n, each in enumerate(text, 1) if "<s:report" in each)
    path = tmp_path / "a.xml"
    path.write_text('<p xmlns="http://www.tei-c.org/ns/1.0"/>')
    found = [f for f in load_schema(odd).validate(read_document(path)) if "schematron" in f.code]
    assert [(f.code, f.message) for f in found] == [("schematron.c", "a p")]
    assert found[0].source in (f"{odd}:{line}", f"{odd}:{line + 1}")


def test_constraint_without_effect_is_told(tmp_path: Path) -> None:
    specs = (
        f'<macroSpec ident="m" mode="add">{constraint(check("@n"))}<content><empty/></content>'
        f"</macroSpec>{change('p', constraint(check('@n'), scheme='private'))}"
    )
    flat = compiled(tmp_path, customisation(f"all\n{specs}"))
    assert [each.message for each in flat.warnings] == [
        "a constraint of `m` does not say what elements it is about",
        "constraints in the language `private` are not checked",
    ]


def test_words_of_a_message_are_not_torn_apart(tmp_path: Path) -> None:
    inside = '<s:assert test="1">a<s:name/><s:value-of select="2"/>b <s:name/> <s:name/></s:assert>'
    flat = compiled(tmp_path, customisation(f"all\n{change('p', constraint(inside))}"))
    for schema in (to_sch(flat), to_rng(flat)):
        assert b"a<sch:name/><sch:value-of" in schema.replace(b"<s:", b"<sch:")


def test_jing_takes_the_schema_with_rules_in_it(tmp_path: Path) -> None:
    specs = change("p", constraint(check("1")))
    flat = compiled(tmp_path, customisation(f"all\n{specs}", start="p"))
    (tmp_path / "x.rng").write_bytes(to_rng(flat))
    (tmp_path / "x.xml").write_text(document("<p>x</p>"))
    assert not any(jing(tmp_path / "x.rng", [tmp_path / "x.xml"]).values())


#: What the Stylesheets make of ``anyElement/@require``: lists with empty names in them.
ARTEFACTS = ("tei:content", "tei:datatype")


@pytest.mark.corpora
def test_constraints_of_tei_all_are_those_that_the_stylesheets_write() -> None:
    folder = corpora() / "tei-p5"
    flat = compile_in_project(folder / "exemplars" / "tei_all.odd", source=folder / "p5subset.xml")
    ours = facts(read_embedded(to_rng(flat), "ours.rng", no_file, no_file))
    theirs = (folder / "tei_all.rng").read_bytes()
    assert ours == [
        fact
        for fact in facts(read_embedded(theirs, "theirs.rng", no_file, no_file))
        if not (fact[0] in ARTEFACTS and "descendants must be in the" in fact[2])
    ]
    assert len(ours) == 96
    assert facts(read_schema(to_sch(flat), "alone.sch", no_file)) == ours
