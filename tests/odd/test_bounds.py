"""ODDs that nobody should write: each is compiled, or refused with one error, place and cure."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tei_tools.cli.app import app
from tei_tools.odd import FlatOdd, OddError, compile_odd, to_odd, to_rng, to_xsd
from tei_tools.odd.documentation import to_html
from tei_tools.odd.files import Files

from .support import SOURCE, compiled, customisation

XI = 'xmlns:xi="http://www.w3.org/2001/XInclude"'


def many(numbers: Iterable[int] | int, text: str) -> str:
    """A text for each number, which takes the place of ``{}``, and ``{+}`` of the next."""
    each = range(numbers) if isinstance(numbers, int) else numbers
    return "\n".join(text.replace("{}", str(n)).replace("{+}", str(n + 1)) for n in each)


def element(ident: str, content: str = "<empty/>", more: str = "") -> str:
    return (
        f'<elementSpec ident="{ident}" mode="add">{more}<content>{content}</content></elementSpec>'
    )


def member(*keys: str) -> str:
    return f"<classes>{''.join(f'<memberOf key=`{key}`/>' for key in keys)}</classes>".replace(
        "`", '"'
    )


def nested(count: int, tag: str, inside: str, attributes: str = "") -> str:
    return f"<{tag}{attributes}>" * count + inside + f"</{tag}>" * count


def atts(ident: str, more: str) -> str:
    return f'<classSpec ident="{ident}" type="atts" mode="add">{more}</classSpec>'


def model(ident: str, *above: str) -> str:
    return f'<classSpec ident="{ident}" type="model" mode="add">{member(*above)}</classSpec>'


def macro(ident: str, content: str) -> str:
    return f'<macroSpec ident="{ident}" mode="add"><content>{content}</content></macroSpec>'


def data(ident: str, content: str) -> str:
    return macro(ident, content).replace("macroSpec", "dataSpec")


VALUES = f'<valList type="closed">{many(3_000, "<valItem ident=`v{}`/>")}</valList>'.replace(
    "`", '"'
)
MACRO, X = '<macroRef key="m{+}"/>', '<elementRef key="x"/>'
DIAMOND = "\n".join(
    model(f"model.{k}{n + 1}", f"model.c{n}", f"model.d{n}") for n in range(40) for k in "cd"
)
WIDE_CLASS = f"<attList>{many(1_000, '<attDef ident=`a{}`/>')}</attList>".replace("`", '"')
SEQUENCE = '<classRef key="model.c0" expand="sequence"/>'

#: ODDs that are refused, and words of the line and of the message of their one error.
REFUSED = [
    ("classes in one another",
     element("x") + model("model.c0") + many(300, model("model.c{+}", "model.c{}"))
     + element("y", more=member("model.c300")), 'ident="model.c', "more than 100 classes"),
    ("classes of attributes in one another",
     element("x") + atts("att.c300", "") + many(300, atts("att.c{}", member("att.c{+}"))),
     'ident="att.c0"', "more than 100 classes"),
    ("macros in one another",
     element("x", '<macroRef key="m0"/>') + many(300, macro("m{}", MACRO)) + macro("m300", X),
     'ident="m0"', "more than 100 macros"),
    ("macros that double",
     element("x", '<macroRef key="m0"/>')
     + many(40, macro("m{}", f"<sequence>{MACRO}{MACRO}</sequence>")) + macro("m40", X),
     'ident="m25"', "`m25`: written out, its counts and macros are 32,768 patterns"),
    ("datatypes that double when they are narrowed",
     element("x", '<dataRef key="d0" restriction="a"/>')
     + many(40, data("d{}", "<alternate>" + '<dataRef key="d{+}" restriction="b"/>' * 2
                     + "</alternate>")) + data("d40", '<dataRef name="string"/>'),
     'ident="d25"', "32,768"),
    ("counts in counts",
     element("x", nested(4, "sequence", X, ' minOccurs="100" maxOccurs="100"')),
     'ident="x"', "100,000,000 patterns"),
    ("optional parts in optional parts",
     element("x", nested(3, "sequence", X, ' minOccurs="0" maxOccurs="90"')),
     'ident="x"', "729,000 patterns"),
    ("optional parts that are too deep",
     element("x", nested(2, "sequence", X, ' minOccurs="0" maxOccurs="100"')),
     'ident="x"', "nested 203 deep"),
    ("a list of values, many times",
     element("x") + element("y", more="<attList><attDef ident='a'>"
     f"<datatype minOccurs='100' maxOccurs='100'>{VALUES}</datatype></attDef></attList>"),
     "<attDef", "`y`: written out, its counts and macros are 300,000 patterns"),
    ("a class that stands for too much",
     element("x", SEQUENCE) + model("model.c0") + model("model.d0") + DIAMOND
     + element("y", more=member("model.c40")), 'ident="x"', "patterns"),
    ("many elements with many attributes",
     element("x") + "\n" + atts("att.c", WIDE_CLASS)
     + many(600, element("y{}", more=member("att.c"))), 'ident="y', "500,000 attributes"),
    ("many elements in one another",
     element("x") + model("model.c") + "\n"
     + many(2_500, element("y{}", '<classRef key="model.c"/>', member("model.c"))),
     'ident="y', "references to classes"),
    ("content nested too deep", element("x", nested(245, "sequence", X)), "", "nested too deep"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("specs", "at", "words"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_what_is_too_much_is_refused_with_place_and_cure(
    specs: str, at: str, words: str, tmp_path: Path
) -> None:
    text = customisation(f'<moduleRef key="tei"/>\n{specs}', start="x")
    with pytest.raises(OddError) as caught:
        compiled(tmp_path, text)
    [found] = [each for each in caught.value.findings if each.severity == "error"]
    assert found.code == "odd.limit"
    assert words in found.message
    assert found.suggestion or not at
    line = found.location.line
    assert at in text.splitlines()[line - 1] if line else not at


def doubled(number: int) -> str:
    ref = f'<specGrpRef target="#g{number + 1}"/>'
    return f'<specGrp xml:id="g{number}">{ref}{ref}</specGrp>'


#: ODDs that are compiled, and the names of all elements in them.
COMPILED = [
    ("memberships that double",
     element("x", '<classRef key="model.c0"/>') + model("model.c0") + model("model.d0") + DIAMOND
     + element("y", more=member("model.c40", "model.d40")), {"x", "y"}),
    ("a choice from memberships that double",
     element("x", '<classRef key="model.c0" except="x"/>') + model("model.c0") + model("model.d0")
     + DIAMOND + element("y", more=member("model.c40")), {"x", "y"}),
    ("attributes of memberships that double",
     element("x", more=member("att.c0", "att.d0")) + atts("att.c40", "") + atts("att.d40", "")
     + "".join(atts(f"att.{k}{n}", member(f"att.c{n + 1}", f"att.d{n + 1}")
                    + f'<attList><attDef ident="{k}{n}" mode="add"/></attList>')
               for n in range(40) for k in "cd"), {"x"}),
    ("groups that double",
     "".join(map(doubled, range(40))) + f'<specGrp xml:id="g40">{element("x")}</specGrp>'
     '<specGrpRef target="#g0"/>', {"x"}),
    ("groups in one another",
     many(3_000, '<specGrp xml:id="g{}"><specGrpRef target="#g{+}"/></specGrp>')
     + f'<specGrp xml:id="g3000">{element("x")}</specGrp><specGrpRef target="#g0"/>', {"x"}),
    ("content nested a hundred times",
     element("x", nested(100, "alternate", X, ' minOccurs="0" maxOccurs="unbounded"')), {"x"}),
    ("ten thousand occurrences",
     element("x", nested(2, "sequence", X, ' minOccurs="100" maxOccurs="100"')), {"x"}),
    ("a long row of optional elements",
     element("x", f"<sequence maxOccurs='unbounded'>{X * 2}"
     + many(2_000, '<elementRef key="y{}" minOccurs="0"/>') + f"{X}</sequence>")
     + many(2_000, element("y{}")), {"x", *(f"y{n}" for n in range(2_000))}),
    ("many thousand values", element("x", VALUES), {"x"}),
    ("thousands of names that nothing has",
     element("x", f"<alternate>{many(3_000, '<elementRef key=`yy{}`/>')}{X}</alternate>")
     .replace("`", '"') + many(1_000, element("y{}")), {"x", *(f"y{n}" for n in range(1_000))}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("specs", "names"), [case[1:] for case in COMPILED], ids=[case[0] for case in COMPILED]
)
def test_what_is_only_odd_is_compiled_to_everything(
    specs: str, names: set[str], tmp_path: Path
) -> None:
    text = customisation(f'<moduleRef key="tei" except="att.global"/>\n{specs}', start="x")
    flat = compiled(tmp_path, text)
    assert {name for name, each in flat.elements.items() if each.module != "tei"} == names
    everything(flat, tmp_path / "case.odd")


def everything(flat: FlatOdd, odd: Path) -> None:
    for made in (to_rng(flat), to_odd(flat), to_xsd(flat).schema):
        assert len(made) < 10_000_000
    assert to_html(flat, Files(odd.parent).read(odd)).html


def test_element_of_many_classes_is_one_alternative(tmp_path: Path) -> None:
    specs = COMPILED[0][1]
    flat = compiled(tmp_path, customisation(f'<moduleRef key="tei"/>\n{specs}', start="x"))
    assert flat.elements_of("model.c0") == ("y",)


def test_class_named_by_except_keeps_its_elements_out_by_that_way_only(tmp_path: Path) -> None:
    specs = (
        element("x", '<classRef key="model.a" except="model.b"/>')
        + model("model.a") + model("model.b", "model.a") + model("model.c", "model.a")
        + element("y", more=member("model.b")) + element("z", more=member("model.b", "model.c"))
    )  # fmt: skip
    flat = compiled(tmp_path, customisation(f'<moduleRef key="tei"/>\n{specs}', start="x"))
    assert b'<ref name="z"/>' in to_rng(flat)
    assert b'<ref name="y"/>' not in to_rng(flat)


def test_content_that_is_too_hard_for_xsd_becomes_a_larger_language(tmp_path: Path) -> None:
    either = '<alternate><elementRef key="y{}" minOccurs="0"/><sequence><elementRef key="y{+}"/>'
    either += '<elementRef key="y{}"/></sequence></alternate>'
    hard = f'<sequence maxOccurs="unbounded">{many(list(range(25)) * 8, either)}</sequence>'
    specs = element("x", hard) + many(26, element("y{}"))
    flat = compiled(tmp_path, customisation(f'<moduleRef key="tei"/>\n{specs}', start="x"))
    assert ("content", "x") in {(loss.name, loss.spec) for loss in to_xsd(flat).losses}


# --- files ---


def write_odd(folder: Path, inclusion: str) -> Path:
    odd = folder / "case.odd"
    text = customisation(f'<moduleRef key="tei"/>{element("x")}', start="x")
    odd.write_text(text.replace("<body>", f"<body {XI}>{inclusion}"), encoding="utf-8")
    return odd


INCLUSIONS = [
    ("that double", 18, '<xi:include href="{+}.xml"/>' * 2, "<p/>", "too many times"),
    ("of much, many times", 1, '<xi:include href="1.xml"/>' * 2_000, "<p/>" * 1_000, "1,000,000"),
]


@pytest.mark.parametrize(
    ("count", "inside", "last", "words"),
    [i[1:] for i in INCLUSIONS],
    ids=[i[0] for i in INCLUSIONS],
)
def test_inclusions_are_bounded(
    count: int, inside: str, last: str, words: str, tmp_path: Path
) -> None:
    for number in range(count + 1):
        content = many([number], inside) if number < count else last
        text = f'<div xmlns="http://www.tei-c.org/ns/1.0" {XI}>{content}</div>'
        (tmp_path / f"{number}.xml").write_text(text, encoding="utf-8")
    with pytest.raises(OddError) as caught:
        compile_odd(write_odd(tmp_path, '<xi:include href="0.xml"/>'), source=SOURCE)
    [found] = caught.value.findings
    assert (found.code, words in found.message) == ("odd.limit", True)


def test_grammars_that_include_one_another_twice_are_bounded(tmp_path: Path) -> None:
    rng = "http://relaxng.org/ns/structure/1.0"
    for number in range(60):
        twice = f'<include href="{number + 1}.rng"/>' * 2
        (tmp_path / f"{number}.rng").write_text(f'<grammar xmlns="{rng}">{twice}</grammar>')
    (tmp_path / "60.rng").write_text(f'<grammar xmlns="{rng}"/>')
    with pytest.raises(OddError) as caught:
        compiled(tmp_path, customisation(f'{element("x")}<moduleRef url="0.rng"/>', start="x"))
    assert {each.code for each in caught.value.findings} == {"odd.limit"}


@pytest.mark.parametrize("to", ["rng", "rnc", "xsd", "odd"])
def test_command_tells_the_limit_and_writes_nothing(to: str, tmp_path: Path) -> None:
    _, specs, *_ = REFUSED[3]
    odd, target = tmp_path / "case.odd", tmp_path / "made"
    odd.write_text(customisation(f'<moduleRef key="tei"/>{specs}', start="x"), encoding="utf-8")
    arguments = ["schema", "compile", str(odd), "--to", to, "-o", str(target)]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 1
    assert "error[odd.limit]" in result.stderr
    assert not target.exists()
