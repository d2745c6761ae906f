"""Broken works: XSD and RELAX NG agree on every one, and the message names cause and place."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest
import xmlschema
from lxml import etree

from tei_tools.flows.options import ValidationOptions
from tei_tools.flows.validation import validate_file
from tei_tools.model.finding import Severity
from tei_tools.read import read_document
from tei_tools.read.parse import parse

from ..mutants import MUTANTS, SCHEMAS, Mutant
from ..oracles import jing

#: Mutants that only RELAX NG refuses, with the reason why XSD 1.0 cannot.
XSD_CANNOT: Mapping[str, str] = {}

NAMES = [mutant.name for mutant in MUTANTS]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the edition in which the mutants stand beside the works."""
    folder = tmp_path_factory.mktemp("mutants")
    (folder / "tei-tools.toml").write_text("")
    (folder / "schemas").symlink_to(SCHEMAS)
    (folder / "tei" / "works").mkdir(parents=True)
    for file in SCHEMAS.parent.glob("tei/**/*.xml"):
        (folder / file.relative_to(SCHEMAS.parent)).write_bytes(file.read_bytes())
    return folder


def path_of(mutant: Mutant, folder: Path) -> Path:
    file = folder / "tei" / mutant.file
    return file.with_name(f"mutant-{NAMES.index(mutant.name):02}.xml")


@pytest.fixture(scope="module")
def jing_says(folder: Path) -> Mapping[Path, list[tuple[int, str]]]:
    files = [path_of(mutant, folder) for mutant in MUTANTS]
    for mutant, file in zip(MUTANTS, files, strict=True):
        file.write_bytes(mutant.make()[0])
    return jing(SCHEMAS / "last-works.rng", files)


@pytest.fixture(scope="module")
def xsd() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMAS / "last-works.xsd"))


def test_there_are_enough_mutants_and_no_two_are_the_same() -> None:
    assert len({mutant.make()[0] for mutant in MUTANTS}) == len(set(NAMES)) >= 60


@pytest.mark.parametrize("mutant", MUTANTS, ids=NAMES)
def test_xsd_and_relax_ng_give_the_same_verdict(
    mutant: Mutant,
    folder: Path,
    jing_says: Mapping[Path, list[tuple[int, str]]],
    xsd: etree.XMLSchema,
) -> None:
    by_relax_ng = not jing_says[path_of(mutant, folder)]
    by_xsd = xsd.validate(parse(mutant.make()[0], mutant.name).getroottree())
    assert not by_relax_ng
    assert by_xsd == (mutant.name in XSD_CANNOT)


@pytest.mark.parametrize("mutant", MUTANTS, ids=NAMES)
def test_message_names_the_mistake_at_its_place(mutant: Mutant, folder: Path) -> None:
    data, fault = mutant.make()
    file = path_of(mutant, folder)
    file.write_bytes(data)
    report = validate_file(file, ValidationOptions(schemas=(SCHEMAS / "last-works.xsd",)))
    errors = [
        finding
        for finding in report.findings
        if finding.severity is Severity.ERROR and finding.code.startswith("grammar.")
    ]
    assert errors, "nothing was found"
    assert [e.code for e in errors] == [mutant.code], [e.message for e in errors]
    document = read_document(mutant.name, data=data)
    element = list(document.root.iter(etree.Element))[fault]
    assert errors[0].location.xpath == document.xpath(element)


def test_the_xmlschema_package_agrees_with_libxml2(xsd: etree.XMLSchema) -> None:
    schema = xmlschema.XMLSchema10(str(SCHEMAS / "last-works.xsd"), allow="local")
    sample = MUTANTS if os.environ.get("TEI_TOOLS_REQUIRE_ALL") else MUTANTS[::7]
    for mutant in sample:
        root = parse(mutant.make()[0], mutant.name)
        assert schema.is_valid(root) == xsd.validate(root.getroottree()), mutant.name  # type: ignore[arg-type]
