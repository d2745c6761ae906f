"""In: cases/errors.txt, wrong customisations.
Out: that the findings name the construct, and the file and line it is in."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from tei_tools.model.finding import Finding
from tei_tools.odd import FlatOdd, OddError, compile_odd, to_rng, to_xsd

from .support import NS, SOURCE, Case, compiled, customisation, read_cases, said


@pytest.mark.parametrize("case", read_cases("errors.txt"), ids=lambda case: case.title)
def test_the_findings_say_what_and_where(case: Case, tmp_path: Path) -> None:
    text = customisation(case.parts["odd"], start=case.parts.get("start", "TEI").strip())
    shutil.copy(SOURCE, tmp_path)
    source = None if "source" in case.parts else tmp_path / "mini.odd"
    found = findings(tmp_path, text, source)
    told = [f"{each.severity}: {said(each)}".replace(f"{tmp_path}/", "") for each in found]
    assert told == case.parts["findings"].splitlines()
    for each, piece in zip(found, case.parts["at"].split("\n"), strict=False):
        lines = Path(each.location.path).read_text("utf-8").splitlines()
        assert piece in lines[each.location.line - 1]


def findings(folder: Path, text: str, source: Path | None) -> Sequence[Finding]:
    """What the compiler says of a customisation."""
    try:
        flat = compiled(folder, text, source=source)
        both(flat)
    except OddError as error:
        return error.findings
    return flat.warnings


def both(flat: FlatOdd) -> None:
    to_rng(flat)
    to_xsd(flat)


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    text = customisation(
        """all
        <elementSpec ident="p" mode="chnage"/>
        <elementSpec ident="div" mode="change"><content><bag/></content></elementSpec>
        <elementSpec ident="nam" mode="change"/>
        <elementSpec ident="hi" mode="change"><attList><attDef mode="add"/></attList></elementSpec>
        """
    )
    with pytest.raises(OddError) as caught:
        compiled(tmp_path, text)
    assert [said(each) for each in caught.value.findings] == [
        "@mode of <elementSpec> cannot be `chnage`",
        "<bag> in <content> is not supported",
        "<elementSpec mode=`change`> of unknown `nam`; did you mean `name`?",
        "<attDef> needs @ident",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "cannot be read: no such file"),
        ("<TEI>", "not well-formed"),
        (f"<TEI {NS}/>", "no <schemaSpec> in this file"),
        (
            f'<!DOCTYPE TEI [<!ENTITY more SYSTEM "more.xml">]><TEI {NS}><schemaSpec ident="a">'
            "&more;</schemaSpec></TEI>",
            "Entity 'more' not defined",
        ),
    ],
)
def test_a_file_that_is_no_customisation_is_an_error(
    text: str | None, message: str, tmp_path: Path
) -> None:
    path = tmp_path / "case.odd"
    if text is not None:
        path.write_text(text)
    with pytest.raises(OddError) as caught:
        compile_odd(path, source=SOURCE)
    (found,) = caught.value.findings
    assert message in found.message
    assert found.location.path == str(path)


def test_of_several_schema_specs_the_first_is_taken(tmp_path: Path) -> None:
    text = customisation("all").replace(
        "</schemaSpec>", '</schemaSpec><schemaSpec ident="b"><moduleRef key="tei"/></schemaSpec>'
    )
    flat = compiled(tmp_path, text)
    assert flat.schema.ident == "case"
    assert [said(each) for each in flat.warnings] == [
        "more than one <schemaSpec> (case, b): the first is taken"
    ]


def test_an_entity_is_not_read_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    text = (
        f'<!DOCTYPE TEI [<!ENTITY secret SYSTEM "{tmp_path}/secret">]><TEI {NS}>'
        '<schemaSpec ident="a"><moduleRef key="tei"/><moduleRef key="core"/>'
        '<elementSpec ident="p" mode="change"><gloss>a &secret; b</gloss></elementSpec>'
        "</schemaSpec></TEI>"
    )
    with pytest.raises(OddError, match="Entity 'secret' not defined"):
        compiled(tmp_path, text)


def test_an_entity_of_the_file_itself_is_read(tmp_path: Path) -> None:
    text = customisation(
        'all\n<elementSpec ident="p" mode="change"><gloss>a &kind;</gloss></elementSpec>'
    )
    flat = compiled(tmp_path, '<!DOCTYPE TEI [<!ENTITY kind "letter">]>' + text)
    assert flat.elements["p"].documentation.gloss == "a letter"
