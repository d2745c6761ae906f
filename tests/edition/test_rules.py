"""The thirty rules of the edition: its files keep them all, and each of them bites."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from lxml import etree

from tei_tools.flows.choice import RulesEngine, ValidationOptions
from tei_tools.flows.examples import Untested, Verdict, check_examples
from tei_tools.flows.schemas import Schema, load_schema
from tei_tools.flows.validation import validate_file
from tei_tools.model.document import Document
from tei_tools.read import read_document

from ..mutants import (
    NS,
    REGISTERS,
    W1,
    W2,
    W3,
    W4,
    W5,
    W6,
    W8,
    Change,
    Mutant,
    after,
    attribute,
    doubled,
    inside,
    remove,
)
from ..oracles import ROOT
from ..source.coverage import JOINED, SOURCE, normalise

ODD = ROOT / "schemas" / "last-works.odd"
FILES = sorted((ROOT / "tei").rglob("*.xml"))
RULES = """
dates.form dates.real dates.words dates.order dates.single dates.unit dates.in-creation
dates.creation dates.publication dates.vague dates.continuation dates.supplied
hands.declared hands.used hands.scribe hands.unit hands.taken-down hands.statement hands.inferred
hands.shift hands.sole hands.invented
notes.called notes.letters notes.kind notes.brackets corrections.pair corrections.resp
pointers.kind paragraphs.whole
""".split()


def said(words: str) -> Change:
    """Other words."""

    def change(element: etree._Element) -> etree._Element:
        element.text = words
        return element

    return change


def both(*changes: Change) -> Change:
    """One change after another, of the same element."""

    def change(element: etree._Element) -> etree._Element:
        for each in changes:
            each(element)
        return element

    return change


def dated(when: str, words: str) -> Change:
    """Another date, in words and for machines."""
    return both(attribute("when", when), said(words))


DICTATION = "//t:div[@n='I']"
DATELINE = "/t:dateline/t:date"
VAGUE = "//t:date[@notBefore]"
IMPRINT = "//t:listBibl[@type='firstPublication']//t:imprint/t:date"
CALLER = "//t:ref[@type='noteref'][@n='B']"
P = "//t:p[@xml:id='w8.p55']"
HAND = '<handNote xml:id="w2.h.x" scribeRef="reg:fotieva" medium="shorthand" scope="minor"/>'

#: For each rule what breaks it, and no other.
MUTANTS = (
    Mutant("no @when", W4, f"//t:closer{DATELINE}", attribute("when", None), "dates.form"),
    Mutant("no date of creation", W5, "//t:creation/t:date",
           both(attribute("from", None), attribute("to", None)), "dates.form"),
    Mutant("29 February 1923", W4, "//t:bibl/t:date", attribute("when", "1922-13"), "dates.real"),
    Mutant("month of @when", W6, "//t:date[@when='1917-10']", attribute("when", "1917-11"),
           "dates.words"),
    Mutant("day in words", W1, f"//t:div[@n='VII']/t:opener{DATELINE}", said("December 28, 1922"),
           "dates.words"),
    Mutant("year in words", W4, "//t:bibl/t:date", said("1923"), "dates.words"),
    Mutant("day without a day", W4, "//t:rs/t:date[@when='1922-12']", said("1 December 1922"),
           "dates.words"),
    Mutant("no year anywhere", W1, f"//t:div[@n='II.b']/t:closer{DATELINE}", said("December 25"),
           "dates.words"),
    Mutant("backwards", W5, "//t:imprint/t:date[@from]", attribute("from", "1923-05-28"),
           "dates.order"),
    Mutant("backwards in a year", REGISTERS, "//t:birth[@notBefore]",
           attribute("notBefore", "1868-02"), "dates.order"),
    Mutant("two kinds", W4, "//t:bibl/t:date", attribute("to", "1923"), "dates.single"),
    Mutant("opener after closer", W1, f"//t:div[@n='VII']/t:opener{DATELINE}",
           dated("1922-12-30", "December 30, 1922"), "dates.unit"),
    Mutant("later than creation", W1, f"//t:div[@n='Addition']/t:closer{DATELINE}",
           dated("1923-01-05", "January 5, 1923"), "dates.in-creation"),
    Mutant("creation too early", W1, "//t:creation/t:date", attribute("from", "1922-12-22"),
           "dates.creation"),
    Mutant("creation too late", W5, "//t:creation/t:date", attribute("to", "1923-01-07"),
           "dates.creation"),
    Mutant("printed too early", W4, IMPRINT, dated("1923-01-01", "1 January 1923"),
           "dates.publication"),
    Mutant("vague and sure", W3, VAGUE, attribute("cert", None), "dates.vague"),
    Mutant("continuation without date", W1, "//t:div[@n='III']/t:closer/t:dateline", remove,
           "dates.continuation"),
    Mutant("reading of nobody", W3, VAGUE, attribute("resp", None), "dates.supplied"),
    Mutant("knowledge of nobody", REGISTERS, "//t:death", attribute("resp", None),
           "dates.supplied"),
    Mutant("unknown hand", W1, DICTATION, attribute("hand", "#w1.h.x"), "hands.declared"),
    Mutant("hand of another work", W1, DICTATION, attribute("hand", "#w2.h.mv"), "hands.declared"),
    Mutant("idle hand", W2, "//t:handNote", after(HAND), "hands.used"),
    Mutant("scribe by name", W3, "//t:handNote", attribute("scribe", "M. V."), "hands.scribe"),
    Mutant("no hand", W1, "//t:div[@n='II.a']", attribute("hand", None), "hands.unit"),
    Mutant("wrong hand", W1, DICTATION, attribute("hand", "#w1.h.lf"), "hands.taken-down"),
    Mutant("wrong initials", W1, f"{DICTATION}//t:seg/t:persName",
           attribute("ref", "reg:fotieva"), "hands.taken-down"),
    Mutant("taken down twice", W1, f"{DICTATION}//t:seg", doubled, "hands.statement"),
    Mutant("silent inference", W1, "//t:certainty", remove, "hands.inferred"),
    Mutant("no statement", W2, "//t:div[@n='V']//t:seg[@type='takenDown']", remove,
           "hands.inferred"),
    Mutant("no change", W1, f"{DICTATION}/t:p", inside('<handShift new="#w1.h.mv"/>'),
           "hands.shift"),
    Mutant("one of two", W1, "//t:handNote", attribute("scope", "sole"), "hands.sole"),
    Mutant("hand of a part", W1, "//t:div[@type='part']", attribute("hand", "#w1.h.mv"),
           "hands.invented"),
    Mutant("hand of an article", W1, f"{DICTATION}/t:p", attribute("hand", "#w1.h.mv"),
           "hands.invented"),
    Mutant("caller of nothing", W6, CALLER, attribute("target", "#w6.nX"), "notes.called"),
    Mutant("called twice", W6, CALLER, doubled, "notes.called"),
    Mutant("other letter", W6, CALLER, attribute("n", "C"), "notes.letters"),
    Mutant("letter of another note", W6, "//t:note[@place='end']", attribute("n", "B"),
           "notes.letters"),
    Mutant("note of nobody", W3, "//t:body//t:note", attribute("resp", None), "notes.kind"),
    Mutant("note of no kind", W3, "//t:body//t:note", attribute("type", None), "notes.kind"),
    Mutant("bracket", W8, P, said("And the more [sic] abrupt."), "notes.brackets"),
    Mutant("no correction", W5, "//t:choice/t:sic[.='organizes']", said("organize"),
           "corrections.pair"),
    Mutant("sic alone", W5, "//t:choice/t:corr", remove, "corrections.pair"),
    Mutant("correction of nobody", W8, "//t:corr", attribute("resp", None), "corrections.resp"),
    Mutant("words supplied surely", W6, "//t:supplied", attribute("cert", None),
           "corrections.resp"),
    Mutant("person for place", W8, "//t:body//t:placeName", attribute("ref", "reg:lenin"),
           "pointers.kind"),
    Mutant("nobody", W1, f"{DICTATION}//t:persName", attribute("ref", "reg:nobody"),
           "pointers.kind"),
    Mutant("no such place in the work", W1, "//t:ref[@type='internal']",
           attribute("target", "#w1.x"), "pointers.kind"),
    Mutant("no such unit in another work", W1, "//t:div[@n='VII']",
           attribute("prev", "02-state-planning-commission.xml#w2.x"), "pointers.kind"),
    Mutant("second of two pointers", W8, "//t:note[contains(@source, ' ')]",
           attribute("source", "https://example.org/ #w8.x"), "pointers.kind"),
    Mutant("first half", W8, P, said("And the more abrupt the revolution,"), "paragraphs.whole"),
    Mutant("second half", W8, P, said("the longer will many contradictions last."),
           "paragraphs.whole"),
)  # fmt: skip
#: Where a rule tells of a mistake that was made elsewhere.
TOLD = {
    "opener after closer": "//t:div[@n='VII']",
    "continuation without date": "//t:div[@n='III']/t:closer",
    "wrong hand": f"{DICTATION}//t:seg[@type='takenDown']",
    "wrong initials": f"{DICTATION}//t:seg[@type='takenDown']",
    "taken down twice": f"{DICTATION}/t:closer",
    "silent inference": "//t:div[@n='II.a']",
    "no statement": "//t:div[@n='V']",
    "called twice": "//t:note[@xml:id='w6.nB']",
    "letter of another note": "//t:ref[@type='noteref'][@n='A']",
    "no correction": "//t:choice[t:sic='organize']",
    "sic alone": "//t:choice[not(t:corr)]",
}


@pytest.fixture(scope="module")
def rules() -> Schema:
    return load_schema(ROOT / "schemas" / "last-works.sch")


def codes(schema: Schema, document: Document) -> list[str]:
    return [f"{each.code} {each.message}" for each in schema.validate(document)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_file_keeps_all_rules(rules: Schema, file: Path) -> None:
    assert codes(rules, read_document(file)) == []


def test_every_rule_has_a_mutant() -> None:
    assert len(RULES) == 30
    assert sorted({mutant.code for mutant in MUTANTS}) == sorted(RULES)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: f"{mutant.code}: {mutant.name}")
def test_mutant_breaks_its_rule_and_no_other(rules: Schema, mutant: Mutant) -> None:
    data, number = mutant.make()
    document = read_document(ROOT / "tei" / mutant.file, data=data)
    findings = list(rules.validate(document))
    assert {finding.code for finding in findings} == {f"schematron.{mutant.code}"}
    fault = next(each for n, each in document.elements() if n == number)
    if where := TOLD.get(mutant.name):
        [fault] = document.root.xpath(where, namespaces=NS)
    told = {(finding.location.line, finding.location.xpath) for finding in findings}
    assert (document.line(fault), document.xpath(fault)) in told


def test_saxon_says_the_same_of_every_mutant(rules: Schema) -> None:
    saxon = load_schema(rules.path, engine=RulesEngine.SAXON)
    for mutant in MUTANTS:
        document = read_document(ROOT / "tei" / mutant.file, data=mutant.make()[0])
        assert set(saxon.validate(document)) == set(rules.validate(document)), mutant.name


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        (W1, 'n="I" xml:id="w1.I" hand="#w1.h.mv"', 'n="I" xml:id="w1.I" hand="#w1.h.x"',
         "pointers.dangling"),
        (W1, 'ref="reg:trotsky">', 'ref="reg:moscow">', "pointers.wrong-kind"),
        (W4, '<date when="1922">', '<date when="1922-13">', "grammar.attribute-value"),
    ],
)  # fmt: skip
def test_what_the_grammar_and_the_pointers_say_of_a_value_no_rule_says_again(
    tmp_path: Path, file: str, old: str, new: str, code: str
) -> None:
    shutil.copytree(ROOT / "tei", tmp_path / "tei")
    (tmp_path / "tei-tools.toml").touch()  # so that it is a project
    path = tmp_path / "tei" / file
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    schema = (ROOT / "schemas" / "last-works.rng",)
    report = validate_file(path, ValidationOptions(schemas=schema))
    assert [finding.code for finding in report.findings] == [code]


def test_each_of_the_nineteen_cuts_would_be_found(rules: Schema) -> None:
    lines = SOURCE.read_text("utf-8").split("\n")
    for first, second in JOINED.items():
        body = "".join(f"<p>{normalise(lines[n - 1])}</p>" for n in (first, second))
        xml = f'<TEI xmlns="{NS["t"]}"><text><body>{body}</body></text></TEI>'
        found = codes(rules, read_document("cut.xml", data=xml.encode()))
        assert any(code.startswith("schematron.paragraphs.whole ") for code in found), first


def test_every_rule_has_a_passing_and_a_failing_example_that_do_what_they_should() -> None:
    found = list(check_examples(ODD))
    assert [each for each in found if isinstance(each, Untested)] == []
    verdicts = [each for each in found if isinstance(each, Verdict)]
    assert [each for each in verdicts if each.problem] == []
    for is_passing in (True, False):
        assert {each.rule for each in verdicts if each.is_passing is is_passing} == set(RULES)
