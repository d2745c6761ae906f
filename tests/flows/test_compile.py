"""ODDs as a command compiles them: sources from the store, and what is kept of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tei_tools import TeiToolsError, compile_odd, load_schema, store
from tei_tools.flows.schema import source_file
from tei_tools.odd import OddError
from tests.odd.support import SOURCE, customisation, said

RELEASE = "https://www.tei-c.org/Vault/P5/4.4.0/xml/tei/odd/p5subset.xml"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TEI_TOOLS_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def odd(folder: Path, specs: str = "all", more: str = "") -> Path:
    file = folder / "my.odd"
    file.write_text(customisation(specs, start="p", more=more))
    return file


@pytest.mark.parametrize("source", ["tei:4.4.0", RELEASE])
def test_a_source_with_an_address_comes_from_the_store(source: str, tmp_path: Path) -> None:
    file = odd(tmp_path, more=f'source="{source}"')
    with pytest.raises(OddError) as caught:
        compile_odd(file)
    (found,) = caught.value.findings
    wanted = "p5subset@4.4.0" if source.startswith("tei:") else RELEASE
    assert f"run `tei-tools schema add {wanted}` once" in said(found)
    assert found.excerpt.strip().startswith("<schemaSpec")
    store.add(wanted, lambda _: SOURCE.read_bytes())
    assert compile_odd(file).elements["p"].place.path.endswith("p5subset.xml")


@pytest.mark.parametrize("name", ["p5subset@4.4.0", "tei:4.4.0", RELEASE])
def test_a_chosen_source_may_be_what_the_store_has(name: str, tmp_path: Path) -> None:
    with pytest.raises(TeiToolsError, match="run `tei-tools schema add"):
        source_file(name)
    store.add("p5subset@4.4.0", lambda _: SOURCE.read_bytes())
    assert compile_odd(odd(tmp_path), source=source_file(name)).elements
    assert source_file(str(SOURCE)) == SOURCE
    assert source_file(None) is None


def test_a_finding_shows_the_tag_it_is_about(tmp_path: Path) -> None:
    file = odd(tmp_path, 'all\n<elementSpec\n  mode="change"\n  ident="nam"/>')
    (found,) = compile_odd(file, source=SOURCE).warnings
    line = found.location.line
    assert found.excerpt == "<elementSpec"
    assert file.read_text().splitlines()[line - 1] == "<elementSpec"
    assert (found.location.column, found.location.end_column) == (2, 13)


def test_a_compiled_odd_is_kept_until_a_file_changes_that_went_in(
    tmp_path: Path, cache: Path
) -> None:
    group = '<specGrp xmlns="http://www.tei-c.org/ns/1.0" xml:id="g">{}</specGrp>'
    (tmp_path / "mini.odd").write_bytes(SOURCE.read_bytes())
    (tmp_path / "groups.xml").write_text(group.format(""))
    file = odd(tmp_path, 'all\n<specGrpRef target="groups.xml#g"/>', 'source="mini.odd"')
    document = b'<p xmlns="http://www.tei-c.org/ns/1.0"><lb/></p>'
    assert list(load_schema(file).validate(document)) == []
    kept = {entry.name: entry.stat().st_mtime_ns for entry in cache.iterdir()}
    assert kept
    (tmp_path / "groups.xml").write_text(group.format('<elementSpec ident="lb" mode="delete"/>'))
    assert len(list(load_schema(file).validate(document))) == 1


def test_what_lacks_a_file_is_not_kept(tmp_path: Path) -> None:
    more = (
        '<moduleRef url="more.rng"/><elementSpec ident="p" mode="change"><content>'
        '<r:ref xmlns:r="http://relaxng.org/ns/structure/1.0" name="x"/></content></elementSpec>'
    )
    (tmp_path / "mini.odd").write_bytes(SOURCE.read_bytes())
    file = odd(tmp_path, f"all\n{more}", 'source="mini.odd"')
    document = b'<p xmlns="http://www.tei-c.org/ns/1.0"><x xmlns=""/></p>'
    assert len(list(load_schema(file).validate(document))) == 1
    (tmp_path / "more.rng").write_text(
        '<grammar xmlns="http://relaxng.org/ns/structure/1.0"><define name="x">'
        '<element name="x"><empty/></element></define></grammar>'
    )
    assert list(load_schema(file).validate(document)) == []


def test_no_reference_leads_out_of_the_project(tmp_path: Path) -> None:
    (tmp_path / "secret.xml").write_text('<specGrp xmlns="http://www.tei-c.org/ns/1.0"/>')
    project = tmp_path / "project"
    project.mkdir()
    (project / "tei-tools.toml").write_text("")
    for reference in (
        '<specGrpRef target="../secret.xml#g"/>',
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="../secret.xml"/>',
    ):
        with pytest.raises(OddError, match="is no file of the project"):
            compile_odd(odd(project, f"all\n{reference}"), source=SOURCE)
