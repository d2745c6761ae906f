"""The TEI Processing Model: what the models of a project's ODD make of its documents."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final

import pytest
from lxml import etree
from typer.testing import CliRunner

from tei_tools.cli.app import app
from tei_tools.flows.models import load_models
from tei_tools.model.finding import Finding, SchemaError, TeiToolsError
from tei_tools.processing import Behaviour, Model, dump, restore
from tei_tools.read import read_document
from tei_tools.transform import Rendering, TransformOptions, render
from tei_tools.transform.models import Modelled

from ..oracles import ROOT, corpora
from .test_html import parse

TEI: Final = "{http://www.tei-c.org/ns/1.0}"
HEADER: Final = (
    "<teiHeader><fileDesc><titleStmt><title>T</title></titleStmt><publicationStmt><p/>"
    "</publicationStmt><sourceDesc><p/></sourceDesc></fileDesc>{}</teiHeader>"
)
START: Final = '<TEI xmlns="http://www.tei-c.org/ns/1.0">'
#: For each behaviour: the models of an element, what stands in a division, and what is read of it.
EXAMPLES: Final = {
    Behaviour.ALTERNATE: (
        "choice",
        '<model behaviour="alternate"><param name="default" value="abbr"/>'
        '<param name="alternate" value="expan"/></model>',
        "<p><choice><abbr>Mr</abbr><expan>Mister</expan></choice> A</p>",
        "Mr A",
    ),
    Behaviour.ANCHOR: ("seg", '<model behaviour="anchor"/>', "<p>a<seg/>b</p>", "ab"),
    Behaviour.BLOCK: ("q", '<model behaviour="block"/>', "<p>a <q>b</q> c</p>", "a\nb\nc"),
    Behaviour.BODY: ("div", '<model behaviour="body"/>', "<div><p>a</p><p>b</p></div>", "a\n\nb"),
    Behaviour.BREAK: ("seg", '<model behaviour="break"/>', "<p>a<seg>x</seg>b</p>", "a b"),
    Behaviour.CELL: (
        "seg",
        '<model behaviour="cell"/>',
        "<table><row><seg>a</seg><seg>b</seg></row></table>",
        "a\tb",
    ),
    Behaviour.CIT: (
        "cit",
        '<model behaviour="cit"><param name="content" value="quote"/>'
        '<param name="source" value="bibl"/></model>',
        "<p>a <cit><bibl>B</bibl><quote>q</quote></cit></p>",
        "a q B",
    ),
    Behaviour.DOCUMENT: ("div", '<model behaviour="document"/>', "<div><p>a</p></div>", "a"),
    Behaviour.FIGURE: (
        "div",
        '<model behaviour="figure"/>',
        "<div><head>H</head><p>a</p></div>",
        "H\n\na",
    ),
    Behaviour.GLYPH: (
        "seg",
        '<model behaviour="glyph"><param name="uri" value="@corresp"/></model>',
        '<p>a<seg corresp="#g1"/>b</p>',
        "aꝛb",
    ),
    Behaviour.GRAPHIC: ("seg", '<model behaviour="graphic"/>', "<p>a <seg>x</seg>b</p>", "a b"),
    Behaviour.HEADING: (
        "label",
        '<model behaviour="heading"/>',
        "<label>L</label>",
        "L",
    ),
    Behaviour.INDEX: ("p", '<model behaviour="index"/>', "<p>a</p><ab>b</ab>", "b"),
    Behaviour.INLINE: ("p", '<model behaviour="inline"/>', "<p>a</p><p>b</p>", "a\n\nb"),
    Behaviour.LINK: (
        "ref",
        '<model behaviour="link"><param name="content" value="@target"/></model>',
        '<p>a <ref target="https://x.org">b</ref></p>',
        "a https://x.org",
    ),
    Behaviour.LIST: (
        "div",
        '<model behaviour="list"/>',
        "<div><p>a</p><p>b</p></div>",
        "a\nb",
    ),
    Behaviour.LIST_ITEM: (
        "label",
        '<model behaviour="listItem"/>',
        "<list><label>a</label><label>b</label></list>",
        "- a\n- b",
    ),
    Behaviour.METADATA: ("p", '<model behaviour="metadata"/>', "<p>a</p><ab>b</ab>", "b"),
    Behaviour.NOTE: ("seg", '<model behaviour="note"/>', "<p>a<seg>n</seg>.</p>", "a."),
    Behaviour.OMIT: ("p", '<model behaviour="omit"/>', "<p>a</p><ab>b</ab>", "b"),
    Behaviour.PARAGRAPH: ("l", '<model behaviour="paragraph"/>', "<l>a</l><l>b</l>", "a\n\nb"),
    Behaviour.ROW: (
        "item",
        '<model behaviour="row"/>',
        "<table><item><cell>a</cell><cell>b</cell></item></table>",
        "a\tb",
    ),
    Behaviour.SECTION: ("q", '<model behaviour="section"/>', "<q><p>a</p></q>", "a"),
    Behaviour.TABLE: (
        "list",
        '<model behaviour="table"/>',
        "<list><row><cell>a</cell></row><row><cell>b</cell></row></list>",
        "a\nb",
    ),
    Behaviour.TEXT: (
        "seg",
        '<model behaviour="text"><param name="content" value="\'* \' || @n"/></model>',
        '<p>a <seg n="1">b</seg></p>',
        "a * 1",
    ),
    Behaviour.TITLE: ("seg", '<model behaviour="title"/>', "<p>a <seg>b</seg></p>", "a b"),
}


def compiled(folder: Path, **models: str) -> bytes:
    """The models of an ODD that has these for the elements named."""
    return load_models(written(folder, **models))[0]


def written(folder: Path, **models: str) -> Path:
    specs = (f'<elementSpec ident="{n}" mode="change">{m}</elementSpec>' for n, m in models.items())
    body = f'<text><body><schemaSpec ident="t">\n{"".join(specs)}</schemaSpec></body></text></TEI>'
    (folder / "t.odd").write_text(START + HEADER.format("") + body, "utf-8")
    return folder / "t.odd"


def made(
    folder: Path, content: str, models: bytes, to: str = "text", view: str = "reading",
    header: str = "", *, loss: bool = False,
) -> Rendering:  # fmt: skip
    header = HEADER.format(
        '<encodingDesc><charDecl><glyph xml:id="g1"><mapping>ꝛ</mapping></glyph></charDecl>'
        f"{header}</encodingDesc>"
    )
    text = f"{START}{header}<text><body><div>{content}</div></body></text></TEI>"
    (folder / "t.xml").write_text(text, "utf-8")
    options = TransformOptions(models=models, view=view, source=False, loss=loss)
    return render(read_document(folder / "t.xml"), to=to, options=options)


def read(folder: Path, content: str, models: bytes, view: str = "reading") -> str:
    return made(folder, content, models, view=view).data.decode().strip()


def page(folder: Path, content: str, models: bytes, header: str = "") -> etree._Element:
    return parse(made(folder, content, models, "html", header=header).data)


@pytest.mark.parametrize("behaviour", list(Behaviour))
def test_each_behaviour_is_read_alike_in_all_formats(behaviour: Behaviour, tmp_path: Path) -> None:
    name, model, content, expected = EXAMPLES[behaviour]
    models = compiled(tmp_path, **{name: model})
    assert read(tmp_path, content, models) == expected
    reading = json.loads(made(tmp_path, content, models, "json").data)["reading"]
    assert reading["text"].strip() == expected
    assert made(tmp_path, content, models, "jsonl").data
    shown = "".join(page(tmp_path, content, models).itertext())
    assert all(word in shown for word in expected.split())


def test_a_note_of_a_model_is_a_note_of_the_page(tmp_path: Path) -> None:
    models = compiled(
        tmp_path, seg='<model behaviour="note"><param name="label" value="@n"/></model>'
    )
    html = made(tmp_path, '<p>a<seg n="7">said below</seg>.</p>', models, "html").data.decode()
    assert re.search(r'role="doc-noteref".*?7</a>', html)
    assert "said below" in html


def test_the_first_model_whose_predicate_holds_counts(tmp_path: Path) -> None:
    models = compiled(
        tmp_path,
        hi="<model predicate=\"@rend='x'\" behaviour=\"omit\"/><model predicate='parent::p' "
        'behaviour="inline"><param name="content" value="@n"/></model><model behaviour="omit"/>',
    )
    content = '<p>a <hi rend="x">b</hi> <hi n="N">c</hi></p><ab>d <hi>e</hi></ab>'
    assert read(tmp_path, content, models) == "a N\n\nd"


def test_an_element_without_a_model_that_holds_is_rendered_as_usual(tmp_path: Path) -> None:
    models = compiled(tmp_path, hi='<model predicate="@rend" behaviour="omit"/>')
    assert read(tmp_path, '<p>a <hi>b</hi><hi rend="x">c</hi></p>', models) == "a b"


def test_output_tells_web_from_plain(tmp_path: Path) -> None:
    models = compiled(
        tmp_path,
        hi='<model output="web" behaviour="text"><param name="content" value="\'W\'"/></model>'
        '<modelGrp output="plain"><model behaviour="text">'
        '<param name="content" value="\'P\'"/></model></modelGrp>',
    )
    assert read(tmp_path, "<p><hi>b</hi></p>", models) == "P"
    assert "W" in "".join(page(tmp_path, "<p><hi>b</hi></p>", models).itertext())


def test_a_sequence_renders_an_element_once_for_each_of_its_models(tmp_path: Path) -> None:
    models = compiled(
        tmp_path,
        name='<modelSequence><model behaviour="inline"/><model behaviour="text" predicate="@key">'
        '<param name="content" value="\' = \' || @key"/></model></modelSequence>',
        head='<modelSequence><model behaviour="omit"/><model behaviour="heading"/>'
        '<model behaviour="block"><param name="content" value="hi"/></model></modelSequence>',
    )
    content = '<head>H <hi>x</hi></head><p><name key="k">a</name> <name>b</name></p>'
    assert read(tmp_path, content, models) == "H x\n\nx\n\na = k b"


def test_an_alternate_is_what_the_diplomatic_view_reads(tmp_path: Path) -> None:
    name, model, content, _ = EXAMPLES[Behaviour.ALTERNATE]
    models = compiled(tmp_path, **{name: model})
    assert read(tmp_path, content, models, "diplomatic") == "Mister A"


def test_characters_before_and_after_are_text_and_no_style(tmp_path: Path) -> None:
    models = compiled(
        tmp_path,
        hi='<model behaviour="inline"><outputRendition scope="before">content: "[";'
        "</outputRendition><outputRendition scope=\"after\">content:']'</outputRendition></model>",
    )
    assert read(tmp_path, "<p>a <hi>b</hi></p>", models) == "a [b]"
    html = made(tmp_path, "<p>a <hi>b</hi></p>", models, "html").data.decode()
    assert ">[b]<" in html
    assert "content: &quot;[" not in html


def test_renditions_and_classes_are_those_of_the_page(tmp_path: Path) -> None:
    models = compiled(
        tmp_path,
        hi='<model behaviour="inline" cssClass="loud big"><outputRendition>color: green'
        "</outputRendition></model>",
    )
    html = made(tmp_path, "<p>a <hi>b</hi></p>", models, "html").data.decode()
    assert '<span class="hi loud big look-1">b</span>' in html
    assert ".look-1 { color: green }" in html


@pytest.mark.parametrize(
    "css",
    [
        "background: url(https://x.org/a.png)",
        "background: u\\72l(x)",
        "width: expression(alert(1))",
        "color: red } body { display: none",
        "background: image-set('https://x.org' 1x)",
        "font-family: '</style><script>'",
        "@import 'https://x.org'",
        "position: fixed",
        "-moz-binding: none",
        "behavior: none",
        "background: URL\t(x)",
        "background: /**/url(x)",
    ],
)
def test_styles_that_load_or_run_something_are_left_out(css: str, tmp_path: Path) -> None:
    safe = css.replace("<", "&lt;").replace("&", "&amp;").replace("&amp;lt;", "&lt;")
    models = compiled(
        tmp_path,
        hi='<model behaviour="inline" useSourceRendition="true">'
        f"<outputRendition>{safe}; font-size: 2em</outputRendition></model>",
    )
    quoted = safe.replace('"', "&quot;")
    content = f'<p><hi style="{quoted}">a</hi></p>'
    html = made(tmp_path, content, models, "html").data.decode()
    styles = [line for line in html.splitlines() if line.startswith(".look-")]
    assert all(line == ".look-1 { font-size: 2em }" for line in styles), styles
    assert len(html.split("</style>")) == 2


def test_the_style_of_the_source_is_used_where_a_model_says_so(tmp_path: Path) -> None:
    header = '<tagsDecl><rendition xml:id="r">color: blue</rendition></tagsDecl>'
    content = '<p><hi rendition="#r">a</hi> <emph rendition="#r">b</emph></p>'
    models = compiled(
        tmp_path,
        hi='<model behaviour="inline" useSourceRendition="true"/>',
        emph='<model behaviour="inline" cssClass="e"/>',
    )
    html = made(tmp_path, content, models, "html", header=header).data.decode()
    assert '<span class="hi look-1">a</span>' in html
    assert ".look-1 { color: blue }" in html
    assert '<em class="emph e">b</em>' in html


def test_a_link_leads_where_the_model_says_if_that_is_safe(tmp_path: Path) -> None:
    models = compiled(
        tmp_path,
        ref='<model behaviour="link"><param name="uri" value="@n || @target"/></model>',
    )
    content = (
        '<p><ref n="https://x.org/" target="a">b</ref><ref n="javascript:" target="x">c</ref></p>'
    )
    links = [a.get("href", "") for a in page(tmp_path, content, models).iter("{*}a", "a")]
    assert "https://x.org/a" in links
    assert not any(link.startswith("javascript") for link in links)


def told(folder: Path, **models: str) -> list[tuple[str, str]]:
    """The codes and words that are said of an ODD."""
    try:
        findings: tuple[Finding, ...] | list[Finding] = load_models(written(folder, **models))[1]
    except SchemaError as error:
        findings = list(error.findings)
    assert all(finding.location.line >= 2 for finding in findings)
    return [(f.code, f"{f.message}; {f.suggestion}") for f in findings]


def test_what_is_wrong_in_models_is_told_with_its_place_and_cure(tmp_path: Path) -> None:
    [(code, said)] = told(tmp_path, p='<model behaviour="paragraf"/>')
    assert code == "odd.unknown"
    assert "did you mean `paragraph`?" in said
    [(code, said)] = told(tmp_path, p='<model behaviour="inline" predicate="@a ="/>')
    assert (code, "`@a =` is no XPath" in said) == ("odd.syntax", True)
    model = '<model behaviour="link"><param name="url" value="@target"/></model>'
    [(code, said)] = told(tmp_path, ref=model)
    assert code == "odd.unknown"
    assert "`link` has no parameter `url`; its parameters: content, uri" in said
    [(code, said)] = told(tmp_path, p='<model behaviour="inline" output="epub"/>')
    assert code == "odd.no-effect"


def test_a_predicate_without_a_value_is_a_finding_and_does_not_hold(tmp_path: Path) -> None:
    models = compiled(tmp_path, hi='<model predicate="number(@n) idiv 0 = 1" behaviour="omit"/>')
    rendering = made(tmp_path, '<p>a <hi n="1">b</hi><hi n="2">c</hi></p>', models)
    assert rendering.data == b"a bc\n"
    assert [finding.code for finding in rendering.findings] == ["transform.not-evaluated"]


def test_parameters_that_select_everything_again_and_again_are_an_error(tmp_path: Path) -> None:
    model = '<model behaviour="inline"><param name="content" value=".//seg"/></model>'
    models = compiled(tmp_path, seg=model)
    content = f"<p>{'<seg>' * 40}a{'</seg>' * 40}</p>"
    with pytest.raises(TeiToolsError, match="again and again"):
        made(tmp_path, content, models)


def test_what_lies_outside_the_element_is_read_as_text_so_that_nothing_goes_round(
    tmp_path: Path,
) -> None:
    model = '<model behaviour="inline"><param name="content" value="../seg"/></model>'
    models = compiled(tmp_path, seg=model)
    assert read(tmp_path, "<p><seg>a</seg> <seg>b</seg></p>", models) == "ab ab"


def test_comments_that_a_parameter_selects_are_not_read(tmp_path: Path) -> None:
    model = '<model behaviour="inline"><param name="content" value="node()"/></model>'
    models = compiled(tmp_path, seg=model)
    assert read(tmp_path, "<p><seg>a<!-- c --><hi>b</hi><?pi d?></seg></p>", models) == "ab"


def test_what_models_leave_out_is_a_loss(tmp_path: Path) -> None:
    models = compiled(tmp_path, hi='<model behaviour="omit"/>')
    findings = made(tmp_path, "<p>a <hi>b</hi></p>", models, loss=True).findings
    assert any("`hi` is not carried" in finding.message for finding in findings)


def test_models_of_a_source_stand_behind_those_of_the_odd_itself(tmp_path: Path) -> None:
    written(tmp_path, hi='<model behaviour="omit"/>', emph='<model behaviour="omit"/>').rename(
        tmp_path / "base.odd"
    )
    odd = written(tmp_path, hi='<model behaviour="inline"/>')
    odd.write_text(odd.read_text().replace('ident="t"', 'ident="t" source="base.odd"'))
    assert read(tmp_path, "<p>a <hi>b</hi><emph>c</emph></p>", load_models(odd)[0]) == "a b"


def test_models_are_the_same_after_the_cache(tmp_path: Path) -> None:
    models = compiled(tmp_path, **{name: model for name, model, *_ in EXAMPLES.values()})
    assert dump(restore(models)) == models


def test_the_example_of_the_readme_runs(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    found = re.search(
        r"<!-- models -->\n```xml\n<elementSpec[^>]*>(.*?)</elementSpec>", readme, re.S
    )
    assert found is not None
    models = compiled(tmp_path, gap=found[1])
    content = '<p>a <gap extent="2 lines"/> b <gap/></p>'
    assert read(tmp_path, content, models) == "a [lost: 2 lines] b"
    assert "color: grey" in made(tmp_path, content, models, "html").data.decode()


def test_the_odd_is_an_option_or_stands_in_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(tmp_path, "<p>a <hi>b</hi></p>", b"")
    written(tmp_path, hi='<model behaviour="omit"/>')
    monkeypatch.chdir(tmp_path)
    runner, command = CliRunner(), ["transform", "t.xml", "--to", "text"]
    assert runner.invoke(app, command).stdout == "a b\n"
    assert runner.invoke(app, [*command, "--odd", "t.odd"]).stdout == "a\n"
    (tmp_path / "tei-tools.toml").write_text('odd = "t.odd"')
    assert runner.invoke(app, command).stdout == "a\n"


def test_an_odd_with_wrong_models_renders_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(tmp_path, "<p>a</p>", b"")
    written(tmp_path, hi='<model behaviour="vanish"/>')
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["transform", "t.xml", "--to", "text", "--odd", "t.odd"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "t.odd:2:" in result.stderr
    assert "unknown behaviour `vanish`" in result.stderr


def shouting(folder: Path, code: str) -> tuple[Path, bytes]:
    """A file with this code, and models that use its behaviour for ``hi``."""
    (folder / "own.py").write_text(code, "utf-8")
    model = '<model behaviour="shouted"><param name="mark" value="@rend"/></model>'
    return folder / "own.py", load_models(written(folder, hi=model), folder / "own.py")[0]


def with_own(folder: Path, file: Path, models: bytes, to: str = "text") -> str:
    made(folder, '<p>a <hi rend="!">b <emph>c</emph></hi></p>', b"")
    options = TransformOptions(models=models, behaviours=file)
    return render(read_document(folder / "t.xml"), to=to, options=options).data.decode()


def test_the_behaviour_in_the_readme_works_in_all_formats(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    code = re.search(r"<!-- behaviours -->\n```python\n(.*?)```", readme, re.DOTALL)
    assert code is not None
    file, models = shouting(tmp_path, code[1])
    assert with_own(tmp_path, file, models) == "a B C\n"
    assert json.loads(with_own(tmp_path, file, models, "json"))["reading"]["text"] == "a B C"
    assert '<span class="hi loud">B C</span>' in with_own(tmp_path, file, models, "html")


def test_a_behaviour_may_use_parameters_and_elements_that_are_rendered_in_turn(
    tmp_path: Path,
) -> None:
    code = (
        "from tei_tools.processing.custom import Rendered\n"
        "def shouted(call):\n"
        "    return Rendered('block', (*call.params['mark'], ' ', call.element[0], call.element))\n"
        "BEHAVIOURS = {'shouted': shouted}\n"
    )
    file, models = shouting(tmp_path, code)
    assert with_own(tmp_path, file, models) == "a\n! cb c\n"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("def shouted(:", r"own\.py:1: the behaviours cannot be loaded: SyntaxError"),
        ("x = 1\ny = x / 0", r"own\.py:2: the behaviours cannot be loaded: ZeroDivisionError"),
        ("x = 1", "needs a table of its behaviours"),
        (
            "def shouted(call):\n    return call.nothing\nBEHAVIOURS = {'shouted': shouted}",
            r"own\.py:2: the behaviour `shouted` fails: AttributeError",
        ),
        ("BEHAVIOURS = {'shouted': lambda call: 3}", "the behaviour `shouted` fails"),
    ],
)
def test_an_error_in_a_behaviour_is_told_with_its_line(
    code: str, said: str, tmp_path: Path
) -> None:
    with pytest.raises(TeiToolsError, match=said):
        with_own(tmp_path, *shouting(tmp_path, code))


def test_a_package_adds_behaviours_by_its_entry_points(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "loud_package.py").write_text(
        "from tei_tools.processing.custom import Rendered\n"
        "def shouted(call):\n"
        "    return Rendered('inline', (call.element.text.upper(), *call.params['mark']))\n"
    )
    info = tmp_path / "loud_package-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: loud-package\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[tei_tools.behaviours]\nshouted = loud_package:shouted\nbroken = loud_package:nothing\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    model = '<model behaviour="{}"><param name="mark" value="@rend"/></model>'
    models = load_models(written(tmp_path, hi=model.format("shouted")))[0]
    content = '<p>a <hi rend="!">b</hi></p>'
    assert read(tmp_path, content, models) == "a B!"
    assert "B!" in "".join(page(tmp_path, content, models).itertext())
    broken = load_models(written(tmp_path, hi=model.format("broken")))[0]
    with pytest.raises(TeiToolsError, match="`broken` of loud_package:nothing cannot be loaded"):
        read(tmp_path, content, broken)
    with pytest.raises(SchemaError, match="did you mean `shouted`"):
        load_models(written(tmp_path, hi=model.format("shout")))


def test_a_space_of_a_sign_is_not_doubled(tmp_path: Path) -> None:
    signs = (
        "<outputRendition scope='before'>content: \" [\"</outputRendition>"
        "<outputRendition scope='after'>content: \"] \"</outputRendition>"
    )
    models = compiled(tmp_path, hi=f'<model behaviour="inline">{signs}</model>')
    assert read(tmp_path, "<p>a <hi>b</hi> c<hi>d</hi></p>", models) == "a [b] c [d]"


SIMPLE: Final = ("tei-p5", "exemplars", "tei_simplePrint.odd")


@pytest.mark.corpora
def test_saxon_chooses_the_same_models_of_tei_simple_print(tmp_path: Path) -> None:
    saxonche = pytest.importorskip("saxonche")
    models = restore(load_models(corpora().joinpath(*SIMPLE))[0])
    conditions = {
        name: [m.predicate.text if m.predicate else "true()" for m in found if m.output != "print"]
        for name, found in models.items()
    }
    branches = "".join(
        f"if (self::{name.removeprefix(TEI)}) then ("
        + "".join(f"if ({test}) then {n} else " for n, test in enumerate(tests))
        + "-1) else "
        for name, tests in conditions.items()
    )
    query = f"string-join(for $e in //* return string($e/({branches} -2)), ' ')"
    total = 0
    with saxonche.PySaxonProcessor() as processor:
        for file in sorted((corpora() / "tei-p5" / "tests").glob("*.xml"))[::3]:
            document = read_document(file)
            xpath = processor.new_xpath_processor()
            xpath.declare_namespace("", "http://www.tei-c.org/ns/1.0")
            flat = tmp_path / "flat.xml"
            flat.write_bytes(etree.tostring(document.root.getroottree()))
            xpath.set_context(file_name=str(flat))
            theirs = xpath.evaluate_single(query).string_value.split()
            modelled = Modelled(document, models, "")
            ours = []
            for element in document.root.iter(etree.Element):
                found = [m for m in models.get(str(element.tag), ()) if m.output != "print"]
                held = (n for n, m in enumerate(found) if modelled.holds(element, m))
                ours.append(str(next(held, -1 if found else -2)))
            assert ours == theirs, file.name
            assert not modelled.failed
            total += len(ours)
    assert total > 1000


@pytest.mark.corpora
def test_tei_simple_print_drives_all_formats() -> None:
    models, _ = load_models(corpora().joinpath(*SIMPLE))
    every = [m for found in restore(models).values() for m in found]
    assert sum(len(m.models) if not isinstance(m, Model) else 1 for m in every) > 150
    options = TransformOptions(models=models)
    for file in sorted((corpora() / "tei-p5" / "tests").glob("*.xml"))[::8]:
        document = read_document(file)
        for to in ("text", "html", "json", "jsonl"):
            codes = {f.code for f in render(document, to=to, options=options).findings}
            assert "transform.not-evaluated" not in codes, (file.name, to)
