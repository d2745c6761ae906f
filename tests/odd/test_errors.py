"""In: cases/errors.txt, wrong customisations.
Out: that the error names the construct, and the file and line it is in."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tei_tools.odd import FlatOdd, OddError, compile_odd, to_rng, to_xsd

from .support import NS, SOURCE, Case, compiled, customisation, read_cases


@pytest.mark.parametrize("case", read_cases("errors.txt"), ids=lambda case: case.title)
def test_the_error_says_what_and_where(case: Case, tmp_path: Path) -> None:
    text = customisation(case.parts["odd"], start=case.parts.get("start", "TEI").strip())
    shutil.copy(SOURCE, tmp_path)
    source = None if "source" in case.parts else tmp_path / "mini.odd"
    with pytest.raises(OddError) as caught:
        both(compiled(tmp_path, text, source=source))
    assert caught.value.message.replace(f"{tmp_path}/", "") == case.parts["error"].strip()
    line = Path(caught.value.path).read_text("utf-8").splitlines()[caught.value.line - 1]
    assert case.parts["at"].strip() in line


def both(flat: FlatOdd) -> None:
    to_rng(flat)
    to_xsd(flat)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "No such file"),
        ("<TEI>", "not well-formed"),
        (f"<TEI {NS}/>", "no <schemaSpec> in this file"),
        (
            f'<TEI {NS}><schemaSpec ident="a"/><schemaSpec ident="b"/></TEI>',
            "more than one <schemaSpec> is not supported (a, b)",
        ),
        (
            f'<!DOCTYPE TEI [<!ENTITY more "<p/>">]><TEI {NS}><schemaSpec ident="a">&more;'
            "</schemaSpec></TEI>",
            "the entity &more; is not supported",
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
    assert message in caught.value.message
    assert caught.value.path == str(path)


def test_an_entity_is_not_read_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    text = (
        f'<!DOCTYPE TEI [<!ENTITY secret SYSTEM "{tmp_path}/secret">]><TEI {NS}>'
        '<schemaSpec ident="a"><moduleRef key="tei"/><moduleRef key="core"/>'
        '<elementSpec ident="p" mode="change"><gloss>a &secret; b</gloss></elementSpec>'
        "</schemaSpec></TEI>"
    )
    assert "secret" not in compiled(tmp_path, text).elements["p"].documentation.gloss


def test_a_source_that_is_a_customisation_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "source.odd").write_text(customisation("all"))
    with pytest.raises(OddError, match="chaining ODDs is not supported"):
        compiled(tmp_path, customisation("all"), source=tmp_path / "source.odd")
